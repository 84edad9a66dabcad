"""What a forked child does: run one notebook from a clean state."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from kit.build.capture import Descriptors
from kit.build.cells import read_ahead, run_cells
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
    from kit.build.notebook import Notebook
    from kit.build.task import Task
    from kit.build.wire import Message


class Session:
    """The run of one notebook in this process, which must be a fresh fork.

    Parameters
    ----------
    task : Task
        The notebook.
    box : BlackBox
        Where to note what is going on.
    connection : socket.socket
        The line to the parent, for the case that the run must end at once.
    """

    def __init__(self, task: Task, box: BlackBox, connection: socket.socket) -> None:
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

        self._box = box
        self._reads = Reads()
        self._recorder = Recorder(task.limits.output, box.wrote, overflow)
        self._shell = Shell.instance()
        self._shell.recorder = self._recorder
        self.listen()

    def run(self, notebook: Notebook, part: slice) -> Failure | None:
        """Run some of the cells.

        Parameters
        ----------
        notebook : dict
            A checked notebook; its code cells are filled.
        part : slice
            Which of its cells.

        Returns
        -------
        Failure or None
            What the first cell raised that was not allowed to.
        """
        return run_cells(
            self._shell,
            notebook,
            part=part,
            on_cell=self._box.begin,
            after_cell=self._descriptors.drain,
        )

    def finish(self, notebook: Notebook, part: slice) -> Message:
        """Run the cells up to the last.

        Parameters
        ----------
        notebook : dict
            A checked notebook; the cells before these have been run.
        part : slice
            The cells that are left.

        Returns
        -------
        tuple of dict and list of bytes
            A message with the executed notebook or with the failure.
        """
        failure = self.run(notebook, part)
        if failure is not None:
            return failure_message(failure)
        paths = tuple(self._reads.paths())
        executed = encoded(normalised(notebook, self._recorder.widgets()))
        return made_message(Made(executed, reads=paths))

    def read_ahead(self, notebook: Notebook, part: slice) -> None:
        """Compile cells that forks of this process will run.

        Parameters
        ----------
        notebook : dict
            A checked notebook; the cells before these have been run.
        part : slice
            Which of its cells.
        """
        read_ahead(self._shell, notebook, part)

    def pause(self) -> None:
        """Stop recording what is written, so that no thread of ours is left."""
        self._descriptors.close()

    def listen(self) -> None:
        """Record what is written, through Python or past it; begin, or go on after a pause."""
        recorder = self._recorder
        self._descriptors = descriptors = Descriptors(recorder.stream, recorder.lock)
        recorder.before = descriptors.drain

        def write(name: str, text: str) -> None:
            with recorder.lock:
                descriptors.drain()
                recorder.stream(name, text)

        sys.stdout, sys.stderr = Stream("stdout", 1, write), Stream("stderr", 2, write)


def perform(task: Task, box: BlackBox, connection: socket.socket) -> Message:
    """Run a notebook from its first cell to its last.

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
    return Session(task, box, connection).finish(json.loads(task.notebook), slice(None))
