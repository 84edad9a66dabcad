"""The fast engine: a client of the warm process that forks a child for each notebook."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from kit.build.outcome import Failure
from kit.build.start import ENVIRONMENT
from kit.build.wire import Inbox, pack, receive
from kit.errors import ExecutionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.build.outcome import Limits

_GRACE = 2.0  # seconds for the warm process to end its children and leave


class Warm:
    """The warm process and the jobs that it has been given.

    Parameters
    ----------
    at_once : int
        How many notebooks may run at the same time.
    """

    def __init__(self, at_once: int) -> None:
        self._lock = threading.Lock()
        self._futures: dict[int, Future[bytes | Failure]] = {}
        self._jobs = 0
        ours, theirs = socket.socketpair()
        self._connection = ours
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        with theirs:
            descriptor = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-P", "-m", "kit.build.forkserver", str(descriptor), str(at_once)],
                env={**os.environ, **ENVIRONMENT, "PYTHONPATH": os.pathsep.join(_module_path())},
                pass_fds=[descriptor],
                stdin=subprocess.DEVNULL,
                stdout=self._complaints,
                stderr=self._complaints,
            )
        threading.Thread(target=self._listen, daemon=True).start()

    def run(
        self, notebook: bytes, *, folder: str, limits: Limits, environment: Mapping[str, str]
    ) -> Future[bytes | Failure]:
        """Run a notebook.

        Parameters
        ----------
        notebook : bytes
            JSON of a checked notebook without outputs.
        folder : str
            Where it runs.
        limits : Limits
            What it may use.
        environment : Mapping of str to str
            Variables that are set for it.

        Returns
        -------
        Future of bytes or Failure
            The executed notebook as JSON, or why there is none.
        """
        future: Future[bytes | Failure] = Future()
        with self._lock:
            self._jobs += 1
            job = self._jobs
            self._futures[job] = future
        header = {
            "job": job,
            "folder": folder,
            "environment": dict(environment),
            "limits": {
                "seconds": limits.seconds,
                "memory": limits.memory,
                "output": limits.output,
            },
        }
        with self._lock:
            try:
                self._connection.sendall(pack(header, [notebook]))
            except OSError:
                self._futures.pop(job, None)
                future.set_exception(self._gone())
        return future

    @property
    def is_alive(self) -> bool:
        """Whether the process can take jobs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and everything it runs."""
        with self._lock:
            self._connection.close() if False else self._connection.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listen(self) -> None:
        """Hand results to those who wait for them, until the process ends."""
        inbox = Inbox()
        while (messages := receive(self._connection, inbox)) is not None:
            for header, blobs in messages:
                with self._lock:
                    future = self._futures.pop(header["job"])
                future.set_result(Failure(**header["failure"]) if "failure" in header else blobs[0])
        with self._lock:
            abandoned = list(self._futures.values())
            self._futures.clear()
        for future in abandoned:
            future.set_exception(self._gone())

    def _gone(self) -> ExecutionError:
        """Say that the process has ended, and what it said last."""
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").strip().splitlines()
        last = f": {said[-1]}" if said else ""
        return ExecutionError(
            f"The process that runs notebooks ended{last}",
            mend="Build again; if it happens again, build with --kernel",
        )


def _module_path() -> list[str]:
    """List where this process finds modules, so that the warm one finds the same."""
    return [entry for entry in sys.path if entry]


_shared: Warm | None = None
_shared_lock = threading.Lock()


def shared() -> Warm:
    """Return this process's warm process; it is started by the first call.

    Returns
    -------
    Warm
        It is ended when this process ends.
    """
    global _shared  # noqa: PLW0603 - one warm process is the whole point
    with _shared_lock:
        if _shared is None or not _shared.is_alive:
            _shared = Warm(os.cpu_count() or 1)
            atexit.register(_shared.close)
        return _shared
