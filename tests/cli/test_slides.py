"""`kit slides`: decks and presenter files, and the short decks by their minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import markdown

if TYPE_CHECKING:
    from tests.cli.conftest import Course

SLIDE = {"slideshow": {"slide_type": "slide"}}


@pytest.fixture
def marked(course: Course) -> Course:
    """Return a course with a slide that belongs to a deck of fifteen minutes."""
    slide = markdown("## The one slide", tags=["short-15"], **SLIDE)
    course.write("01_small", markdown("# A small notebook", **SLIDE), slide)
    deck = 'minutes = 15\ntitle = "Fifteen minutes"\nnotes = "**Minutes.** 1"\n'
    (course.root / "notebooks" / "short_15_minutes.toml").write_text(deck, encoding="utf-8")
    return course


def test_makes_the_short_deck_for_a_slot_and_nothing_else(marked: Course) -> None:
    done = marked.run("slides", "--minutes", "15")
    assert done.returncode == 0, done.stderr
    files = ["slides/short_15_minutes.html", "slides/short_15_minutes.presenter.html"]
    assert done.stdout.split() == files
    assert sorted(marked.files()) == files
    assert b"The one slide" in marked.files()[files[0]]


def test_a_short_deck_answers_to_its_name(marked: Course) -> None:
    done = marked.run("present", "short_15", "--no-open")
    assert done.stdout.endswith("short_15_minutes.presenter.html\n"), done.stderr


def test_a_slot_without_a_deck_names_those_there_are(marked: Course) -> None:
    done = marked.run("slides", "--minutes", "20")
    assert done.returncode == 2, done.stderr
    assert "no deck for 20 minutes" in done.stderr
    assert "these minutes: 15" in done.stderr


def test_makes_the_decks_of_the_course_with_handouts(marked: Course) -> None:
    done = marked.run("slides", "--handout")
    assert done.returncode == 0, done.stderr
    names = ("01_small", "short_15_minutes")
    assert {f"slides/handouts/{name}.pdf" for name in names} < set(marked.files())
