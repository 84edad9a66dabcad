"""The fast engine: a client of the warm process that forks a child for each notebook."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from kit.build.outcome import Failure, failure_error
from kit.build.renderer import from_header
from kit.build.start import ENVIRONMENT
from kit.build.task import Made
from kit.build.wire import Inbox, pack, receive
from kit.errors import ExecutionError

if TYPE_CHECKING:
    from kit.build.task import OnStage, Task
    from kit.build.wire import Message

# The warm process finds modules where this one does, and tells no other process.
_BOOT: Final = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from kit.build.forkserver import main
sys.exit(main(sys.argv[2:]))
"""
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
        self._waiting: dict[int, _Waiting] = {}
        self._jobs = 0
        self._connection, theirs = socket.socketpair()
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        with theirs:
            options = [str(theirs.fileno()), str(at_once), *(["render"] if renders else [])]
            path = json.dumps([entry for entry in sys.path if entry])
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-c", _BOOT, path, *options],
                env={**os.environ, **ENVIRONMENT},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._complaints,
                stderr=self._complaints,
            )
        threading.Thread(target=self._listen, daemon=True).start()

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
            self._waiting[self._jobs] = _Waiting(task, future, on_stage)
            header = {
                "job": self._jobs,
                "name": task.name,
                "where": str(task.path),
                "folder": str(task.path.parent.resolve()),
                "theme": str(task.theme),
                "formats": task.formats,
                "is_executed": task.is_executed,
                "environment": task.environment,
                "limits": {
                    "seconds": task.limits.seconds,
                    "memory": task.limits.memory,
                    "output": task.limits.output,
                },
            }
            with contextlib.suppress(OSError):  # the listener tells everybody that it has gone
                self._connection.sendall(pack(header, [task.notebook]))
        if not self.is_alive:
            self._abandon()
        return future

    @property
    def is_alive(self) -> bool:
        """Whether the process can take tasks."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and everything it runs."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
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
        header, blobs = message
        if "stage" in header:
            waiting = self._waiting[header["job"]]
            if waiting.on_stage:
                waiting.on_stage(waiting.task.name, header["stage"])
            return
        with self._lock:
            waiting = self._waiting.pop(header["job"])
        task, future = waiting.task, waiting.future
        if "failure" in header:
            failure = Failure(**header["failure"])
            future.set_exception(failure_error(failure, where=str(task.path), limits=task.limits))
        elif "error" in header:
            future.set_exception(from_header(header["error"]))
        else:
            outputs = dict(zip(header.get("outputs", []), blobs[1:], strict=True))
            reads, images = tuple(header["reads"]), tuple(header.get("images", []))
            future.set_result(Made(blobs[0], outputs, reads, images))

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
