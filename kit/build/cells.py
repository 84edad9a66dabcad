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
    from collections.abc import Callable, Iterator

    from IPython.core.interactiveshell import ExecutionResult

    from kit.build.notebook import Cell, Notebook
    from kit.build.recorder import Recorder
    from kit.build.shell import Shell

_INPUT_REFUSED: Final = "raw_input was called, but this frontend does not support input requests."


def run_cells(
    shell: Shell,
    notebook: Notebook,
    *,
    part: slice,
    on_cell: Callable[[int], None],
    after_cell: Callable[[], None],
) -> Failure | None:
    """Run code cells of a notebook, one after another, and store their outputs.

    Parameters
    ----------
    shell : Shell
        Its recorder keeps what is shown.
    notebook : dict
        A checked notebook without outputs; its code cells are filled.
    part : slice
        Which of its cells.
    on_cell : callable
        Is told the number of each cell before it runs.
    after_cell : callable
        Is called when a cell has ended, before its outputs are taken.

    Returns
    -------
    Failure or None
        What the first cell raised that was not allowed to.
    """
    builtins.input = _refuse_input
    getpass.getpass = _refuse_input
    return asyncio.run(_run_cells(shell, notebook, part, on_cell, after_cell))


def read_ahead(shell: Shell, notebook: Notebook, part: slice) -> None:
    """Compile cells that will be run later, so that forks of this process need not.

    Parameters
    ----------
    shell : Shell
        Has run the cells before these.
    notebook : dict
        A checked notebook.
    part : slice
        Which of its cells.
    """
    sources = [cell["source"] for _, cell in _to_run(notebook, part)]
    if any("__future__" in source for source in sources):
        return  # it changes how the cells after it are compiled
    for number, source in enumerate(sources, shell.execution_count):
        with suppress(Exception):  # the cell fails again, and is reported, when it is run
            python = shell.transform_cell(source)  # type: ignore[no-untyped-call]
            shell.compile.read_ahead(python, number)


def _to_run(notebook: Notebook, part: slice) -> Iterator[tuple[int, Cell]]:
    """Go through the cells that are to be run, with their numbers in the notebook."""
    for number, cell in list(enumerate(notebook["cells"], 1))[part]:
        is_code = cell["cell_type"] == "code" and cell["source"].strip()
        if is_code and "skip-execution" not in tags(cell):
            yield number, cell


async def _run_cells(
    shell: Shell,
    notebook: Notebook,
    part: slice,
    on_cell: Callable[[int], None],
    after_cell: Callable[[], None],
) -> Failure | None:
    """Run the code cells inside one event loop, as a kernel does."""
    for number, cell in _to_run(notebook, part):
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
            return _failure(error, number, outputs)
    return None


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
