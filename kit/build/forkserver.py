"""The warm process: it has imported everything, and forks one child for each notebook.

Started by `kit.build.forked` as `python -m kit.build.forkserver`. It stays
single-threaded, as forking demands: a child starts threads, this process never
does. It speaks with its client in the messages of `kit.build.wire`.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from kit.build.blackbox import BlackBox
from kit.build.outcome import Failure, Limits
from kit.build.wire import Inbox, Message, pack, receive

if TYPE_CHECKING:
    from kit.build.wire import Header

_TICK = 0.02  # seconds between two looks at children that may hang or have died


@dataclass(slots=True, eq=False)
class _Child:
    """A forked process at work on one job."""

    pid: int
    job: int
    connection: socket.socket
    box: BlackBox
    deadline: float
    inbox: Inbox = field(default_factory=Inbox)


class ForkServer:
    """Takes jobs, forks a child for each, and never waits for one without a limit.

    Parameters
    ----------
    client : socket.socket
        The line to `kit.build.forked`.
    at_once : int
        How many children may run at the same time.
    """

    def __init__(self, client: socket.socket, at_once: int) -> None:
        self._client = client
        self._at_once = at_once
        self._waiting: list[Message] = []
        self._children: list[_Child] = []
        self._inbox = Inbox()
        self._selector = selectors.DefaultSelector()
        self._selector.register(client, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Work until the client has gone."""
        is_open = True
        while is_open:
            timeout = _TICK if self._children else None
            for key, _ in self._selector.select(timeout):
                if key.data is None:
                    is_open = self._take_jobs()
                else:
                    self._take_result(key.data)
            self._watch()
            while self._waiting and len(self._children) < self._at_once:
                self._fork(*self._waiting.pop(0))
        for child in list(self._children):
            self._end(child)

    def _take_jobs(self) -> bool:
        """Queue what the client asks for; False when it has gone."""
        messages = receive(self._client, self._inbox)
        self._waiting += messages or []
        return messages is not None

    def _take_result(self, child: _Child) -> None:
        """Hand on what a child has finished."""
        messages = receive(child.connection, child.inbox)
        if messages is None:
            self._selector.unregister(child.connection)
        elif messages:
            header, blobs = messages[0]
            self._answer(child, header, blobs)

    def _watch(self) -> None:
        """Stop children that are over their time, and notice those that died."""
        now = time.monotonic()
        for child in list(self._children):
            if now > child.deadline:
                cell, tail = child.box.read()
                self._fail(child, Failure("time", cell, "", tail))
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._bury(child, os.waitstatus_to_exitcode(status))

    def _bury(self, child: _Child, code: int) -> None:
        """Report a child that has ended: with its result, if it left one."""
        child.pid = 0
        child.connection.setblocking(False)
        while True:
            try:
                messages = receive(child.connection, child.inbox)
            except BlockingIOError:
                break
            if messages is None:
                break
            if messages:
                self._answer(child, *messages[0])
                return
        cell, tail = child.box.read()
        self._fail(child, Failure("death", cell, _ending(code), tail))

    def _fail(self, child: _Child, failure: Failure) -> None:
        """Report a child that gave no result."""
        self._answer(child, {"failure": as_header(failure)}, [])

    def _answer(self, child: _Child, header: Header, blobs: list[bytes]) -> None:
        """End a child and tell the client what came of its job."""
        self._end(child)
        self._client.sendall(pack({**header, "job": child.job}, blobs))

    def _end(self, child: _Child) -> None:
        """Kill a child with everything it started."""
        self._children.remove(child)
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(child.connection)
        child.connection.close()
        if child.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)
                os.killpg(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
        child.box.close()

    def _fork(self, header: Header, blobs: list[bytes]) -> None:
        """Start a child on a job."""
        limits = Limits(**header["limits"])
        ours, theirs = socket.socketpair()
        box = BlackBox()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._client.close()
            _work(header, blobs[0], limits, theirs, box)
        theirs.close()
        child = _Child(pid, header["job"], ours, box, time.monotonic() + limits.seconds)
        self._children.append(child)
        self._selector.register(ours, selectors.EVENT_READ, child)


def as_header(failure: Failure) -> Header:
    """Return a failure as JSON can carry it.

    Parameters
    ----------
    failure : Failure
        How a run ended.

    Returns
    -------
    dict
        Its fields by name.
    """
    return {
        "kind": failure.kind,
        "cell": failure.cell,
        "reason": failure.reason,
        "tail": failure.tail,
    }


def _ending(code: int) -> str:
    """Say how a process ended."""
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it left with exit code {code}"


def _work(
    header: Header, content: bytes, limits: Limits, connection: socket.socket, box: BlackBox
) -> NoReturn:
    """Do one job in a forked child and leave without cleaning up."""
    from kit.build.child import perform  # noqa: PLC0415 - only the children need it

    try:
        answer = perform(header, content, limits, box, connection)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        cell, tail = box.read()
        answer = pack({"failure": as_header(Failure("death", cell, repr(error), tail))})
    finally:
        connection.sendall(answer)
        os._exit(0)


def _warm() -> None:
    """Import what notebooks import, and draw one figure, so that no child need do it."""
    import ipywidgets  # noqa: F401, PLC0415 - imported after the environment is set
    import matplotlib.pyplot as plt  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    from IPython.core.pylabtools import print_figure  # noqa: PLC0415
    from matplotlib_inline import backend_inline  # noqa: PLC0415

    import kit.build.child  # noqa: F401, PLC0415
    from kit.build.shell import open_shell  # noqa: PLC0415

    open_shell()
    backend_inline._enable_matplotlib_integration()  # noqa: SLF001 - IPython calls it so too
    figure, axes = plt.subplots(figsize=(1, 1))
    axes.set_title("warm")
    print_figure(figure, "svg")
    plt.close(figure)
    pd.DataFrame({"column": [1.0]})._repr_html_()


def main(arguments: list[str]) -> int:
    """Serve the client on an inherited descriptor.

    Parameters
    ----------
    arguments : list of str
        The descriptor of the socket and the number of children at once.

    Returns
    -------
    int
        The exit code.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the client decides when to stop
    client = socket.socket(fileno=int(arguments[0]))
    client.set_inheritable(False)
    _warm()
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every page
    ForkServer(client, int(arguments[1])).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
