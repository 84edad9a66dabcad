"""No product holds a sentence of a cell that its readers must not see, wherever in the file."""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kit
from kit import document
from kit.build import notebook as notebooks
from kit.build import products, short
from kit.build.execute import run
from kit.course import student
from kit.render import page
from kit.render.theme import Theme
from tests import leaks
from tests.draft import (
    EXPLORER,
    FIGURE,
    PNG,
    QUIZ,
    SVG,
    TABLE,
    code,
    displayed,
    explorer,
    markdown,
    notebook,
    printed,
    quiz,
    resource,
    shown,
)

ROOT = Path(__file__).parents[2]
COURSE = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


KEY = b'{"why":"The <b>solution</b> is a zebra in a very small hat"}'


def secret(kind: str, place: str) -> str:
    """Write a sentence that only one place of one role holds."""
    return f"The {kind} keeps a secret about zebras in its {place}, which nobody else may read."


def private(kind: str, *tags: str, slide: str = "") -> list[dict[str, Any]]:
    """Write cells of one role that hide a sentence in every way that a cell can."""

    def said(place: str) -> str:
        return secret(kind, place)

    view = [displayed({TABLE: resource({"x": "string"}, (said("explorer"),))})]
    figure = {
        "media": "image/svg+xml",
        "data": SVG,
        "alt": said("alternative text"),
        "caption": said("caption"),
        "table": resource({"x": "string"}, (said("table of a figure"),)),
    }
    return [
        markdown(f"# {said('heading')}\n\n{said('prose')}", *tags, slide=slide),
        markdown(f"> *{said('quotation')}*\n\n- **{said('list')}**", *tags, slide=slide),
        markdown(f"a[^1]\n\n[^1]: {said('footnote')}", *tags, slide=slide),
        markdown(f"![{said('image')}](attachment:a.png)", *tags, slide=slide)
        | {"attachments": {"a.png": {"image/png": PNG}}},
        markdown(f"[@A/76/136] {said('citation')}", *tags, slide=slide),
        code(f"# {said('code')}", printed(said("printed text")), tags=tags, slide=slide),
        code(f"# {said('shown code')}", tags=(*tags, "show-input"), slide=slide),
        code(
            "",
            shown(text_html=f"<p>{said('html')}</p>"),
            shown(text_markdown=said("markdown")),
            displayed({QUIZ: quiz(question=said("quiz"), why=said("explanation"))}),
            displayed({EXPLORER: explorer(view, title=said("title of an explorer"))}),
            displayed({FIGURE: figure}),
            tags=tags,
            slide=slide,
        ),
    ]


SYNTHETIC = notebook(
    *private("solution", "solution"),
    markdown("# Two reports\n\nWords for everybody. [See](#the-solution-keeps-a-secret)"),
    *private("note", slide="notes"),
    markdown("## A slide\n\nMore words for everybody.", slide="slide"),
    *private("instructor", "instructor"),
    *private("solution of another slide", "Solution", slide="slide"),
    *private("removed cell", "remove-cell"),
    markdown("The last words.", slide="slide"),
)


@cache
def made(name: str) -> dict[str, tuple[str, bytes]]:
    """Make every product of a notebook, by format: its place and its bytes."""
    folder = ROOT / "notebooks"
    path = folder / f"{name}.ipynb"
    rendered = products.render(
        executed_notebook(name),
        name=name,
        record=kit.load(),
        theme=Theme(),
        formats=products.FORMATS,
        folder=folder,
    )
    made = {
        form: (place, rendered[place])
        for form in products.FORMATS
        for place in [products.place(form, name)]
    }
    if path.exists():
        made["notebook"] = (path.name, student.notebook(path.read_bytes(), where=str(path)))
    return made


@cache
def executed_notebook(name: str) -> dict[str, Any]:
    """Run a notebook of the course; the synthetic one has run."""
    if name == "synthetic":
        return SYNTHETIC
    path = ROOT / "notebooks" / f"{name}.ipynb"
    return run(notebooks.read(path), path=path)


NAMES = pytest.mark.parametrize("name", ["synthetic", *(path.stem for path in COURSE)])


@NAMES
@pytest.mark.parametrize("form", sorted(leaks.MAY_SHOW))
def test_no_product_holds_a_sentence_that_is_not_for_its_readers(name: str, form: str) -> None:
    if form not in made(name):
        pytest.skip("the synthetic notebook is no file")
    place, data = made(name)[form]
    forbidden = leaks.forbidden(executed_notebook(name), form)

    assert forbidden
    assert leaks.found(forbidden, place, data) == set()


@pytest.mark.parametrize("path", short.decks(ROOT / "notebooks"), ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["deck", "presenter", "handout"])
def test_no_short_deck_holds_a_sentence_that_is_not_for_its_readers(path: Path, form: str) -> None:
    executed = run(short.read(path), path=path)
    rendered = products.render(
        executed, name=path.stem, record=kit.load(), theme=Theme(), formats=[form]
    )
    ((place, data),) = rendered.items()
    solutions = [leaks.hidden(executed_notebook(lesson.stem))["solution"] for lesson in COURSE]
    forbidden = leaks.forbidden(executed, form)
    content = leaks.hidden(executed)["content"]

    assert forbidden
    assert leaks.found(forbidden, place, data) == set()
    assert leaks.found(set().union(*solutions) - content, place, data) == set()
    assert leaks.found(content, place, data)


def test_the_synthetic_notebook_hides_a_sentence_in_every_place() -> None:
    for role in ("solution", "notes", "instructor", "removed"):
        assert len(leaks.hidden(SYNTHETIC)[role]) >= 15


@pytest.mark.parametrize("role", ["solution", "note", "instructor"])
def test_the_search_finds_what_a_product_does_show(role: str) -> None:
    whole = document.read(SYNTHETIC, name="synthetic", record=kit.load())
    shown_to_all = page.render(document.edition(whole, "instructor")).encode()
    known = {s for ss in leaks.hidden(SYNTHETIC).values() for s in ss if f"the{role}keeps" in s}

    assert len(known) >= 15
    assert known - leaks.found(known, "synthetic.html", shown_to_all) == set()


@pytest.mark.parametrize("form", ["presenter", "handout"])
def test_the_presenter_does_see_the_notes(form: str) -> None:
    place, data = made("synthetic")[form]
    notes = {s for s in leaks.hidden(SYNTHETIC)["notes"] if "prose" in s or "list" in s}

    assert leaks.found(notes, place, data) == notes


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<p>The sol<b>ution is</b> a zebra in a very small hat</p>"),
        ("a.html", b'<script>{"a":"\\u003cb\\u003eThe solution is a zebra in a very small hat"}'),
        ("a.html", b"<p title='The solution is a zebra in a very small hat'>"),
        ("a.html", b"<!-- The solution\nis a zebra in a very-small-hat -->"),
        (
            "a.html",
            b"<i srcdoc='&lt;p&gt;The &lt;b&gt;solution&lt;/b&gt; is a zebra in a very small hat'>",
        ),
        ("a.html", b"<i data-key='" + base64.b64encode(KEY) + b"'></i>"),
        (
            "a.ipynb",
            json.dumps({"a": [{"b": "the SOLUTION is a zebra in a very small hat"}]}).encode(),
        ),
    ],
)
def test_a_sentence_is_found_wherever_it_hides(name: str, data: bytes) -> None:
    (sought,) = leaks.sentences("The solution is **a zebra** in a very small hat. ")

    assert leaks.found([sought], name, data) == {sought}
