"""The notebook session around a cell: is it live or an export, and how does it speak."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from kit import mime
from kit.errors import UsageError

if TYPE_CHECKING:
    from IPython.core.formatters import DisplayFormatter
    from IPython.core.interactiveshell import InteractiveShell


def exporting() -> bool:
    """Tell whether this run makes an export.

    Returns
    -------
    bool
        True when the build engine set `KIT_EXPORT=1`.
    """
    return os.environ.get("KIT_EXPORT") == "1"


def running_shell() -> InteractiveShell | None:
    """Return the notebook's shell, or None in a plain program.

    Returns
    -------
    InteractiveShell or None
        IPython's shell, without importing IPython for it.
    """
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    shell: InteractiveShell | None = get_ipython()
    return shell


def this_shell() -> InteractiveShell:
    """Return the notebook's shell.

    Returns
    -------
    InteractiveShell
        IPython's shell.

    Raises
    ------
    UsageError
        When no notebook is running.
    """
    shell = running_shell()
    if shell is None:
        raise UsageError(
            "There is no notebook to show this in", mend="Call it in a cell of a notebook"
        )
    return shell


def formatter_of(shell: InteractiveShell) -> DisplayFormatter:
    """Return what writes a shell's outputs.

    Parameters
    ----------
    shell : InteractiveShell
        The notebook's shell.

    Returns
    -------
    DisplayFormatter
        IPython's collection of formatters, by MIME type.
    """
    return shell.display_formatter  # type: ignore[return-value]  # a shell always has one


def publish(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
    """Show a MIME bundle in the running cell.

    Parameters
    ----------
    data : dict of str to object
        The bundle, by MIME type.
    metadata : dict, optional
        The bundle's metadata.

    Raises
    ------
    UsageError
        When no notebook is running.
    """
    this_shell().display_pub.publish(data, metadata or {})


def begin() -> None:
    """Prepare the running notebook, if there is one; safe to call again."""
    shell = running_shell()
    if shell is None:
        return
    if exporting():
        prepare_export(shell)
    else:
        prepare_live(shell)


def prepare_export(shell: InteractiveShell) -> None:
    """Make a shell's outputs fit for an export.

    DataFrames and Series are published as data too (the table-schema MIME type),
    and figures take the kit's style.

    Parameters
    ----------
    shell : InteractiveShell
        The shell that runs the notebook.
    """
    from kit.teach import style, tables

    formatters = formatter_of(shell).formatters
    if mime.TABLE not in formatters:
        formatters[mime.TABLE] = tables.formatter(shell)
        tables.in_short(shell)
    style.use()


def prepare_live(shell: InteractiveShell) -> None:
    """Make a live notebook speak in sentences, and give tables and figures the kit's style.

    Parameters
    ----------
    shell : InteractiveShell
        The shell that runs the notebook.
    """
    from kit.teach import explaining, frames, style

    shell.set_custom_exc(explaining.EXPLAINED, explaining.explain)  # type: ignore[no-untyped-call]
    frames.use(shell)
    style.use()


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Prepare a notebook before its first cell (`%load_ext kit.teach`).

    Parameters
    ----------
    shell : InteractiveShell
        The shell that runs the notebook.
    """
    if exporting():
        prepare_export(shell)
    else:
        prepare_live(shell)
