"""The warm process: it has imported everything, and forks one child for each notebook.

Started by `kit.build.forked`. It stays single-threaded, as forking demands:
children start threads, this process never does. It speaks with its client in
the messages of `kit.build.wire`.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import socket
import time
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from kit.build import renderer, runner, warming
from kit.build.blackbox import BlackBox
from kit.build.notebook import shown
from kit.build.outcome import Failure
from kit.build.parameters import AGAIN
from kit.build.task import error_message, failure_message
from kit.build.wire import Inbox, pack, receive
from kit.errors import KitError, RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kit.build.wire import Header, Message
    from kit.record import Record

_WATCHED = 2  # notebooks of which something is kept: one that is worked on, one that reads it
_TICK = 0.02  # seconds between two looks at children that may hang or have died


@dataclass(slots=True, eq=False)
class _Child:
    """A forked process: one that runs a notebook, or one that renders many."""

    pid: int
    connection: socket.socket
    box: BlackBox
    job: Header | None = None
    path: str = ""  # of the notebook it was last at work on
    stem: tuple[Any, ...] = ()  # what names the cells that it has run for others too
    deadline: float = 0.0
    inbox: Inbox = field(default_factory=Inbox)


class ForkServer:
    """Takes jobs, forks a child for each, and never waits for one without a limit.

    Parameters
    ----------
    client : socket.socket
        The line to `kit.build.forked`.
    at_once : int
        How many notebooks may run, and how many be rendered, at the same time.
    renders : bool
        Whether rendering is to be expected.
    """

    def __init__(self, client: socket.socket, at_once: int, *, renders: bool) -> None:
        self._client = client
        self._at_once = at_once
        self._renders = renders
        self._can_run = False
        self._can_draw = False
        self._inbox = Inbox()
        self._to_run: deque[Message] = deque()
        self._to_draw: deque[Message] = deque()  # until that has been warmed up for
        self._to_render: deque[Message] = deque()
        self._running: list[_Child] = []
        self._stems: list[_Child] = []  # those that have nothing to do
        self._renderers: list[_Child] = []
        self._record: Record | KitError | None = None
        self._selector = selectors.DefaultSelector()
        self._selector.register(client, selectors.EVENT_READ, None)

    def serve(self) -> None:
        """Work until the client has gone."""
        while True:
            for key, _ in self._selector.select(self._patience()):
                if key.data is not None:
                    self._hear(key.data)
                elif not self._take_jobs():
                    return
            self._watch()
            self._start()
            self._prepare()

    def close(self) -> None:
        """End every child with everything it started."""
        for child in self._children():
            self._end(child)

    def _patience(self) -> float | None:
        """Say how long to wait for news: not at all while there is something to prepare."""
        if not self._can_run or self._renders or self._to_draw:
            return 0
        is_busy = self._running or any(child.job for child in self._renderers)
        return _TICK if is_busy else None

    def _prepare(self) -> None:
        """Get ready for what may be asked for next, while what was asked for first is done."""
        if not self._can_run:
            self._warm_up()
        elif self._renders:
            self._open_renderers()
        elif self._to_draw:
            self._warm_to_draw()

    def _warm_up(self) -> None:
        """Import what notebooks import."""
        with _importing():
            warming.running()
        self._can_run = True

    def _warm_to_draw(self) -> None:
        """Import what notebooks draw with, and let those that do come next."""
        with _importing():
            warming.drawing()
        self._can_draw = True
        self._to_run.extendleft(reversed(self._to_draw))
        self._to_draw.clear()

    def _open_renderers(self) -> None:
        """Fork the processes that render; if they die, others only when they are needed."""
        self._renders = False
        with _importing():
            self._record = warming.rendering()
        while len(self._renderers) < self._at_once:
            self._renderers.append(self._fork(self._become_renderer))

    def _children(self) -> list[_Child]:
        """List all children."""
        return [*self._running, *self._stems, *self._renderers]

    def _take_jobs(self) -> bool:
        """Queue what the client asks for; False when it has gone."""
        messages = receive(self._client, self._inbox)
        for header, blobs in messages or []:
            if header["is_executed"]:
                self._to_render.append((header, blobs))
            elif not self._can_draw and warming.draws(blobs[0]):
                self._to_draw.append((header, blobs))
            else:
                self._to_run.append((header, blobs))
        return messages is not None

    def _start(self) -> None:
        """Start what can be started."""
        if (self._to_run or self._to_draw) and not self._can_run:
            self._warm_up()
        if self._to_draw and not self._to_run and len(self._running) < self._at_once:
            self._warm_to_draw()
        while self._to_run and len(self._running) < self._at_once:
            message = self._next_to_run()
            if message is None:
                break
            self._tell(message[0], {"stage": "run"})
            child = self._child_for(message)
            self._assign(child, message[0])
            self._running.append(child)
        self._prune()
        if self._to_render and not self._renderers:
            self._open_renderers()
        while self._to_render and (renderer := self._renderer_for(self._to_render[0])):
            message = self._to_render.popleft()
            self._tell(message[0], {"stage": "render"})
            self._assign(renderer, message[0])
            with contextlib.suppress(BrokenPipeError):  # `_watch` finds that it has died
                renderer.connection.sendall(pack(*message))

    def _renderer_for(self, message: Message) -> _Child | None:
        """Choose a renderer that has nothing to do; one that knows the notebook, if there is one."""
        free = [child for child in self._renderers if child.job is None]
        known = [child for child in free if child.path == message[0]["path"]]
        return next(iter(known or free), None)

    def _next_to_run(self) -> Message | None:
        """Take the next notebook that can be run now."""
        for message in self._to_run:
            if not self._is_awaited(message[0]):
                self._to_run.remove(message)
                return message
        return None

    def _is_awaited(self, header: Header) -> bool:
        """Tell whether the child that is to go on with a notebook has yet to end the last run."""
        return header["stem"][0] == AGAIN and any(
            child.job is None and child.stem == _stem(header) for child in self._running
        )

    def _child_for(self, message: Message) -> _Child:
        """Give a notebook to a child that has run the cells it begins with, or to a new one."""
        stem = _stem(message[0])
        for child in self._stems:
            if child.stem == stem:
                self._stems.remove(child)
                with contextlib.suppress(BrokenPipeError):  # `_watch` finds that it has died
                    child.connection.sendall(pack(*message))
                return child
        child = self._fork(partial(runner.serve, message=message))
        child.stem = stem
        return child

    def _prune(self) -> None:
        """End children that wait for a notebook which is not likely to come."""
        watched = [child for child in self._stems if child.stem[0][0] == AGAIN]
        kept = watched[-_WATCHED:]
        if self._to_run:
            # And no longer: what has run for parameters does not notice that a file which its
            # cells have read is another now.
            kept += [child for child in self._stems if child not in watched]
        for child in self._stems:
            if child not in kept:
                self._end(child)
        self._stems = kept

    @staticmethod
    def _assign(child: _Child, job: Header) -> None:
        """Note what a child is at work on, and until when."""
        child.job, child.path = job, job["path"]
        child.deadline = time.monotonic() + job["limits"]["seconds"]

    def _hear(self, child: _Child) -> None:
        """Take what a child sends."""
        messages = receive(child.connection, child.inbox)
        if messages is None:
            self._selector.unregister(child.connection)
            return
        for header, blobs in messages:
            if "ended" in header:
                self._release(child, header["ended"])
            elif child.job is not None:
                self._finish(child, child.job, header, blobs)

    def _release(self, child: _Child, code: int) -> None:
        """Let a child whose fork has ended take the next notebook."""
        if child.job is not None:
            self._lose(child, child.job, "death", _ending(code))
        elif child in self._running:
            self._running.remove(child)
            self._stems.append(child)

    def _finish(self, child: _Child, job: Header, header: Header, blobs: list[bytes]) -> None:
        """Pass on what a child has done: to a renderer, or to the client."""
        child.job = None
        if child in self._renderers:
            self._tell(job, header, blobs)
            return
        if not header.pop("stays", False):
            self._running.remove(child)
            self._end(child)
        if "failure" in header or not job["formats"]:
            self._tell(job, header, blobs)
        else:
            self._to_render.append(({**job, "reads": header["reads"]}, blobs))

    def _watch(self) -> None:
        """Stop children that are over their time, and notice those that died."""
        now = time.monotonic()
        for child in self._children():
            if child.job is not None and now > child.deadline:
                self._lose(child, child.job, "time", "")
            elif child.pid and (ended := os.waitpid(child.pid, os.WNOHANG)) != (0, 0):
                self._bury(child, _ending(os.waitstatus_to_exitcode(ended[1])))

    def _bury(self, child: _Child, ending: str) -> None:
        """Take what a child that has died had still sent; without it, its job is lost."""
        child.pid = 0
        child.connection.setblocking(False)  # noqa: FBT003 - the library's signature
        with contextlib.suppress(BlockingIOError, KeyError):
            while child.job is not None:
                self._hear(child)
        if child.job is not None:
            self._lose(child, child.job, "death", ending)
            return
        for children in (self._running, self._stems, self._renderers):
            if child in children:
                children.remove(child)
                self._end(child)

    def _lose(self, child: _Child, job: Header, kind: Literal["time", "death"], how: str) -> None:
        """Report a child that gave no result, and replace it if it was a renderer."""
        cell, tail = child.box.read()
        child.job = None
        self._end(child)
        if child in self._running:
            self._running.remove(child)
            self._tell(job, *failure_message(Failure(kind, cell, how, tail)))
            return
        self._renderers.remove(child)
        reason = how or "it took too long"
        error = RenderError(
            f"The notebook could not be rendered: {reason}",
            where=shown(Path(job["path"])),
            mend="Report this with the notebook",
        )
        self._tell(job, *error_message(error))
        self._renderers.append(self._fork(self._become_renderer))

    def _tell(self, job: Header, header: Header, blobs: list[bytes] | None = None) -> None:
        """Tell the client something about a job."""
        with contextlib.suppress(BrokenPipeError):  # the next turn finds that it has gone
            self._client.sendall(pack({**header, "job": job["job"]}, blobs or []))

    def _fork(self, work: Callable[[socket.socket, BlackBox], NoReturn]) -> _Child:
        """Fork a child that does its work and leaves."""
        ours, theirs = socket.socketpair()
        box = BlackBox()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._client.close()
            for other in self._children():
                other.connection.close()
            work(theirs, box)
        theirs.close()
        child = _Child(pid, ours, box)
        self._selector.register(ours, selectors.EVENT_READ, child)
        return child

    def _become_renderer(self, connection: socket.socket, _: BlackBox) -> NoReturn:
        """Render in a forked child."""
        assert self._record is not None  # noqa: S101 - loaded before the first fork
        renderer.serve(connection, self._record)

    def _end(self, child: _Child) -> None:
        """Kill a child with everything it started."""
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(child.connection)
        child.connection.close()
        groups = {child.pid, child.box.runner} - {0}
        child.box.close()
        if child.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)  # it may not lead a group yet
            for group in groups:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
            os.waitpid(child.pid, 0)
            child.pid = 0


def _stem(header: Header) -> tuple[Any, ...]:
    """Name the cells that a notebook begins with; nothing if it shares none."""
    common = ("stem", "path", "environment", "limits")
    return tuple(header[name] for name in common) if header["stem"][0] else ()


@contextlib.contextmanager
def _importing() -> Iterator[None]:
    """Look for no garbage meanwhile, nor ever in what is there then: in a child that would copy it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _ending(code: int) -> str:
    """Say how a process ended."""
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it left with exit code {code}"


def main(arguments: list[str]) -> int:
    """Serve the client on an inherited descriptor.

    Parameters
    ----------
    arguments : list of str
        The descriptor of the socket, the number of children at once, and
        "render" when rendering is to be expected.

    Returns
    -------
    int
        The exit code.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the client decides when to stop
    client = socket.socket(fileno=int(arguments[0]))
    client.set_inheritable(False)
    server = ForkServer(client, int(arguments[1]), renders="render" in arguments)
    try:
        server.serve()
    finally:
        server.close()
    return 0
