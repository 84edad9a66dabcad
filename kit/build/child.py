"""What a forked child does: run one notebook from a clean state."""

from __future__ import annotations

import ctypes
import json
import math
import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from kit.build.capture import Descriptors
from kit.build.forkserver import as_header
from kit.build.normal import normalised
from kit.build.outcome import Failure
from kit.build.recorder import Recorder
from kit.build.shell import Shell, Stream, run_cells
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
        connection.sendall(pack({"failure": as_header(failure)}))
        os._exit(0)

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
        return pack({"failure": as_header(failure)})
    executed = encoded(normalised(notebook, recorder.widgets()))
    return pack({}, [executed])


def encoded(notebook: dict[str, Any]) -> bytes:
    """Return an executed notebook as JSON.

    Parameters
    ----------
    notebook : dict
        It may hold what Python can write and JSON cannot: NaN, numpy numbers, bytes.

    Returns
    -------
    bytes
        JSON in UTF-8.
    """
    try:
        text = json.dumps(notebook, ensure_ascii=False, allow_nan=False, default=_plain)
    except ValueError:  # a number that JSON does not have
        text = json.dumps(_finite(notebook), ensure_ascii=False, default=_plain)
    return text.encode(errors="replace")


def _plain(value: object) -> object:
    """Return something JSON can carry in the place of something it cannot."""
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "shape", None) == ():
        return _finite(item())
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("latin-1")
    return repr(value)


def _finite(value: object) -> object:
    """Write numbers that JSON does not have as text, as Jupyter's kernel does."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return value
