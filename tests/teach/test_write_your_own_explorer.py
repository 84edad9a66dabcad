"""The page for newcomers: every block of code runs, live and for an export."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kit import mime

PAGE = Path(__file__).parents[2] / "docs" / "write-your-own-explorer.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(autouse=True)
def _quiet_figures(notebook: Any) -> None:
    """Draw without a screen."""
    notebook.run("import matplotlib\nmatplotlib.use('agg')")


def test_every_block_shows_an_explorer_that_works_live(notebook: Any) -> None:
    notebook.run(BLOCKS[0])
    for block in BLOCKS[1:]:
        box = notebook.widget(block)
        *_, status, view = box.children
        assert status.value == ""
        assert view.outputs


def test_every_block_becomes_an_export_that_the_document_accepts(notebook: Any) -> None:
    from kit.document import outputs

    notebook.export().run(BLOCKS[0])
    for block in BLOCKS[1:]:
        (bundle,) = notebook.run(block)
        assert outputs.read([{"output_type": "display_data", "data": bundle, "metadata": {}}])
        assert len(bundle[mime.EXPLORER]["states"]) > 1


@pytest.mark.parametrize(
    "message",
    re.findall(
        r"^\| (?:… )?([^|]*?) \|[^|]*\|$",
        PAGE.read_text(encoding="utf-8").split("## When")[1],
        re.MULTILINE,
    )[1:],
)
def test_the_messages_that_it_explains_are_those_of_the_kit(message: str) -> None:
    source = "\n".join(
        file.read_text(encoding="utf-8")
        for file in Path(__file__).parents[2].glob("kit/teach/*.py")
    )
    words = re.split(r"'[^']*'", message)
    assert all(part.strip() in source for part in words), message


def test_the_arithmetic_that_it_shows_is_what_the_kit_says(notebook: Any) -> None:
    (shown,) = re.findall(
        r"^> (The explorer has .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    notebook.export().run(BLOCKS[0])
    said = notebook.fail(
        "kit.explore(lambda state, ballot: 'x', state=record.states['iso3'], "
        "ballot=record.ballots['key'])"
    )
    assert said.startswith(shown.rstrip("."))


def test_it_names_every_ready_made_explorer() -> None:
    from kit.teach import explorers

    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in page or f"explorers.{name}" in page for name in explorers.__all__)
