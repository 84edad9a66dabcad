"""The sections of a deck as one text."""

from __future__ import annotations

from kit.document import blocks as b
from kit.document.walk import every
from kit.render.flow import flowing
from tests.render.sample import META, para, part, title


def outline(*sections: b.Section) -> list[tuple[int, str]]:
    """Read the headings of the text that flows."""
    document = flowing(b.Document(META, sections))
    return [
        (heading.level, "".join(t.text for t in every(heading, b.Text)))
        for heading in every(document, b.Heading)
    ]


def slide(*blocks: b.Block, layout: b.Layout = "text") -> b.Section:
    """Write a slide."""
    return b.Section((part(1, *blocks),), layout)


def test_slides_without_a_divider_keep_their_levels() -> None:
    sections = (slide(title("One"), para("x")), slide(title("Two"), para("x")))

    assert outline(*sections) == [(1, "One"), (1, "Two")]


def test_a_divider_heads_what_follows_and_not_what_came_before() -> None:
    sections = (
        slide(title("Before"), para("x")),
        slide(title("Part"), layout="section"),
        slide(title("One"), para("x"), title("Detail", 2), para("x")),
        slide(title("Next part"), layout="section"),
        slide(title("Two"), para("x")),
    )

    assert outline(*sections) == [
        (1, "Before"),
        (1, "Part"),
        (2, "One"),
        (3, "Detail"),
        (1, "Next part"),
        (2, "Two"),
    ]


def test_a_heading_with_nothing_beneath_it_goes_and_takes_its_own_with_it() -> None:
    sections = (
        slide(title("Kept"), title("Empty", 2), title("Full", 2), para("x")),
        slide(title("Gone"), title("Gone too", 2)),
    )

    assert outline(*sections) == [(1, "Kept"), (2, "Full")]


def test_content_is_never_taken_out() -> None:
    sections = (slide(para("first"), title("Gone")), slide(title("Kept"), para("last")))

    document = flowing(b.Document(META, sections))

    assert [t.text for t in every(document.sections, b.Text)] == ["first", "Kept", "last"]
