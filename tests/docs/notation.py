"""How the documentation is read by its tests: blocks, commands, and what is not run, with reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
    ROOT / "data" / "README.md",
    ROOT / "kit" / "course" / "student_edition.md",
    ROOT / "kit" / "course" / "student_readme.md",
)
RUN: Final = frozenset({"console", "python"})
PARSED: Final = frozenset({"toml", "json", "yaml"})
SHOWN: Final = frozenset({"text", "markdown", "csv", "html", "nginx", "bibtex"})  # no commands


@dataclass(frozen=True)
class Held:
    """Commands that a test does not run: the pattern, why, and what is run in their stead."""

    pattern: str
    reason: str
    instead: str = ""


HELD: Final = (
    Held(
        r"make (build|test|check|lab|bench|lock|clean|screenshots)\b",
        "sets the machine up, or is what runs this very test; `.ci/run` runs it for real",
        r"make --dry-run --silent -C ROOT \1",
    ),
    Held(
        r"kit lab\b",
        "runs until it is stopped; tests/integration opens it in Chromium",
        "kit lab --help",
    ),
    Held(r"kit present (\S+)$", "opens a browser", r"kit present \1 --no-open"),
    Held(r"kit build .*--watch\b|kit serve\b", "runs until it is stopped; tests/build"),
    Held(r"kit site --live", "takes minutes; tests/integration builds it", "kit site --help"),
    Held(r"kit verify\b", "needs an official PDF and a person", "kit verify --help"),
    Held(r"kit check --browser\b", "needs a browser, minutes; tests/course", "kit check --rules"),
    Held(r"(uv )?pip install\b|pipx\b|uvx?\b", "needs a package registry"),
    Held(r"(python3?|py) -m (pip|venv|http\.server)\b", "needs a registry, or runs until stopped"),
    Held(r"(source|\.) \S*activate\b", "sets up a shell"),
    Held(r"(conda|mamba|micromamba)\b", "needs conda"),
    Held(r"(docker|podman|jupyter-repo2docker|repo2docker)\b", "needs a container engine"),
    Held(r"(kubectl|helm|tljh-config|sudo|curl|ssh|rsync|scp|apt-get)\b", "changes a server"),
    Held(r"git (clone|push|pull|switch|checkout|commit|add|tag|fetch)\b", "needs a remote"),
    Held(r"gitpuller\b", "needs a remote; docs/deploy.md says what was tried"),
    Held(r"(R|Rscript|quarto|libreoffice|soffice|code)\b", "needs a program not among ours"),
    Held(r"jupytext\b", "is no dependency of the kit; docs/other-tools.md says what was tried"),
    Held(
        r"jupyter nbconvert --to (slides|script|briefing)\b",
        "takes seconds; tests/integration/test_other_tools.py and tests/test_exporters.py run it",
    ),
    Held(r"jupyter (lab|notebook)\b", "runs until it is stopped"),
    Held(r"(\.venv/bin/)?(python -m )?pytest\b", "is what runs this very test"),
    Held(r"(\.venv/bin/)?(ruff|mypy|lint-imports|interrogate)\b", "`make check` runs it"),
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its page, its line there, its kind, and what stands in it."""

    page: Path
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Command:
    """A command of a console block, and the lines that it is shown to print."""

    line: str
    printed: tuple[str, ...]


def blocks(page: Path) -> Iterator[Block]:
    """Read the fenced and the indented blocks of code on a page."""
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type in {"fence", "code_block"} and token.map is not None:
            kind = token.info.split()[0] if token.info else ""
            yield Block(page, token.map[0] + 1, kind, token.content)


def spans(page: Path) -> Iterator[str]:
    """Read the code within lines."""
    for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        for child in token.children or ():
            if child.type == "code_inline":
                yield child.content


def commands(block: Block) -> list[Command]:
    """Read a console block; a command that ends with a backslash goes on."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif found and found[-1][0][-1].endswith("\\") and not found[-1][1]:
            found[-1][0].append(line)
        elif found:
            found[-1][1].append(line)
        else:
            message = f"{block}: a console block begins with `$ `"
            raise AssertionError(message)
    return [Command("\n".join(lines), tuple(printed)) for lines, printed in found]


def to_run(command: str) -> str:
    """Say what a test runs for a command: itself, what is run in its stead, or nothing."""
    for held in HELD:
        if found := re.match(held.pattern, command):
            return found.expand(held.instead)
    return command


def matches(wanted: tuple[str, ...], printed: str) -> bool:
    """Tell whether a command printed what is shown, "..." standing for anything."""
    pattern = re.escape("\n".join(wanted).strip()).replace(r"\.\.\.", ".*?").replace("…", ".*?")
    return re.fullmatch(pattern, printed.strip(), flags=re.DOTALL) is not None
