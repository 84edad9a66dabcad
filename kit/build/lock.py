"""Lets one build at a time work in a project."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING, Final

from kit.build.notebook import shown
from kit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PAUSE: Final = 0.05  # seconds between two attempts


@contextlib.contextmanager
def held(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold a lock file while the block runs; wait for whoever has it.

    The lock ends with the process, however it ends.

    Parameters
    ----------
    path : Path
        The lock file; its folder is made.
    on_wait : callable
        Is called once, when somebody else has the lock.

    Yields
    ------
    None

    Raises
    ------
    OutputError
        If the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputError(
            f"The build cannot keep its notes: {error.strerror}",
            where=shown(path.parent),
            mend="Build in a folder that you may write",
        ) from error
    try:
        told = False
        while not _taken(descriptor):
            if not told:
                on_wait()
                told = True
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    """Try to take the lock."""
    try:
        if os.name == "posix":
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            return False
        raise
    return True
