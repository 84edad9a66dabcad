"""A process that runs a notebook: forked for it, it leaves when that has been run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

from kit.build.outcome import Failure
from kit.build.task import failure_message, task_of
from kit.build.wire import pack

if TYPE_CHECKING:
    import socket

    from kit.build.blackbox import BlackBox
    from kit.build.wire import Message


def serve(connection: socket.socket, box: BlackBox, message: Message) -> NoReturn:
    """Run a notebook, send what came of it, and leave without cleaning up.

    Parameters
    ----------
    connection : socket.socket
        The line to the warm process.
    box : BlackBox
        Where to note what is going on.
    message : tuple of dict and list of bytes
        The task.
    """
    from kit.build import child, stem

    try:
        if message[0]["stem"][0]:
            stem.serve(message, box, connection)
        answer = child.perform(task_of(message), box, connection)
    except BaseException as error:  # noqa: BLE001 - the parent must hear of whatever it is
        cell, tail = box.read()
        answer = failure_message(Failure("death", cell, repr(error), tail))
    finally:
        connection.sendall(pack(*answer))
        os._exit(0)
