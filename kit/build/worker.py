"""A worker of the portable pool: runs notebooks in kernels, one at a time, and renders them."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kit.build import products
from kit.build.task import Made, error_message, made_message, task_of
from kit.build.wire import Inbox, pack
from kit.errors import KitError

if TYPE_CHECKING:
    from kit.build.task import Task
    from kit.record import Record

_CHUNK = 1 << 16


def main(_: list[str]) -> int:
    """Do the tasks that come in, and send back what comes of each.

    Returns
    -------
    int
        The exit code.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing else may go there
    inbox = Inbox()
    while data := os.read(sys.stdin.fileno(), _CHUNK):
        for message in inbox.messages(data):
            try:
                answer = made_message(perform(task_of(message)))
            except KitError as error:
                answer = error_message(error)
            answers.write(pack(*answer))
            answers.flush()
    return 0


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
    made = Made(task.notebook)
    if not task.is_executed:
        from kit.build import kernel

        made = kernel.perform(task)
    if not task.formats:
        return made
    outputs = render(task, made.executed, _record())
    return Made(made.executed, outputs, made.reads, made.images)


def render(task: Task, executed: bytes, record: Record) -> dict[str, bytes]:
    """Render an executed notebook.

    Parameters
    ----------
    task : Task
        What is to be made of it.
    executed : bytes
        The executed notebook as JSON.
    record : Record
        Where citations are looked up.

    Returns
    -------
    dict of str to bytes
        The products by their paths.

    Raises
    ------
    KitError
        If it cannot be rendered.
    """
    from kit.render import theme as themes

    theme = themes.load(task.theme)
    return products.render(
        json.loads(executed),
        name=task.name,
        record=record,
        theme=replace(theme, paper=task.paper) if task.paper else theme,
        formats=task.formats,
        has_index=task.has_index,
        folder=task.path.parent,
    )


@cache
def _record() -> Record:
    """Load the record once in a process."""
    from kit import record

    return record.load()
