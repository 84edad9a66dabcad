"""File > Save and Export Notebook As, in a real JupyterLab that `kit lab` has opened."""

from __future__ import annotations

import json
import secrets
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest

from tests import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.lab]

PATIENCE = 90_000  # milliseconds, on a machine that is busy with other tests
FORMATS = {
    "Deck": (".html", b"<!doctype html>"),
    "Presenter": (".presenter.html", b"<!doctype html>"),
    "Briefing": (".pdf", b"%PDF-"),
    "Word": (".docx", b"PK"),
    "Page": (".html", b"<!doctype html>"),
}


def notebook(*cells: tuple[str, str, dict[str, Any]]) -> str:
    """Write a notebook of (kind, source, metadata)."""
    made = [
        {"cell_type": kind, "id": f"cell-{place}", "metadata": metadata, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for place, (kind, source, metadata) in enumerate(cells)
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": spec}, "cells": made}
    return json.dumps(content)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    for folder in ("notebooks", "slides/theme"):
        (root / folder).mkdir(parents=True)
    (root / "data").symlink_to(serving.ROOT / "data")
    slide = {"slideshow": {"slide_type": "slide"}}
    (root / "notebooks" / "01_good.ipynb").write_text(
        notebook(
            ("markdown", "# A good notebook", slide),
            ("markdown", "## First part\n\nSome words.", slide),
            ("markdown", "Say nothing of the secret.", {"slideshow": {"slide_type": "notes"}}),
            ("code", "'six times seven is ' + str(6 * 7)", {}),
            ("markdown", "## Second part\n\nMore words.", slide),
            (
                "code",
                "# A solution\nanswer = 42",
                {"tags": ["solution"], "jupyter": {"source_hidden": True}},
            ),
        )
    )
    (root / "notebooks" / "02_failing.ipynb").write_text(
        notebook(("markdown", "# A failing notebook", slide), ("code", "1 / 0", {}))
    )
    return root


@pytest.fixture(scope="module")
def lab(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Lab]:
    with serving.kit_lab(course, tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(accept_downloads=True, viewport={"width": 1300, "height": 800})
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def window(context: Any, lab: serving.Lab) -> Callable[[str], Any]:
    """Give the window of one notebook of the course and of nothing else; each is opened once."""
    return cache(partial(opened, context, lab))


def opened(context: Any, lab: serving.Lab, name: str) -> Any:
    """Open one notebook in a window of its own, and wait until the window's menus are whole.

    JupyterLab asks the server for the formats when a notebook is opened. A menu that is
    open when they come closes: whoever has opened it before then waits in vain.
    """
    page = context.new_page()
    with page.expect_response("**/api/nbconvert?*") as formats:
        page.goto(
            lab.address(f"/lab/workspaces/{secrets.token_hex(4)}/tree/notebooks/{name}.ipynb")
        )
    formats.value.finished()
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector("#jp-main-statusbar >> text=Idle")
    return page


def export(page: Any, entry: str) -> None:
    """Choose an entry of the export menu."""
    page.keyboard.press("Escape")  # whatever menu a test before has left open
    page.click(".lm-MenuBar-itemLabel >> text=File")
    page.hover(".lm-Menu-itemLabel >> text=Save and Export Notebook As")
    page.click(f".lm-Menu-itemLabel >> text=/^{entry}$/")


def test_kit_lab_opens_the_first_notebook_with_its_contents_beside_it(
    context: Any, lab: serving.Lab
) -> None:
    page = context.new_page()
    page.goto(lab.address("/"))  # where JupyterLab leads a browser that it opens
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector(".lm-TabBar-tab.jp-mod-current >> text=/^01_good.ipynb$/")
    for heading in ("First part", "Second part"):
        page.wait_for_selector(f".jp-TableOfContents >> text={heading}")


def test_kit_lab_folds_the_solutions(window: Callable[[str], Any]) -> None:
    page = window("01_good")
    solution = page.locator(".jp-CodeCell").nth(1)
    solution.locator(".jp-InputPlaceholder").wait_for()
    assert solution.inner_text().strip() == "# A solution"
    assert "six times" in page.locator(".jp-CodeCell").nth(0).inner_text()


@pytest.mark.parametrize("entry", FORMATS)
def test_each_entry_downloads_the_right_file(
    entry: str, window: Callable[[str], Any], tmp_path: Path
) -> None:
    page = window("01_good")
    with page.expect_download() as waiting:
        export(page, entry)
    ending, magic = FORMATS[entry]
    assert waiting.value.suggested_filename == f"01_good{ending}"
    waiting.value.save_as(tmp_path / "saved")
    content = (tmp_path / "saved").read_bytes()
    assert content[: len(magic)].lower() == magic.lower()
    assert len(content) > 3000
    if entry in {"Deck", "Page"}:
        assert b"six times seven is 42" in content
        assert b"the secret" not in content
    if entry == "Presenter":
        assert b"the secret" in content


@pytest.mark.parametrize("entry", ["Deck", "Briefing"])
def test_a_failing_cell_is_told_on_a_page_that_can_be_read(
    entry: str, window: Callable[[str], Any], lab: serving.Lab
) -> None:
    page = window("02_failing")
    answers: list[int] = []

    def note(answer: Any) -> None:
        if "/nbconvert/" in answer.url:
            answers.append(answer.status)

    page.context.on("response", note)
    with page.context.expect_page() as shown:
        export(page, entry)
    popup = shown.value
    popup.wait_for_selector("h1")
    page.context.remove_listener("response", note)
    words = popup.locator("body").inner_text()
    assert popup.locator("h1").inner_text() == f"The {entry.lower()} was not made"
    assert "ZeroDivisionError" in words
    assert "02_failing" in words
    assert "Traceback" not in words
    assert answers == [422]
    assert "nbconvert failed" not in lab.log()
    assert "500 GET /nbconvert" not in lab.log()


def test_without_the_server_extension_the_page_about_a_failure_is_downloaded(course: Path) -> None:
    from jupyter_server.serverapp import ServerApp
    from nbconvert.exporters import get_exporter

    ServerApp.clear_instance()
    ServerApp.instance()
    try:
        exporter = get_exporter("briefing")()
        output, resources = exporter.from_filename(str(course / "notebooks/02_failing.ipynb"))
    finally:
        ServerApp.clear_instance()
    assert resources["output_extension"] == ".not-exported.html"
    assert exporter.output_mimetype == "text/html"
    assert "ZeroDivisionError" in output
