"""Parameters of a notebook: the cell tagged `parameters` and what replaces its values."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from kit.build.notebook import tags
from kit.errors import NotebookError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.build.notebook import Notebook

NO_STEM: Final = (0, "")
AGAIN: Final = -1  # in place of how many cells: as many as turn out to be the same

_TAG: Final = "parameters"
_WAITS: Final = re.compile(r"\b(?:await|async)\b")


def defaults(notebook: Notebook, *, where: str) -> dict[str, object]:
    """Return the parameters a notebook declares, with their default values.

    Parameters
    ----------
    notebook : dict
        A checked notebook.
    where : str
        What errors name as the place.

    Returns
    -------
    dict
        Each name assigned a literal in the cell tagged `parameters`; empty
        when no cell has the tag.

    Raises
    ------
    NotebookError
        If the cell is not Python.
    """
    position = _position(notebook)
    if position is None:
        return {}
    try:
        tree = ast.parse(notebook["cells"][position]["source"])
    except SyntaxError as error:
        raise NotebookError(
            f"The cell of parameters is not valid Python: {error.msg}",
            where=f"{where}, cell {position + 1}",
            mend='Write one assignment a line in it, such as state = "SGP"',
        ) from error
    return dict(pair for statement in tree.body for pair in _assigned(statement))


def _assigned(statement: ast.stmt) -> list[tuple[str, object]]:
    """List the names that a statement gives a literal."""
    if isinstance(statement, ast.Assign):
        targets, value = statement.targets, statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets, value = [statement.target], statement.value
    else:
        return []
    try:
        literal = ast.literal_eval(value)
    except ValueError:
        return []
    return [(target.id, literal) for target in targets if isinstance(target, ast.Name)]


def _position(notebook: Notebook) -> int | None:
    """Find the cell tagged `parameters`."""
    for position, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code" and _TAG in tags(cell):
            return position
    return None


def stem(notebook: Notebook) -> tuple[int, str]:
    """Return the cells above the parameters, which are the same whatever these are.

    Parameters
    ----------
    notebook : dict
        A checked notebook.

    Returns
    -------
    tuple of int and str
        How many, and a hash of them. None when one of them waits for something:
        that would go on in the event loop of the cells that follow.
    """
    above = notebook["cells"][: _position(notebook) or 0]
    if not above or any(_WAITS.search(cell["source"]) for cell in above):
        return NO_STEM
    return len(above), hashlib.sha256(json.dumps(above).encode()).hexdigest()


def again(notebook: Notebook, surroundings: Mapping[str, str]) -> tuple[int, str]:
    """Return the stem of a notebook that will be run again when some of its code has changed.

    Parameters
    ----------
    notebook : dict
        A checked notebook.
    surroundings : Mapping of str to str
        Hashes of what decides its outputs besides its code.

    Returns
    -------
    tuple of int and str
        `AGAIN`, and a hash of the surroundings; none when a cell waits for something.
    """
    sources = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if any(_WAITS.search(source) for source in sources):
        return NO_STEM
    return AGAIN, hashlib.sha256(json.dumps(surroundings, sort_keys=True).encode()).hexdigest()


def inject(notebook: Notebook, parameters: Mapping[str, object], *, where: str) -> Notebook:
    """Return the notebook with other values for its parameters.

    They are assigned at the end of the cell tagged `parameters`, so that the
    cells keep their numbers.

    Parameters
    ----------
    notebook : dict
        A checked notebook.
    parameters : Mapping of str to object
        Python literals by name.
    where : str
        What errors name as the place.

    Returns
    -------
    dict
        A new notebook, or the one given when there is nothing to set.

    Raises
    ------
    UsageError
        If a name is not a parameter of the notebook, or a value is of another
        type than the default.
    """
    if not parameters:
        return notebook
    declared = defaults(notebook, where=where)
    for name, value in parameters.items():
        _check(name, value, declared, where)
    position = _position(notebook)
    assert position is not None  # noqa: S101 - something is declared, so there is a cell
    cell = notebook["cells"][position]
    values = "".join(f"\n{name} = {value!r}" for name, value in parameters.items())
    cells = list(notebook["cells"])
    cells[position] = {**cell, "source": cell["source"] + values}
    return {**notebook, "cells": cells}


def _check(name: str, value: object, declared: Mapping[str, object], where: str) -> None:
    """Refuse a name that is not declared and a value of another type."""
    if name not in declared:
        near = get_close_matches(name, declared, n=1, cutoff=0.5)
        if near:
            mend = f"The nearest is “{near[0]}”"
        elif declared:
            mend = f"It has {', '.join(sorted(declared))}"
        else:
            mend = "It has none: tag the cell that assigns them with “parameters”"
        raise UsageError(f"The notebook has no parameter “{name}”", where=where, mend=mend)
    try:
        round_trip = ast.literal_eval(repr(value))
    except (ValueError, SyntaxError):
        round_trip = None
    default = declared[name]
    same_type = default is None or type(value) is type(default)
    if isinstance(default, float) and type(value) is int:
        same_type = True
    if not same_type or (round_trip != value):
        raise UsageError(
            f"The parameter “{name}” takes {_kind(default)}, not {value!r}",
            where=where,
            mend=f"Give a value like its default, {default!r}",
        )


def _kind(value: object) -> str:
    """Name a type as a reader would."""
    names = {
        str: "text",
        int: "a whole number",
        float: "a number",
        bool: "True or False",
        list: "a list",
        tuple: "a tuple",
        dict: "a mapping",
    }
    return names.get(type(value), type(value).__name__)
