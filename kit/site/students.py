"""A notebook as students get it: without notes, solutions and what is the instructor's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kit.document.cells import role

if TYPE_CHECKING:
    from pathlib import Path


def notebook(path: Path) -> dict[str, Any]:
    """Read a notebook and leave out what students do not get.

    Parameters
    ----------
    path : Path
        The notebook.

    Returns
    -------
    dict
        The rest of it, with its saved outputs taken out.
    """
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    where = str(path)
    kept = [cell for cell in read["cells"] if role(cell.get("metadata", {}), where) == "content"]
    return {**read, "cells": [_blank(cell) for cell in kept]}


def encode(value: object) -> bytes:
    """Write a notebook, or any value, as JSON, the same bytes each time.

    Parameters
    ----------
    value : object
        What JSON can say.

    Returns
    -------
    bytes
        UTF-8 with a line end.
    """
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def _blank(cell: dict[str, Any]) -> dict[str, Any]:
    """Take the outputs out of a cell; what they show belongs to whoever ran it."""
    if cell.get("cell_type") != "code":
        return cell
    return {**cell, "outputs": [], "execution_count": None}
