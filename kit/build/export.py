"""One product of one notebook, for whoever exports while the notebook is open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kit.build.execute import prepare, resolved
from kit.build.outcome import Limits
from kit.build.pools import shared
from kit.build.task import Task

if TYPE_CHECKING:
    from pathlib import Path

    from kit.build.notebook import Notebook
    from kit.build.options import Engine
    from kit.build.products import Format


def export(
    notebook: Notebook,
    *,
    path: Path,
    form: Format,
    theme: Path,
    limits: Limits | None = None,
    engine: Engine = "auto",
) -> bytes:
    """Run a notebook and make one product of it, in processes that are kept for the next.

    Parameters
    ----------
    notebook : dict
        A notebook of format 4; saved outputs are ignored.
    path : Path
        Its file. It runs in the file's folder, and errors name it.
    form : {"deck", "presenter", "briefing", "page", "word"}
        What to make.
    theme : Path
        The folder of the theme.
    limits : Limits, optional
        What the run may use.
    engine : {"auto", "fork", "kernel"}
        How it runs.

    Returns
    -------
    bytes
        The content of the file.

    Raises
    ------
    KitError
        If the notebook fails or cannot be rendered.
    """
    prepared = prepare(notebook, path=path, parameters={})
    task = Task(
        name=path.stem,
        path=path,
        theme=theme,
        notebook=json.dumps(prepared).encode(),
        is_executed=False,
        formats=(form,),
        limits=limits or Limits(),
    )
    made = shared(renders=True).submit(task, resolved(engine, prepared)).result()
    (content,) = made.outputs.values()
    return content
