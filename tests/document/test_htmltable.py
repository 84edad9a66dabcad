"""Tables of HTML: every cell in its column."""

from __future__ import annotations

import pandas as pd
import pytest

from kit.document import rawhtml
from kit.document.blocks import Table
from kit.document.phrases import plain
from kit.document.tablesize import MOST_COLUMNS, MOST_ROWS


def read(html: str) -> Table:
    """Read the one table of a text."""
    (table,) = rawhtml.reduce(html)
    assert isinstance(table, Table)
    return table


def titles(table: Table) -> list[str]:
    """List the titles of the columns."""
    return [column.title for column in table.columns]


def cells(table: Table) -> list[list[str]]:
    """List the words of each row."""
    return [[plain(cell) for cell in row] for row in table.rows]


def test_the_first_row_heads_a_table_without_header_cells() -> None:
    table = read("<table><tr><td>State<td>Vote<tr><td>Japan<td>no</table>")

    assert titles(table) == ["State", "Vote"]
    assert cells(table) == [["Japan", "no"]]


def test_a_cell_over_several_rows_stands_in_each() -> None:
    table = read(
        "<table><tr><th>Group<th>State<tr><td rowspan=2>Asia<td>Japan<tr><td>Singapore</table>"
    )

    assert cells(table) == [["Asia", "Japan"], ["Asia", "Singapore"]]


def test_a_cell_over_several_columns_stands_in_each() -> None:
    table = read("<table><tr><th>A<th>B<th>C<tr><td colspan=2>x<td>y</table>")

    assert cells(table) == [["x", "x", "y"]]


def test_a_short_row_is_filled_up() -> None:
    assert cells(read("<table><tr><th>A<th>B<tr><td>x</table>")) == [["x", ""]]


def test_several_rows_of_headers_are_joined() -> None:
    table = read(
        "<table><thead><tr><th colspan=2>2021</tr><tr><th>yes<th>no</tr></thead>"
        "<tr><td>109<td>0</table>"
    )

    assert titles(table) == ["2021 · yes", "2021 · no"]


def test_header_cells_at_the_left_head_their_rows() -> None:
    assert read("<table><tr><th>A<th>B<tr><th>x<td>1</table>").header_columns == 1
    assert read("<table><tr><th>A<th>B<tr><td>x<td>1</table>").header_columns == 0


def test_a_column_of_numbers_stands_right() -> None:
    table = read("<table><tr><th>A<th>B<tr><td>1,234.5<td>x<tr><td>NaN<td>2</table>")

    assert [column.align for column in table.columns] == ["right", "left"]


def test_blocks_within_a_cell_do_not_run_together() -> None:
    table = read("<table><tr><th>A<tr><td><p>one</p><p>two</p><ul><li>three</ul></table>")

    assert cells(table) == [["one two three"]]


def test_a_caption_is_kept() -> None:
    assert plain(read("<table><caption>Votes<tr><td>A</table>").caption) == "Votes"


def test_a_table_within_a_cell_does_not_add_rows() -> None:
    table = read("<table><tr><th>A<tr><td><table><tr><td>x<tr><td>y</table></table>")

    assert cells(table) == [["x y"]]


def test_a_long_and_wide_table_is_cut_and_says_so() -> None:
    row = "<tr>" + "<td>x" * 100
    table = read(f"<table>{row * 1_501}</table>")

    assert (len(table.rows), len(table.columns)) == (MOST_ROWS, MOST_COLUMNS)
    assert table.note == "The first 1,000 of 1,500 rows and 60 of 100 columns."


def test_an_empty_table_is_nothing() -> None:
    assert rawhtml.reduce("<table><tr></tr></table>") == ()


FRAMES = {
    "plain": pd.DataFrame({"yes": [109, 138], "no": [0, 12]}),
    "named index": pd.DataFrame({"yes": [109]}, index=pd.Index(["76/19"], name="resolution")),
    "two levels of rows": pd.DataFrame(
        {"yes": [119, 138, 163]},
        index=pd.MultiIndex.from_tuples(
            [(2018, "73/27"), (2018, "73/266"), (2019, "74/28")], names=["year", "text"]
        ),
    ),
    "two levels of columns": pd.DataFrame({("votes", "yes"): [1], ("votes", "no"): [2]}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_table_that_pandas_wrote_as_html_keeps_each_value_in_its_column(name: str) -> None:
    frame = FRAMES[name]
    table = read(frame._repr_html_())  # type: ignore[operator]
    expected = frame.reset_index() if frame.index.name or frame.index.nlevels > 1 else frame

    assert [row[-frame.shape[1] :] for row in cells(table)] == [
        [str(value) for value in row] for row in frame.itertuples(index=False)
    ]
    assert [row[: expected.shape[1] - frame.shape[1]] for row in cells(table)] == [
        [str(value) for value in row[: expected.shape[1] - frame.shape[1]]]
        for row in expected.itertuples(index=False)
    ]
    assert table.header_columns == frame.index.nlevels
