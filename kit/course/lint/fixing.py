"""Mend what can be mended without thinking: outputs, counts, stray metadata, kernel, solutions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kit.build.notebook import parse
from kit.build.write import write_all
from kit.course.lint import form
from kit.document.cells import role

if TYPE_CHECKING:
    from pathlib import Path

Json = dict[str, Any]


def fix(path: Path) -> bool:
    """Mend a notebook's file in place.

    Parameters
    ----------
    path : Path
        The notebook.

    Returns
    -------
    bool
        Whether anything had to be done; if not, the file is not touched.

    Raises
    ------
    NotebookError
        When it is no notebook.
    OutputError
        When it cannot be written.
    """
    content = path.read_bytes()
    parse(content, where=str(path))
    notebook = json.loads(content)
    mended = cleaned(notebook)
    if mended == notebook:
        return False
    write_all(path.parent, {path.name: encode(mended)})
    return True


def cleaned(notebook: Json) -> Json:
    """Return a notebook as it is committed.

    Parameters
    ----------
    notebook : dict
        The notebook as JSON.

    Returns
    -------
    dict
        Without outputs, execution counts and stray metadata, with the kernel that
        every Jupyter has, its solutions folded below a line that says so.
    """
    kept = {
        key: value
        for key, value in notebook.get("metadata", {}).items()
        if key in form.NOTEBOOK_KEYS
    }
    return {
        **notebook,
        "metadata": {**kept, "kernelspec": form.KERNEL, "language_info": form.LANGUAGE},
        "cells": [_cell(cell) for cell in notebook["cells"]],
    }


def encode(notebook: Json) -> bytes:
    """Write a notebook as JupyterLab writes it.

    Parameters
    ----------
    notebook : dict
        The notebook as JSON.

    Returns
    -------
    bytes
        JSON in UTF-8, its keys sorted, with a line end.
    """
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def folded(cell: Json) -> Json:
    """Return a code cell whose code is folded when the notebook is opened.

    Parameters
    ----------
    cell : dict
        A code cell.

    Returns
    -------
    dict
        The cell with JupyterLab's own mark.
    """
    metadata = cell.get("metadata") or {}
    jupyter = {**(metadata.get("jupyter") or {}), "source_hidden": True}
    return {**cell, "metadata": {**metadata, "jupyter": jupyter}}


def _cell(cell: Json) -> Json:
    """Mend one cell."""
    metadata = cell.get("metadata") or {}
    kept = {key: value for key, value in metadata.items() if key in form.CELL_KEYS}
    is_solution = role(kept, "a cell") == "solution"
    cell = {**(_headed(cell) if is_solution else cell), "metadata": kept}
    if cell.get("cell_type") != "code":
        return cell
    cell = {**cell, "outputs": [], "execution_count": None}
    return folded(cell) if is_solution else cell


def _headed(cell: Json) -> Json:
    """Let a solution begin with a line that gives nothing away."""
    source = cell["source"]
    if form.headed(source if isinstance(source, str) else "".join(source)):
        return cell
    head = ["# Solution\n"] if cell.get("cell_type") == "code" else ["**Solution.**\n", "\n"]
    return {**cell, "source": "".join(head) + source if isinstance(source, str) else head + source}
