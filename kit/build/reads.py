"""Notices which files a run reads, so that a change of one of them is never missed."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Final

_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_SYSTEM: Final = ("/proc/", "/sys/", "/dev/", "/usr/", "/etc/", "/lib/")


class Reads:
    """Collects the files that this process opens from now on.

    A file that the process has itself written is not an input. Nothing can be
    taken back from `sys.addaudithook`, so one object serves a whole process.
    """

    def __init__(self) -> None:
        self._opened: dict[str, None] = {}
        self._written: set[str] = set()
        sys.addaudithook(self._notice)

    def _notice(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note an opened file."""
        if event != "open":
            return
        path, _, flags = arguments
        if not isinstance(path, str) or not isinstance(flags, int):
            return
        if flags & _WRITES:
            self._written.add(os.path.abspath(path))  # noqa: PTH100 - called for every open
        else:
            self._opened[os.path.abspath(path)] = None  # noqa: PTH100

    def begin(self) -> None:
        """Forget what has been opened up to now."""
        self._opened.clear()
        self._written.clear()

    def paths(self) -> list[str]:
        """List the regular files read, those of Python and of the system left out.

        Returns
        -------
        list of str
            Absolute paths, sorted.
        """
        return sorted(
            path
            for path in list(self._opened)
            if path not in self._written
            and not is_installed(path)
            and f"{os.sep}." not in path
            and Path(path).is_file()
        )


def is_installed(path: str) -> bool:
    """Tell whether a file is one of Python, its packages, the kit or the system.

    Parameters
    ----------
    path : str
        Absolute.

    Returns
    -------
    bool
        Whether it lies in one of their folders.
    """
    return path.startswith(_OURS)


def _installed() -> set[str]:
    """List the folders of Python, its packages, the kit and the system."""
    installed = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix}
    package = str(Path(__file__).resolve().parents[1])
    return {f"{folder}{os.sep}" for folder in (*installed, package)} | set(_SYSTEM)


_OURS: Final = tuple(_installed())
