"""Notebooks as plain nbformat-4 dicts: read, checked, and free of saved outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kit.errors import NotebookError

Notebook = dict[str, Any]
Cell = dict[str, Any]

_CELL_TYPES = frozenset({"code", "markdown", "raw"})


def shown(path: Path) -> str:
    """Return a path as messages name it.

    Parameters
    ----------
    path : Path
        A file.

    Returns
    -------
    str
        Relative to where the user stands, when the file is below that.

    Examples
    --------
    >>> shown(Path.cwd() / "notebooks" / "06.ipynb")
    'notebooks/06.ipynb'
    """
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def read(path: Path) -> Notebook:
    """Read a notebook file and check that it is one.

    Parameters
    ----------
    path : Path
        An `.ipynb` file of format 4.

    Returns
    -------
    dict
        The notebook, with every cell's source as one string.

    Raises
    ------
    NotebookError
        If the file is missing, unreadable, not JSON or not a notebook of format 4.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise NotebookError(
            "There is no such notebook",
            where=shown(path),
            mend="Check the name, or run `kit build` without it to build the whole course",
        ) from None
    except OSError as error:
        raise NotebookError(
            f"The notebook cannot be read: {error.strerror}",
            where=shown(path),
            mend="Check that it is a file and that you may read it",
        ) from error
    return parse(content, where=shown(path))


def parse(content: bytes, *, where: str) -> Notebook:
    """Parse the bytes of a notebook and check them.

    Parameters
    ----------
    content : bytes
        JSON in UTF-8.
    where : str
        What errors name as the place.

    Returns
    -------
    dict
        The notebook, with every cell's source as one string.

    Raises
    ------
    NotebookError
        If the bytes are not JSON, or not a notebook of format 4.
    """
    try:
        notebook = json.loads(content)
    except UnicodeDecodeError as error:
        raise NotebookError(
            f"The notebook is not text in UTF-8: byte {error.start} cannot be read",
            where=where,
            mend="Restore the file from version control",
        ) from error
    except json.JSONDecodeError as error:
        raise NotebookError(
            f"The notebook is not valid JSON: {error.msg}",
            where=f"{where}, line {error.lineno}, column {error.colno}",
            mend="Look for a merge conflict or a half-saved file at that line, "
            "or restore the file from version control",
        ) from error
    except ValueError as error:  # Python reads no number of more than 4,300 figures
        raise NotebookError(
            "The notebook holds a number that is too long to be read",
            where=where,
            mend="Restore the file from version control",
        ) from error
    except RecursionError:
        raise NotebookError(
            "The notebook is nested too deeply to be read",
            where=where,
            mend="Restore the file from version control",
        ) from None
    return checked(notebook, where=where)


def checked(notebook: object, *, where: str) -> Notebook:
    """Check the shape of a notebook and join the lines of its sources.

    Parameters
    ----------
    notebook : object
        What JSON held.
    where : str
        What errors name as the place.

    Returns
    -------
    dict
        A new notebook; the one given is left as it was.

    Raises
    ------
    NotebookError
        If it is not a notebook of format 4.
    """
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        raise NotebookError(
            "The file is JSON but not a notebook: it has no nbformat",
            where=where,
            mend="Save it again from JupyterLab as a notebook",
        )
    version = notebook["nbformat"]
    if version != 4:  # noqa: PLR2004 - the format's own number
        raise NotebookError(
            f"The notebook has format {version}; this kit reads format 4",
            where=where,
            mend="Open it in JupyterLab and save it, which brings it to format 4",
        )
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not isinstance(notebook.get("metadata", {}), dict):
        raise NotebookError(
            "The notebook has no list of cells",
            where=where,
            mend="Restore the file from version control",
        )
    return {
        **notebook,
        "metadata": dict(notebook.get("metadata", {})),
        "cells": [_cell(cell, f"{where}, cell {number}") for number, cell in enumerate(cells, 1)],
    }


def _cell(cell: object, where: str) -> Cell:
    """Check one cell and join the lines of its source."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in _CELL_TYPES:
        raise NotebookError(
            "A cell is neither code, Markdown nor raw text",
            where=where,
            mend="Delete the cell in JupyterLab and write it again",
        )
    source, metadata = cell.get("source", ""), cell.get("metadata", {})
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or not isinstance(metadata, dict):
        raise NotebookError(
            "A cell's source is not text, or its metadata is not a mapping",
            where=where,
            mend="Delete the cell in JupyterLab and write it again",
        )
    return {**cell, "source": source, "metadata": metadata}


def tags(cell: Cell) -> frozenset[str]:
    """Return the tags of a cell.

    Parameters
    ----------
    cell : dict
        A cell of a notebook.

    Returns
    -------
    frozenset of str
        Its tags; anything that is not text is left out.

    Examples
    --------
    >>> sorted(tags({"metadata": {"tags": ["parameters", 7]}}))
    ['parameters']
    """
    listed = cell["metadata"].get("tags", [])
    if not isinstance(listed, list):
        return frozenset()
    return frozenset(tag for tag in listed if isinstance(tag, str))


def without_outputs(notebook: Notebook) -> Notebook:
    """Return the notebook as if it had never been run.

    Parameters
    ----------
    notebook : dict
        A checked notebook.

    Returns
    -------
    dict
        A copy whose code cells have no outputs and which carries no widget state.
    """
    metadata = {key: value for key, value in notebook["metadata"].items() if key != "widgets"}
    cells = [
        {**cell, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell
        for cell in notebook["cells"]
    ]
    return {**notebook, "metadata": metadata, "cells": cells}


def kernel_name(notebook: Notebook) -> str:
    """Return the name of the kernel that a notebook asks for.

    Parameters
    ----------
    notebook : dict
        A checked notebook.

    Returns
    -------
    str
        "python3" when it does not say.
    """
    described = notebook["metadata"].get("kernelspec")
    name = described.get("name") if isinstance(described, dict) else None
    return name if isinstance(name, str) else "python3"


def language(notebook: Notebook) -> str:
    """Return the language of the notebook's code, in lower case.

    Parameters
    ----------
    notebook : dict
        A checked notebook.

    Returns
    -------
    str
        What its kernel or language metadata says; "python" when they say nothing.
    """
    metadata = notebook["metadata"]
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        described = metadata.get(section)
        if isinstance(described, dict) and isinstance(described.get(key), str):
            return str(described[key]).lower()
    return "python"
