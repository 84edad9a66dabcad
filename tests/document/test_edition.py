"""Editions: who may see what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import pytest

from kit.document import EDITIONS, Document, Edition, edition, read
from kit.document.blocks import Callout, Cite, Code, Exercise, Explorer, Heading, Link, Part, Quiz
from kit.document.codec import as_json
from kit.document.phrases import plain
from kit.document.walk import every
from kit.errors import UsageError
from tests.draft import (
    EXERCISE,
    EXPLORER,
    NOTE,
    QUIZ,
    code,
    displayed,
    exercise,
    explorer,
    markdown,
    notebook,
    printed,
    quiz,
)

if TYPE_CHECKING:
    from kit.record.record import Record

ALL = pytest.mark.parametrize("name", EDITIONS)


def made(record: Record, *cells: dict[str, Any], **metadata: Any) -> Document:
    """Read a notebook."""
    return read(notebook(*cells, **metadata), name="votes", record=record)


def numbers(document: Document) -> list[int]:
    """List the numbers of the cells that are shown."""
    return [part.cell for part in every(document.sections, Part)]


# --- roles ---------------------------------------------------------------------------------

SEEN_BY: dict[str, set[str]] = {
    "content": {"audience", "presenter", "student", "instructor", "briefing"},
    "notes": {"presenter", "instructor"},
    "instructor": {"presenter", "instructor"},
    "solution": {"instructor"},
    "skipped": {"student", "instructor", "briefing"},
    "deck-only": {"audience", "presenter", "student", "instructor"},
    "source": {"student", "instructor"},
    "shown source": {"audience", "presenter", "student", "instructor", "briefing"},
    "live note": {"audience", "presenter", "student", "instructor"},
    "quiz": {"audience", "presenter", "student", "instructor"},
    "exercise": {"audience", "presenter", "student", "instructor"},
    "removed": set(),
    "hidden source": set(),
    "hidden output": set(),
    "source of a quiz": set(),
}


def words(kind: str) -> str:
    """Write a sentence by which to know a kind of content."""
    return f"Zebra {kind}"


@pytest.fixture(scope="module")
def everything(record: Record) -> Document:
    """Read a notebook with every kind of cell."""
    return made(
        record,
        markdown("## First", slide="slide"),
        markdown(words("content")),
        markdown(words("notes"), slide="notes"),
        markdown(words("instructor"), "instructor"),
        markdown(words("solution"), "solution"),
        markdown(words("skipped"), slide="skip"),
        markdown(words("deck-only"), "deck-only"),
        markdown(words("removed"), "remove-cell"),
        code(f"# {words('source')}"),
        code(f"# {words('shown source')}", tags=("show-input",)),
        code(f"# {words('hidden source')}", tags=("hide-input",)),
        code("", printed(words("hidden output")), tags=("remove-output",)),
        code("", displayed({NOTE: {"kind": "live-only", "text": words("live note")}})),
        code(f"# {words('source of a quiz')}", displayed({QUIZ: quiz(question=words("quiz"))})),
        code("", displayed({EXERCISE: exercise(task=words("exercise"))})),
    )


@ALL
@pytest.mark.parametrize("kind", sorted(SEEN_BY))
def test_each_reader_sees_what_is_meant_for_that_reader_and_not_a_byte_more(
    everything: Document, name: Edition, kind: str
) -> None:
    tree = json.dumps(as_json(edition(everything, name)), ensure_ascii=False)
    shown = words(kind) in tree.replace(words("source of a quiz") if kind == "source" else "\0", "")

    assert shown == (name in SEEN_BY[kind])


def test_the_whole_document_is_left_as_it_was(everything: Document) -> None:
    before = repr(everything)
    for name in EDITIONS:
        edition(everything, name)

    assert repr(everything) == before


def test_an_edition_that_does_not_exist_is_refused_with_those_that_do(everything: Document) -> None:
    with pytest.raises(UsageError, match="audience, presenter, student, instructor, briefing"):
        edition(everything, "public")  # type: ignore[arg-type]


def test_the_editions_are_those_of_the_type() -> None:
    assert get_args(Edition) == EDITIONS


@ALL
@pytest.mark.parametrize("kind", ["notes", "solution", "instructor"])
def test_a_title_never_comes_from_a_cell_that_is_not_for_everybody(
    record: Record, name: Edition, kind: str
) -> None:
    hidden = markdown("# The answer is 42", kind)
    document = edition(made(record, hidden, markdown("## A\n\nb")), name)

    assert document.meta.title == "votes"


@ALL
def test_the_source_and_address_of_what_is_hidden_are_hidden(record: Record, name: Edition) -> None:
    document = made(
        record,
        markdown("# T\n\n[see](#the-answer-is-42)"),
        markdown("## The answer is 42\n\n[@A/RES/75/240]", "solution"),
    )
    tree = json.dumps(as_json(edition(document, name)))

    assert ("A/RES/75/240" in tree) == (name == "instructor")
    assert ("answer" in tree) == (name == "instructor")


# --- slides -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["audience", "presenter", "student", "briefing"])
def test_a_slide_of_which_nothing_remains_is_gone(record: Record, name: Edition) -> None:
    document = made(
        record,
        markdown("## A", slide="slide"),
        markdown("## Solution", "solution", slide="slide"),
        markdown("x", "solution", slide="fragment"),
        markdown("## B", slide="slide"),
    )

    assert numbers(edition(document, name)) == [1, 4]
    assert numbers(edition(document, "instructor")) == [1, 2, 3, 4]


def test_the_presenter_has_the_same_slides_as_the_audience(everything: Document) -> None:
    def headings(name: Edition) -> list[str]:
        sections = edition(everything, name).sections
        return [plain(h.content) for s in sections for h in every(s, Heading)]

    assert headings("presenter") == headings("audience")


def test_notes_before_the_first_slide_belong_to_it(record: Record) -> None:
    document = made(
        record,
        markdown("Welcome them", slide="notes"),
        markdown("# T", slide="slide"),
        markdown("a"),
    )
    (section,) = edition(document, "presenter").sections

    assert [part.role for part in section.parts] == ["notes", "content"]


def test_a_slide_whose_heading_is_hidden_still_begins_with_level_1(record: Record) -> None:
    document = made(
        record,
        markdown("# T"),
        markdown("## Secret", "solution", slide="slide"),
        markdown("#### Detail\n\n##### More"),
    )
    headings = [h.level for h in every(edition(document, "audience").sections, Heading)]

    assert headings == [1, 2]


def test_a_link_to_a_heading_that_is_not_shown_becomes_its_words(record: Record) -> None:
    document = made(
        record, markdown("# T\n\n[there](#b)\n\n## A\n\n[here](#A)"), markdown("## B", "solution")
    )

    assert [link.url for link in every(edition(document, "student"), Link)] == ["#a"]
    assert [link.url for link in every(edition(document, "instructor"), Link)] == ["#b", "#a"]


# --- a briefing ----------------------------------------------------------------------------------


def test_a_briefing_has_only_the_states_that_are_printed(record: Record) -> None:
    payload = explorer(
        [printed("one")], [printed("two")], [printed("three")], printed=[[2], [0], [2]]
    )
    document = edition(made(record, code("x", displayed({EXPLORER: payload}))), "briefing")
    (kept,) = every(document, Explorer)

    assert "two" not in repr(kept)
    assert kept.initial in kept.states
    assert [kept.views[kept.states[state]] for state in kept.printed] == [
        (Code("three", kind="output"),),
        (Code("one", kind="output"),),
        (Code("three", kind="output"),),
    ]


def test_a_briefing_prints_the_first_state_when_none_is_named(record: Record) -> None:
    payload = explorer([printed("one")], [printed("two")], initial=[1], printed=[])
    document = edition(made(record, code("x", displayed({EXPLORER: payload}))), "briefing")
    (kept,) = every(document, Explorer)

    assert (kept.printed, kept.views) == (((1,),), ((Code("two", kind="output"),),))


def test_what_is_live_within_a_printed_state_is_not_printed(record: Record) -> None:
    view = "application/vnd.jupyter.widget-view+json"
    payload = explorer([displayed({view: {}}), printed("one")])
    document = edition(made(record, code("x", displayed({EXPLORER: payload}))), "briefing")

    assert not list(every(document, Callout))


@pytest.mark.parametrize("name", ["audience", "student", "instructor"])
def test_every_other_edition_keeps_all_states_quizzes_and_exercises(
    record: Record, name: Edition
) -> None:
    document = made(
        record,
        code("x", displayed({EXPLORER: explorer([printed("one")], [printed("two")])})),
        code("y", displayed({QUIZ: quiz()})),
        code("z", displayed({EXERCISE: exercise()})),
    )
    kept = edition(document, name)

    assert [len(found.views) for found in every(kept, Explorer)] == [2]
    assert [type(found) for found in every(kept, (Quiz, Exercise))] == [Quiz, Exercise]


# --- sources ---------------------------------------------------------------------------------------


def test_citations_are_numbered_in_reading_order_and_sources_follow(record: Record) -> None:
    document = made(
        record,
        markdown("[@A/RES/75/240]", "solution"),
        markdown("[@A/RES/76/19 OP4] [@A/RES/73/27] [@A/RES/76/19 OP1]"),
    )
    kept = edition(document, "audience")

    assert [(cite.key, cite.number) for cite in every(kept, Cite)] == [
        ("A/RES/76/19", 1),
        ("A/RES/73/27", 2),
        ("A/RES/76/19", 1),
    ]
    assert [(source.key, source.number) for source in kept.sources] == [
        ("A/RES/76/19", 1),
        ("A/RES/73/27", 2),
    ]


@ALL
def test_every_citation_has_its_source_and_every_source_its_citation(
    record: Record, everything: Document, name: Edition
) -> None:
    cited = made(record, markdown("[@A/RES/76/19]"), markdown("[@A/RES/73/27]", "instructor"))
    for document in (cited, everything):
        kept = edition(document, name)

        assert {cite.number for cite in every(kept, Cite)} == {s.number for s in kept.sources}
        assert [s.number for s in kept.sources] == list(range(1, len(kept.sources) + 1))


def test_an_edition_of_an_edition_is_the_same(everything: Document) -> None:
    for name in EDITIONS:
        once = edition(everything, name)
        assert edition(once, name) == once
