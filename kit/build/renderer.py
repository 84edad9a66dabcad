"""A process that renders: forked once, it keeps fonts and compiler warm for many documents."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NoReturn

from kit.build import warming
from kit.build.notebook import shown
from kit.build.parent import follow_parent
from kit.build.reads import Reads
from kit.build.task import Made, error_message, made_message, task_of
from kit.build.wire import Inbox, pack, receive
from kit.build.worker import render
from kit.errors import KitError, RenderError

if TYPE_CHECKING:
    import socket

    from kit.build.wire import Message
    from kit.record import Record


def serve(connection: socket.socket, record: Record | KitError) -> NoReturn:
    """Render what is asked for until the other side has gone, then leave.

    Parameters
    ----------
    connection : socket.socket
        The line to the warm process.
    record : Record or KitError
        Where citations are looked up, or why it could not be loaded.
    """
    follow_parent()
    if not isinstance(record, KitError):
        warming.rehearse(record)
    reads = Reads()
    inbox = Inbox()
    with contextlib.suppress(BrokenPipeError):
        while (messages := receive(connection, inbox)) is not None:
            for message in messages:
                connection.sendall(pack(*_answer(message, record, reads)))
    os._exit(0)


def _answer(message: Message, record: Record | KitError, reads: Reads) -> Message:
    """Render one notebook, or say why that cannot be done."""
    if isinstance(record, KitError):
        return error_message(record)
    task = task_of(message)
    reads.begin()
    try:
        outputs = render(task, task.notebook, record)
    except KitError as error:
        return error_message(error)
    except Exception as error:  # noqa: BLE001 - a fault of ours must name the notebook too
        fault = RenderError(
            f"The kit failed while rendering: {type(error).__name__}: {error}",
            where=shown(task.path),
            mend="Report this with the notebook",
        )
        return error_message(fault)
    ran = tuple(message[0].get("reads", []))
    return made_message(Made(task.notebook, outputs, ran, tuple(reads.paths())))
