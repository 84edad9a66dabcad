"""The cells above the parameters, run once: a fork of their process runs the others.

A briefing for each State begins with the same cells, which load the record and
look things up. The process that has run them waits, and forks for each State.
So no State sees anything of another.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from kit.build.child import Session
from kit.build.parent import follow_parent
from kit.build.task import failure_message, task_of
from kit.build.wire import Inbox, pack, receive

if TYPE_CHECKING:
    import socket

    from kit.build.blackbox import BlackBox
    from kit.build.notebook import Notebook
    from kit.build.wire import Message

_THREADS: Final = Path("/proc/self/task")  # one entry for each thread, whoever started it


def serve(first: Message, box: BlackBox, connection: socket.socket) -> NoReturn:
    """Run the common cells, then a fork for this notebook and for each that follows.

    Parameters
    ----------
    first : tuple of dict and list of bytes
        The task whose header says how many cells are common.
    box : BlackBox
        Where to note what is going on.
    connection : socket.socket
        The line to the warm process. It brings the next task when it has been
        told that the one before has ended.
    """
    common: int = first[0]["stem"][0]
    session = Session(task_of(first), box, connection)
    notebook = json.loads(first[1][0])
    failure = session.run(notebook, slice(common))
    if failure is not None:
        _leave(connection, failure_message(failure))
    session.pause()
    if not _is_alone():
        session.listen()
        _leave(connection, session.finish(notebook, slice(common, None)))
    session.read_ahead(notebook, slice(common, None))
    gc.collect()
    gc.freeze()  # a collection in a fork would touch, and so copy, every page
    stem = notebook["cells"][:common]
    inbox, messages = Inbox(), [first]
    while True:
        for message in messages:
            branch = os.fork()
            if branch == 0:
                follow_parent()
                session.listen()
                _leave(connection, _finished(session, message, stem))
            connection.sendall(pack({"ended": _wait(branch, box)}))
        following = receive(connection, inbox)
        if following is None:
            os._exit(0)
        messages = following


def _finished(session: Session, message: Message, stem: list[dict[str, object]]) -> Message:
    """Run the cells of one notebook that are its own."""
    notebook: Notebook = json.loads(message[1][0])
    notebook["cells"][: len(stem)] = stem
    header, blobs = session.finish(notebook, slice(len(stem), None))
    return {**header, "stays": True}, blobs


def _leave(connection: socket.socket, answer: Message) -> NoReturn:
    """Send an answer and leave without cleaning up."""
    connection.sendall(pack(*answer))
    os._exit(0)


def _wait(branch: int, box: BlackBox) -> int:
    """Wait until a fork has ended, end what it has started, and return its exit code."""
    os.waitid(
        os.P_PID, branch, os.WEXITED | os.WNOWAIT
    )  # until it is waited for, its number is its own
    with contextlib.suppress(ProcessLookupError):
        os.killpg(branch, signal.SIGKILL)
    box.rest()
    return os.waitstatus_to_exitcode(os.waitpid(branch, 0)[1])


def _is_alone() -> bool:
    """Tell whether the cells have left no thread and no process, which a fork would not have."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return sys.platform == "linux" and sum(1 for _ in _THREADS.iterdir()) == 1
    return False
