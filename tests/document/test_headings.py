"""Titles, levels, anchors and the links that lead to them."""

from __future__ import annotations

import pytest

from kit.document.blocks import (
    Block,
    Cite,
    Footnote,
    Heading,
    Inline,
    Link,
    Paragraph,
    Part,
    Quote,
    Role,
    Section,
    Text,
)
from kit.document.headings import leading, levelled, titled, with_anchors
from kit.document.walk import every, rewrite
from kit.errors import NotebookError


def heading(level: int, words: str, *more: Inline) -> Heading:
    """Write a heading."""
    return Heading(level, (Text(words), *more))


def section(*blocks: Block, cell: int = 1, role: Role = "content") -> Section:
    """Write a slide of one cell."""
    return Section((Part(cell, blocks, role),))


def outline(sections: tuple[Section, ...]) -> list[tuple[int, str]]:
    """List levels and words of the headings."""
    return [
        (h.level, "".join(t.text for t in h.content if isinstance(t, Text)))
        for h in every(sections, Heading)
    ]


# --- the title -----------------------------------------------------------------------------


def test_the_only_heading_of_level_1_is_the_title_when_it_comes_first() -> None:
    sections = (section(heading(1, "T")), section(heading(2, "A"), heading(3, "B"), cell=2))
    title, kept = titled(sections, {1, 2})

    assert title == "T"
    assert outline(kept) == [(1, "A"), (2, "B")]
    assert [s.layout for s in kept] == ["title", "text"]


@pytest.mark.parametrize(
    "headings",
    [
        [],
        [heading(2, "A")],
        [heading(1, "A"), heading(1, "B")],
        [heading(2, "A"), heading(1, "B")],
    ],
)
def test_otherwise_there_is_no_title_and_nothing_changes(headings: list[Heading]) -> None:
    sections = tuple(section(h, cell=n) for n, h in enumerate(headings, start=1))

    assert titled(sections, {1, 2}) == ("", sections)


@pytest.mark.parametrize("role", ["notes", "solution", "instructor"])
def test_a_heading_that_not_everybody_sees_is_no_title(role: Role) -> None:
    sections = (section(heading(1, "Secret"), role=role), section(heading(1, "T"), cell=2))
    title, kept = titled(sections, {1, 2})

    assert title == "T"
    assert kept[1].layout == "title"


def test_a_heading_that_code_displays_is_no_title_and_does_not_hide_one() -> None:
    sections = (section(heading(1, "T")), section(heading(1, "Result"), cell=2))
    title, kept = titled(sections, {1})

    assert title == "T"
    assert outline(kept) == [(1, "Result")]


def test_the_slide_that_held_the_title_is_the_title_slide_wherever_it_stands() -> None:
    sections = (section(Paragraph(())), section(heading(1, "T"), cell=2))

    assert [s.layout for s in titled(sections, {1, 2})[1]] == ["text", "title"]


@pytest.mark.parametrize("more", [Cite("A/76/135"), Footnote((Text("x"),))])
def test_a_title_that_refers_elsewhere_is_an_error_for_that_would_be_lost(more: Inline) -> None:
    with pytest.raises(NotebookError, match="title"):
        titled((section(heading(1, "T", more)),), {1})


# --- levels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([3, 4, 4, 3], [1, 2, 2, 1]),
        ([1, 4, 6, 2], [1, 2, 3, 2]),
        ([3, 1, 2], [1, 1, 1]),
        ([2, 3, 5, 3, 2], [1, 2, 3, 2, 1]),
        ([], []),
    ],
)
def test_a_slide_begins_with_level_1_and_skips_none(written: list[int], levels: list[int]) -> None:
    made = levelled(section(*(heading(level, "x") for level in written)))

    assert [level for level, _ in outline((made,))] == levels


def test_a_heading_within_a_box_does_not_count() -> None:
    made = levelled(section(Quote((heading(5, "q"),)), heading(2, "a"), heading(3, "b")))

    assert outline((made,)) == [(5, "q"), (1, "a"), (2, "b")]


# --- anchors ------------------------------------------------------------------------------------


def ids(*words: str) -> list[str]:
    """List the anchors of headings with these words."""
    sections = with_anchors((section(*(heading(1, w) for w in words)),))
    return [h.id for h in every(sections, Heading)]


def test_an_anchor_is_the_words_in_lower_case() -> None:
    assert ids("What does OP4 say?", "Côte d’Ivoire", "声明") == [
        "what-does-op4-say",
        "côte-d-ivoire",
        "声明",
    ]


def test_no_two_anchors_are_the_same() -> None:
    made = ids("A", "A", "A 2", "a", "?", "!", "A-2")

    assert len(set(made)) == len(made)
    assert "" not in made


def test_no_anchor_takes_a_name_of_the_renderers() -> None:
    assert not any(anchor.startswith("kit") for anchor in ids("Kit source 1", "kit-help"))


# --- links ---------------------------------------------------------------------------------------


def led(url: str) -> Inline | Block:
    """Give what a link in a document with one heading becomes."""
    sections = with_anchors(
        (section(heading(1, "Two reports"), Paragraph((Link(url, (Text("x"),)),))),)
    )
    (paragraph,) = every(rewrite(sections, Link, leading(sections)), Paragraph)
    return paragraph.content[0]


@pytest.mark.parametrize("url", ["#two-reports", "#Two-reports", "#Two%20Reports", "#Two-reports?"])
def test_a_link_leads_to_its_heading_however_it_is_spelt(url: str) -> None:
    assert led(url) == Link("#two-reports", (Text("x"),))


@pytest.mark.parametrize("url", ["#", "#three-reports", "#%ff", "#kit-help"])
def test_a_link_to_no_heading_becomes_its_words(url: str) -> None:
    assert led(url) == Text("x")


def test_a_link_to_the_web_stays() -> None:
    assert led("https://un.org") == Link("https://un.org", (Text("x"),))
