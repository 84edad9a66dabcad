"""Which slides a deck has."""

from __future__ import annotations

from dataclasses import replace

from kit.document import blocks as b
from kit.render import words
from kit.render.outline import Planned, name, outline
from tests.render import sample
from tests.render.sample import para, part, text, title


def titles(document: b.Document) -> list[str]:
    """List the titles of the slides."""
    return [
        words.plain(item.slide.heading.content) if item.slide.heading else ""
        for item in outline(document)
    ]


def test_a_document_is_framed_by_its_title_aims_key_points_and_sources() -> None:
    found = titles(sample.document())
    assert found[:3] == [
        "What the Assembly decided in 2021",
        "What this lesson is for",
        "The text and what is said of it",
    ]
    assert found[-2:] == ["Key points", "Sources"]


def test_a_document_that_says_little_has_few_slides() -> None:
    document = b.Document(b.Meta("Alone", "alone"), (b.Section((part(1, title("One")),)),))
    assert titles(document) == ["Alone", "One"]


def test_a_slide_knows_its_section() -> None:
    sections = [item.section for item in outline(sample.document())]
    assert sections[:3] == [0, -1, 1]
    assert sections[-2:] == [-1, -1]
    assert sorted({n for n in sections if n >= 0}) == list(range(len(sample.document().sections)))


def test_a_title_without_more_is_the_slide_of_its_section() -> None:
    bare = b.Section((), layout="title")
    document = b.Document(b.Meta("Bare", "bare"), (bare, b.Section((part(2, title("One")),))))
    assert [item.section for item in outline(document)] == [0, 1]


def test_many_sources_take_several_slides_and_none_is_lost() -> None:
    many = tuple(
        b.Source(f"K{n}", n, f"A source of some length, with the number {n}", "press", ("B",))
        for n in range(1, 50)
    )
    pages: list[Planned] = [
        item for item in outline(replace(sample.document(), sources=many)) if item.sources
    ]
    assert len(pages) > 1
    assert sum((item.sources for item in pages), ()) == many
    assert min(len(item.sources) for item in pages) > 5


def test_headings_speak_the_language_of_the_document() -> None:
    meta = b.Meta("Titre", "t", lang="fr", key_points=(text("x"),))
    document = b.Document(meta, (b.Section((part(1, title("Un"), para("x")),)),), sample.SOURCES)
    assert "Points essentiels" in titles(document)


def test_a_slide_without_a_title_is_named_after_what_it_shows() -> None:
    def named(*blocks: b.Block) -> str:
        document = b.Document(b.Meta("Deck", "d"), (b.Section((part(1, *blocks),)),))
        return name(outline(document)[-1].slide, document.meta)

    assert named(sample.QUIZZES[1]) == "Which of these words occur in 76/19?"
    assert named(sample.states_explorer()) == "How did a State vote?"
    assert named(b.Exercise("06.2", (para("x"),))) == "Exercise 06.2"
    assert named(b.Figure("image/png", sample.png(), "A square.")) == "A square."
    assert named(para("x")) == "Deck"
    assert named(title("Own"), sample.QUIZZES[1]) == "Own"


def test_the_title_slide_bears_the_title_of_the_document() -> None:
    section = b.Section((part(1, title("Another heading"), para("x")),), "title")
    document = b.Document(b.Meta("The title", "t"), (section,))
    assert name(outline(document)[0].slide, document.meta) == "The title"
