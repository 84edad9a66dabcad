# The same few verbs everywhere; `kit` beneath them. Run `make help` for the list.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Compiled modules make every later start up to four times faster.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help build test check audit lab bench screenshots lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(VENV)/.ready  ## Set everything up, run the course, make decks, briefings and pages
	@$(BIN)/kit build

test: check $(VENV)/.browser  ## Set everything up and run the whole suite
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: audit  ## Lint: style, types, docstrings, layers, the course; known holes
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/interrogate --quiet kit
	@$(BIN)/lint-imports --no-logo > $(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }
	@$(BIN)/kit check > $(VENV)/kit-check.log || { cat $(VENV)/kit-check.log; exit 1; }

audit: $(VENV)/.ready  ## Look for known holes in what requirements.lock names
	@$(BIN)/python .ci/audit.py requirements.lock

lab: $(VENV)/.ready  ## Open JupyterLab at the course
	@$(BIN)/kit lab

bench: $(VENV)/.ready  ## Measure against the peers in one run
	@$(BIN)/python benchmarks/bench_build.py

screenshots: $(VENV)/.browser  ## Make the README's pictures again (needs pdftoppm)
	@$(BIN)/python -m docs.screenshots

lock: $(VENV)/.ready  ## Renew requirements.lock from pyproject.toml
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --all-extras pyproject.toml -o requirements.lock

clean:  ## Remove what was built (your notebooks and data stay)
	@rm -rf .kit site briefings slides/*.html slides/handouts

# uv when the machine has it, otherwise uv of a pinned hash inside the environment.
UV := $(if $(shell command -v uv),uv,$(BIN)/uv)

$(VENV)/.ready: requirements.lock pyproject.toml .ci/bootstrap.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo "Python could not make a virtual environment. On Debian: apt-get install python3-venv." >&2; exit 1; }
	@command -v uv >/dev/null || $(BIN)/python -m pip install --quiet --require-hashes -r .ci/bootstrap.lock
	@echo "Installing what requirements.lock names ..."
	@$(UV) pip install --quiet --require-hashes --python $(BIN)/python -r requirements.lock
	@$(UV) pip install --quiet --no-deps --python $(BIN)/python --editable .
	@touch $@

# Debian's Chromium when root may install it, with its shell that has no windows, in which most tests
# cost half the processor time; playwright's elsewhere, neither where neither is to be had:
# then the browser tests fail under CI=true and are skipped, loudly, elsewhere.
$(VENV)/.browser: $(VENV)/.ready
	@if command -v chromium >/dev/null && command -v chromium-headless-shell >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq; export DEBIAN_FRONTEND=noninteractive; \
		apt-get install -y -qq chromium-headless-shell >/dev/null || echo "Tests take the whole browser." >&2; \
		command -v chromium >/dev/null || apt-get install -y -qq chromium >/dev/null; \
	else $(BIN)/python -m playwright install chromium; fi \
	&& touch $@ || echo "No browser could be installed; see README, Tests." >&2
