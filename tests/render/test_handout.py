"""The handout, read back as its speaker would read it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import page
import pypdf
import pytest

from kit.document import blocks as b
from kit.document.edition import edition
from kit.errors import RenderError
from kit.render import handout
from kit.render.outline import outline
from tests.render.sample import META, QUIZZES, SOURCES, cite, document, para, png, text, title


def part(cell: int, role: b.Role, *blocks: b.Block) -> b.Part:
    """Write what one cell contributes."""
    return b.Part(cell, blocks, role)


def talk(*sections: tuple[b.Part, ...], **meta: Any) -> b.Document:
    """Write a talk."""
    return b.Document(replace(META, **meta), tuple(map(b.Section, sections)), SOURCES)


def pages(data: bytes) -> list[str]:
    """Read the words of each page, its line ends as spaces."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def words(data: bytes) -> str:
    """Read the words of all pages."""
    return " ".join(pages(data))


TALK = talk(
    (
        part(1, "content", title("Verbs carry weight"), para("It welcomes one ", cite("OP2"))),
        part(2, "notes", para("Say it slowly")),
        part(3, "instructor", para("Mind the time")),
    ),
    (
        part(4, "content", title("And so do adverbs"), para("Separately")),
        part(5, "solution", para("The answer is PP10")),
    ),
)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_handout_of_everything_keeps_the_standards(profile: str) -> None:
    data = handout.render(edition(document(), "presenter"))

    report = page.validate_pdf_bytes(data, profile=profile)
    assert [found.rule_id for found in report.failures] == []


def test_notes_follow_their_slide() -> None:
    said = words(handout.render(TALK))

    places = [
        said.index(phrase)
        for phrase in (
            "Verbs carry weight",
            "It welcomes one [1, OP2]",
            "NOTES",
            "Say it slowly",
            "FOR THE INSTRUCTOR",
            "Mind the time",
            "And so do adverbs",
            "SOLUTION",
            "The answer is PP10",
            "Sources Grade A",
        )
    ]
    assert places == sorted(places)


def test_slides_bear_the_numbers_of_the_deck() -> None:
    tree = edition(document(), "presenter")
    numbers = {
        planned.section: number
        for number, planned in reversed(list(enumerate(outline(tree), start=1)))
    }

    said = words(handout.render(tree))

    for section in (2, 3, 5):
        assert f"SLIDE {numbers[section]} " in said
    assert "SLIDES " in said  # the long table goes on


def test_long_notes_flow_and_are_never_cut() -> None:
    sentences = [f"This is sentence number {n} of the notes." for n in range(400)]
    notes = part(2, "notes", *(para(sentence) for sentence in sentences))

    data = handout.render(talk((part(1, "content", title("A slide")), notes)))

    said = words(data)
    assert len(pages(data)) > 5
    assert all(sentence in said for sentence in sentences)


def test_notes_without_a_slide_are_printed_without_a_frame() -> None:
    said = words(handout.render(talk((part(1, "notes", para("Only words")),))))

    assert "Only words" in said
    assert "SLIDE" not in said


def test_only_slides_are_bookmarked() -> None:
    notes = part(2, "notes", title("A heading in the notes", 4), para("x"))

    data = handout.render(talk((part(1, "content", title("A slide")), notes)))

    marks: Any = pypdf.PdfReader(io.BytesIO(data)).outline
    assert [mark["/Title"] for mark in marks] == ["A slide", "Sources"]
    assert "A heading in the notes" in words(data)


def test_the_lesson_is_told_before_its_slides() -> None:
    first = pages(handout.render(talk((part(1, "content", title("A slide")),))))[0]

    for told in ("Teaching 35 min", "Practice 20 min", *META.questions, *META.objectives):
        assert first.index(told) < first.index("A slide")


def test_a_quiz_shows_its_answers() -> None:
    sections = [(part(n, "content", quiz),) for n, quiz in enumerate(QUIZZES, start=1)]

    said = words(handout.render(talk(*sections)))

    assert "It welcomes it. RIGHT" in said
    assert "It endorses it. RIGHT" not in said
    assert "So says the text." in said
    assert "A/75/816 – Open-ended Working Group" in said
    assert "ANSWER supports; Supports the" in said
    assert "March, May and December 2021" in said


def test_an_exercise_shows_its_hints() -> None:
    task = b.Exercise("x", (para("Count them"),), "a number", 5, (text("Join the tables"),))

    said = words(handout.render(talk((part(1, "content", task),))))

    for told in ("Count them", "5 min", "Expected: a number", "Join the tables"):
        assert told in said


def test_a_figure_without_alternative_text_is_refused_by_cell() -> None:
    notes = part(7, "notes", b.Figure("image/png", png(), ""))

    with pytest.raises(RenderError, match=r"alternative text.*cell 7"):
        handout.render(talk((notes,)))


def test_the_handout_is_printed_on_the_paper_that_is_asked_for() -> None:
    made = handout.render(edition(document(), "presenter"), paper="us-letter")
    box = pypdf.PdfReader(io.BytesIO(made)).pages[0].mediabox
    assert (box.width, box.height) == (612, 792)


def test_the_same_talk_gives_the_same_bytes() -> None:
    assert handout.render(TALK) == handout.render(TALK)
