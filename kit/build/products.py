"""What is made of one executed notebook: a deck, its presenter file, a briefing, a page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, get_args

from kit.build.fresh import USUAL
from kit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kit.build.notebook import Notebook
    from kit.document import Document, Edition
    from kit.record import Record
    from kit.render.shell import File
    from kit.render.theme import Theme

Format = Literal["deck", "presenter", "handout", "briefing", "page", "word"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
DEFAULT: Final[tuple[Format, ...]] = USUAL

_PLACES: Final[dict[Format, str]] = {
    "deck": "slides/{}.html",
    "presenter": "slides/{}.presenter.html",
    "handout": "slides/handouts/{}.pdf",
    "briefing": "briefings/{}.pdf",
    "page": "site/{}.html",
    "word": "briefings/{}.docx",
}
# Where a page leads back to: its words, and its address from the page.
INDEX: Final = ("The course", "index.html")
# Where products are written, relative to the root of the project.
FOLDERS: Final = frozenset(path.rpartition("/")[0] for path in _PLACES.values())


def place(form: Format, name: str) -> str:
    """Return where a product is written, relative to the root of the project.

    Parameters
    ----------
    form : {"deck", "presenter", "handout", "briefing", "page", "word"}
        What is made.
    name : str
        The notebook's file name without its ending.

    Returns
    -------
    str
        A path with forward slashes.

    Examples
    --------
    >>> place("briefing", "06_resolution_76_19")
    'briefings/06_resolution_76_19.pdf'
    """
    return _PLACES[form].format(name)


def ordered(formats: Iterable[str]) -> tuple[Format, ...]:
    """Check formats and put them in the order in which they are made.

    Parameters
    ----------
    formats : iterable of str
        Names of formats.

    Returns
    -------
    tuple of str
        Each once.

    Raises
    ------
    UsageError
        If there is no such format.
    """
    wanted = set(formats)
    unknown = wanted.difference(FORMATS)
    if unknown:
        raise UsageError(
            f"There is no format “{min(unknown)}”", mend=f"Choose among {', '.join(FORMATS)}"
        )
    return tuple(form for form in FORMATS if form in wanted)


def render(
    executed: Notebook,
    *,
    name: str,
    record: Record,
    theme: Theme,
    formats: Iterable[str] = DEFAULT,
    folder: Path | None = None,
    has_index: bool = False,
) -> dict[str, bytes]:
    """Make the products of an executed notebook.

    Parameters
    ----------
    executed : dict
        The notebook with its outputs.
    name : str
        Its file name without the ending.
    record : Record
        Where citations are looked up.
    theme : Theme
        Colours and logo.
    formats : iterable of str
        What to make.
    folder : Path, optional
        The notebook's folder, from which its Markdown shows images.
    has_index : bool
        Whether its page has an index beside it to lead back to.

    Returns
    -------
    dict of str to bytes
        The content of each file by its path relative to the root of the project.

    Raises
    ------
    NotebookError
        If a cell cannot become part of a document.
    RenderError
        If the document cannot be rendered as it stands.
    """
    from kit import document

    whole = document.read(executed, name=name, record=record, folder=folder)
    links = (INDEX,) if has_index else ()
    made = _Parts(whole, theme, links, executed)
    return {place(form, name): made.product(form) for form in ordered(formats)}


@dataclass(eq=False)
class _Parts:
    """What products share: each edition, and the slides, made once and when they are wanted."""

    document: Document
    theme: Theme
    links: Sequence[tuple[str, str]]
    executed: Notebook
    _editions: dict[Edition, Document] = field(default_factory=dict)

    def product(self, form: Format) -> bytes:
        """Make one product."""
        theme, edition = self.theme, self.edition
        if form == "deck":
            return str(self.slides).encode()
        if form == "presenter":
            from kit.render import presenter

            private = edition("presenter")
            return presenter.render(
                edition("audience"), private, theme=theme, slides=self.slides
            ).encode()
        if form == "handout":
            from kit.render import handout

            return handout.render(edition("presenter"), paper=theme.paper)
        if form == "page":
            from kit.render import page

            return page.render(edition("student"), theme=theme, links=self.links).encode()
        if form == "word":
            from kit.render import word

            return word.render(edition("briefing"), paper=theme.paper)
        from kit.render import briefing

        return briefing.render(
            edition("briefing"),
            paper=theme.paper,
            logo=theme.logo or None,
            notebook=_attached(self.executed, self.document.meta.name),
        )

    def edition(self, kind: Edition) -> Document:
        """Choose what one kind of reader sees."""
        if kind not in self._editions:
            from kit import document

            self._editions[kind] = document.edition(self.document, kind)
        return self._editions[kind]

    @cached_property
    def slides(self) -> File:
        """The deck, which the presenter's file holds too."""
        from kit.render import deck

        return deck.file(self.edition("audience"), self.theme)


def _attached(executed: Notebook, name: str) -> bytes:
    """Write what a briefing carries of its notebook: the cells that every reader may see."""
    from kit.document import cells

    kept = [
        {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
        for number, cell in enumerate(executed["cells"], start=1)
        if cells.role(cell.get("metadata") or {}, cells.place(name, number)) == "content"
    ]
    metadata = {key: executed["metadata"].get(key, {}) for key in ("kernelspec", "kit")}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": kept}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True).encode()
