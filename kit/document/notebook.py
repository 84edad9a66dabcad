"""An executed notebook, to a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kit.document import frontmatter, markdown, outputs, sources
from kit.document.blocks import (
    Block,
    Code,
    Document,
    Heading,
    Layout,
    Part,
    Role,
    Section,
)
from kit.document.walk import every, rewrite
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kit.document.sources import Citing

_NEW_SLIDE: Final = frozenset({"slide", "subslide"})
_ROLES: Final[dict[str, Role]] = {"solution": "solution", "instructor": "instructor"}
_LAYOUTS: Final[tuple[Layout, ...]] = ("title", "section", "text", "columns", "figure")
_HIDES_INPUT: Final = frozenset({"hide-input", "remove-input"})
_HIDES_OUTPUT: Final = frozenset({"hide-output", "remove-output"})


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with its number, counted from 1, its tags and its slide type."""

    number: int
    kind: str
    source: str
    tags: frozenset[str]
    slide_type: str
    alt: str
    attachments: Mapping[str, Any]
    outputs: tuple[object, ...]


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
    cells, metadata = _checked(notebook, name)
    sections = tuple(_sections(cells, name, folder))
    title, sections = _titled(sections, metadata)
    meta = frontmatter.read(
        _mapping(metadata.get("kit")), title=title or name, name=name, record=record
    )
    return sources.look_up(Document(meta, _with_anchors(sections)), record)


def _where(name: str, cell: int) -> str:
    """Name a place as a reader of the notebook would count."""
    return f"{name}.ipynb, cell {cell}"


def _checked(notebook: object, name: str) -> tuple[list[_Cell], dict[str, Any]]:
    """Refuse what is not a notebook of format 4."""
    match notebook:
        case {"nbformat": 4, "cells": list(cells), **rest}:
            return (
                [_cell(cell, number, name) for number, cell in enumerate(cells, start=1)],
                _mapping(rest.get("metadata")),
            )
    raise NotebookError(
        "This is not a notebook of format 4",
        where=f"{name}.ipynb",
        mend="Open it in JupyterLab and save it again",
    )


def _cell(cell: object, number: int, name: str) -> _Cell:
    """Check one cell."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in {"markdown", "code", "raw"}:
        raise NotebookError(
            "A cell is neither Markdown, code nor raw",
            where=_where(name, number),
            mend="Delete the cell, or mend the notebook in a text editor",
        )
    metadata = _mapping(cell.get("metadata"))
    source = cell.get("source", "")
    tags = metadata.get("tags", [])
    alt = metadata.get("alt", "")
    return _Cell(
        number,
        cell["cell_type"],
        "".join(map(str, source)) if isinstance(source, list) else str(source),
        frozenset(map(str, tags)) if isinstance(tags, list) else frozenset(),
        str(_mapping(metadata.get("slideshow")).get("slide_type", "")),
        alt if isinstance(alt, str) else "",
        _mapping(cell.get("attachments")),
        tuple(cell.get("outputs") or ()) if isinstance(cell.get("outputs"), list) else (),
    )


def _mapping(value: object) -> dict[str, Any]:
    """Take anything but an object for an empty one."""
    return value if isinstance(value, dict) else {}


def _sections(cells: list[_Cell], name: str, folder: Path | None) -> Iterator[Section]:
    """Gather cells into slides: at slide types, or at headings when there are none."""
    by_type = any(cell.slide_type in _NEW_SLIDE for cell in cells)
    parts: list[Part] = []
    layout: Layout = "text"
    vertical = False
    for cell in cells:
        if "remove-cell" in cell.tags:
            continue
        blocks = _blocks(cell, name, folder)
        starts = cell.slide_type in _NEW_SLIDE if by_type else _opens_with_heading(blocks)
        if starts and parts:
            yield Section(tuple(parts), layout, vertical)
            parts = []
        if starts or not parts:
            layout = next((found for found in _LAYOUTS if found in cell.tags), "text")
            vertical = cell.slide_type == "subslide"
        if blocks:
            parts.append(_part(cell, blocks))
    if parts:
        yield Section(tuple(parts), layout, vertical)


def _opens_with_heading(blocks: tuple[Block, ...]) -> bool:
    """Tell whether a cell opens a slide in a notebook without slide types."""
    match blocks:
        case (Heading(level), *_):
            return level <= 2  # noqa: PLR2004  the title and the headings below it
        case _:
            return False


def _part(cell: _Cell, blocks: tuple[Block, ...]) -> Part:
    """Say who may see what a cell contributed, and when."""
    role: Role = "notes" if cell.slide_type == "notes" else "content"
    for tag, tagged in _ROLES.items():
        if tag in cell.tags:
            role = tagged
    return Part(
        cell.number,
        blocks,
        role,
        fragment=cell.slide_type == "fragment",
        on_slide=cell.slide_type != "skip",
        in_briefing="deck-only" not in cell.tags,
    )


def _blocks(cell: _Cell, name: str, folder: Path | None) -> tuple[Block, ...]:
    """Read what a cell says."""
    try:
        if cell.kind == "markdown":
            return markdown.blocks(cell.source, markdown.Surroundings(folder, cell.attachments))
        if cell.kind == "raw":
            return ()
        return _source(cell) + _outputs(cell)
    except NotebookError as error:
        raise NotebookError(error.what, where=_where(name, cell.number), mend=error.mend) from error
    except RecursionError as error:
        raise NotebookError(
            "The cell nests its content too deeply",
            where=_where(name, cell.number),
            mend="Write it flatter",
        ) from error


def _source(cell: _Cell) -> tuple[Block, ...]:
    """Keep the code of a code cell; "show-input" keeps it for every edition."""
    if not cell.source.strip() or cell.tags & _HIDES_INPUT:
        return ()
    kind = "listing" if "show-input" in cell.tags else "source"
    return (Code(cell.source.strip("\n"), "python", kind),)  # type: ignore[arg-type]


def _outputs(cell: _Cell) -> tuple[Block, ...]:
    """Read the outputs of a code cell."""
    return () if cell.tags & _HIDES_OUTPUT else outputs.read(cell.outputs, alt=cell.alt)


def _titled(
    sections: tuple[Section, ...], metadata: dict[str, Any]
) -> tuple[str, tuple[Section, ...]]:
    """Find the title, take its heading out, and let a slide's heading have level 1."""
    headings = list(every(sections, Heading))
    tops = [heading for heading in headings if heading.level == 1]
    stated = _mapping(metadata.get("kit")).get("title") or metadata.get("title")
    title = stated if isinstance(stated, str) else ""
    if not headings or tops != [headings[0]]:
        return title, sections
    sections = rewrite(sections, Heading, lambda h: None if h is tops[0] else h)
    sections = rewrite(sections, Heading, lambda h: replace(h, level=h.level - 1))
    first, *rest = sections
    return title or markdown.plain(tops[0].content).strip(), (
        replace(first, layout="title"),
        *rest,
    )


def _with_anchors(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Give each heading a name of its own that a link can use."""
    taken: set[str] = set()

    def anchor(heading: Heading) -> Heading:
        words = re.findall(r"\w+", markdown.plain(heading.content).lower())
        stem = "-".join(words) or "section"
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        return replace(heading, id=name)

    return rewrite(sections, Heading, anchor)
