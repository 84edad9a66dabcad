"""Slides are measured in a real browser."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from kit.course.lint import screens
from kit.course.lint.screens import SCREENS, Slide, faults
from kit.document import blocks as b
from kit.render import deck

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.course.lint.lessons import Course


def document(*sections: tuple[b.Block, ...]) -> b.Document:
    parts = [b.Part(n, blocks) for n, blocks in enumerate(sections, start=3)]
    return b.Document(b.Meta("A deck", "deck"), tuple(b.Section((part,)) for part in parts), ())


def paragraph(words: int) -> b.Paragraph:
    return b.Paragraph((b.Text("word " * words),))


def heading(text: str) -> b.Heading:
    return b.Heading(1, (b.Text(text),))


def explorer(*lengths: int) -> b.Explorer:
    options = tuple(f"{length} words" for length in lengths)
    return b.Explorer(
        title="Words",
        controls=(b.Control("length", "Length", "choice", options),),
        states={(n,): n for n in range(len(lengths))},
        views=tuple((paragraph(length),) for length in lengths),
        initial=(0,),
        printed=((0,),),
    )


@pytest.mark.browser
def test_a_slide_that_overflows_is_named_by_its_cell_and_one_that_fits_is_not(
    browser: Browser, tmp_path: Path
) -> None:
    shown = document((heading("Fits"), paragraph(30)), (heading("Overflows"), paragraph(900)))
    file = tmp_path / "deck.html"
    file.write_text(deck.render(shown), encoding="utf-8")
    for screen in SCREENS:
        slides = screens.measure(browser, file, screen)
        complaints = [found for slide in slides for found in faults(slide, screen)]
        overflowing = [fault.cell for rule, fault in complaints if rule == "overflow"]
        assert overflowing == [4]


@pytest.mark.browser
def test_a_state_of_an_explorer_that_overflows_is_named(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "deck.html"
    shown = document((heading("Choose"), explorer(5, 9, 1200)))
    file.write_text(deck.render(shown), encoding="utf-8")
    (slide,) = (
        slide for slide in screens.measure(browser, file, SCREENS[0]) if slide.cells == (3,)
    )
    assert slide.overflowing == ("1200 words",)
    ((rule, fault),) = faults(slide, SCREENS[0])
    assert rule == "overflow"
    assert "when it shows 1200 words" in fault.what


@pytest.mark.browser
@pytest.mark.usefixtures("browser")  # for its skip where there is none
def test_a_course_is_measured_and_a_tag_allows_an_exception(course: Course) -> None:
    course.cells[3]["source"] += "\n\n" + "word " * 900
    with ThreadPoolExecutor() as apart:  # playwright runs once in a thread
        (complaint,) = {
            found.fault.cell: found
            for found in apart.submit(screens.check, course.root, [course.write()]).result()
        }.values()
        assert (complaint.file, complaint.rule) == ("notebooks/01_lesson.ipynb", "overflow")
        course.cells[3]["metadata"]["tags"] = ["allow-overflow"]
        assert apart.submit(screens.check, course.root, [course.write()]).result() == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "shown"), [("800pt", 1.0), ("400", 1.0), ("1600", 0.5)])
def test_labels_are_measured_as_they_are_shown_whatever_the_units_of_the_drawing(
    browser: Browser, tmp_path: Path, width: str, shown: float
) -> None:
    units = float(width.removesuffix("pt"))
    size = 40 / shown
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" '
        f'viewBox="0 0 {units:.0f} {units:.0f}"><text x="9" y="90" font-size="{size:.0f}">A</text>'
        "</svg>"
    )
    figure = b.Figure("image/svg+xml", svg.encode(), "A letter", (b.Text("Large"),))
    file = tmp_path / "deck.html"
    file.write_text(deck.render(document((heading("A letter"), figure))), encoding="utf-8")
    (slide,) = (
        slide for slide in screens.measure(browser, file, SCREENS[0]) if slide.cells == (3,)
    )
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{file.as_uri()}#a-letter")
    page.wait_for_selector("html[data-ready=true]")
    side = page.evaluate(
        "Math.min(...['clientWidth', 'clientHeight']"
        ".map((side) => document.querySelector('figure img')[side]))"
    )
    page.close()
    assert slide.labels[0] == pytest.approx(size * side / units, rel=0.05)


@pytest.mark.browser
def test_a_file_that_is_no_deck_is_an_error(browser: Browser, tmp_path: Path) -> None:
    with pytest.raises(screens.RenderError, match="does not open"):
        screens.measure(browser, tmp_path / "nothing.html", SCREENS[0])


def test_small_words_and_labels_are_told_with_their_size() -> None:
    slide = Slide("votes", (7, 8), words=(12.0, " (“Cuba”)"), labels=(8.0, ""))
    told = [(rule, fault.what.split(" at ")[0]) for rule, fault in faults(slide, (1280, 720))]
    assert told == [
        ("legible", "The smallest words have 12.0 pixels"),
        ("legible", "The smallest labels of the chart have 8.0 pixels"),
    ]


def test_a_slide_at_the_floor_is_not_complained_of() -> None:
    slide = Slide("votes", (7,), words=(screens.WORDS, ""), labels=(screens.LABELS, ""))
    assert list(faults(slide, (1280, 720))) == []


def test_a_slide_that_the_deck_adds_is_named_by_its_address() -> None:
    ((_, fault),) = faults(Slide("sources-2", (), overflowing=("",)), (1024, 768))
    assert (fault.cell, fault.place) == (0, "slide sources-2")
