"""Messages between the processes of a build: a JSON header and any number of blobs.

Nothing is unpickled: what a notebook's process says is data, never code.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence

Header = dict[str, Any]
Message = tuple[Header, list[bytes]]

_LENGTH = struct.Struct(">Q")
_CHUNK = 1 << 18


def pack(header: Header, blobs: Sequence[bytes] = ()) -> bytes:
    """Return a message as bytes.

    Parameters
    ----------
    header : dict
        What JSON can carry.
    blobs : sequence of bytes
        What goes along unchanged.

    Returns
    -------
    bytes
        The length of the header in eight bytes, the header, then the blobs.

    Examples
    --------
    >>> inbox = Inbox()
    >>> list(inbox.messages(pack({"op": "run"}, [b"ab"])))
    [({'op': 'run'}, [b'ab'])]
    """
    head = json.dumps([header, [len(blob) for blob in blobs]]).encode()
    return b"".join((_LENGTH.pack(len(head)), head, *blobs))


class Inbox:
    """Puts messages together from the pieces in which they arrive."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._head: tuple[Header, list[int]] | None = None

    def messages(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that the next piece completes.

        Parameters
        ----------
        data : bytes
            What was received.

        Yields
        ------
        tuple of dict and list of bytes
            A header and its blobs.
        """
        self._buffer += data
        while (message := self._next()) is not None:
            yield message

    def _next(self) -> Message | None:
        """Take one whole message off the front of the buffer, if it is there."""
        if self._head is None:
            if len(self._buffer) < _LENGTH.size:
                return None
            (length,) = _LENGTH.unpack_from(self._buffer)
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                return None
            header, sizes = json.loads(self._buffer[_LENGTH.size : end])
            self._head = header, sizes
            del self._buffer[:end]
        header, sizes = self._head
        if len(self._buffer) < sum(sizes):
            return None
        blobs, start = [], 0
        for size in sizes:
            blobs.append(bytes(self._buffer[start : start + size]))
            start += size
        del self._buffer[:start]
        self._head = None
        return header, blobs


def receive(connection: socket.socket, inbox: Inbox) -> list[Message] | None:
    """Read what has arrived on a connection.

    Parameters
    ----------
    connection : socket.socket
        It is read once, which waits if it is a waiting one.
    inbox : Inbox
        Where its pieces are put together.

    Returns
    -------
    list of messages or None
        The messages completed, or None when the other side is gone.
    """
    try:
        data = connection.recv(_CHUNK)
    except (ConnectionError, TimeoutError):
        return None
    return list(inbox.messages(data)) if data else None
