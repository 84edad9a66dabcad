"""What a forked child does: run one notebook from a clean state."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from typing import TYPE_CHECKING

from kit.build.capture import Descriptors
from kit.build.cells import run_cells
from kit.build.encoding import encoded
from kit.build.forkserver import failure_header
from kit.build.normal import normalised
from kit.build.outcome import Failure
from kit.build.reads import Reads
from kit.build.recorder import Recorder
from kit.build.shell import Shell, Stream
from kit.build.start import settle
from kit.build.wire import pack

if TYPE_CHECKING:
    import socket

    from kit.build.blackbox import BlackBox
    from kit.build.outcome import Limits
    from kit.build.wire import Header

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def perform(
    header: Header,
    content: bytes,
    limits: Limits,
    box: BlackBox,
    connection: socket.socket,
) -> bytes:
    """Run a notebook in this process, which must be a fresh fork.

    Parameters
    ----------
    header : dict
        The job: `folder`, in which the notebook runs, and `environment`.
    content : bytes
        The notebook as JSON, checked and without outputs.
    limits : Limits
        What it may use.
    box : BlackBox
        Where to note what is going on.
    connection : socket.socket
        The line to the parent, for the case that the run must end at once.

    Returns
    -------
    bytes
        A message with the executed notebook or with the failure.
    """
    os.setsid()
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    os.chdir(header["folder"])
    os.environ.update(header["environment"])
    sys.path.insert(0, "")
    sys.argv = [""]
    settle(limits.memory)

    def overflow() -> None:
        cell, tail = box.read()
        failure = Failure("output", cell, "", tail)
        connection.sendall(pack({"failure": failure_header(failure)}))
        os._exit(0)

    reads = Reads()
    shell = Shell.instance()
    recorder = Recorder(limits.output, box.wrote, overflow)
    shell.recorder = recorder
    descriptors = Descriptors(recorder.stream, recorder.lock)
    recorder.before = descriptors.drain

    def write(name: str, text: str) -> None:
        with recorder.lock:
            descriptors.drain()
            recorder.stream(name, text)

    sys.stdout, sys.stderr = Stream("stdout", 1, write), Stream("stderr", 2, write)
    notebook = json.loads(content)
    failure = run_cells(shell, notebook, on_cell=box.begin, after_cell=descriptors.drain)
    if failure is not None:
        return pack({"failure": failure_header(failure)})
    paths = reads.paths()
    executed = encoded(normalised(notebook, recorder.widgets()))
    return pack({"reads": paths}, [executed])
