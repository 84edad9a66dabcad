"""Runs the cells of a notebook in a shell, one after another, as a kernel does."""

from __future__ import annotations

import asyncio
import builtins
import getpass
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

import comm
from IPython.core.error import StdinNotImplementedError

from kit.build.normal import error_text
from kit.build.notebook import tags
from kit.build.outcome import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from IPython.core.interactiveshell import ExecutionResult

    from kit.build.notebook import Cell, Notebook
    from kit.build.recorder import Recorder
    from kit.build.shell import Shell

_INPUT_REFUSED: Final = "raw_input was called, but this frontend does not support input requests."


def to_run(notebook: Notebook) -> list[tuple[int, Cell]]:
    """List the cells of a notebook that are run.

    Parameters
    ----------
    notebook : dict
        A checked notebook.

    Returns
    -------
    list of tuple of int and dict
        Each code cell that is neither empty nor to be skipped, with its number
        in the notebook, from 1.
    """
    return [
        (number, cell)
        for number, cell in enumerate(notebook["cells"], 1)
        if cell["cell_type"] == "code"
        and cell["source"].strip()
        and "skip-execution" not in tags(cell)
    ]


def run_cells(
    shell: Shell,
    cells: Sequence[tuple[int, Cell]],
    *,
    on_cell: Callable[[int], None],
    after_cell: Callable[[], None],
    is_enough: Callable[[int], bool],
) -> tuple[int, Failure | None]:
    """Run cells of a notebook, one after another, and store their outputs.

    Parameters
    ----------
    shell : Shell
        Its recorder keeps what is shown.
    cells : sequence of tuple of int and dict
        Some of what `to_run` lists.
    on_cell : callable
        Is told the number of each cell before it runs.
    after_cell : callable
        Is called when a cell has ended, before its outputs are taken.
    is_enough : callable
        Is told how many have run, and says whether to stop there. That is done
        only where no task is left that would go on while the next cell runs.

    Returns
    -------
    tuple of int and Failure or None
        How many have run, and what the last one raised that was not allowed to.
    """
    builtins.input = _refuse_input
    getpass.getpass = _refuse_input
    return asyncio.run(_run_cells(shell, cells, on_cell, after_cell, is_enough))


def read_ahead(shell: Shell, cells: Sequence[tuple[int, Cell]]) -> None:
    """Compile cells that will be run later, so that forks of this process need not.

    Parameters
    ----------
    shell : Shell
        Has run the cells before these.
    cells : sequence of tuple of int and dict
        Some of what `to_run` lists.
    """
    sources = [cell["source"] for _, cell in cells]
    if any("__future__" in source for source in sources):
        return  # it changes how the cells after it are compiled
    for number, source in enumerate(sources, shell.execution_count):
        with suppress(Exception):  # the cell fails again, and is reported, when it is run
            python = shell.transform_cell(source)  # type: ignore[no-untyped-call]
            shell.compile.read_ahead(python, number)


async def _run_cells(
    shell: Shell,
    cells: Sequence[tuple[int, Cell]],
    on_cell: Callable[[int], None],
    after_cell: Callable[[], None],
    is_enough: Callable[[int], bool],
) -> tuple[int, Failure | None]:
    """Run code cells inside one event loop, as a kernel does."""
    for count, (number, cell) in enumerate(cells, 1):
        on_cell(number)
        outputs = shell.recorder.begin()
        result = await _run_cell(shell, cell)
        await asyncio.sleep(0)  # let tasks that the cell started go on
        after_cell()
        _tell_output_widgets(shell.recorder)
        cell["outputs"] = outputs
        cell["execution_count"] = shell.execution_count - 1
        error = result.error_before_exec or result.error_in_exec
        if (error or shell.failed_to_display) and "raises-exception" not in tags(cell):
            return count, _failure(error, number, outputs)
        if is_enough(count) and len(asyncio.all_tasks()) == 1:
            return count, None
    return len(cells), None


async def _run_cell(shell: Shell, cell: Cell) -> ExecutionResult:
    """Run one cell; one that awaits something does so in the loop that runs all of them."""
    source = cell["source"]
    shell.failed_to_display = False
    shell.displayhook.is_displaying = False
    failed = None
    try:
        transformed = shell.transform_cell(source)  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - a magic may raise anything; IPython reports it
        transformed, failed = source, sys.exc_info()
    result: ExecutionResult | None = None
    try:
        result = await shell.run_cell_async(
            source,
            store_history=True,
            transformed_cell=transformed,
            preprocessing_exc_tuple=failed,
        )
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return result


def _failure(error: BaseException | None, number: int, outputs: list[dict[str, Any]]) -> Failure:
    """Describe what a cell raised."""
    if error is None:
        shown = [output for output in outputs if output["output_type"] == "error"][-1]
        name, message = shown["ename"], shown["evalue"]
    else:
        name, message = type(error).__name__, str(error)
    message = error_text(message)
    printed = "".join(
        "".join(output["text"]) for output in outputs if output["output_type"] == "stream"
    )
    return Failure(
        kind="memory" if isinstance(error, MemoryError) else "error",
        cell=number,
        reason=f"{name}: {message}" if message else name,
        tail=printed,
    )


def _tell_output_widgets(recorder: Recorder) -> None:
    """Let each Output widget know what it captured, as a front end would."""
    manager = comm.get_comm_manager()
    for model, outputs in recorder.captured().items():
        line = manager.comms.get(model)
        if line is not None:
            state = {"outputs": outputs}
            line.handle_msg({"content": {"data": {"method": "update", "state": state}}})


def _refuse_input(*_: object, **__: object) -> NoReturn:
    """Refuse to ask a question that nobody could answer."""
    raise StdinNotImplementedError(_INPUT_REFUSED)
