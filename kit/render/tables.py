"""Tables as HTML elements: those of a document, and its list of sources.

Rows are many, and htpy takes long for each element, so rows are forms (see `kit.render.shell`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import htpy as h
from markupsafe import Markup, escape

from kit.render import shell, words
from kit.render.shell import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.document import blocks as b
    from kit.render.html import Writer

_WIDE: Final = 5  # columns of a table that needs room
_BOX: Final = h.div(".table")
_TABLES: Final = (h.table, h.table(".wide"))
_HEAD: Final = h.th(scope="col")
_HEADS: Final = {align: h.th(f".{align}", scope="col") for align in ("left", "right", "center")}
_SOURCE: Final = escape(
    h.tr(id=GAP)[
        h.td(".number")[GAP], h.th(scope="row")[GAP], h.td(".status")[GAP], h.td(".grade")[GAP]
    ]
)


@dataclass(slots=True)
class RowPool:
    """The distinct table rows of an explorer, in the order in which they were met.

    `shown` is True while the first view is written: its rows stand in the file
    where a reader without script sees them. The rows of the other views are
    named by number only. `known` holds what was written, by what it was written of.
    """

    shown: bool = True
    numbers: dict[Markup, int] = field(default_factory=dict)
    known: dict[object, Markup] = field(default_factory=dict)

    def places(self, rows: Sequence[Markup]) -> str:
        """Put rows into the pool and return their numbers, as an attribute holds them."""
        return " ".join(str(self.numbers.setdefault(row, len(self.numbers))) for row in rows)


def table(writer: Writer, block: b.Table) -> h.Element:
    """Write a table whose header cells say what they head.

    Parameters
    ----------
    writer : Writer
    block : Table

    Returns
    -------
    htpy.Element
    """
    width = len(block.columns)
    pieces = (
        h.caption[writer.inline(block.caption)] if block.caption else "",
        _thead(writer, block.columns),
        _tbody(writer, block),
        h.tfoot[h.tr[h.td(colspan=str(width))[block.note]]] if block.note else "",
    )
    return _BOX[_TABLES[width >= _WIDE][shell.joined(pieces)]]


def _thead(writer: Writer, columns: tuple[b.Column, ...]) -> Markup:
    """Write the heads of columns; those that an explorer shows again and again only once."""
    if columns not in writer.known:
        heads = (
            (_HEADS[column.align] if column.title.strip() else h.td)[column.title]
            for column in columns
        )
        writer.known[columns] = escape(h.thead[h.tr[shell.joined(heads)]])
    return writer.known[columns]


def _tbody(writer: Writer, block: b.Table) -> h.Element:
    """Write the rows, or, within an explorer, name them in the pool that its views share."""
    pool = writer.pool
    if pool is None:
        return h.tbody[shell.joined(_row(writer, block, row) for row in block.rows)]
    shape = (tuple(column.align for column in block.columns), block.header_columns)
    rows = []
    for row in block.rows:
        written = pool.known.get((shape, row))
        if written is None:
            written = pool.known[shape, row] = _row(writer, block, row)
        rows.append(written)
    return h.tbody(data_rows=pool.places(rows))[shell.joined(rows if pool.shown else ())]


def _row(writer: Writer, block: b.Table, row: tuple[tuple[b.Inline, ...], ...]) -> Markup:
    """Write one row of a table."""
    kinds = tuple(
        (column.align, _fit(words.plain(content)), place < block.header_columns and bool(content))
        for place, (column, content) in enumerate(zip(block.columns, row, strict=True))
    )
    return _empty_row(kinds) % tuple(map(writer.inline, row))


@lru_cache(1024)
def _empty_row(cells: tuple[tuple[str, str, bool], ...]) -> Markup:
    """Write a row of cells with an alignment, a fit, and whether they head the row; all empty."""
    written = (
        (h.th(class_=css, scope="row") if is_head else h.td(class_=css))[GAP]
        for *css, is_head in cells
    )
    return escape(h.tr[shell.joined(written)])


def _fit(cell: str) -> str:
    """Name how the words of a cell fit its column: on one line, or broken where they must be."""
    if len(cell) <= words.SHORT:
        return "short"
    return "long" if max(map(len, cell.split()), default=0) > words.LONG else ""


def source_id(number: int) -> str:
    """Return the identifier of a source's place in the list of sources.

    Parameters
    ----------
    number : int

    Returns
    -------
    str
    """
    return f"kit-source-{number}"


def sources_table(writer: Writer, sources: Sequence[b.Source]) -> Markup:
    """Write the list of sources with the status and the grades of each, and what grades mean.

    Parameters
    ----------
    writer : Writer
    sources : sequence of Source

    Returns
    -------
    Markup
    """
    heads = (_HEAD[head] for head in ("No.", "Source", "Status", "Grade"))
    rows = (
        _SOURCE
        % (
            source_id(source.number),
            source.number,
            h.fragment[writer.link(source.url, source.text)] if source.url else source.text,
            words.status(source.status),
            ", ".join(source.grades),
        )
        for source in sources
    )
    pieces = (
        h.caption(".visually-hidden")[writer.label["sources"]],
        h.thead[h.tr[shell.joined(heads)]],
        h.tbody[shell.joined(rows)],
    )
    table = _BOX[h.table(".sources-table")[shell.joined(pieces)]]
    return shell.joined((table, h.p(".grades")[writer.label["grades"]]))
