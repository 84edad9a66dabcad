"""Errors in a cell, said in a sentence: what happened, and what to try.

Only what a student can mend at once is explained. An error in a student's own
code keeps IPython's traceback, for reading one is part of learning.
"""

from __future__ import annotations

import itertools
import re
import traceback
from typing import TYPE_CHECKING, Any, Final

from kit.record.nearest import did_you_mean, nearest
from kit.teach import tables

if TYPE_CHECKING:
    from types import FrameType, TracebackType

    from IPython.core.interactiveshell import InteractiveShell

EXPLAINED: Final = (
    *(NameError, AttributeError, ImportError),
    *(TypeError, ValueError, KeyError, IndexError),
)
_MOST_COLUMNS: Final = 12  # that a sentence can list


def explain(
    shell: InteractiveShell,
    kind: type[Exception],
    error: Exception,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> list[str]:
    """Show an error of a cell: as a sentence, or else as IPython shows it.

    Parameters
    ----------
    shell : InteractiveShell
        The notebook's shell, which calls this for the errors in `EXPLAINED`.
    kind : type
        The error's class.
    error : Exception
        The error.
    trace : traceback
        From the cell to the place where it happened.
    tb_offset : int, optional
        How many steps IPython leaves out.

    Returns
    -------
    list of str
        What has been shown.
    """
    said = _sentence(shell, error, [frame for frame, _ in traceback.walk_tb(trace)], trace)
    shown = [said]
    if not said:
        shown = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
    shell._showtraceback(kind, error, shown)  # noqa: SLF001  what IPython's own handlers call
    return shown


def _sentence(
    shell: InteractiveShell, error: Exception, frames: list[FrameType], trace: TracebackType
) -> str:
    """Say what a student can mend, or nothing."""
    in_cell = frames[-1].f_globals is shell.user_ns
    said = ""
    match error:
        case NameError() if in_cell:
            line = list(traceback.walk_tb(trace))[-1][1]
            said = _unknown_name(shell, str(error), line)
        case TypeError() if in_cell:
            said = _wrong_call(str(error))
        case ImportError() if in_cell:
            said = _unknown_import(str(error))
        case AttributeError():
            said = _unknown_part(error, in_kit=_of_kit(frames[-1]))
        case KeyError():
            said = _unknown_column(error, frames)
    return said or _unusable(shell, error, frames)


def _of_kit(frame: FrameType) -> bool:
    """Tell whether a step of the way is code of the kit."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] == "kit"


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


def _unknown_import(message: str) -> str:
    """Say that a cell imported from the kit what it does not have."""
    import kit

    inside = re.match(r"No module named 'kit\.(\w+)'", message)
    if inside and inside[1] in kit.__all__:
        return f"Write: from kit import {inside[1]}."
    found = re.match(r"cannot import name '(\w+)' from 'kit[.'\w]*", message) or inside
    return f"The kit has no '{found[1]}'{_near_in_kit(found[1])}." if found else ""


def _unknown_part(error: AttributeError, *, in_kit: bool) -> str:
    """Say that the kit, the record or a table has nothing of that name."""
    found = re.match(r"module '(kit[\w.]*)' has no attribute '(\w+)'", str(error))
    if found:
        what = "The kit has no explorer" if found[1].endswith("explorers") else "The kit has no"
        return f"{what} '{found[2]}'{_near_in_kit(found[2])}."
    if tables.is_table(error.obj) and error.name:
        columns = [str(name) for name in getattr(error.obj, "columns", ())]
        known = [*columns, *(name for name in dir(error.obj) if not name.startswith("_"))]
        return f"This table has no '{error.name}'{did_you_mean(error.name, known)}."
    # What the kit itself raises is a sentence; what Python raises inside it is not.
    return f"{error}." if in_kit and "object has no attribute" not in str(error) else ""


def _near_in_kit(name: str) -> str:
    """Name the nearest of what a cell can call."""
    import kit

    return did_you_mean(name, [*kit.__all__, *kit.explorers.__all__])


def _unknown_column(error: KeyError, frames: list[FrameType]) -> str:
    """Say that a table has no such column."""
    wanted = error.args[0] if error.args else None
    for frame in frames:
        table: Any = frame.f_locals.get("self")
        asked = frame.f_code.co_name == "__getitem__" and tables.is_table(table)
        if asked and isinstance(wanted, str) and getattr(table, "ndim", 1) > 1:
            columns = [str(name) for name in table.columns]
            listed = ", ".join(columns[:_MOST_COLUMNS])
            more = " …" if len(columns) > _MOST_COLUMNS else "."
            near = did_you_mean(wanted, columns)
            return f"This table has no column '{wanted}'{near}. Its columns: {listed}{more}"
    return ""


def _wrong_call(message: str) -> str:
    """Say that one of the kit's functions was called in a way that it does not know."""
    found = re.match(r"(\w+)\(\) (?:missing|got|takes)", message)
    home = _home(found[1]) if found else ""
    return f"{message}. In a cell of its own, {home}? shows how it is called." if home else ""


def _unusable(shell: InteractiveShell, error: Exception, frames: list[FrameType]) -> str:
    """Say that a function of the kit could not work with what a cell gave it."""
    steps = itertools.pairwise(frames)
    called = next(
        (step for cell, step in steps if cell.f_globals is shell.user_ns and _of_kit(step)), None
    )
    home = _home(called.f_code.co_qualname) if called else ""
    if not home:
        return ""
    return (
        f"{home} cannot use what it was given ({type(error).__name__}: {error}). "
        f"In a cell of its own, {home}? shows how it is called."
    )


def _home(name: str) -> str:
    """Write the name of a function as a cell calls it, or nothing when no cell does."""
    import kit

    if name in kit.__all__:
        return f"kit.{name}"
    if name in kit.explorers.__all__:
        return f"explorers.{name}"
    kind, _, method = name.rpartition(".")
    return f"record.{method}" if kind == "Record" and not method.startswith("_") else ""
