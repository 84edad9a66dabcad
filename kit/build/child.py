"""What a forked child does: run one notebook from a clean state."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from kit.build.capture import Descriptors
from kit.build.cells import read_ahead, run_cells, to_run
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
    from collections.abc import Callable, Sequence

    from kit.build.blackbox import BlackBox
    from kit.build.notebook import Cell, Notebook
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

    def run(
        self, cells: Sequence[tuple[int, Cell]], is_enough: Callable[[int], bool] | None = None
    ) -> tuple[int, Failure | None]:
        """Run some of the cells.

        Parameters
        ----------
        cells : sequence of tuple of int and dict
            What `kit.build.cells.to_run` lists, without those that have been run.
        is_enough : callable, optional
            Is told how many have run, and says whether to stop there.

        Returns
        -------
        tuple of int and Failure or None
            How many have run, and what the last one raised that was not allowed to.
        """
        return run_cells(
            self._shell,
            cells,
            on_cell=self._box.begin,
            after_cell=self._descriptors.drain,
            is_enough=is_enough or (lambda _: False),
        )

    def made(self, notebook: Notebook) -> Message:
        """Return a notebook whose cells have all been run.

        Parameters
        ----------
        notebook : dict
            With the outputs.

        Returns
        -------
        tuple of dict and list of bytes
            A message with the executed notebook.
        """
        paths = tuple(self.reads())
        executed = encoded(normalised(notebook, self._recorder.widgets()))
        return made_message(Made(executed, reads=paths))

    def reads(self) -> list[str]:
        """List the files that the cells have read up to now.

        Returns
        -------
        list of str
            Absolute paths.
        """
        return self._reads.paths()

    def read_ahead(self, cells: Sequence[tuple[int, Cell]]) -> None:
        """Compile cells that forks of this process will run.

        Parameters
        ----------
        cells : sequence of tuple of int and dict
            Those that come after the ones that have been run.
        """
        read_ahead(self._shell, cells)

    def pause(self) -> None:
        """Stop recording what is written, so that no thread of ours is left."""
        self._descriptors.close()

    def listen(self) -> None:
        """Record what is written, through Python or past it; begin, or go on after a pause."""
        recorder = self._recorder
        self._descriptors = Descriptors(recorder.stream, recorder.lock)
        recorder.before = self._descriptors.drain

        def write(name: str, text: str) -> None:
            with recorder.lock:
                self._descriptors.drain()  # not those before a pause: a logger may be older
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
    session = Session(task, box, connection)
    notebook: Notebook = json.loads(task.notebook)
    _, failure = session.run(to_run(notebook))
    return session.made(notebook) if failure is None else failure_message(failure)
