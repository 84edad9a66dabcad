"""A table of HTML, to a `Table`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kit.document.blocks import Column, Inline, Table
from kit.document.phrases import plain
from kit.document.tablesize import MOST_COLUMNS, MOST_ROWS, cut_note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kit.document.htmltree import Element

    Content = tuple[Inline, ...]
    Read = Callable[[list[Element | str]], Content]

_NUMBER: Final = re.compile(r"[-+−]?[\d.,\u202f ]*\d[\d.,]*\s?%?")
_WIDEST: Final = 1_000  # columns that are counted
_MISSING: Final = frozenset({"", "–", "-", "NaN", "None", "<NA>"})


def read(element: Element, inline: Read) -> list[Table]:
    """Read a table; its leading rows of header cells become one header row.

    Parameters
    ----------
    element : Element
        The table, untrusted.
    inline : callable
        Reads what stands in a cell.

    Returns
    -------
    list of Table
        One table with its cells in their columns, also where a cell spans several;
        none when the table has no cells.
    """
    written = [cells for cells in _rows(element) if cells]
    if not written:
        return []
    heads = max(1, next((n for n, row in enumerate(written) if not _heads(row)), len(written)))
    grid = _grid(written[: heads + MOST_ROWS])
    body = grid[heads:]
    width = max(map(len, grid))
    shown = min(width, MOST_COLUMNS)
    titles = [_title(grid[:heads], index, inline) for index in range(shown)]
    rows = tuple(
        tuple(inline(row[index].children) if index < len(row) else () for index in range(shown))
        for row in body
    )
    columns = tuple(
        Column(title, "right" if _is_numeric([row[index] for row in rows]) else "left")
        for index, title in enumerate(titles)
    )
    captions = [found for found in _within(element, "caption") if not found.ignored]
    return [
        Table(
            columns,
            rows,
            inline(captions[0].children) if captions else (),
            header_columns=_header_columns(body, shown),
            note=cut_note(rows=len(written) - heads, columns=width),
        )
    ]


def _rows(element: Element) -> list[list[Element]]:
    """List the cells of each row."""
    return [
        [
            cell
            for cell in row.children
            if not isinstance(cell, str) and cell.tag in {"td", "th"} and not cell.ignored
        ]
        for row in _within(element, "tr")
        if not row.ignored
    ]


def _within(element: Element, tag: str) -> Iterator[Element]:
    """Find elements of one name, not looking into tables within."""
    for child in element.children:
        if isinstance(child, str):
            continue
        if child.tag == tag:
            yield child
        elif child.tag != "table":
            yield from _within(child, tag)


def _grid(rows: Sequence[Sequence[Element]]) -> list[list[Element]]:
    """Put each cell into its columns and rows; a cell that spans several is in each."""
    grid: list[list[Element]] = []
    hanging: dict[int, tuple[int, Element]] = {}  # by column: rows still to fill, the cell
    for cells in rows:
        row: list[Element] = []
        ahead = list(reversed(cells))
        while len(row) < _WIDEST and (ahead or len(row) in hanging):
            column = len(row)
            if column in hanging:
                left, cell = hanging.pop(column)
                row.append(cell)
                if left > 1:
                    hanging[column] = (left - 1, cell)
                continue
            cell = ahead.pop()
            down = _span(cell, "rowspan", MOST_ROWS)
            for place in range(column, column + _span(cell, "colspan", _WIDEST)):
                row.append(cell)
                if down > 1:
                    hanging[place] = (down - 1, cell)
        grid.append(row)
    return grid


def _span(cell: Element, attribute: str, most: int) -> int:
    """Read how many rows or columns a cell spans."""
    written = cell.attributes.get(attribute, "")
    known = re.fullmatch(r"\d{1,6}", written, re.ASCII)
    return max(1, min(int(written), most)) if known else 1


def _heads(row: Sequence[Element]) -> bool:
    """Tell whether a row has header cells alone."""
    return all(cell.tag == "th" for cell in row)


def _title(rows: Sequence[Sequence[Element]], index: int, inline: Read) -> str:
    """Write the title of a column; several rows of headers are joined."""
    titles = [plain(inline(row[index].children)) for row in rows if index < len(row)]
    return " · ".join(title for title in dict.fromkeys(titles) if title)


def _header_columns(body: Sequence[Sequence[Element]], width: int) -> int:
    """Count the leading columns whose cells all head their rows."""
    for index in range(width):
        if not body or not all(index < len(row) and row[index].tag == "th" for row in body):
            return index
    return width


def _is_numeric(cells: Sequence[Content]) -> bool:
    """Tell whether a column has numbers and nothing else."""
    texts = [plain(cell).strip() for cell in cells]
    said = [text for text in texts if text not in _MISSING]
    return bool(said) and all(_NUMBER.fullmatch(text) for text in said)
