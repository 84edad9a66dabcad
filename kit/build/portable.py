"""The portable pool: worker processes that each have a kernel and render, where no fork can be."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from kit.build.boot import command
from kit.build.notebook import shown
from kit.build.outcome import Failure
from kit.build.task import failure_message, result
from kit.build.wire import Inbox, pack
from kit.errors import ExecutionError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kit.build.task import Made, OnStage, Task
    from kit.build.wire import Message

# Seconds that a worker may take beyond a notebook's limit: to start, to shut its kernel
# down and to render. A hanging kernel must never hold up a build.
_GRACE: Final = 60.0
_CHUNK: Final = 1 << 16


class Portable:
    """Workers started afresh, each with a thread that waits for it.

    Parameters
    ----------
    at_once : int
        How many.
    """

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once)
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []
        self._is_closed = False
        self._lock = threading.Lock()

    def submit(self, task: Task, on_stage: OnStage | None = None) -> Future[Made]:
        """Give it a task.

        Parameters
        ----------
        task : Task
            A notebook to be run, rendered or both.
        on_stage : callable, optional
            Is told the name of the task when it is begun; from another thread.

        Returns
        -------
        Future of Made
            What comes of it, or the error.
        """
        return self._threads.submit(self._perform, task, on_stage)

    def close(self) -> None:
        """Forget what has not begun, and end the workers."""
        with self._lock:
            self._is_closed = True
            for worker in self._all:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.close()

    def _perform(self, task: Task, on_stage: OnStage | None) -> Made:
        """Have a worker do a task."""
        if on_stage:
            on_stage(task.name, "render" if task.is_executed else "run")
        worker = self._free_worker()
        answer = worker.ask(task)
        if answer is None:
            worker.kill()
            raise ExecutionError(
                "The process that runs the notebook ended",
                where=shown(task.path),
                mend="Build again; if it happens again, report it with the notebook",
            )
        if not worker.is_spent:
            self._idle.append(worker)
        return result(answer, task)

    def _free_worker(self) -> _Worker:
        """Return a worker that has nothing to do; it is started if there is none."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            worker = _Worker()
            self._all.append(worker)
            if self._is_closed:
                worker.kill()
            return worker


class _Worker:
    """A process that runs `kit.build.worker`."""

    is_spent = False

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command("kit.build.worker"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, task: Task) -> Message | None:
        """Have a task done; None when the process ends before it answers."""
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self.kill()

        limit = threading.Timer(task.limits.seconds + _GRACE, expire)
        limit.start()
        try:
            answer = self._exchange(task)
        finally:
            limit.cancel()
        return failure_message(Failure("time", 0, "")) if expired.is_set() else answer

    def _exchange(self, task: Task) -> Message | None:
        """Send a task and receive the answer."""
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - both are pipes
        with contextlib.suppress(OSError):
            self._process.stdin.write(pack(*task.message()))
            self._process.stdin.flush()
        inbox = Inbox()
        while data := os.read(self._process.stdout.fileno(), _CHUNK):
            for message in inbox.messages(data):
                return message
        return None

    def kill(self) -> None:
        """End the process; its kernel notices and ends too."""
        self.is_spent = True
        self._process.kill()

    def close(self) -> None:
        """Let go of the ended process."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
