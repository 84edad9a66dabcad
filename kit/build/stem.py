"""Cells with which several runs begin, run once: forks of their process run the others.

A briefing for each State begins with the same cells, which load the record and
look things up. The process that has run them waits, and forks for each State. So
no State sees anything of another.

A notebook that is watched begins, at each save, with the cells that stand before
the one that was changed. Its run leaves a process behind whenever its cells have
worked for a while, and before the cell that was changed last, and goes on in a fork:

    nothing run yet -- cells 1 to 4 -- cells 5 to 9 -- the last ones, which answer

The next notebook is handed down this line as far as its cells are those that were
run. The process that comes to stand before the first other one forks anew.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import select
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from kit.build.cells import to_run
from kit.build.child import Session
from kit.build.inputs import stamp
from kit.build.notebook import tags
from kit.build.parameters import AGAIN
from kit.build.parent import follow_parent
from kit.build.reads import is_installed
from kit.build.task import failure_message, task_of
from kit.build.wire import Inbox, pack, receive

if TYPE_CHECKING:
    from collections.abc import Callable

    from kit.build.blackbox import BlackBox
    from kit.build.inputs import Stamp
    from kit.build.notebook import Cell
    from kit.build.wire import Message

_WORTH: Final = 0.06  # seconds of work that are worth a process which need not do them again
_GROWTH: Final = 0.5  # the more has been done, the more it takes, as a part of that
_FOR_WORK: Final = 6  # processes in a line for that; each has some twenty megabytes of its own
_MOST: Final = 9  # with those before a cell that was changed
_LOOK: Final = 0.1  # seconds between two looks at a fork whose own children hide its end
_LEAVING: Final = 0.1  # seconds that a thread may take to leave when Python is done with it
_SELF: Final = Path("/proc/self")


def serve(first: Message, box: BlackBox, connection: socket.socket) -> NoReturn:
    """Run a notebook so that others can begin with what it has run, then those others.

    Parameters
    ----------
    first : tuple of dict and list of bytes
        The task whose header has the stem.
    box : BlackBox
        Where to note what is going on.
    connection : socket.socket
        The line to the warm process. It brings the next task when it has been
        told that the one before has ended.
    """
    session = Session(task_of(first), box, connection)
    stem = _Stem(session, box, connection, first[0]["stem"][0])
    if first[0]["stem"][0] == AGAIN:
        session.pause()
        stem.wait(first)
    stem.run(first)


@dataclass(slots=True)
class _Branch:
    """A fork that goes on with a notebook, until it ends or leaves a process behind as well."""

    pid: int
    line: socket.socket
    inbox: Inbox = field(default_factory=Inbox)
    ran: list[list[Any]] | None = None  # the code of its cells, when it waits after them
    reads: dict[str, Stamp | None] = field(default_factory=dict)  # files as they were then


class _Stem:
    """What this process has run, and the fork that goes on from there."""

    def __init__(
        self, session: Session, box: BlackBox, connection: socket.socket, common: int
    ) -> None:
        self._session, self._box, self._common = session, box, common
        self._answers = self._orders = connection
        self._inbox = Inbox()
        self._branch: _Branch | None = None
        self._ran: list[tuple[int, Cell]] = []
        self._spent = 0.0  # seconds in which that was done
        self._depth = 0  # how many processes stand before this one
        self._code: list[list[Any]] = []  # of the whole notebook that came last
        self._changed = -1  # the first of its cells that was not so in the one before
        self._begun_ns = time.time_ns()
        self._files = self._opened()

    def run(self, message: Message) -> NoReturn:
        """Run the cells that are left, up to where others may branch off or to the last."""
        notebook = json.loads(message[1][0])
        cells = to_run(notebook)
        for (_, cell), (_, ran) in zip(cells, self._ran, strict=False):
            cell["outputs"], cell["execution_count"] = ran["outputs"], ran["execution_count"]
        left = cells[len(self._ran) :]
        count, failure = self._session.run(left, self._is_enough(left))
        self._ran = cells[: len(self._ran) + count]
        left = left[count:]
        if left and failure is None:
            self._session.pause()
            if self._is_alone():
                if self._common != AGAIN:
                    self._session.read_ahead(left)
                self.wait(message)
            self._session.listen()
            _, failure = self._session.run(left)
        header, blobs = (
            self._session.made(notebook) if failure is None else failure_message(failure)
        )
        stays = {"stays": True} if self._orders is not self._answers else {}
        self._answers.sendall(pack({**header, **stays}, blobs))
        os._exit(0)  # without cleaning up

    def wait(self, message: Message) -> NoReturn:
        """Let a fork go on with this notebook, and with each that follows."""
        gc.collect()
        gc.freeze()  # a collection in a fork would touch, and so copy, every page
        if self._orders is not self._answers:
            self._tell()
        self._code = _all_code(message)
        while True:
            if not self._passes_on(message):
                self._fork(message)
            message = self._next()
            before, self._code = self._code, _all_code(message)
            self._changed = _first_other(before, self._code)

    def _is_enough(self, left: list[tuple[int, Cell]]) -> Callable[[int], bool]:
        """Return what says, by the number of cells run, whether to leave a process behind."""
        if self._common != AGAIN:
            common = sum(number <= self._common for number, _ in left)
            return lambda count: count == common
        begun, before = time.perf_counter(), len(self._ran)
        worth = max(_WORTH, _GROWTH * self._spent)

        def is_enough(count: int) -> bool:
            spent = time.perf_counter() - begun
            most = _MOST if before + count == self._changed else _FOR_WORK if spent > worth else 0
            if self._depth < most:
                self._spent += spent
                return True
            return False

        return is_enough

    def _tell(self) -> None:
        """Tell the process above what has been run, and how the files that were read are now."""
        reads = {}
        for path in self._session.reads():
            known = stamp(path)
            # Nobody knows which state of a file that has changed since was read.
            is_known = known and max(known[1], known[2]) < self._begun_ns
            reads[path] = known if is_known else None
        self._orders.sendall(pack({"ran": _code(self._ran), "reads": reads}))

    def _passes_on(self, message: Message) -> bool:
        """Give a notebook to the fork that waits, if that has run what it begins with."""
        branch = self._branch
        if branch is None:
            return False
        # The last in a line gives way to one before the cell that is being changed now.
        gives_way = self._depth == _MOST - 2 and self._changed > len(branch.ran or ())
        begins_so = branch.ran is not None and self._code[: len(branch.ran)] == branch.ran
        if begins_so and not gives_way and _is_same(branch.reads):
            with contextlib.suppress(BrokenPipeError):  # its end is noticed next
                branch.line.sendall(pack(*message))
            return True
        self._end(branch)
        return False

    def _fork(self, message: Message) -> None:
        """Let a fork of this process go on."""
        ours, theirs = socket.socketpair()
        chance = random.getstate()
        pid = os.fork()
        if pid == 0:
            random.setstate(chance)  # Python has given the fork another
            ours.close()
            if self._orders is not self._answers:
                self._orders.close()
            self._orders, self._inbox = theirs, Inbox()
            self._begun_ns, self._depth = time.time_ns(), self._depth + 1
            follow_parent()
            self._session.listen()
            self.run(message)
        theirs.close()
        self._branch = _Branch(pid, ours)

    def _next(self) -> Message:
        """Wait for the next notebook, and meanwhile hear of the fork."""
        while True:
            branch = self._branch
            lines = [self._orders, *([branch.line] if branch else [])]
            is_running = branch is not None and branch.ran is None
            ready, _, _ = select.select(lines, [], [], _LOOK if is_running else None)
            if branch and (branch.line in ready or not ready):
                self._hear(branch, is_silent=not ready)
            elif (messages := receive(self._orders, self._inbox)) is None:
                os._exit(0)
            elif messages:
                return messages[0]  # there is never another before this one has ended

    def _hear(self, branch: _Branch, *, is_silent: bool) -> None:
        """Note what a fork has run and where it waits, or that it has ended."""
        if not is_silent:
            messages = receive(branch.line, branch.inbox)
            for header, _ in messages or []:
                branch.ran, branch.reads = header["ran"], header["reads"]
            if messages is not None:
                return
        elif not os.waitid(os.P_PID, branch.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        code = self._end(branch)
        self._box.rest()
        self._answers.sendall(pack({"ended": code}))

    def _end(self, branch: _Branch) -> int:
        """End a fork with everything that it has started, and return its exit code."""
        if branch.ran is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(branch.pid, signal.SIGKILL)
        # Until it is waited for, its number is its own.
        os.waitid(os.P_PID, branch.pid, os.WEXITED | os.WNOWAIT)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(branch.pid, signal.SIGKILL)
        branch.line.close()
        self._branch = None
        return os.waitstatus_to_exitcode(os.waitpid(branch.pid, 0)[1])

    def _is_alone(self) -> bool:
        """Tell whether the cells have left nothing that a fork would not have, or would share."""
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return not _has_threads() and self._opened() <= self._files
        return False

    def _opened(self) -> set[str]:
        """List what is open here, apart from standard streams, our lines and files of packages.

        A fork shares the place in a file up to which it has been read.
        """
        targets = set()
        ours = {"1", "2", str(self._orders.fileno()), str(self._answers.fileno())}
        for link in (_SELF / "fd").glob("*"):
            with contextlib.suppress(FileNotFoundError):  # what has listed them is closed again
                targets |= {str(link.readlink())} if link.name not in ours else set()
        return {target for target in targets if not is_installed(target)}


def _has_threads() -> bool:
    """Tell whether there is another thread, whoever has started it; True where nobody knows."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return True
    deadline = time.monotonic() + _LEAVING
    while len(list((_SELF / "task").iterdir())) > 1:
        if time.monotonic() > deadline:
            return True
        time.sleep(_LEAVING / 100)
    return False


def _code(cells: list[tuple[int, Cell]]) -> list[list[Any]]:
    """Return what decides how cells run."""
    return [[cell["source"], sorted(tags(cell))] for _, cell in cells]


def _all_code(message: Message) -> list[list[Any]]:
    """Return what decides how the cells of a task's notebook run."""
    return _code(to_run(json.loads(message[1][0])))


def _first_other(before: list[list[Any]], now: list[list[Any]]) -> int:
    """Return the number of cells before the first that is another now."""
    pairs = enumerate(zip(before, now, strict=False))
    return next(
        (place for place, (one, other) in pairs if one != other), min(len(before), len(now))
    )


def _is_same(reads: dict[str, Stamp | None]) -> bool:
    """Tell whether files are as they were when they were read."""
    return all(known is not None and stamp(path) == known for path, known in reads.items())
