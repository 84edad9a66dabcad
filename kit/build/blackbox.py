"""What a run leaves behind when its process dies: the cell that ran and its last output."""

from __future__ import annotations

import mmap
import os
import struct

_RUNNER = struct.Struct("<I")
_HEAD = struct.Struct("<II")
_START = _RUNNER.size + _HEAD.size
_SIZE = 4096
_KEPT = 1500  # characters; at most four bytes each would not fit otherwise


class BlackBox:
    """A page of memory shared by a child, which writes, and its parent, which reads."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, _SIZE)
        self._cell = 0
        self._tail = ""

    def begin(self, cell: int) -> None:
        """Note that a cell begins.

        Parameters
        ----------
        cell : int
            Its number, from 1.
        """
        self._cell, self._tail = cell, ""
        self._store()

    def wrote(self, text: str) -> None:
        """Note what the cell writes.

        Parameters
        ----------
        text : str
            A piece of a stream.
        """
        self._tail = (self._tail + text[-_KEPT:])[-_KEPT:]
        self._store()

    def rest(self) -> None:
        """Note that what ran has ended; what it noted last stays."""
        self._page[: _RUNNER.size] = _RUNNER.pack(0)

    def _store(self) -> None:
        """Write what is known to the shared page."""
        text = self._tail.encode(errors="replace")[-(_SIZE - _START) :]
        noted = _RUNNER.pack(os.getpid()) + _HEAD.pack(self._cell, len(text)) + text
        self._page[: len(noted)] = noted

    def read(self) -> tuple[int, str]:
        """Read what the child noted last.

        Returns
        -------
        tuple of int and str
            The cell, 0 if none had begun, and the last of its output.
        """
        cell, length = _HEAD.unpack_from(self._page, _RUNNER.size)
        text = self._page[_START : min(_SIZE, _START + length)]
        return cell, text.decode(errors="replace")

    @property
    def runner(self) -> int:
        """Return the number of the process that runs a cell, 0 when none does."""
        number: int = _RUNNER.unpack_from(self._page)[0]
        return number

    def close(self) -> None:
        """Let go of the page."""
        self._page.close()
