"""The sources of a document: every citation looked up in the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from kit.document.blocks import Cite, Document, Part, Source
from kit.document.cells import place
from kit.document.walk import every
from kit.errors import KitError, NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Citation(Protocol):
    """What a record says of a citation."""

    @property
    def text(self) -> str:
        """The source in United Nations style."""

    @property
    def status(self) -> str:
        """The source's status."""

    @property
    def grade(self) -> str:
        """How surely what is cited is known."""

    @property
    def url(self) -> str:
        """Where the source can be read."""


class Citing(Protocol):
    """A record, as far as a document needs one; it never changes."""

    def __hash__(self) -> int:
        """Tell records apart, so that what one says can be kept."""

    @property
    def version(self) -> str:
        """The record's version."""

    @property
    def sha256(self) -> str:
        """The hash of the record's data."""

    @property
    def newest_source_date(self) -> str:
        """The date of the newest source, as ISO 8601 writes it."""

    def cite(self, key: str, locator: str = "") -> Citation:
        """Look a citation up, or raise `KitError`."""


def look_up(document: Document, record: Citing) -> Document:
    """Look up everything that a document cites.

    Parameters
    ----------
    document : Document
        A tree without its list of sources.
    record : Citing
        The record in which citations are looked up.

    Returns
    -------
    Document
        The same tree with one entry for each source, not yet numbered.

    Raises
    ------
    NotebookError
        When a citation is not in the record; the message names notebook and cell.
    """
    name = document.meta.name
    return replace(document, sources=tuple(_sources(document, name, record)))


def _sources(document: Document, name: str, record: Citing) -> Iterator[Source]:
    """Make one entry for each source."""
    grades: dict[str, set[str]] = {}
    places: dict[str, str] = {}
    for cite, where in _cites(document, name):
        places.setdefault(cite.key, where)
        grades.setdefault(cite.key, set()).add(_looked_up(record, cite, where).grade)
    for key, found in grades.items():
        source = _looked_up(record, Cite(key), places[key])
        # The address stands in a field of its own, where a renderer can link it.
        text = source.text.removesuffix(f". Available at {source.url}")
        yield Source(key, 0, text, source.status, tuple(sorted(found)), source.url)


def _cites(document: Document, name: str) -> Iterator[tuple[Cite, str]]:
    """List the citations, each with its place."""
    for part in every(document.sections, Part):
        for cite in every(part, Cite):
            yield cite, place(name, part.cell)
    for cite in every(document.meta, Cite):
        yield cite, f"{name}.ipynb, key points"


def _looked_up(record: Citing, cite: Cite, where: str) -> Citation:
    """Look a citation up, and say where it stands when it is not in the record."""
    try:
        return record.cite(cite.key, cite.locator)
    except KitError as error:
        raise NotebookError(error.what, where=where, mend=error.mend) from error
