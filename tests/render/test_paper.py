"""What print asks of a tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.document import blocks as b
from kit.document.walk import every
from kit.errors import RenderError
from kit.render.paper import prepared, visible
from tests.render.sample import META, SOURCES, cite, para, part, png, text, title


def document(*blocks: b.Block) -> b.Document:
    """Write a document, each block in a cell of its own."""
    parts = tuple(part(cell, block) for cell, block in enumerate(blocks, start=1))
    return b.Document(META, (b.Section(parts),), SOURCES)


def levels(tree: b.Document) -> list[int]:
    """Read the levels of the headings."""
    return [heading.level for heading in every(tree, b.Heading)]


@given(st.text(st.characters(codec=None), max_size=60))
def test_what_is_visible_can_be_written_and_holds_no_control(words: str) -> None:
    shown = visible(words)

    shown.encode("utf-8")
    assert not {letter for letter in shown if ord(letter) < 32} - {"\t", "\n"}
    assert visible(shown) == shown


@pytest.mark.parametrize("letter", ["é", "ж", "ע", "中", "🙂", "\u200d", "\u00a0"])
def test_letters_of_every_script_stay(letter: str) -> None:
    assert visible(f"a{letter}b") == f"a{letter}b"


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069, 0x200E, 0x061C, 0xFEFF])
def test_what_turns_the_line_goes(code: int) -> None:
    assert visible(f"a{chr(code)}b") == "ab"


def test_the_highest_heading_has_level_1() -> None:
    tree = document(title("A", 2), para("x"), title("B", 3), title("C", 2))

    assert levels(prepared(tree)) == [1, 2, 1]


def test_a_heading_in_a_box_becomes_a_label() -> None:
    box = b.Callout("note", text("Note"), (title("Inside"), para("x")))

    tree = prepared(document(title("Outside"), box))

    assert levels(tree) == [1]
    assert [strong.content for strong in every(tree, b.Strong)] == [text("Inside")]


def test_a_heading_in_a_box_may_have_any_level() -> None:
    box = b.Quote((title("Deep", 5),))

    assert levels(prepared(document(title("Outside"), box))) == [1]


def test_links_that_lead_nowhere_become_words() -> None:
    links = [
        b.Link(url, text(url))
        for url in ("#here", "#gone", "javascript:alert(1)", "https://a.int/")
    ]

    tree = prepared(document(title("Here", 1, "here"), para(*links)))

    assert [link.url for link in every(tree, b.Link)] == ["#here", "https://a.int/"]


def test_only_the_printed_states_of_an_explorer_stay() -> None:
    states = {(n,): n for n in range(4)}
    views = tuple((para(f"view {n}"),) for n in range(4))
    control = b.Control("c", "C", "choice", ("0", "1", "2", "3"))
    explorer = b.Explorer("E", (control,), states, views, (0,), ((2,), (1,)))

    (kept,) = every(prepared(document(explorer)), b.Explorer)

    assert kept.views == (views[2], views[1])
    assert kept.states == {(2,): 0, (1,): 1}


def test_a_figure_in_a_state_that_is_not_printed_may_lack_its_text() -> None:
    views: tuple[tuple[b.Block, ...], ...] = ((para("x"),), (b.Figure("image/png", png(), ""),))
    control = b.Control("c", "C", "choice", ("0", "1"))
    explorer = b.Explorer("E", (control,), {(0,): 0, (1,): 1}, views, (0,), ((0,),))

    assert list(every(prepared(document(explorer)), b.Figure)) == []


def test_a_citation_without_its_source_is_refused_by_cell() -> None:
    with pytest.raises(RenderError, match=r"A/76/135.*cell 2"):
        prepared(document(para("x"), para("y", cite("", "A/76/135", 9))))


@pytest.mark.parametrize(
    "svg",
    [
        b"<svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'>"
            b"<image x:href=' ../other.png'/></svg>"
        ),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'>"
            b"<image href='data:image/svg+xml;base64,PHN2Zy8+'/></svg>"
        ),
        b"<svg xmlns='http://www.w3.org/2000/svg'><use href='other.svg#a'/></svg>",
        b"\xff\xfe not text",
    ],
)
def test_a_drawing_that_is_not_one_sound_file_is_refused_by_cell(svg: bytes) -> None:
    with pytest.raises(RenderError, match=r"cell 1"):
        prepared(document(b.Figure("image/svg+xml", svg, "A drawing")))


def test_a_drawing_may_refer_to_itself() -> None:
    svg = (
        b"<svg xmlns='http://www.w3.org/2000/svg'><g id='a'/><use href='#a'/>"
        b"<a href='https://example.org/'/><image href='data:image/png;base64,AA=='/></svg>"
    )

    prepared(document(b.Figure("image/svg+xml", svg, "A drawing")))


def test_content_nested_beyond_reason_is_refused_by_cell() -> None:
    nest: b.Block = para("x")
    for _ in range(3000):
        nest = b.Quote((nest,))

    with pytest.raises(RenderError, match=r"deeply.*cell 2"):
        prepared(document(para("x"), nest))


def test_the_tree_that_was_given_is_left_as_it_was() -> None:
    tree = document(title("A", 2), para("a\x00b"))

    prepared(tree)

    assert tree == document(title("A", 2), para("a\x00b"))
