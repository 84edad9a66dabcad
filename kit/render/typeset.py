"""Typst, given a tree as data: one PDF, or an error that names the cell."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.document.blocks import (
    Choice,
    Document,
    Explorer,
    Figure,
    Heading,
    Inline,
    InlineCode,
    Part,
    Quiz,
    Source,
    Table,
    Text,
)
from kit.document.codec import Json, as_json
from kit.document.walk import every, rewrite
from kit.errors import RenderError
from kit.render import paper
from kit.render.labels import labels, long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import typst

_HERE: Final = Path(__file__).parent
_STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-3a"]
_MEASURED: Final = 6  # the longest cells and words of a column decide its width
_LONG_ROW: Final = 700  # characters; a longer cell may break across pages
_TOKEN: Final = re.compile(r"\S{25,}")
_JOINT: Final = re.compile(r"(?<=[/._\-=&?])(?=\w)|(?<=\w{16})(?=\w)")
_MISSING: Final = re.compile(r'the text `"(.+?)"` could not be displayed')


def pdf(
    template: str,
    document: Document,
    options: Mapping[str, Json],
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Typeset a prepared document.

    Parameters
    ----------
    template : str
        The Typst file beside this module that draws it.
    document : Document
        What `kit.render.paper.prepared` gave.
    options : mapping
        What else the template reads, as JSON.
    images : mapping of str to bytes, optional
        Images that the template shows besides the document's own.

    Returns
    -------
    bytes
        A PDF that is both PDF/UA-1 and PDF/A-3a; the same for the same arguments.

    Raises
    ------
    RenderError
        When Typst refuses the document. The message names the cell.
    """
    from typst import TypstError

    try:
        return _compiled(template, document, options, images or {})
    except TypstError as error:
        reason = _reason(error)
        for part in paper.parts(document):
            alone = _alone(document, part)
            try:
                _compiled(template, alone, options, images or {})
            except TypstError as fault:
                reason = _reason(fault)
                raise _refused(reason, paper.place(document, part)) from fault
        raise _refused(reason, f"{document.meta.name}.ipynb") from error


def _compiled(
    template: str,
    document: Document,
    options: Mapping[str, Json],
    images: Mapping[str, bytes],
) -> bytes:
    """Run Typst once."""
    store = {name: _as_data(data) for name, data in images.items()}
    tree = as_json(document, _Printed(store).fields)
    payload = {
        "document": tree,
        "labels": labels(document.meta.lang),
        "lang": document.meta.lang.partition("-")[0],
        "date": _day(document.meta.date),
        "long_date": long_date(document.meta.date, document.meta.lang),
        "images": store,
        **options,
    }
    data = _compiler(template).compile(
        sys_inputs={"payload": json.dumps(payload)},
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=_timestamp(document.meta.date),
    )
    return _unambiguous(data)  # type: ignore[arg-type]  # one PDF is one bytes object


@cache
def _compiler(template: str) -> typst.Compiler:
    """Keep a compiler, and with it the fonts, for the life of the process."""
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=False, font_paths=[str(_HERE / "fonts")])
    return Compiler(str(_HERE / template), root=_HERE, font_paths=fonts, ignore_system_fonts=True)


def _day(iso: str) -> Json:
    """Split a date, for Typst has no reader of dates."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return None
    return [day.year, day.month, day.day]


def _timestamp(iso: str) -> datetime:
    """Date the file by its newest source, or by the epoch when there is none."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        day = date(1970, 1, 1)
    return datetime.combine(day, time(), UTC)


# --- what the templates read besides the tree ------------------------------------


class _Printed:
    """Adds to the tree's JSON what a printed page needs, and gathers its images."""

    def __init__(self, store: dict[str, Json]) -> None:
        self.store = store

    def fields(self, node: object) -> Mapping[str, Json]:
        """Give the fields to add to a node or to put in the place of its own."""
        match node:
            case Figure():
                return {"data": self._stored(node), "table": None}
            case Table():
                return _table_fields(node, self.fields)
            case Explorer():
                return self._explorer_fields(node)
            case Quiz():
                return self._quiz_fields(node)
            case Source():
                return {"says": as_json(paper.standing(node))}
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
                "chosen": as_json(paper.chosen(explorer, state)),
                "blocks": as_json(explorer.views[explorer.states[state]], self.fields),
            }
            for state in explorer.printed
        ]
        choices = as_json(paper.choices(explorer))
        return {"shown": shown, "choices": choices, "views": [], "states": []}

    def _quiz_fields(self, quiz: Quiz) -> Mapping[str, Json]:
        """Give the choices in an order that does not give the answer away."""

        def by_words(content: tuple[Inline, ...]) -> str:
            return paper.words(content).casefold()

        def order(choice: Choice) -> str:
            return by_words(choice.content)

        partners = sorted((c.partner for c in quiz.choices if c.partner), key=by_words)
        told = quiz.kind in {"ordering", "match"}
        shuffled = sorted(quiz.choices, key=order) if told else quiz.choices
        return {
            "shuffled": as_json(tuple(shuffled), self.fields),
            "partners": as_json(tuple(partners), self.fields),
            "answer": as_json(paper.answer(quiz), self.fields),
        }


