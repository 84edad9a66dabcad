"""Tests of short decks: which slides they gather, when they are made, what is refused."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from kit.build import short
from kit.build.fresh import is_fresh
from kit.errors import NotebookError
from tests.build.conftest import Project, code, prose

if TYPE_CHECKING:
    from pathlib import Path

DECK = """
minutes = 15
title = "In fifteen minutes"
opening = "How much of it lasted?"
notes = "WELCOME-NOTE **Minutes.** 1"
key_points = ["Read the verb."]
"""


def slide(source: str, *tags: str, slide_type: str = "slide") -> dict[str, Any]:
    """Return a Markdown cell that begins a slide."""
    return prose(source) | {"metadata": {"slideshow": {"slide_type": slide_type}, "tags": [*tags]}}


def declare(project: Project, name: str = "short_15_minutes", text: str = DECK) -> Path:
    path = project.root / "notebooks" / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def lessons(project: Project) -> None:
    """Write two lessons, each with a marked slide that needs the cell that sets it up."""
    for name, word in (("01_first", "one"), ("02_second", "two")):
        project.write(
            name,
            slide(f"# Lesson {word}"),
            code(f"word = '{word.upper()}-MARKED'", "remove-cell"),
            slide(f"## Marked {word}", "short-15"),
            code("print(word)"),
            slide(f"{word.upper()}-NOTE", slide_type="notes"),
            slide(f"{word.upper()}-SKIPPED", slide_type="skip"),
            slide(f"## Unmarked {word}"),
        )


def sources(path: Path) -> list[str]:
    return [cell["source"] for cell in short.read(path)["cells"]]


def test_it_gathers_the_marked_slides_of_all_notebooks_in_their_order(project: Project) -> None:
    lessons(project)
    assert sources(declare(project)) == [
        "# In fifteen minutes\n\nHow much of it lasted?",
        "WELCOME-NOTE **Minutes.** 1",
        *(
            source
            for word in ("one", "two")
            for source in (
                f"word = '{word.upper()}-MARKED'",
                f"## Marked {word}",
                "print(word)",
                f"{word.upper()}-NOTE",
            )
        ),
    ]


def test_a_notebook_without_marked_slides_gives_nothing(project: Project) -> None:
    lessons(project)
    before = sources(declare(project))
    project.write("03_third", slide("# Third"), code("1 / 0", "remove-cell"))
    assert sources(declare(project)) == before


def test_every_cell_says_where_it_comes_from(project: Project) -> None:
    lessons(project)
    cells = short.read(declare(project))["cells"]
    assert cells[3]["metadata"][short.ORIGIN] == "01_first.ipynb, cell 3"
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_a_notebook_is_read_as_it_is(project: Project) -> None:
    path = project.write("01_first", prose("# A title"))
    assert [cell["source"] for cell in short.read(path)["cells"]] == ["# A title"]


def test_the_course_is_built_with_its_short_decks(project: Project) -> None:
    lessons(project)
    declare(project)
    time.sleep(0.06)  # until the files are old enough for their stamps to be trusted
    formats = ("deck", "presenter", "briefing", "page")
    assert project.build(formats=formats).exit_code == 0
    deck = (project.root / "slides" / "short_15_minutes.html").read_text(encoding="utf-8")
    notes = (project.root / "slides" / "short_15_minutes.presenter.html").read_text("utf-8")
    assert all(word in deck for word in ("ONE-MARKED", "TWO-MARKED", "Read the verb."))
    for private in ("WELCOME-NOTE", "ONE-NOTE", "SKIPPED", "Unmarked"):
        assert private not in deck
    assert all(note in notes for note in ("WELCOME-NOTE", "ONE-NOTE", "TWO-NOTE"))
    assert not project.output("short_15_minutes").exists()
    assert not (project.root / "site" / "short_15_minutes.html").exists()
    assert is_fresh(str(project.root), None, formats) == 3


def test_a_deck_follows_the_marks_in_the_notebooks(project: Project) -> None:
    lessons(project)
    declare(project)
    project.build(formats=["deck"])
    project.write("02_second", slide("# Lesson two"), slide("## NEWLY-MARKED", "short-15"))
    assert project.outcomes(formats=["deck"])["short_15_minutes"] != "fresh"
    deck = (project.root / "slides" / "short_15_minutes.html").read_text(encoding="utf-8")
    assert "NEWLY-MARKED" in deck
    assert "TWO-MARKED" not in deck


def test_nothing_is_made_of_it_where_no_slides_are_wanted(project: Project) -> None:
    lessons(project)
    declare(project)
    assert set(project.outcomes(formats=["briefing"])) == {"01_first", "02_second"}


def test_other_files_beside_the_notebooks_are_no_short_decks(project: Project) -> None:
    lessons(project)
    declare(project, "settings", "colour = 'blue'")
    assert set(project.outcomes(formats=["deck"])) == {"01_first", "02_second"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minutes = ", "cannot be read"),
        ("minutes = 15\nnotes = 'x'", "does not state its title"),
        (DECK.replace("15", "'15'"), "'minutes' is unknown"),
        (DECK + "colour = 'blue'", "'colour' is unknown"),
        (DECK.replace("15", "20"), "tagged short-20"),
    ],
)
def test_what_is_wrong_with_it_is_said(project: Project, text: str, said: str) -> None:
    lessons(project)
    with pytest.raises(NotebookError, match=said):
        short.read(declare(project, text=text))
