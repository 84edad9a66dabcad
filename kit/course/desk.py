"""How JupyterLab looks when a course is opened in it: the first notebook, its contents beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

WORKSPACE: Final = "course"
_CONTENTS: Final = "@jupyterlab/toc:plugin"  # the table of contents, as JupyterLab calls it

# Tells a Jupyter server to show why an export was not made (`kit.server`).
SERVER: Final = Path(__file__).resolve().parents[1] / "server.json"

# Defaults that a user's own settings override.
SETTINGS: Final[dict[str, dict[str, Any]]] = {
    # A course must not ask the network for news, nor for updates, while somebody teaches.
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "doNotDisturbMode": False,
        "fetchNews": "false",
    },
    # Exercises are read from top to bottom: code wraps instead of running off the side.
    "@jupyterlab/notebook-extension:tracker": {
        "codeCellConfig": {"lineNumbers": False, "lineWrap": True},
    },
}


def notebooks(root: Path) -> tuple[Path, ...]:
    """List the notebooks of a course.

    Parameters
    ----------
    root : Path
        The course.

    Returns
    -------
    tuple of Path
        In the order of their names, which is the order of the course.
    """
    return tuple(sorted((root / "notebooks").glob("*.ipynb")))


def first_notebook(found: Iterable[Path]) -> Path:
    """Choose the notebook with which a newcomer begins.

    Parameters
    ----------
    found : iterable of Path
        The notebooks of a course.

    Returns
    -------
    Path
        That with the lowest name, which is 00 where there is one.

    Raises
    ------
    UsageError
        When the course has none.
    """
    first = min(found, key=lambda path: path.name, default=None)
    if first is None:
        raise UsageError(
            "The course has no notebook yet", mend="Put one into notebooks/, such as 00_start.ipynb"
        )
    return first


def workspace(notebook: str = "", *, name: str = WORKSPACE) -> dict[str, Any]:
    """Describe a desk with the table of contents open, and perhaps a notebook beside it.

    Parameters
    ----------
    notebook : str
        Its path as JupyterLab knows it; none when the address is to say which.
    name : str
        The workspace's name.

    Returns
    -------
    dict
        A workspace, as JupyterLab reads it from a file.
    """
    tabs = [f"notebook:{notebook}"] if notebook else []
    layout = {
        "main": {
            "dock": {"type": "tab-area", "currentIndex": 0, "widgets": tabs},
            **({"current": tabs[0]} if tabs else {}),
        },
        "down": {"size": 0, "collapsed": True, "widgets": []},
        "left": {
            "collapsed": False,
            "visible": True,
            "current": _CONTENTS,
            "widgets": ["filebrowser", "running-sessions", _CONTENTS],
            "widgetStates": {},
        },
        "right": {"collapsed": True, "visible": True, "widgets": [], "widgetStates": {}},
        "relativeSizes": [0.22, 0.78, 0],
        "top": {"simpleVisibility": True},
    }
    opened = {tab: {"data": {"path": notebook, "factory": "Notebook"}} for tab in tabs}
    return {"data": {"layout-restorer:data": layout, **opened}, "metadata": {"id": name}}
