"""What does not fit on one slide goes on to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.document import blocks as b
from kit.render import split
from tests.render import sample
from tests.render.sample import bullets, para, part, title

HEIGHTS = st.lists(st.floats(0.5, 6), min_size=1, max_size=80)


def section(*blocks: b.Block, **options: bool) -> b.Section:
    """Write a section of one cell with a title."""
    return b.Section((part(1, title("Title"), *blocks, **options),))


def blocks_of(slide: split.Slide) -> tuple[b.Block, ...]:
    """List the blocks of a slide."""
    return tuple(block for each in slide.parts for block in each.blocks)


def test_a_small_section_is_one_slide() -> None:
    (slide,) = split.slides(section(para("x")))
    assert slide.heading == title("Title")
    assert blocks_of(slide) == (para("x"),)
    assert (slide.place, slide.of) == (1, 1)


def test_a_section_without_anything_for_a_slide_is_none() -> None:
    assert split.slides(b.Section(())) == ()
    assert split.slides(b.Section((part(1, para("x"), on_slide=False),))) == ()
    assert split.slides(b.Section((part(1),))) == ()


def test_a_long_table_keeps_its_rows_its_header_and_its_note() -> None:
    table = sample.long_table(61)
    slides = split.slides(section(table))
    pieces = [block for slide in slides for block in blocks_of(slide)]
    assert all(isinstance(piece, b.Table) for piece in pieces)
    assert sum((piece.rows for piece in pieces), ()) == table.rows  # type: ignore[union-attr]
    assert {piece.columns for piece in pieces} == {table.columns}  # type: ignore[union-attr]
    assert [piece.note for piece in pieces[:-1]] == [""] * (len(pieces) - 1)  # type: ignore[union-attr]
    assert [(slide.place, slide.of) for slide in slides] == [
        (place, len(slides)) for place in range(1, len(slides) + 1)
    ]


def test_a_wide_table_is_divided_with_its_key_column_repeated() -> None:
    columns = tuple(b.Column(f"Heading {n}") for n in range(20))
    rows = tuple(tuple((b.Text(f"value {r}-{n}"),) for n in range(20)) for r in range(2))
    table = b.Table(columns, rows, (b.Text("Wide"),), header_columns=1, note="A note.")
    pieces = [block for slide in split.slides(section(table)) for block in blocks_of(slide)]
    assert len(pieces) > 1
    shown: list[b.Column] = []
    for piece in pieces:
        assert isinstance(piece, b.Table)
        assert piece.caption == table.caption
        assert piece.columns[0] == columns[0]
        assert len(piece.columns) <= 12
        for row, whole in zip(piece.rows, rows, strict=True):
            assert row == tuple(whole[columns.index(column)] for column in piece.columns)
        shown += piece.columns[1:]
    assert tuple(shown) == columns[1:]


def test_a_table_whose_words_can_be_broken_into_lines_is_not_divided() -> None:
    columns = tuple(b.Column(f"Heading {n}") for n in range(4))
    row = tuple(
        (b.Text("many short words in each of its cells " * 3 + "x" * 200),) for _ in columns
    )
    (slide,) = split.slides(section(b.Table(columns, (row,))))
    assert [block.columns for block in blocks_of(slide)] == [columns]  # type: ignore[union-attr]


def test_a_long_list_goes_on_counting() -> None:
    items = tuple((para(f"Point {n}"),) for n in range(40))
    slides = split.slides(section(b.List(items, ordered=True, start=3)))
    lists = [block for slide in slides for block in blocks_of(slide)]
    assert (
        [each.start for each in lists]
        == [  # type: ignore[union-attr]
            3 + sum(len(before.items) for before in lists[:place])  # type: ignore[union-attr]
            for place in range(len(lists))
        ]
    )
    assert sum((each.items for each in lists), ()) == items  # type: ignore[union-attr]


def test_a_table_does_not_begin_with_a_row_or_two_under_a_text() -> None:
    text = bullets(*(f"Point {n}" for n in range(11)))
    first, second, *_ = split.slides(section(text, sample.long_table(12)))
    assert blocks_of(first) == (text,)
    assert isinstance(blocks_of(second)[0], b.Table)


def test_parts_keep_their_cells_and_their_steps() -> None:
    parts = (
        part(1, title("Title"), para("a")),
        part(2, sample.long_table(40), fragment=True),
        part(3, para("z")),
    )
    slides = split.slides(b.Section(parts))
    cells = [(each.cell, each.fragment) for slide in slides for each in slide.parts]
    assert cells[0] == (1, False)
    assert cells[-1] == (3, False)
    assert set(cells[1:-1]) == {(2, True)}


@pytest.mark.parametrize("layout", ["title", "section", "columns", "figure"])
def test_the_other_layouts_are_one_slide(layout: b.Layout) -> None:
    (slide,) = split.slides(replace(section(sample.long_table(60)), layout=layout))
    assert slide.layout == layout


@given(HEIGHTS, st.floats(1, 20))
def test_no_row_is_lost_and_no_run_is_empty(heights: list[float], room: float) -> None:
    lengths = split.runs(heights, room, 12)
    assert sum(lengths) == len(heights)
    assert all(lengths)


@given(HEIGHTS)
def test_no_run_is_taller_than_the_slide(heights: list[float]) -> None:
    start = 0
    for length in split.runs(heights, 12, 12):
        assert sum(heights[start : start + length]) <= 12 + 1e-6
        start += length


@given(st.integers(1, 200))
def test_equal_rows_are_shared_out_evenly(count: int) -> None:
    lengths = split.runs([1.0] * count, 12, 12)
    assert len(lengths) == -(-count // 12)
    assert max(lengths) - min(lengths) < len(lengths) + 1


def test_every_block_has_a_height() -> None:
    for each in sample.document().sections:
        for one in each.parts:
            for block in one.blocks:
                assert split.block_height(block) >= 0
