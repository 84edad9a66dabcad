"""The files on which a build depends: found, stamped, and hashed only when a stamp differs.

This module is on the path of a build that has nothing to do, so it imports
nothing that costs.
"""

# ruff: noqa: PTH116, PTH123 - importing pathlib alone takes a third of an unchanged build

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing typing costs as much as all the rest
if TYPE_CHECKING:
    from typing import Any

# Size, time of modification, time of change, inode: together they tell a file that was touched.
Stamp = list[int]

_SKIPPED = frozenset({"__pycache__", "node_modules"})
# A file changed this shortly before it was hashed could change again within the clock's tick.
_SETTLED_NS = 50_000_000
_KIND = 0o170000  # stat's mask for the kind of a file
_REGULAR = 0o100000
_UNSETTLED: Stamp = [0, 0, 0, 0]


def stamp(path: str) -> Stamp | None:
    """Return the stamp of a file.

    Parameters
    ----------
    path : str
        A file.

    Returns
    -------
    list of int or None
        Size in bytes, modification and change time in nanoseconds, inode; None
        when it is not a regular file or cannot be looked at.
    """
    try:
        status = os.stat(path)
    except OSError:
        return None
    if status.st_mode & _KIND != _REGULAR:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def walk(folder: str, *, endings: tuple[str, ...] = (), deep: bool = True) -> list[str]:
    """List the files below a folder.

    Parameters
    ----------
    folder : str
        Where to look; nothing is found in a folder that is not there.
    endings : tuple of str
        How the names must end; any name when empty.
    deep : bool
        Whether to look into folders below it.

    Returns
    -------
    list of str
        Paths, sorted; hidden files and bytecode are left out.
    """
    found: list[str] = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return found
    for entry in entries:
        if entry.name[0] == "." or entry.name in _SKIPPED:
            continue
        if entry.is_dir():
            if deep:
                found += walk(entry.path, endings=endings)
        elif not endings or entry.name.endswith(endings):
            found.append(entry.path)
    return sorted(found)


class Hashes:
    """SHA-256 of files, remembered from build to build by their stamps.

    Parameters
    ----------
    known : dict
        From path to `[stamp, sha256]`, as the last build left it.
    now_ns : int
        The time, in nanoseconds since the epoch.
    """

    def __init__(self, known: dict[str, list[Any]], now_ns: int) -> None:
        self._known = known
        self._now = now_ns
        self.used: dict[str, list[Any]] = {}

    def of(self, path: str) -> str:
        """Return the SHA-256 of a file, "" when there is none.

        Parameters
        ----------
        path : str
            A file.

        Returns
        -------
        str
            64 hexadecimal digits, or nothing.
        """
        if path in self.used:
            return str(self.used[path][1])
        current = stamp(path)
        if current is None:
            return ""
        known = self._known.get(path)
        digest = str(known[1]) if known and known[0] == current else _digest(path)
        # A stamp that is too young proves nothing; an impossible one forces a look next time.
        is_settled = max(current[1], current[2]) < self._now - _SETTLED_NS
        self.used[path] = [current if is_settled else _UNSETTLED, digest]
        return digest

    def changed(self) -> list[str]:
        """List the files that are no longer as they were when they were hashed.

        Returns
        -------
        list of str
            Paths.
        """
        return [
            path
            for path, (known, digest) in self.used.items()
            if (_digest(path) != digest if known == _UNSETTLED else stamp(path) != known)
        ]


def _digest(path: str) -> str:
    """Hash a file."""
    import hashlib

    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
