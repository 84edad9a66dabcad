"""Write files so that all of them change, or none."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files; when one of them cannot be written, none is changed.

    Each is written whole beside its place and then renamed into it. Should a
    rename fail after others have succeeded, those are put back.

    Parameters
    ----------
    files : mapping of pathlib.Path to bytes
        The files with their new content; missing folders are made.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    before = {file: file.read_bytes() if file.is_file() else None for file in files}
    staged: dict[Path, Path] = {}
    changed: list[Path] = []
    try:
        for file, content in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            staged[file] = _stage(file, content)
        for file, temporary in staged.items():
            temporary.replace(file)
            changed.append(file)
    except OSError as error:
        for file in changed:
            _restore(file, before[file])
        raise OutputError(
            f"A file cannot be written: {error.strerror}",
            where=str(error.filename or next(iter(files))),
            mend="Nothing was changed. See that the folder is yours to write and has room",
        ) from None
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _stage(file: Path, content: bytes) -> Path:
    """Write content to a temporary file beside its place, down to the disk."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary = Path(name)
    temporary.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
    return temporary


def _restore(file: Path, content: bytes | None) -> None:
    """Put a file back as it was, or take it away when it was not there."""
    if content is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(content)
