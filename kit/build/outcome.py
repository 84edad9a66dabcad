"""How a run of a notebook ended, told the same way by both engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kit.errors import ExecutionError, KitError

MIB = 2**20
Kind = Literal["error", "time", "memory", "output", "death", "start"]

_TAIL_LINES = 5
_TAIL_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run of a notebook may use.

    Parameters
    ----------
    seconds : float
        Wall-clock time of the whole notebook.
    memory : int
        Bytes of address space beyond what an empty notebook needs.
    output : int
        Bytes of outputs of all cells together.
    """

    seconds: float = 60.0
    memory: int = 2048 * MIB
    output: int = 10 * MIB


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a notebook did not run to its end.

    Parameters
    ----------
    kind : {"error", "time", "memory", "output", "death", "start"}
        What stopped it: an exception, a limit, the end of the process, or that
        nothing could be started.
    cell : int
        The cell that ran, counted from 1 among all cells; 0 when none did.
    reason : str
        The exception's name and message, or how the process ended.
    tail : str
        The last the cell printed.
    """

    kind: Kind
    cell: int
    reason: str
    tail: str = ""


def failure_error(failure: Failure, *, where: str, limits: Limits) -> ExecutionError:
    """Turn a failure into the error that a user reads.

    Parameters
    ----------
    failure : Failure
        How the run ended.
    where : str
        The notebook.
    limits : Limits
        The limits that held.

    Returns
    -------
    ExecutionError
        It names the notebook, the cell, the reason, and the last lines of output.
    """
    cell = f"cell {failure.cell}" if failure.cell else "the notebook"
    ours = _ours(failure.reason)
    seconds, memory = f"{limits.seconds:g} seconds", f"{limits.memory // MIB} MiB"
    what, mend = {
        "error": (
            ours or failure.reason,
            "" if ours else "Run the notebook in JupyterLab up to this cell and mend it",
        ),
        "time": (
            f"The notebook was stopped after its limit of {seconds}, while {cell} was running",
            "Make the cell finish sooner, or raise the limit with --seconds",
        ),
        "memory": (
            f"The notebook wanted more memory than its limit of {memory}: {failure.reason}",
            "Make the cell load or keep less at once",
        ),
        "output": (
            f"The notebook wrote more output than its limit of {_size(limits.output)}",
            "Show a summary instead, or the first rows",
        ),
        "death": (
            f"The process that ran the notebook ended in {cell}: {failure.reason}",
            "Look in that cell for os._exit, a crash in a compiled library, or a kill",
        ),
        "start": (
            f"The notebook could not be run: {failure.reason}",
            "Check that its kernel is installed (`jupyter kernelspec list`)",
        ),
    }[failure.kind]
    tail = tail_of(failure.tail)
    if tail:
        what += f"; the last it printed was “{tail}”"
    place = f"{where}, {cell}" if failure.cell else where
    return ExecutionError(what, where=place, mend=mend)


def _ours(reason: str) -> str:
    """Return what an error of the kit says, which tells itself how to mend it; "" for any other."""
    name, _, said = reason.partition(": ")
    family: list[type[KitError]] = [KitError, *KitError.__subclasses__()]
    known = name in {kind.__name__ for kind in family}
    return said.removesuffix(".") if known else ""


def _size(count: int) -> str:
    """Write a number of bytes for a reader."""
    return f"{count // MIB} MiB" if count >= MIB else f"{count} bytes"


def tail_of(text: str) -> str:
    r"""Return the last few lines of what a cell printed, short enough for a message.

    Parameters
    ----------
    text : str
        Everything that is known of the output.

    Returns
    -------
    str
        At most five lines and 600 characters.

    Examples
    --------
    >>> tail_of("a\nb\n")
    'a\nb'
    """
    return "\n".join(text.strip().splitlines()[-_TAIL_LINES:])[-_TAIL_CHARACTERS:]
