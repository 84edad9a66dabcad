"""Search the prose of the record: case and accents folded, every hit with its place.

The index lists, for each folded word, the cells in which it stands; the words
are sorted, so those that begin with what is looked for follow each other. Where
the words stand in a cell's own text is worked out only for the hits that
somebody looks at.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, overload

import numpy as np
import pandas as pd

from kit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from kit.record.schema import Package

    Cells = npt.NDArray[np.intp]

NEWLINE: Final = "\n"
LAST: Final = "\U0010ffff"  # sorts after every letter
NOWHERE: Final = np.array([], dtype=np.intp)
SHOWN: Final = 50  # hits that a notebook shows


@dataclass(frozen=True, slots=True)
class Hit:
    """A cell of the record in which the words were found.

    Parameters
    ----------
    table, key, field : str
        Where the cell is: its table, the key of its row, its column.
    text : str
        What the cell says, whole.
    spans : tuple of (int, int)
        Where in the text the words begin and end, in order.
    source, grade : str
        The source of the row and its grade; "" when the row has none of its own.
    """

    table: str
    key: str
    field: str
    text: str
    spans: tuple[tuple[int, int], ...]
    source: str
    grade: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The cells of one column, which follow each other in the index."""

    first: int
    table: str
    field: str
    rows: Cells


class Index:
    """All prose of a record, folded for searching.

    Parameters
    ----------
    package : Package
        The schemas, which say what is prose.
    tables : mapping of str to Table
        The tables of the record.
    """

    def __init__(self, package: Package, tables: Mapping[str, pd.DataFrame]) -> None:
        self._package = package
        self._tables = tables
        self._stretches: list[_Stretch] = []
        texts: list[str] = []
        for schema in package.tables:
            for field in schema.fields:
                if field.is_prose(schema):
                    column = tables[schema.name][field.name]
                    rows = np.flatnonzero(column.notna().to_numpy())
                    self._stretches.append(_Stretch(len(texts), schema.name, field.name, rows))
                    texts += column.to_numpy(dtype=object)[rows].tolist()
        self._firsts = [stretch.first for stretch in self._stretches]
        folded = _words("\n".join(f" {text.replace(NEWLINE, ' ')}" for text in texts))
        self._lines = folded.split("\n")
        cells: defaultdict[str, list[int]] = defaultdict(list)
        for cell, line in enumerate(self._lines):
            for word in set(line.split()):
                cells[word].append(cell)
        self._cells = {word: np.array(found, dtype=np.intp) for word, found in cells.items()}
        self._vocabulary = sorted(cells)

    def search(self, text: str) -> Hits:
        """Return the cells that hold every word; `Record.search` says how."""
        needles = _needles(text)
        if not needles:
            raise UsageError(
                f"There is nothing to look for in {text!r}", mend="Give at least one word"
            )
        cells = self._holding(needles[0])
        for needle in needles[1:]:
            cells = np.intersect1d(cells, self._holding(needle), assume_unique=True)
        return Hits(self, text, needles, cells)

    def hit(self, cell: int, needles: Sequence[str]) -> Hit:
        """Return one hit, its words found in the cell as it was written."""
        stretch = self._stretches[bisect_right(self._firsts, cell) - 1]
        row = int(stretch.rows[cell - stretch.first])
        table = self._tables[stretch.table]
        schema = self._package.table(stretch.table)
        keys = schema.primary_key if schema else ()
        values = dict(zip(table.columns, table.iloc[row], strict=True))
        text = str(values[stretch.field])
        return Hit(
            table=stretch.table,
            key=" ".join(str(values[name]) for name in keys),
            field=stretch.field,
            text=text,
            spans=_spans(text, needles),
            source=str(
                values.get("source", values.get("key", "") if stretch.table == "sources" else "")
            ),
            grade=str(values.get("grade", "")),
        )

    def _holding(self, needle: str) -> Cells:
        """Return the cells that hold a word, or a phrase, whose last word may go on."""
        *whole, last = needle.split()
        cells = self._beginning(last)
        for word in whole:
            cells = np.intersect1d(cells, self._cells.get(word, NOWHERE), assume_unique=True)
        if whole:
            cells = np.array([cell for cell in cells if needle in self._lines[cell]], dtype=np.intp)
        return cells

    def _beginning(self, start: str) -> Cells:
        """Return the cells that hold a word with this beginning."""
        first = bisect_left(self._vocabulary, start)
        last = bisect_left(self._vocabulary, start + LAST)
        holds = np.zeros(len(self._lines), dtype=bool)
        for word in self._vocabulary[first:last]:
            holds[self._cells[word]] = True
        return np.flatnonzero(holds)


