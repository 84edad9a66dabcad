"""A process that renders: forked once, it keeps fonts and compiler warm for many documents."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kit import errors
from kit.build import products
from kit.build.reads import Reads
from kit.build.wire import Inbox, pack, receive
from kit.errors import KitError

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from kit.build.wire import Header
    from kit.record import Record

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def serve(connection: socket.socket, record: Record | KitError) -> NoReturn:
    """Render what is asked for until the other side has gone, then leave.

    Parameters
    ----------
    connection : socket.socket
        The line to the warm process.
    record : Record or KitError
        Where citations are looked up, or why it could not be loaded.
    """
    os.setsid()
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    reads = Reads()
    inbox = Inbox()
    with contextlib.suppress(BrokenPipeError):
        while (messages := receive(connection, inbox)) is not None:
            for header, blobs in messages:
                reads.begin()
                connection.sendall(_answer(header, blobs[0], record, reads))
    os._exit(0)


def _answer(header: Header, executed: bytes, record: Record | KitError, reads: Reads) -> bytes:
    """Render one notebook, or say why that cannot be done."""
    if isinstance(record, KitError):
        return pack({"error": as_header(record)})
    try:
        outputs = render(header, executed, record)
    except KitError as error:
        return pack({"error": as_header(error)})
    except Exception as error:  # noqa: BLE001 - a fault of ours must name the notebook too
        fault = errors.RenderError(
            f"The kit failed while rendering: {type(error).__name__}: {error}",
            where=header["where"],
            mend="Report this with the notebook",
        )
        return pack({"error": as_header(fault)})
    names = list(outputs)
    return pack({"outputs": names, "images": reads.paths()}, [outputs[name] for name in names])


def render(header: Mapping[str, object], executed: bytes, record: Record) -> dict[str, bytes]:
    """Render an executed notebook as a message asks.

    Parameters
    ----------
    header : Mapping of str to object
        `name`, `formats`, `theme` and `folder` of the job.
    executed : bytes
        The executed notebook as JSON.
    record : Record
        Where citations are looked up.

    Returns
    -------
    dict of str to bytes
        The products by their paths.
    """
    from kit.render import theme

    formats = header["formats"]
    assert isinstance(formats, list | tuple)  # noqa: S101 - our own message
    return products.render(
        json.loads(executed),
        name=str(header["name"]),
        record=record,
        theme=theme.load(Path(str(header["theme"]))),
        formats=formats,
        folder=Path(str(header["folder"])),
    )


def as_header(error: KitError) -> Header:
    """Return an error as JSON can carry it.

    Parameters
    ----------
    error : KitError
        Any of the family.

    Returns
    -------
    dict
        Its class and its three parts.
    """
    return {
        "kind": type(error).__name__,
        "what": error.what,
        "where": error.where,
        "mend": error.mend,
    }


def from_header(header: Header) -> KitError:
    """Return the error that a message carries.

    Parameters
    ----------
    header : dict
        What `as_header` gave.

    Returns
    -------
    KitError
        Of the same class.
    """
    kind = getattr(errors, header["kind"], KitError)
    error: KitError = kind(header["what"], where=header["where"], mend=header["mend"])
    return error
