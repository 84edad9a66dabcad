"""Tests of what is made of an executed notebook."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import kit
from kit.build.execute import run
from kit.build.products import DEFAULT, FORMATS, ordered, place, render
from kit.errors import UsageError
from kit.render.theme import Theme
from tests.build.conftest import code, notebook, prose

NOTES = {**prose("Say this aloud."), "metadata": {"slideshow": {"slide_type": "notes"}}}
SOLUTION = code("print('the answer is 42')", "solution", "show-input")


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("products") / "small.ipynb"
    return run(notebook(prose("# A title\n\nA sentence."), NOTES, SOLUTION), path=path)


def made(executed: dict[str, Any], *formats: str) -> dict[str, bytes]:
    return render(executed, name="small", record=kit.load(), theme=Theme(), formats=formats)


def test_each_format_has_its_place(executed: dict[str, Any]) -> None:
    assert list(made(executed, *FORMATS)) == [
        "slides/small.html",
        "slides/small.presenter.html",
        "slides/handouts/small.pdf",
        "briefings/small.pdf",
        "site/small.html",
        "briefings/small.docx",
    ]


def test_products_are_what_their_names_say(executed: dict[str, Any]) -> None:
    starts = {".pdf": b"%pdf-", ".docx": b"pk", ".html": b"<!doctype html>"}
    for path, content in made(executed, *FORMATS).items():
        assert content[:20].lower().startswith(starts[Path(path).suffix])


@pytest.mark.parametrize("form", ["deck", "page"])
def test_nothing_for_instructors_is_in_the_bytes(executed: dict[str, Any], form: str) -> None:
    (content,) = made(executed, form).values()
    assert b"A sentence." in content
    assert b"Say this aloud" not in content
    assert b"the answer is 42" not in content


def test_a_briefing_carries_its_notebook_without_what_is_the_instructors(
    executed: dict[str, Any],
) -> None:
    (content,) = made(executed, "briefing").values()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attached = json.loads(pdf.attachments["small.ipynb"].get_file().read_bytes())
    assert [cell["source"] for cell in attached["cells"]] == ["# A title\n\nA sentence."]


def test_a_briefing_has_the_paper_of_the_theme(executed: dict[str, Any]) -> None:
    theme = Theme(paper="us-letter")
    record = kit.load()
    (content,) = render(
        executed, name="small", record=record, theme=theme, formats=["briefing"]
    ).values()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (width, height) == (612, 792)  # 8.5 by 11 inches, in points


def test_the_presenter_file_has_the_notes(executed: dict[str, Any]) -> None:
    (content,) = made(executed, "presenter").values()
    assert b"Say this aloud" in content


def test_products_are_the_same_every_time(executed: dict[str, Any]) -> None:
    assert made(executed, *FORMATS) == made(executed, *FORMATS)


def test_formats_are_made_once_and_in_order() -> None:
    assert ordered(["page", "deck", "page"]) == ("deck", "page")
    assert set(DEFAULT) < set(FORMATS)


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="Choose among deck, presenter"):
        ordered(["deck", "scroll"])


def test_places_do_not_meet() -> None:
    assert len({place(form, "a") for form in FORMATS}) == len(FORMATS)
