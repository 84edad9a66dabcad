"""The cells of a notebook, checked one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.document.blocks import Role

_ROLES: Final[tuple[Role, ...]] = ("solution", "instructor", "notes")  # the narrowest circle first


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its number, counted from 1, its tags and its slide type."""

    number: int
    kind: str
    source: str
    role: Role
    tags: frozenset[str]
    slide_type: str
    alt: str
    attachments: Mapping[str, Any]
    outputs: tuple[object, ...]


def read(notebook: object, name: str) -> tuple[list[Cell], dict[str, Any]]:
    """Read the cells of a notebook and its metadata.

    Parameters
    ----------
    notebook : object
        The notebook as JSON, untrusted.
    name : str
        Its file name without the ending, which errors name.

    Returns
    -------
    tuple of list of Cell and dict
        The cells in their order, and the notebook's metadata.

    Raises
    ------
    NotebookError
        When it is not a notebook of format 4, or a cell is malformed.
    """
    match notebook:
        case {"nbformat": 4, "cells": list(cells), **rest}:
            metadata = _object(rest.get("metadata"), "The metadata", f"{name}.ipynb")
            return [_cell(cell, n, name) for n, cell in enumerate(cells, start=1)], metadata
    raise NotebookError(
        "This is not a notebook of format 4",
        where=f"{name}.ipynb",
        mend="Open it in JupyterLab and save it again",
    )


def place(name: str, number: int) -> str:
    """Name a place as a reader of the notebook would count.

    Parameters
    ----------
    name : str
        The notebook's file name without the ending.
    number : int
        The cell's number, from 1.

    Returns
    -------
    str
        Such as "05-votes.ipynb, cell 7".
    """
    return f"{name}.ipynb, cell {number}"


def role(metadata: Mapping[str, Any], where: str) -> Role:
    """Say who may see a cell; of several circles, the narrowest.

    Parameters
    ----------
    metadata : mapping
        The cell's metadata, untrusted.
    where : str
        What an error names as the place.

    Returns
    -------
    {"content", "notes", "instructor", "solution"}
        A tag decides, however it is spelt, before the slide type does.

    Raises
    ------
    NotebookError
        When tags or slide type are malformed.

    Examples
    --------
    >>> role({"tags": ["Solution"]}, "05-votes.ipynb, cell 7")
    'solution'
    """
    tags = _tags(metadata.get("tags"), where)
    noted = _slide_type(metadata, where) == "notes"
    tagged = next((found for found in _ROLES if found in tags), None)
    return tagged or ("notes" if noted else "content")


def _cell(cell: object, number: int, name: str) -> Cell:
    """Check one cell."""
    where = place(name, number)
    content = _object(cell, "A cell", where)
    kind = content.get("cell_type")
    if kind not in ("markdown", "code", "raw"):
        raise _malformed("A cell is neither Markdown, code nor raw", where)
    metadata = _object(content.get("metadata"), "A cell's metadata", where)
    outputs = content.get("outputs") or []
    if not isinstance(outputs, list):
        raise _malformed("A cell's outputs are not a list", where)
    return Cell(
        number,
        kind,
        _text(content.get("source", ""), "A cell's source", where),
        role(metadata, where),
        _tags(metadata.get("tags"), where),
        _slide_type(metadata, where),
        _text(metadata.get("alt") or "", "A cell's alternative text", where),
        _object(content.get("attachments"), "A cell's attachments", where),
        tuple(outputs),
    )


def _tags(tags: object, where: str) -> frozenset[str]:
    """Read tags; nbconvert's "remove_cell" and a stray capital mean what they seem to."""
    if tags is None:
        return frozenset()
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise _malformed("A cell's tags are not a list of words", where)
    return frozenset(tag.strip().lower().replace("_", "-") for tag in tags)


def _slide_type(metadata: Mapping[str, Any], where: str) -> str:
    """Read what a cell is in a slide show; nothing special is "-" or nothing."""
    show = _object(metadata.get("slideshow"), "A cell's slideshow metadata", where)
    return _text(show.get("slide_type") or "", "A cell's slide type", where).strip().lower()


def _text(value: object, what: str, where: str) -> str:
    """Read text, which nbformat may write as a list of lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    raise _malformed(f"{what} is not text", where)


def _object(value: object, what: str, where: str) -> dict[str, Any]:
    """Read an object; absent means empty."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _malformed(f"{what} is not an object", where)
    return value


def _malformed(complaint: str, where: str) -> NotebookError:
    """Say that the file is not what a notebook is."""
    mend = "Delete the cell in JupyterLab, or restore the file from version control"
    return NotebookError(complaint, where=where, mend=mend)
