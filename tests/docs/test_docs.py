"""The documentation keeps its word: commands run, code runs, links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import yaml
from markdown_it import MarkdownIt

from kit.cli import COMMANDS
from tests.docs import notation
from tests.docs.notation import PAGES, ROOT, Block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))


def blocks_of(page: Path, *kinds: str) -> list[Block]:
    """Read the blocks of some kinds on a page."""
    return [block for block in notation.blocks(page) if block.kind in kinds]


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if blocks_of(page, "console")],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_commands_run_in_order_and_print_what_is_shown(
    page: Path, scratch: Callable[[], Path], environment: dict[str, str], tmp_path: Path
) -> None:
    wanted = [(b, c) for b in blocks_of(page, "console") for c in notation.commands(b)]
    here = scratch() if any(notation.to_run(c.line) for _, c in wanted) else tmp_path
    after = tmp_path / "after"
    for block, command in wanted:
        line = notation.to_run(command.line).replace("-C ROOT", f"-C {ROOT}")
        script = f'{line}\ncode=$?; pwd > "{after}"; exit $code'
        ran = subprocess.run(
            ["bash", "-c", script],
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, f"{block}: {line}\n{ran.stdout}{ran.stderr}"
        here = Path(after.read_text().strip())
        if command.printed and line == command.line:
            assert notation.matches(command.printed, ran.stdout), f"{block}: {line}\n{ran.stdout}"


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if blocks_of(page, "python")],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_code_runs_in_a_notebook_and_survives_its_export(
    page: Path, scratch: Callable[[], Path], environment: dict[str, str]
) -> None:
    course = scratch()
    cells: list[dict[str, Any]] = [_cell("markdown", "# A page of the documentation")]
    cells += [_cell("code", block.text) for block in blocks_of(page, "python")]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (course / "notebooks" / "99_page.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    ran = subprocess.run(
        ["kit", "build", "99", "--only", "page"],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    explorers = sum(block.text.count("kit.explore(") for block in blocks_of(page, "python"))
    made = (course / "site" / "99_page.html").read_text(encoding="utf-8")
    assert len(re.findall(r'<div class="explorer\b', made)) >= explorers


def _cell(kind: str, source: str) -> dict[str, Any]:
    """Make a cell."""
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **code}


@each_page
def test_every_block_is_run_or_parsed_or_plainly_no_command(page: Path) -> None:
    known = notation.RUN | notation.PARSED | notation.SHOWN
    strange = [
        f"{block}: {block.kind!r}" for block in notation.blocks(page) if block.kind not in known
    ]
    assert strange == []


@each_page
def test_data_in_blocks_parse(page: Path) -> None:
    readers: dict[str, Callable[[str], object]] = {
        "toml": tomllib.loads,
        "json": json.loads,
        "yaml": yaml.safe_load,
    }
    for block in blocks_of(page, *readers):
        assert readers[block.kind](block.text) is not None, str(block)


@each_page
def test_commands_within_lines_exist(page: Path) -> None:
    for span in notation.spans(page):
        name, *words = span.split()
        if name == "kit" and words and re.fullmatch("[a-z]+", words[0]):
            assert words[0] in COMMANDS, span
            for option in re.findall(r"--[a-z][a-z-]*", span):
                assert option in _help(words[0]), span
        if name == "make" and words and re.fullmatch("[a-z]+", words[0]):
            assert re.search(rf"^{words[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE), span


@cache
def _help(command: str) -> str:
    """Return the help of a command."""
    import contextlib
    import io
    from importlib import import_module

    said = io.StringIO()
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(said):
        import_module(f"kit.cli.{command}").main(["--help"])
    return said.getvalue()


@each_page
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    broken = []
    for link in _links(page):
        address, _, anchor = link.partition("#")
        target = (page.parent / unquote(address)).resolve() if address else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


def _links(page: Path) -> Iterator[str]:
    """Read the relative links and images of a page."""
    for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        for child in token.children or ():
            found = str(child.attrs.get("href") or child.attrs.get("src") or "")
            if found and not re.match(r"[a-z]+:", found):
                yield found


def _anchors(page: Path) -> set[str]:
    """Name the headings of a page as hosts of Markdown do."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_the_index_lists_every_command_as_the_command_line_does() -> None:
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `kit (\w+)` \| (.+) \|$", text, flags=re.MULTILINE)) == COMMANDS


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "index.md"
    named = {(index.parent / link).resolve() for link in _links(index)}
    assert {page for page in index.parent.glob("*.md") if page not in named} == {index}


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert len(pictures) >= 3
    assert [p.name for p in pictures if p.stat().st_size > 250_000] == []


@pytest.mark.parametrize("held", notation.HELD, ids=lambda held: held.pattern)
def test_a_command_that_is_not_run_has_a_reason(held: notation.Held) -> None:
    assert held.reason
    assert re.compile(held.pattern).match("ls") is None


def test_output_is_matched_word_for_word_but_for_dots() -> None:
    assert notation.matches(("10 built in ... s.",), "10 built in 3.2 s.\n")
    assert not notation.matches(("10 built in ... s.",), "9 built in 3.2 s.\n")
