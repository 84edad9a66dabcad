"""The tree as the data that the Typst templates walk."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from kit.document.blocks import (
    Document,
    Explorer,
    Figure,
    InlineCode,
    Quiz,
    Source,
    Table,
    Text,
)
from kit.document.codec import Json, as_json
from kit.document.walk import every, rewrite
from kit.render import wording
from kit.render.labels import labels, long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MEASURED: Final = 6  # the longest cells and words of a column decide its width
_LINE: Final = 240  # characters; a longer cell is measured in part
_CELL_LINE: Final = 60  # characters; about a line of a cell of prose
_TABLE_LINE: Final = 80  # characters; a line of all its cells
_SHORT_TABLE: Final = 14  # lines; a table of no more is not divided between two pages
_TALLEST_TABLE: Final = 40  # lines that fit on any page
_LONG_ROW: Final = 700  # characters; a longer cell may break across pages
_TOKEN: Final = re.compile(r"\S{25,}")
_JOINT: Final = re.compile(r"(?<=[/._\-=&?])(?=\w)|(?<=\w{16})(?=\w)")

_FAMILIES: Final = {
    "sans-serif": "Source Sans 3",
    "serif": "Libertinus Serif",
    "monospace": "DejaVu Sans Mono",
}
_FONT: Final = re.compile(r"\bfont(?:-family)?\s*[:=][^;<>]*")
_GENERIC: Final = re.compile(r"(?<![\w-])(?:sans-serif|serif|monospace)(?![\w-])")


def payload(
    document: Document, options: Mapping[str, Json], images: Mapping[str, bytes]
) -> dict[str, Json]:
    """Write what a template reads.

    Parameters
    ----------
    document : Document
        What `kit.render.paper.prepared` gave.
    options : mapping
        What else the template reads, as JSON.
    images : mapping of str to bytes
        Images that the template shows besides the document's own.

    Returns
    -------
    dict of str to Json
        The tree, its images by name, the labels in its language, and the options.
    """
    store = {name: _as_data(data) for name, data in images.items()}
    tree = as_json(document, _Printed(store).fields)
    return {
        "document": tree,
        "labels": {**labels(document.meta.lang)},
        "lang": document.meta.lang.partition("-")[0],
        "long_date": long_date(document.meta.date, document.meta.lang),
        "images": {**store},
        **options,
    }


class _Printed:
    """Adds to the tree's JSON what a printed page needs, and gathers its images."""

    def __init__(self, store: dict[str, Json]) -> None:
        self.store = store

    def fields(self, node: object) -> Mapping[str, Json]:
        """Give the fields to add to a node or to put in the place of its own."""
        match node:
            case Figure():
                return {"data": self._stored(node)}
            case Table():
                return _table_fields(node, self.fields)
            case Explorer():
                return self._explorer_fields(node)
            case Quiz():
                return self._quiz_fields(node)
            case Source():
                return {"text": wording.citation(node), "says": as_json(wording.standing(node))}
            case _:
                return {}

    def _stored(self, figure: Figure) -> str:
        """Keep an image once, under the name of its content."""
        name = hashlib.sha256(figure.data).hexdigest()[:16]
        self.store.setdefault(name, _as_data(figure.data))
        return name

    def _explorer_fields(self, explorer: Explorer) -> Mapping[str, Json]:
        """Give the printed states in the place of all."""
        shown: list[Json] = [
            {
                "chosen": as_json(wording.chosen(explorer, state)),
                "blocks": as_json(explorer.views[explorer.states[state]], self.fields),
            }
            for state in explorer.printed
        ]
        choices = as_json(wording.choices(explorer))
        return {"shown": shown, "choices": choices, "views": [], "states": []}

    def _quiz_fields(self, quiz: Quiz) -> Mapping[str, Json]:
        """Give the choices as they are printed, and the answer apart."""
        return {
            "shuffled": as_json(wording.offered(quiz), self.fields),
            "partners": as_json(wording.partners(quiz), self.fields),
            "answer": as_json(wording.answer(quiz), self.fields),
        }


def drawing(svg: str) -> str:
    """Let a drawing that asks for any serif or sans get the kit's own.

    Parameters
    ----------
    svg : str
        An SVG.

    Returns
    -------
    str
        The same, its generic families named.

    Examples
    --------
    >>> drawing('<text font-family="sans-serif">serif</text>')
    '<text font-family="&apos;Source Sans 3&apos;">serif</text>'
    """

    def named(family: re.Match[str]) -> str:
        return f"&apos;{_FAMILIES[family[0]]}&apos;"

    return _FONT.sub(lambda asked: _GENERIC.sub(named, asked[0]), svg)


def _as_data(image: bytes) -> Json:
    """Hand an image to Typst: a drawing as text, other images as numbers."""
    try:
        return drawing(image.decode("utf-8"))
    except UnicodeDecodeError:
        return list(image)


def _table_fields(table: Table, also: Callable[[object], Mapping[str, Json]]) -> Mapping[str, Json]:
    """Add the longest words and lines of each column, by which Typst measures it."""
    rows = rewrite(table.rows, Text, lambda t: Text(_breakable(t.text)))
    cells = [[wording.said(cell) for cell in row] for row in rows]
    measures: list[Json] = []
    for index, column in enumerate(table.columns):
        texts = sorted({row[index] for row in cells}, key=_longest_first)[:_MEASURED]
        words = {word for row in cells for word in re.split(r"[ \u200b]", row[index])}
        measures.append(
            {
                "lines": [text[:_LINE] for text in texts],
                "longer": max(1, len(texts[0]) / _LINE) if texts else 1,
                "words": as_json(sorted(words, key=_longest_first)[:_MEASURED]),
                "head-words": as_json(column.title.split()),
                "mono": any(True for row in rows for _ in every(row[index], InlineCode)),
            }
        )
    long_rows = [
        number for number, row in enumerate(cells) if max(map(len, row), default=0) > _LONG_ROW
    ]
    return {
        "rows": as_json(rows, also),
        "measures": measures,
        "long_rows": as_json(long_rows),
        "is_short": _is_short(cells),
    }


def _is_short(cells: list[list[str]]) -> bool:
    """Tell whether a table is so short that it can be kept on one page.

    Typst could measure it, and would take a third longer for the briefing of a
    State. The second sum supposes that the longest cell gets no more room than
    the others, so that no table can be kept together which is taller than a page.
    """
    longest = [max(map(len, row), default=0) for row in cells]
    likely = sum(1 + length // _CELL_LINE for length in longest)
    at_worst = sum(
        1 + length * len(row) // _TABLE_LINE for length, row in zip(longest, cells, strict=True)
    )
    return likely <= _SHORT_TABLE and at_worst <= _TALLEST_TABLE


def _longest_first(text: str) -> tuple[int, str]:
    """Order texts by falling length, and equal lengths always alike."""
    return -len(text), text


def _breakable(text: str) -> str:
    """Let a line end within a word that is longer than any column."""
    return _TOKEN.sub(lambda token: _JOINT.sub("\u200b", token[0]), text)
