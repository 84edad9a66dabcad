"""The portable pool: processes that each run a kernel and render, where forking cannot be."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Self

from kit.build import products
from kit.build.task import Made

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kit.build.task import Task
    from kit.record import Record


class Portable:
    """Processes started afresh; each has one kernel at a time.

    Parameters
    ----------
    at_once : int
        How many.
    """

    def __init__(self, at_once: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(at_once, mp_context=context)

    def submit(self, task: Task) -> Future[Made]:
        """Give it a task.

        Parameters
        ----------
        task : Task
            A notebook to be run, rendered or both.

        Returns
        -------
        Future of Made
            What comes of it, or the error.
        """
        return self._pool.submit(perform, task)

    def close(self) -> None:
        """Forget what has not begun, and end the processes."""
        processes = list((self._pool._processes or {}).values())  # noqa: SLF001 - no public way
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
            process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def perform(task: Task) -> Made:
    """Run a notebook in a kernel of this process, unless it has been run, and render it.

    Parameters
    ----------
    task : Task
        The work.

    Returns
    -------
    Made
        What came of it.

    Raises
    ------
    KitError
        If it cannot be run or rendered.
    """
    from kit.render import theme

    made = Made(task.notebook, {})
    if not task.is_executed:
        from kit.build import kernel

        made = kernel.perform(task)
    if not task.formats:
        return made
    outputs = products.render(
        json.loads(made.executed),
        name=task.name,
        record=_record(),
        theme=theme.load(task.theme),
        formats=task.formats,
        folder=task.path.parent,
    )
    return Made(made.executed, outputs, made.reads, made.images)


@cache
def _record() -> Record:
    """Load the record once in a process."""
    from kit import record

    return record.load()
