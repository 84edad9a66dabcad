"""A notebook and its surroundings reduced to what decides a result, and hashed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.build.fresh import package_folders
from kit.build.notebook import kernel_name, language, tags

if TYPE_CHECKING:
    from kit.build.notebook import Notebook

# Metadata that JupyterLab writes while one merely looks at a notebook.
_NOISE: Final = frozenset({"execution", "collapsed", "scrolled", "ExecuteTime", "trusted"})
_OF_THE_RUN: Final = frozenset({"kernelspec", "language_info", "widgets"})
_RUN_TAGS: Final = frozenset({"raises-exception", "skip-execution"})


def code(notebook: Notebook) -> str:
    """Hash what decides the outputs of a notebook.

    Parameters
    ----------
    notebook : dict
        A prepared notebook.

    Returns
    -------
    str
        A hash of its code cells, their tags that matter, and its kernel.
    """
    cells = [
        [cell["source"], sorted(tags(cell) & _RUN_TAGS)]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    return digest([kernel_name(notebook), language(notebook), cells])


def prose(notebook: Notebook) -> str:
    """Hash what decides, with the outputs, how a notebook is rendered.

    Parameters
    ----------
    notebook : dict
        A prepared notebook.

    Returns
    -------
    str
        A hash of all its cells and metadata, without what viewing it changes.
    """
    metadata = {key: value for key, value in notebook["metadata"].items() if key not in _OF_THE_RUN}
    cells = [
        {
            "type": cell["cell_type"],
            "source": cell["source"],
            "attachments": cell.get("attachments"),
            "metadata": {
                key: value for key, value in cell["metadata"].items() if key not in _NOISE
            },
        }
        for cell in notebook["cells"]
    ]
    return digest([metadata, cells])


def packages() -> str:
    """Hash the names and versions of the installed packages."""
    names = [
        entry.name
        for folder in map(Path, package_folders())
        if folder.is_dir()
        for entry in folder.iterdir()
        if entry.suffix in {".dist-info", ".egg-info"}
    ]
    return digest(sorted(names))


def digest(value: object) -> str:
    """Hash a JSON value.

    Parameters
    ----------
    value : object
        What JSON can carry.

    Returns
    -------
    str
        SHA-256 in hexadecimal digits; the order of keys does not matter.

    Examples
    --------
    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
