"""How wide the columns of a Word table are, by an estimate of their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kit.render import wording

if TYPE_CHECKING:
    from kit.document.blocks import Table

PORTRAIT: Final = 16.0  # cm between the margins of an upright page
LANDSCAPE: Final = 24.7  # cm between the margins of a page turned sideways
_CHARACTER: Final = 0.17  # cm, of the type in tables
_BOLD: Final = 1.4  # how much wider bold type is, where Calibri is replaced by a wider face
_MARGINS: Final = 0.25  # cm within a cell
_WORD: Final = 36  # characters; longer words are broken
_PROSE: Final = 12  # characters; a column of prose is no narrower on an upright page
_STRETCH: Final = 1.6  # a small table is drawn out no further


@dataclass(frozen=True, slots=True)
class Columns:
    """The widths of a table's columns, in centimetres, and the page that they need."""

    widths: tuple[float, ...]
    sideways: bool


def columns(table: Table) -> Columns:
    """Decide on the widths of a table's columns.

    Parameters
    ----------
    table : Table
        A table with at least one column.

    Returns
    -------
    Columns
        A page turned sideways only when the words would not fit on an upright one.
    """
    needs = [_need(table, index) for index in range(len(table.columns))]
    narrow = _PROSE * _CHARACTER
    sideways = sum(max(must, min(wanted, narrow)) for must, wanted in needs) > PORTRAIT
    return Columns(tuple(_shared(needs, LANDSCAPE if sideways else PORTRAIT)), sideways)


def _need(table: Table, index: int) -> tuple[float, float]:
    """Estimate how wide a column must and would like to be."""
    texts = [wording.said(row[index]) for row in table.rows]
    words = [word for text in texts for word in text.split()]
    head = max(map(len, table.columns[index].title.split()), default=1) * _BOLD
    word = min(max(*map(len, words), 1, head), _WORD)
    prose = min(max(map(len, texts), default=1), 2 * _WORD)
    return word * _CHARACTER + _MARGINS, max(word, prose) * _CHARACTER + _MARGINS


def _shared(needs: list[tuple[float, float]], room: float) -> list[float]:
    """Share the width of the page among columns."""
    least, wish = (sum(side) for side in zip(*needs, strict=True))
    if wish <= room:
        return [wanted * min(room / wish, _STRETCH) for _, wanted in needs]
    if least >= room:
        return [must * room / least for must, _ in needs]
    part = (room - least) / (wish - least)
    return [must + (wanted - must) * part for must, wanted in needs]