def _as_data(image: bytes) -> Json:
    """Hand an image to Typst: a drawing as text, other images as numbers."""
    try:
        return image.decode("utf-8")
    except UnicodeDecodeError:
        return list(image)


def _table_fields(table: Table, also: Callable[[object], Mapping[str, Json]]) -> Mapping[str, Json]:
    """Add the longest words and lines of each column, by which Typst measures it."""
    rows = rewrite(table.rows, Text, lambda t: Text(_breakable(t.text)))
    cells = [[paper.words(cell) for cell in row] for row in rows]
    measures: list[Json] = []
    for index, column in enumerate(table.columns):
        texts = sorted({row[index] for row in cells}, key=_longest_first)[:_MEASURED]
        words = {word for row in cells for word in re.split(r"[ \u200b]", row[index])}
        measures.append(
            {
                "lines": as_json(texts),
                "words": as_json(sorted(words, key=_longest_first)[:_MEASURED]),
                "head-words": as_json(column.title.split()),
                "mono": any(True for row in rows for _ in every(row[index], InlineCode)),
            }
        )
    long_rows = [
        number for number, row in enumerate(cells) if max(map(len, row), default=0) > _LONG_ROW
    ]
    return {"rows": as_json(rows, also), "measures": measures, "long_rows": as_json(long_rows)}


def _longest_first(text: str) -> tuple[int, str]:
    """Order texts by falling length, and equal lengths always alike."""
    return -len(text), text


def _breakable(text: str) -> str:
    """Let a line end within a word that is longer than any column."""
    return _TOKEN.sub(lambda token: _JOINT.sub("\u200b", token[0]), text)


# --- errors ----------------------------------------------------------------------


def _alone(document: Document, part: Part) -> Document:
    """Give a document of one part, to see whether Typst refuses that part."""
    sections = (replace(document.sections[0], parts=(part,)),)
    flat = rewrite(sections, Heading, lambda heading: replace(heading, level=1))
    return replace(document, sections=flat)


def _reason(error: typst.TypstError) -> tuple[str, str]:
    """Say what Typst says, in the words of a user of the kit, and the mend."""
    if missing := _MISSING.search(error.diagnostic):
        letters = missing[1]
        codes = " ".join(f"U+{ord(letter):04X}" for letter in letters[:4])
        return (
            f"The bundled typefaces have no shape for {letters!r} ({codes})",
            "Write it in words, or replace the character",
        )
    message = error.message.removeprefix("PDF/A-3a, ").removeprefix("PDF/UA-1 error: ")
    return f"The document cannot be typeset: {message}", "Mend what the cell shows"


def _refused(reason: tuple[str, str], where: str) -> RenderError:
    """Make the error of a reason and a place."""
    what, mend = reason
    return RenderError(what, where=where, mend=mend)


# --- the file --------------------------------------------------------------------

_AMBIGUOUS: Final = re.compile(rb"\r(?=\nendstream)")
_OFFSET: Final = re.compile(rb"(?m)^(\d{10})(?= 00000 n)")


def _unambiguous(data: bytes) -> bytes:
    r"""End each stream so that no reader takes its last byte for a line end.

    About one file in two hundred has a stream whose last byte is a carriage return.
    Followed by the line feed before `endstream`, it reads as one line end, the stream
    as a byte too short, and the file as no PDF/A. A carriage return more settles it.
    """
    places = [match.end() for match in _AMBIGUOUS.finditer(data)]
    if not places:
        return data
    table = data.rindex(b"\nxref\n") + 1
    body, tail = data[:table], data[table:]

    def moved(offset: int) -> int:
        return offset + sum(place <= offset for place in places)

    body = _AMBIGUOUS.sub(b"\r\r", body)
    tail = _OFFSET.sub(lambda match: b"%010d" % moved(int(match[1])), tail)
    tail = re.sub(rb"(?<=startxref\n)\d+", lambda match: b"%d" % moved(int(match[0])), tail)
    return body + tail
