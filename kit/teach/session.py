"""The notebook session around a cell: is it live or an export, and how does it speak."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from kit import mime
from kit.errors import UsageError
from kit.record.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from types import TracebackType

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
    style.use()


def prepare_live(shell: InteractiveShell) -> None:
    """Make a live notebook speak in sentences, and give its figures the kit's style.

    Parameters
    ----------
    shell : InteractiveShell
        The shell that runs the notebook.
    """
    from kit.teach import style

    explained = (NameError, AttributeError, TypeError)
    shell.set_custom_exc(explained, _explain)  # type: ignore[no-untyped-call]
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


def _explain(
    shell: InteractiveShell,
    kind: type[Exception],
    error: Exception,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> list[str]:
    """Say in a sentence what a student can mend; leave every other error to IPython."""
    last = trace
    while last.tb_next is not None:
        last = last.tb_next
    place = last.tb_frame.f_globals
    in_kit = str(place.get("__name__", "")).partition(".")[0] == "kit"
    said = ""
    if isinstance(error, NameError) and place is shell.user_ns:
        said = _unknown_name(shell, str(error), last.tb_lineno)
    elif isinstance(error, TypeError) and place is shell.user_ns:
        said = _wrong_call(str(error))
    elif isinstance(error, AttributeError) and in_kit:
        said = _unknown_part(str(error))
    shown = [said]
    if not said:
        shown = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
    shell._showtraceback(kind, error, shown)  # noqa: SLF001  what IPython's own handlers call
    return shown


def _unknown_name(shell: InteractiveShell, message: str, line: int) -> str:
    """Say that a cell used a name which no cell has made yet."""
    found = re.match(r"name '(\w+)' is not defined", message)
    if found is None:
        return ""
    known = nearest(found[1], (name for name in shell.user_ns if not name.startswith("_")))
    near = f" There is a '{known}': is that what you mean?" if known else ""
    advice = (
        "If you have just opened or restarted this notebook, run the first cell of this "
        "notebook, then this one again."
    )
    return f"'{found[1]}' is not known here (line {line} of this cell).{near} {advice}"


def _unknown_part(message: str) -> str:
    """Say that the kit, or the record, has nothing of that name."""
    import kit

    found = re.match(r"module 'kit' has no attribute '(\w+)'", message)
    if found is None:
        return f"{message}."
    return f"The kit has no '{found[1]}'{did_you_mean(found[1], kit.__all__)}."


def _wrong_call(message: str) -> str:
    """Say that one of the kit's functions was called in a way that it does not know."""
    import kit

    found = re.match(r"(\w+)\(\) (?:missing|got|takes)", message)
    if found is None or found[1] not in kit.__all__:
        return ""
    return f"{message}. In a cell of its own, kit.{found[1]}? shows how it is called."
