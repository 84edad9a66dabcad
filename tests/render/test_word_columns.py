"""How wide the columns of a Word table are."""

from __future__ import annotations

import pytest

from kit.document import blocks as b
from kit.render.word_columns import LANDSCAPE, PORTRAIT, columns
from tests.render.sample import long_table, tallies, text


def table(*cells: str) -> b.Table:
    """Write a table of one row."""
    heads = tuple(b.Column(f"C{n}") for n in range(len(cells)))
    return b.Table(heads, (tuple(text(cell) for cell in cells),))


@pytest.mark.parametrize("cells", [("a",), ("a", "b " * 200), ("word",) * 9, ("x" * 90,) * 3])
def test_no_table_is_wider_than_its_page(cells: tuple[str, ...]) -> None:
    laid_out = columns(table(*cells))

    assert sum(laid_out.widths) <= (LANDSCAPE if laid_out.sideways else PORTRAIT) + 0.001


def test_a_small_table_is_not_drawn_out_over_the_page() -> None:
    assert sum(columns(table("yes", "no")).widths) < PORTRAIT / 2


def test_prose_takes_what_short_columns_leave() -> None:
    short, prose = columns(table("OP1", "a sentence that goes on for a while " * 5)).widths

    assert prose > 4 * short


def test_the_tables_of_a_briefing_stay_upright() -> None:
    assert not columns(tallies()).sideways
    assert not columns(long_table()).sideways


def test_many_long_words_turn_the_page() -> None:
    assert columns(table(*("acknowledgement",) * 8)).sideways


def test_a_table_without_rows_is_as_wide_as_its_header_needs() -> None:
    empty = b.Table((b.Column("Acknowledgement"), b.Column("x")), ())

    first, second = columns(empty).widths

    assert first > second
