"""What the warm process does once so that no child need do it."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from kit.errors import KitError

if TYPE_CHECKING:
    from kit.record import Record


def rendering() -> Record | KitError:
    """Import what renders, and load the record. No thread is started.

    Returns
    -------
    Record or KitError
        The record, or why it cannot be loaded.
    """
    import kit.document
    import kit.render.briefing
    import kit.render.deck
    import kit.render.page
    import kit.render.presenter
    import kit.render.theme  # noqa: F401

    try:
        return _record()
    except KitError as error:
        return error


def rehearse(record: Record) -> None:
    """Render a small notebook, so that fonts are read and the compiler has begun.

    This starts threads: it is for a process that never forks.

    Parameters
    ----------
    record : Record
        Where citations are looked up.
    """
    from kit.build import products
    from kit.render.theme import Theme

    source = "# Title\n\nWords, *some* **stressed**.\n\n- item\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    cell = {"cell_type": "markdown", "metadata": {}, "source": source}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    products.render(notebook, name="rehearsal", record=record, theme=Theme())


def running() -> None:
    """Import what every notebook imports, and show one table."""
    import bdb  # noqa: F401 - the first cell of every notebook would import these two
    import resource  # noqa: F401

    import ipywidgets  # noqa: F401
    import pandas as pd

    import kit.build.child
    import kit.record
    import kit.teach.check
    import kit.teach.explorer
    import kit.teach.explorers
    import kit.teach.leads
    import kit.teach.quiz  # noqa: F401
    from kit.build.shell import open_shell
    from kit.teach import tables

    open_shell()
    frame = pd.DataFrame({"row": ["a"], "column": ["b"], "value": [1.0]})
    tables.resource(frame.pivot_table("value", "row", "column"))
    with contextlib.suppress(KitError):  # the notebook that loads it says so better
        _record()


def draws(notebook: bytes) -> bool:
    """Tell whether a notebook may draw, so that it is better run after `drawing`.

    Parameters
    ----------
    notebook : bytes
        The notebook as JSON.

    Returns
    -------
    bool
        Whether its code has a word for it. One that draws under another name
        runs as well, and only has more to import.
    """
    cells = json.loads(notebook)["cells"]
    return any(
        word in cell["source"]
        for cell in cells
        if cell["cell_type"] == "code"
        for word in ("plot", "figure")
    )


def drawing() -> None:
    """Import what notebooks draw with, and draw one figure."""
    import matplotlib.pyplot as plt
    from IPython.core.pylabtools import print_figure
    from matplotlib_inline import backend_inline

    import kit.teach.figure  # noqa: F401
    from kit.teach import style

    with plt.rc_context():
        style.use()  # reads its file; the settings are taken back
    backend_inline._enable_matplotlib_integration()  # type: ignore[no-untyped-call]  # noqa: SLF001
    figure, axes = plt.subplots(figsize=(1, 1))
    axes.set_title("warm")
    print_figure(figure, "svg")  # type: ignore[no-untyped-call]
    plt.close(figure)


def _record() -> Record:
    """Load the record, with every table and the catalogue of citations already made."""
    from kit import record

    loaded = record.load()
    keys = [str(table.iloc[0, 0]) for table in loaded.tables.values() if len(table)]
    with contextlib.suppress(KitError):  # what the first table holds need not be citable
        loaded.cite(keys[0])
    return loaded
