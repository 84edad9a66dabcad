"""An executed notebook, to a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kit import mime
from kit.document import cells, frontmatter, headings, markdown, outputs, sources
from kit.document.blocks import Block, Code, Document, Heading, Layout, Part, Section
from kit.document.characters import visible
from kit.document.walk import deeper_than, rewrite
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kit.document.cells import Cell
    from kit.document.sources import Citing

_NEW_SLIDE: Final = frozenset({"slide", "subslide"})
_SECTION_LEVEL: Final = 2  # a heading of this level or above begins a slide where nothing else does
_LAYOUTS: Final[tuple[Layout, ...]] = ("title", "section", "text", "columns", "figure")
_REMOVED: Final = frozenset({"remove-cell", "hide-cell"})
_HIDES_INPUT: Final = frozenset({"hide-input", "remove-input"})
_HIDES_OUTPUT: Final = frozenset({"hide-output", "remove-output"})
_DEEPEST: Final = 16  # nodes within nodes; Typst gives up not far beyond
_ASKS: Final = frozenset({mime.QUIZ, mime.EXERCISE})


def read(notebook: object, *, name: str, record: Citing, folder: Path | None = None) -> Document:
    r"""Read an executed notebook as one tree.

    Parameters
    ----------
    notebook : object
        The notebook as JSON, format 4; untrusted.
    name : str
        Its file name without the ending.
    record : Citing
        The record in which citations are looked up.
    folder : Path, optional
        The notebook's folder, from which Markdown cells may show images.

    Returns
    -------
    Document
        Everything the notebook says, for all editions, with all sources cited.

    Raises
    ------
    NotebookError
        When a cell is malformed, cites what the record does not have, or shows an
        image that cannot be had. The message names notebook and cell.

    Examples
    --------
    >>> import kit
    >>> cell = {"cell_type": "markdown", "metadata": {}, "source": "# A title\n\nSome words."}
    >>> notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    >>> read(notebook, name="example", record=kit.load()).meta.title
    'A title'
    """
    written, metadata = cells.read(notebook, name)
    sections = tuple(_sections(written, name, folder))
    # A template's title names its subject, so that code may have to write it: tag "title".
    prose = {cell.number for cell in written if cell.kind == "markdown" or "title" in cell.tags}
    try:
        title, sections = headings.titled(sections, prose)
    except NotebookError as error:
        raise NotebookError(error.what, where=f"{name}.ipynb", mend=error.mend) from error
    meta = frontmatter.read(metadata, heading=title, name=name, record=record)
    document = rewrite(Document(meta, headings.with_anchors(sections)), str, visible)
    return sources.look_up(document, record)


def _sections(written: list[Cell], name: str, folder: Path | None) -> Iterator[Section]:
    """Gather cells into slides: at slide types, or at headings when there are none."""
    by_type = any(cell.slide_type in _NEW_SLIDE for cell in written)
    parts: list[Part] = []
    layout: Layout = "text"
    vertical = False
    for cell in written:
        if cell.tags & _REMOVED:
            continue
        blocks = _blocks(cell, name, folder)
        by_heading = not by_type and cell.kind == "markdown" and cell.role == "content"
        for place, piece in enumerate(_cut(blocks) if by_heading else [blocks]):
            starts = place > 0 or (
                _opens(piece[:1]) if by_heading else cell.slide_type in _NEW_SLIDE
            )
            if starts and any(part.role != "notes" for part in parts):
                yield Section(tuple(parts), layout, vertical)
                parts = []
            if starts or not parts:
                layout = next((found for found in _LAYOUTS if found in cell.tags), "text")
                vertical = cell.slide_type == "subslide"
            if piece:
                parts.append(_part(cell, piece))
    if parts:
        yield Section(tuple(parts), layout, vertical)


def _cut(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Cut a cell at its headings, for one who writes a whole lecture in one cell."""
    starts = [place for place in range(1, len(blocks)) if _opens(blocks[place : place + 1])]
    return [
        blocks[start:end] for start, end in zip([0, *starts], [*starts, len(blocks)], strict=True)
    ]


def _opens(blocks: tuple[Block, ...]) -> bool:
    """Tell whether a block begins a slide in a notebook without slide types."""
    match blocks:
        case (Heading(level),):
            return level <= _SECTION_LEVEL
        case _:
            return False


def _part(cell: Cell, blocks: tuple[Block, ...]) -> Part:
    """Say who may see what a cell contributed, and when."""
    return Part(
        cell.number,
        blocks,
        cell.role,
        fragment=cell.slide_type == "fragment",
        on_slide=cell.slide_type != "skip",
        in_briefing="deck-only" not in cell.tags,
    )


def _blocks(cell: Cell, name: str, folder: Path | None) -> tuple[Block, ...]:
    """Read what a cell says, and say where it stands when it cannot be read."""
    try:
        blocks = _read(cell, folder)
    except NotebookError as error:
        what, mend = error.what, error.mend
        raise NotebookError(what, where=cells.place(name, cell.number), mend=mend) from error
    except RecursionError:
        blocks = None
    if blocks is None or deeper_than(blocks, _DEEPEST):
        raise NotebookError(
            "The cell nests its content too deeply",
            where=cells.place(name, cell.number),
            mend="Write it flatter",
        )
    return blocks


def _read(cell: Cell, folder: Path | None) -> tuple[Block, ...]:
    """Read what a cell says."""
    match cell.kind:
        case "markdown":
            return markdown.blocks(cell.source, markdown.Surroundings(folder, cell.attachments))
        case "code" if cell.tags & _HIDES_OUTPUT:
            return _source(cell)
        case "code":
            return _source(cell) + outputs.read(cell.outputs, alt=cell.alt)
        case _:
            return ()


def _source(cell: Cell) -> tuple[Block, ...]:
    """Keep the code of a code cell; "show-input" keeps it for every edition.

    The code of a quiz or an exercise holds its answer, so it is kept only on request.
    """
    shown = "show-input" in cell.tags
    if not cell.source.strip() or cell.tags & _HIDES_INPUT or (_asks(cell) and not shown):
        return ()
    return (Code(cell.source.strip("\n"), "python", "listing" if shown else "source"),)


def _asks(cell: Cell) -> bool:
    """Tell whether a cell asks the reader something."""
    return any(
        isinstance(output, dict)
        and isinstance(output.get("data"), dict)
        and not _ASKS.isdisjoint(output["data"])
        for output in cell.outputs
    )
