"""Writes files so that each is either the old one or the new one, whole, whatever happens."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING, Final

from kit.build.notebook import shown
from kit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_PART: Final = ".part-"
_REASONS: Final = {
    errno.ENOSPC: ("there is no space left on the disk", "Free some space and build again"),
    errno.EDQUOT: ("your quota of disk space is used up", "Free some space and build again"),
    errno.EFBIG: ("the file would be larger than is allowed", "Raise the limit (`ulimit -f`)"),
    errno.EROFS: ("the disk is read-only", "Build in a folder that can be written"),
    errno.EACCES: ("you may not write there", "Change the folder's permissions or its owner"),
    errno.EPERM: ("you may not write there", "Change the folder's permissions or its owner"),
    errno.ENOTDIR: ("a file stands where a folder should be", "Move that file away"),
    errno.EEXIST: ("a file stands where a folder should be", "Move that file away"),
    errno.EISDIR: ("a folder stands where the file should be", "Move that folder away"),
    errno.ENOENT: ("the folder has vanished", "Build again"),
}


def write_all(root: Path, contents: Mapping[str, bytes], *, is_durable: bool = True) -> None:
    """Write files that belong together: all of them, or none.

    Each goes to a temporary file in its own folder, which reaches the disk before
    anything is renamed. What was there before stays until that moment. A file
    that already has its content is not touched.

    Parameters
    ----------
    root : Path
        What the paths are relative to.
    contents : Mapping of str to bytes
        What to write, by path.
    is_durable : bool
        Whether to wait until it has reached the disk.

    Raises
    ------
    OutputError
        If a folder cannot be made or written, or the disk is full.
    """
    parts: list[tuple[Path, Path]] = []
    target = root
    try:
        for path, content in contents.items():
            target = root / path
            if _has(target, content):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            part = target.with_name(f"{_PART}{os.urandom(6).hex()}-{target.name}")
            parts.append((part, target))
            _write(part, content, is_durable=is_durable)
        for part, target in parts:
            part.replace(target)
        for folder in {target.parent for _, target in parts} if is_durable else ():
            _sync(folder)
    except OSError as error:
        raise _refusal(error, target) from error
    finally:
        for part, _ in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def sweep(folders: Iterable[Path]) -> None:
    """Remove temporary files that a killed build left behind.

    Parameters
    ----------
    folders : iterable of Path
        Where outputs are written. Nobody else may be writing there.
    """
    for folder in folders:
        with contextlib.suppress(OSError):
            for part in folder.glob(f"{_PART}*"):
                part.unlink(missing_ok=True)


def _has(target: Path, content: bytes) -> bool:
    """Tell whether a file already has its content."""
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except OSError:
        return False


def _write(part: Path, content: bytes, *, is_durable: bool) -> None:
    """Write a temporary file, down to the disk if it must last."""
    with part.open("xb", buffering=0) as file:
        rest = memoryview(content)
        while rest:
            rest = rest[file.write(rest) :]
        if is_durable:
            os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Bring the names in a folder down to the disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(error: OSError, target: Path) -> OutputError:
    """Say why a file cannot be written, and what to do."""
    what, mend = _REASONS.get(
        error.errno or 0,
        (error.strerror or str(error), "Check the folder and the disk, then build again"),
    )
    return OutputError(
        f"The file cannot be written: {what}; earlier files were left as they were",
        where=shown(target),
        mend=mend,
    )