class Hits(Sequence[Hit]):
    """What a search found; each hit is worked out when somebody looks at it.

    Parameters
    ----------
    index : Index
        Where the search was made.
    query : str
        What was looked for.
    needles : sequence of str
        The same, folded.
    cells : array of int
        The cells found, in the order of the record.
    """

    def __init__(self, index: Index, query: str, needles: Sequence[str], cells: Cells) -> None:
        self._index = index
        self._needles = tuple(needles)
        self._cells = cells
        self.query = query

    def __len__(self) -> int:
        """Return how many cells were found."""
        return len(self._cells)

    @overload
    def __getitem__(self, position: int) -> Hit: ...
    @overload
    def __getitem__(self, position: slice) -> Hits: ...
    def __getitem__(self, position: int | slice) -> Hit | Hits:
        """Return one hit, or some of them."""
        if isinstance(position, slice):
            return Hits(self._index, self.query, self._needles, self._cells[position])
        return self._index.hit(int(self._cells[position]), self._needles)

    def __repr__(self) -> str:
        """Return how many hits there are, and the first of them."""
        lines = [f"{hit.table} {hit.key}: {hit.text}" for hit in self[:SHOWN]]
        return "\n".join([self._caption(), *lines])

    def to_frame(self) -> pd.DataFrame:
        """Return the hits as a table.

        Returns
        -------
        pandas.DataFrame
            One row a hit; `spans` is left out.
        """
        columns = ("table", "key", "field", "text", "source", "grade")
        rows = [[getattr(hit, name) for name in columns] for hit in self]
        return pd.DataFrame(rows, columns=list(columns), dtype="str")

    def _repr_html_(self) -> str:
        """Return the first hits as a table with the words marked."""
        from htpy import Node, caption, mark, table, tbody, td, th, thead, tr

        def marked(hit: Hit) -> Iterator[Node]:
            at = 0
            for start, stop in hit.spans:
                yield hit.text[at:start]
                yield mark[hit.text[start:stop]]
                at = stop
            yield hit.text[at:]

        heads = ("Table", "Row", "Column", "Text", "Source", "Grade")
        shown = table[
            caption[self._caption()],
            thead[tr[(th(scope="col")[head] for head in heads)]],
            tbody[
                (
                    tr[
                        td[hit.table],
                        td[hit.key],
                        td[hit.field],
                        td[marked(hit)],
                        td[hit.source],
                        td[hit.grade],
                    ]
                    for hit in self[:SHOWN]
                )
            ],
        ]
        return "".join(shown.iter_chunks())

    def _caption(self) -> str:
        """Return one line that says what was looked for and how much was found."""
        count = f"{len(self):,} {'hit' if len(self) == 1 else 'hits'} for “{self.query}”"
        return f"{count}; the first {SHOWN} are shown" if len(self) > SHOWN else count


def fold(text: str) -> str:
    """Return a text without case and accents.

    Folding works character by character: the fold of a text is the fold of its
    characters, put together.

    Examples
    --------
    >>> fold("Côte d’Ivoire"), fold("STRASSE"), fold("Straße")
    ('cote d’ivoire', 'strasse', 'strasse')
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    marks = "".join(mark for mark in set(plain) if unicodedata.combining(mark))
    return (re.sub(f"[{marks}]", "", plain) if marks else plain).casefold()


def _words(text: str) -> str:
    """Return folded words, each after one space; line ends stay."""
    return re.sub(r"[^\w\n]+", " ", fold(text))


def _needles(text: str) -> list[str]:
    """Return what to look for: each word, and each phrase in quotation marks."""
    straight = text.replace("“", '"').replace("”", '"')
    pieces = (quoted or word for quoted, word in re.findall(r'"([^"]*)"|([^\s"]+)', straight))
    needles = (_words(f" {piece}").rstrip().replace("\n", " ") for piece in pieces)
    return [needle for needle in dict.fromkeys(needles) if needle]


def _spans(text: str, needles: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return where in a cell the needles stand, in order, those that touch joined."""
    letters: list[str] = [" "]
    origins: list[int] = [0]
    for at, character in enumerate(text.replace("\n", " ")):
        for letter in _words(character):
            if letter != " " or letters[-1] != " ":
                letters.append(letter)
                origins.append(at)
    line = "".join(letters)
    found = sorted(
        (origins[at + 1], origins[at + len(needle) - 1] + 1)
        for needle in needles
        for at in _positions(needle, line)
    )
    joined: list[tuple[int, int]] = []
    for start, stop in found:
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1  # noqa: PLW2901 - an accent belongs to its letter
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return tuple(joined)


def _positions(needle: str, line: str) -> Iterator[int]:
    """Return where a needle stands in a line."""
    at = line.find(needle)
    while at >= 0:
        yield at
        at = line.find(needle, at + 1)
