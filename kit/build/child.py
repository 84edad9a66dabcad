"""What a forked child does: run one notebook from a clean state."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from kit.build.capture import Descriptors
from kit.build.cells import run_cells
from kit.build.encoding import encoded
from kit.build.normal import normalised
from kit.build.outcome import Failure
from kit.build.parent import follow_parent
from kit.build.reads import Reads
from kit.build.recorder import Recorder
from kit.build.shell import Shell, Stream
from kit.build.start import settle
from kit.build.task import Made, failure_message, made_message
from kit.build.wire import pack

if TYPE_CHECKING:
    import socket

    from kit.build.blackbox import BlackBox
    from kit.build.task import Task
    from kit.build.wire import Message


def perform(task: Task, box: BlackBox, connection: socket.socket) -> Message:
    """Run a notebook in this process, which must be a fresh fork.

    Parameters
    ----------
    task : Task
        The notebook.
    box : BlackBox
        Where to note what is going on.
    connection : socket.socket
        The line to the parent, for the case that the run must end at once.

    Returns
    -------
    tuple of dict and list of bytes
        A message with the executed notebook or with the failure.
    """
    follow_parent()
    os.chdir(task.folder)
    os.environ.update(task.environment)
    sys.path.insert(0, "")
    sys.argv = [""]
    settle(task.limits.memory)

    def overflow() -> None:
        cell, tail = box.read()
        connection.sendall(pack(*failure_message(Failure("output", cell, "", tail))))
        os._exit(0)

    reads = Reads()
    shell = Shell.instance()
    recorder = Recorder(task.limits.output, box.wrote, overflow)
    shell.recorder = recorder
    descriptors = Descriptors(recorder.stream, recorder.lock)
    recorder.before = descriptors.drain

    def write(name: str, text: str) -> None:
        with recorder.lock:
            descriptors.drain()
            recorder.stream(name, text)

    sys.stdout, sys.stderr = Stream("stdout", 1, write), Stream("stderr", 2, write)
    notebook = json.loads(task.notebook)
    failure = run_cells(shell, notebook, on_cell=box.begin, after_cell=descriptors.drain)
    if failure is not None:
        return failure_message(failure)
    paths = tuple(reads.paths())
    executed = encoded(normalised(notebook, recorder.widgets()))
    return made_message(Made(executed, reads=paths))
