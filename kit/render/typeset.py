"""Typst, given a tree as data: one PDF, or an error that names the cell."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.document.blocks import Document, Heading, Link, Part, Section, Text
from kit.document.walk import rewrite
from kit.errors import RenderError
from kit.render import paper
from kit.render.labels import first_day
from kit.render.payload import drawing, payload
from kit.render.streams import settled
from kit.render.wording import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import typst

    from kit.document.codec import Json

_HERE: Final = Path(__file__).parent
_STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-3a"]
_DENSITY: Final = 220  # dots per inch
_PREFIX: Final = re.compile(r"^PDF/\S+( PDF/UA-1)? error: ")
_PANIC: Final = "PanicException"  # no module has the class
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

    def attempt(tree: Document) -> bytes:
        return _compiled(template, tree, options, images or {})

    try:
        return attempt(document)
    except _Refused as refusal:
        cause, where = _located(document, refusal, attempt)
        raise RenderError(cause.what, where=where, mend=cause.mend) from refusal


def raster(svg: bytes) -> bytes:
    """Turn a drawing into an image, for files that take no drawings.

    Parameters
    ----------
    svg : bytes
        A drawing.

    Returns
    -------
    bytes
        A PNG at 220 dots per inch, its size that of the drawing.

    Raises
    ------
    RenderError
        When Typst cannot read the drawing.
    """
    from typst import TypstError

    try:
        with _refusing_panics():
            data = _compiler().compile(
                _source("picture.typ", drawing(svg.decode("utf-8"))), format="png", ppi=_DENSITY
            )
    except (TypstError, UnicodeDecodeError, _Refused) as error:
        raise RenderError(f"A figure cannot be drawn: {error}", mend="Draw it again") from error
    return data  # type: ignore[return-value]  # one page is one bytes object


class _Refused(Exception):  # noqa: N818  it never leaves this module
    """Typst refuses a document."""

    def __init__(self, message: str, diagnostic: str) -> None:
        """Say why, in the words of a user of the kit."""
        super().__init__(message)
        if missing := _MISSING.search(diagnostic):
            letters = missing[1]
            codes = " ".join(f"U+{ord(letter):04X}" for letter in letters[:4])
            self.what = f"The bundled typefaces have no shape for {letters!r} ({codes})"
            self.mend = "Write it in words, or replace the character"
        else:
            self.what = f"It cannot be typeset: {_PREFIX.sub('', message)}"
            self.mend = "Mend what the cell shows"


def _compiled(
    template: str,
    document: Document,
    options: Mapping[str, Json],
    images: Mapping[str, bytes],
) -> bytes:
    """Run Typst once; what it warns of is refused too, for nobody would read it."""
    from typst import TypstError

    try:
        with _refusing_panics():
            data, warnings = _compiler().compile_with_warnings(
                _source(template, payload(document, options, images)),
                format="pdf",
                pdf_standards=_STANDARDS,
                timestamp=_timestamp(document.meta.date),
            )
    except TypstError as error:
        raise _Refused(error.message, error.diagnostic) from error
    if warnings:
        raise _Refused(warnings[0].message, warnings[0].diagnostic)
    return settled(data)  # type: ignore[arg-type]  # one PDF is one bytes object


@contextmanager
def _refusing_panics() -> Iterator[None]:
    """Refuse what makes Typst itself fail, which no `except Exception` would catch."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        _compiler.cache_clear()  # nobody knows in what state the old ones are
        message = f"Typst itself failed ({error})"
        raise _Refused(message, message) from error


def _source(template: str, data: Json) -> bytes:
    """Write a file for Typst that hands data to a template.

    Data that came as an input would be part of Typst's library, and Typst would lay
    out anew what is the same in two documents. The JSON is a JSON string once more:
    of ASCII without control characters, it needs no escapes but two that Typst shares.
    """
    literal = json.dumps(json.dumps(data))
    return f'#import "{template}": print\n#print(json(bytes({literal})))'.encode("ascii")


@cache
def _compiler() -> typst.Compiler:
    """Keep a compiler, and with it the fonts, for the life of the process."""
    from typst import Compiler, Fonts

    fonts = Fonts(include_system_fonts=False, font_paths=[str(_HERE / "fonts")])
    return Compiler(root=_HERE, font_paths=fonts, ignore_system_fonts=True)


def _timestamp(iso: str) -> datetime:
    """Date the file by its newest source, or by the epoch when there is none."""
    day = first_day(iso) or date(1970, 1, 1)
    return datetime.combine(day, time(), UTC)


def _located(
    document: Document, refusal: _Refused, attempt: Callable[[Document], bytes]
) -> tuple[_Refused, str]:
    """Find the cell that Typst refuses, by typesetting each on its own."""
    notebook = f"{document.meta.name}.ipynb"
    try:
        attempt(replace(document, sections=()))
    except _Refused as found:
        return found, f"{notebook}, title, key points or sources"
    for part in paper.parts(document):
        try:
            attempt(_alone(document, part))
        except _Refused as found:
            return found, paper.place(document, part)
    return refusal, notebook


def _alone(document: Document, part: Part) -> Document:
    """Give a document of one part, without what it needs of the others."""
    part = rewrite(part, Heading, lambda heading: replace(heading, level=1))
    part = rewrite(part, Link, lambda link: Text(said(link.content)))
    return replace(document, sections=(Section((part,)),))
