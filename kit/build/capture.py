"""Catches what is written to file descriptors 1 and 2 past Python: by C code and child processes."""

from __future__ import annotations

import codecs
import os
import select
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = {1: "stdout", 2: "stderr"}
_CHUNK = 1 << 16


class Descriptors:
    """Turns descriptors 1 and 2 of this process into streams of the running cell.

    A pipe each, emptied before anything else is recorded, so that the order is
    the order of writing; and emptied by a thread while a cell waits for a child
    that writes more than a pipe holds.

    Parameters
    ----------
    write : callable
        Takes the name of the stream and the text.
    lock : lock
        Is held while text is read and recorded.
    """

    def __init__(self, write: Callable[[str, str], None], lock: threading.RLock) -> None:
        self._write = write
        self._lock = lock
        self._readers: dict[int, tuple[str, codecs.IncrementalDecoder]] = {}
        decoder = codecs.getincrementaldecoder("utf-8")
        for descriptor, name in _NAMES.items():
            reader, writer = os.pipe()
            os.set_blocking(reader, False)
            os.dup2(writer, descriptor)
            os.close(writer)
            self._readers[reader] = name, decoder(errors="replace")
        self._end = os.pipe()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def drain(self) -> None:
        """Record what has been written up to now."""
        with self._lock:
            for reader, (name, decoder) in self._readers.items():
                while data := self._read(reader):
                    text = decoder.decode(data)
                    if text:
                        self._write(name, text)

    def close(self) -> None:
        """Record what is left and end the thread; another object may take over the descriptors."""
        reader, writer = self._end
        os.write(writer, b".")
        self._thread.join()
        self.drain()
        for descriptor in (reader, writer, *self._readers):
            os.close(descriptor)

    @staticmethod
    def _read(reader: int) -> bytes:
        """Read what is there without waiting."""
        try:
            return os.read(reader, _CHUNK)
        except BlockingIOError:
            return b""

    def _watch(self) -> None:
        """Empty the pipes while nobody else does."""
        poll = select.poll()
        for reader in (*self._readers, self._end[0]):
            poll.register(reader, select.POLLIN)
        while self._end[0] not in dict(poll.poll()):
            self.drain()
