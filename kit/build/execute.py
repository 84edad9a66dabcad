"""Run a notebook from a clean state, within limits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from kit.build.notebook import checked, language, shown, without_outputs
from kit.build.outcome import Limits
from kit.build.parameters import inject
from kit.build.pools import can_fork, shared
from kit.build.task import Task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kit.build.notebook import Notebook
    from kit.build.options import Engine

__all__ = ["Limits", "run"]


def run(
    notebook: Notebook,
    *,
    path: Path,
    parameters: Mapping[str, object] | None = None,
    limits: Limits | None = None,
    engine: Engine = "auto",
    export: bool = True,
) -> Notebook:
    """Run a notebook and return it with its outputs.

    Parameters
    ----------
    notebook : dict
        A notebook of format 4; saved outputs are ignored.
    path : Path
        Its file. It runs in the file's folder, and errors name it.
    parameters : Mapping of str to object, optional
        Values for the cell tagged `parameters`.
    limits : Limits, optional
        Wall-clock time, memory and size of output that it may use.
    engine : {"auto", "fork", "kernel"}
        A fork of a warm process, a Jupyter kernel, or the first where it can be.
    export : bool
        Whether the run is for an export; `KIT_EXPORT` tells the cells.

    Returns
    -------
    dict
        The executed notebook, in normal form: two runs of the same code give
        the same document.

    Raises
    ------
    ExecutionError
        If a cell fails, dies, or goes beyond a limit.
    NotebookError
        If it is not a notebook.
    UsageError
        If a parameter is unknown or of the wrong type.
    """
    prepared = prepare(notebook, path=path, parameters=parameters or {})
    task = Task(
        name=path.stem,
        path=path,
        theme=path.parent,
        notebook=json.dumps(prepared).encode(),
        is_executed=False,
        formats=(),
        limits=limits or Limits(),
        environment={"KIT_EXPORT": "1" if export else ""},
    )
    made = shared().submit(task, resolved(engine, prepared)).result()
    executed: Notebook = json.loads(made.executed)
    return executed


def prepare(notebook: object, *, path: Path, parameters: Mapping[str, object]) -> Notebook:
    """Check a notebook, forget its saved outputs and set its parameters.

    Parameters
    ----------
    notebook : object
        What its file holds.
    path : Path
        Its file, for errors.
    parameters : Mapping of str to object
        Values for the cell tagged `parameters`.

    Returns
    -------
    dict
        The notebook that will run.
    """
    where = shown(path)
    return inject(without_outputs(checked(notebook, where=where)), parameters, where=where)


def resolved(engine: Engine, notebook: Notebook) -> Literal["fork", "kernel"]:
    """Choose the engine for a notebook.

    Parameters
    ----------
    engine : {"auto", "fork", "kernel"}
        What was asked for.
    notebook : dict
        A checked notebook.

    Returns
    -------
    {"fork", "kernel"}
        "fork" for Python on a system that forks safely.
    """
    if engine != "auto":
        return engine
    return "fork" if can_fork() and language(notebook) == "python" else "kernel"
