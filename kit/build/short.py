"""A short deck: the slides of a course that carry its tag, gathered into one notebook.

A file such as `notebooks/short_15_minutes.toml` declares it: the minutes, a title, the
words on the first slide and the notes to it, the key points. Its slides are those
whose first cell is tagged `short-15`, in the order of the course. What comes out is a
notebook like any other, and is planned, run and rendered as one.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from kit.build import notebook as notebooks
from kit.build.fresh import SLIDES, is_short
from kit.build.notebook import shown, tags
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kit.build.notebook import Cell, Notebook
    from kit.build.products import Format

ORIGIN: Final = "origin"  # in a cell's metadata: the notebook and cell that it comes from
_OPENS: Final = frozenset({"slide", "subslide"})
_REMOVED: Final = frozenset({"remove-cell", "remove_cell", "hide-cell", "hide_cell"})
_FIELDS: Final = {
    "minutes": int,
    "title": str,
    "subtitle": str,
    "opening": str,
    "audience": str,
    "key_points": list,
    "notes": str,
}
_FRONT: Final = ("title", "subtitle", "audience", "key_points")


def formats(path: Path, wanted: Iterable[Format]) -> tuple[Format, ...]:
    """Choose what is made of a notebook or a short deck, which has slides and nothing else.

    Parameters
    ----------
    path : Path
        The notebook, or the file of a short deck.
    wanted : iterable of str
        The formats that were asked for.

    Returns
    -------
    tuple of str
        Those that apply.
    """
    return tuple(form for form in wanted if form in SLIDES or not is_short(str(path)))


def read(path: Path) -> Notebook:
    """Read a notebook, or a short deck as the notebook of its slides.

    Parameters
    ----------
    path : Path
        An `.ipynb` file, or the file `short_*.toml` of a short deck.

    Returns
    -------
    dict
        The notebook, with every cell's source as one string.

    Raises
    ------
    NotebookError
        If the file, or a notebook that it gathers slides from, cannot be read; or if
        no slide carries the deck's tag.
    """
    if not is_short(str(path)):
        return notebooks.read(path)
    deck = declared(path)
    opening = f"# {deck['title']}\n\n{deck.get('opening', '')}"
    cells = [_markdown(opening, "slide"), _markdown(deck["notes"], "notes")]
    course = sorted(path.parent.glob("*.ipynb"))
    marked = [cell for lesson in course for cell in _of(lesson, tag(deck))]
    if not marked:
        raise NotebookError(
            f"No slide of the course is tagged {tag(deck)}",
            where=shown(path),
            mend="Tag the first cell of each slide that belongs to the deck",
        )
    cells = [{**cell, "id": f"short-{number}"} for number, cell in enumerate([*cells, *marked])]
    front: dict[str, Any] = {name: deck[name] for name in _FRONT if name in deck}
    metadata = {"kit": {**front, "minutes": {"teach": deck["minutes"]}}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def decks(folder: Path) -> list[Path]:
    """List the short decks of a course.

    Parameters
    ----------
    folder : Path
        Its folder of notebooks.

    Returns
    -------
    list of Path
        The files that declare them, in order.
    """
    return [path for path in sorted(folder.glob("*.toml")) if is_short(str(path))]


def declared(path: Path) -> dict[str, Any]:
    """Read what a short deck says of itself.

    Parameters
    ----------
    path : Path
        Its file.

    Returns
    -------
    dict
        Minutes, title and the notes to the first slide; perhaps a subtitle, the words
        that open it, for whom it is, and key points.

    Raises
    ------
    NotebookError
        If the file cannot be read, or a field is missing, unknown or of the wrong type.
    """
    try:
        deck = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotebookError(
            f"The short deck cannot be read: {error}", where=shown(path), mend="Mend the file"
        ) from error
    for name in ("minutes", "title", "notes"):
        if name not in deck:
            raise NotebookError(
                f"The short deck does not state its {name}",
                where=shown(path),
                mend=f"Add a line {name} = …",
            )
    for name, value in deck.items():
        if not isinstance(value, _FIELDS.get(name, ())):
            raise NotebookError(
                f"The short deck's {name!r} is unknown, or is not of the kind that it should be",
                where=shown(path),
                mend=f"State {', '.join(_FIELDS)}; look at another short deck for how",
            )
    return deck


def tag(deck: dict[str, Any]) -> str:
    """Name the tag that marks the slides of a short deck.

    Parameters
    ----------
    deck : dict
        As `declared` gives it.

    Returns
    -------
    str
        Such as "short-15".

    Examples
    --------
    >>> tag({"minutes": 15})
    'short-15'
    """
    return f"short-{deck['minutes']}"


def _of(path: Path, mark: str) -> Iterator[Cell]:
    """Give the marked slides of a notebook, after the cells that set it up."""
    cells: Sequence[Cell] = notebooks.read(path)["cells"]
    kept: list[tuple[int, Cell]] = []
    inside = False
    for number, cell in enumerate(cells, start=1):
        slide_type = (cell["metadata"].get("slideshow") or {}).get("slide_type")
        if tags(cell) & _REMOVED:
            continue
        if slide_type in _OPENS:
            inside = mark in tags(cell)
        if inside and slide_type != "skip":
            kept.append((number, cell))
    if not kept:
        return
    is_set_up = [(n, c) for n, c in enumerate(cells, start=1) if tags(c) & _REMOVED]
    for number, cell in (*is_set_up, *kept):
        origin = {ORIGIN: f"{path.name}, cell {number}"}
        yield {**cell, "metadata": {**cell["metadata"], **origin}}


def _markdown(source: str, slide_type: str) -> Cell:
    """Write a cell of the deck's own."""
    metadata = {"slideshow": {"slide_type": slide_type}}
    return {"cell_type": "markdown", "metadata": metadata, "source": source}
