"""The annex of print: the table behind each figure, which a screen unfolds beneath it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kit.document.blocks import Document, Figure, Heading, Link, Part, Section, Table, Text
from kit.document.walk import every, rewrite
from kit.render.labels import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ROWS: Final = 40  # about a page
_PLACE: Final = "annex"  # the identifier of its heading


def annexed(document: Document) -> Document:
    """Move the tables behind figures to a section at the end, where the captions lead.

    Parameters
    ----------
    document : Document
        An edition whose figures keep their tables.

    Returns
    -------
    Document
        The same document when no figure has a table; else one more section. In it a
        table bears the caption of its figure, and says when rows were left out.

    Examples
    --------
    >>> from kit.document.blocks import Column, Meta
    >>> table = Table((Column("Year"),), (((Text("2021"),),),))
    >>> figure = Figure("image/png", b"", "One year.", (Text("Years"),), table)
    >>> whole = Document(Meta("A", "a"), (Section((Part(1, (figure,)),)),))
    >>> [type(block).__name__ for block in annexed(whole).sections[-1].parts[0].blocks]
    ['Heading', 'Table']
    """
    words = labels(document.meta.lang)
    tables = tuple(
        _shortened(figure, figure.table, words)
        for figure in every(document.sections, Figure)
        if figure.table
    )
    if not tables:
        return document

    def led(figure: Figure) -> Figure:
        if not figure.table:
            return figure
        link = Link(f"#{_PLACE}", (Text(words["in_annex"]),))
        caption = (*figure.caption, Text(" "), link) if figure.caption else (link,)
        return replace(figure, caption=caption, table=None)

    heading = Heading(1, (Text(words["annex"]),), _PLACE)
    annex = Section((Part(0, (heading, *tables)),))
    return replace(document, sections=(*rewrite(document.sections, Figure, led), annex))


def _shortened(figure: Figure, table: Table, words: Mapping[str, str]) -> Table:
    """Give a table the caption of its figure, and no more rows than a page takes."""
    caption = table.caption or figure.caption
    total = len(table.rows)
    if total <= MOST_ROWS:
        return replace(table, caption=caption)
    cut = words["printed_rows"].format(shown=MOST_ROWS, total=f"{total:,}")
    note = f"{table.note} {cut}".strip()
    return replace(table, rows=table.rows[:MOST_ROWS], caption=caption, note=note)
