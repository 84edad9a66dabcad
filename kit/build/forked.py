"""The fast engine: a client of the warm process that forks a child for each notebook."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from kit.build.boot import command
from kit.build.start import ENVIRONMENT
from kit.build.task import result
from kit.build.wire import Inbox, pack, receive
from kit.errors import ExecutionError, KitError

if TYPE_CHECKING:
    from kit.build.task import Made, OnStage, Task
    from kit.build.wire import Message

_GRACE: Final = 2.0  # seconds for the warm process to end its children and leave


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A task that has been given and not yet answered."""

    task: Task
    future: Future[Made]
    on_stage: OnStage | None


class Warm:
    """The warm process and the tasks that it has been given.

    Parameters
    ----------
    at_once : int
        How many notebooks may run at the same time.
    renders : bool
        Whether rendering is to be expected, so that it can be warmed up for.
    """

    def __init__(self, at_once: int, *, renders: bool = False) -> None:
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._waiting: dict[int, _Waiting] = {}
        self._jobs = 0
        self._connection, theirs = socket.socketpair()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        with theirs:
            options = [str(theirs.fileno()), str(at_once), *(["render"] if renders else [])]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command("kit.build.forkserver", *options),
                env={**os.environ, **ENVIRONMENT},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._complaints,
                stderr=self._complaints,
            )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def submit(self, task: Task, on_stage: OnStage | None = None) -> Future[Made]:
        """Give it a task.

        Parameters
        ----------
        task : Task
            A notebook to be run, rendered or both.
        on_stage : callable, optional
            Is told the name of the task and the stage that it reaches, "run" or
            "render"; from another thread.

        Returns
        -------
        Future of Made
            What comes of it, or the error.
        """
        future: Future[Made] = Future()
        with self._lock:
            self._jobs += 1
            job = self._jobs
            self._waiting[job] = _Waiting(task, future, on_stage)
        # Not under the same lock: while this waits, the listener must be able to go on.
        with self._sending, contextlib.suppress(OSError):  # the listener tells that it has gone
            self._connection.sendall(pack(*task.message(job)))
        if not self.is_alive:
            self._abandon()
        return future

    @property
    def is_alive(self) -> bool:
        """Whether the process can take tasks."""
        return self._process.poll() is None

    @property
    def is_idle(self) -> bool:
        """Whether every task that it was given has been answered."""
        with self._lock:
            return not self._waiting

    def close(self) -> None:
        """End the process and everything it runs."""
        if self.is_idle:
            self._process.terminate()  # it runs nothing, and its renderers end with it
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._connection.close()
        self._complaints.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self) -> None:
        """Hand results to those who wait for them, until the process ends."""
        inbox = Inbox()
        while (messages := receive(self._connection, inbox)) is not None:
            for message in messages:
                self._take(message)
        self._abandon()

    def _take(self, message: Message) -> None:
        """Take one message from the process."""
        header, _ = message
        if "stage" in header:
            waiting = self._waiting[header["job"]]
            if waiting.on_stage:
                waiting.on_stage(waiting.task.name, header["stage"])
            return
        with self._lock:
            waiting = self._waiting.pop(header["job"])
        try:
            waiting.future.set_result(result(message, waiting.task))
        except KitError as error:
            waiting.future.set_exception(error)

    def _abandon(self) -> None:
        """Tell everybody who waits that nothing will come."""
        with self._lock:
            abandoned = list(self._waiting.values())
            self._waiting.clear()
        if abandoned:
            error = self._gone()
            for waiting in abandoned:
                waiting.future.set_exception(error)

    def _gone(self) -> ExecutionError:
        """Say that the process has ended, and what it said last."""
        said: list[str] = []
        with contextlib.suppress(ValueError):  # it was closed on purpose
            self._complaints.seek(0)
            said = self._complaints.read().decode(errors="replace").strip().splitlines()
        last = f": {said[-1]}" if said else ""
        return ExecutionError(
            f"The process that runs notebooks ended{last}",
            mend="Build again; if it happens again, build with --engine kernel",
        )
