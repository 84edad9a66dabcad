"""Lay a course out in a folder, and bring it up to date later without touching anybody's work."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.build.write import write_all
from kit.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE: Final = Path(__file__).resolve().parents[1]
README: Final = "README.md"
LEDGER: Final = ".kit/laid-out.json"  # what was put where, so that a changed file is known
_FOLDERS: Final = ("notebooks", "data", "slides/theme")
_PRIVATE: Final = "data/verified.csv"  # what a person verified on one machine stays on it


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying a course out did: paths of new, renewed, kept and equal files."""

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    kept: tuple[str, ...]
    equal: tuple[str, ...]


def source() -> Path:
    """Return where the kit's own course lies.

    Returns
    -------
    Path
        Inside an installed kit, or the repository that the kit is run from.
    """
    shipped = PACKAGE / "_course"
    return shipped if shipped.is_dir() else PACKAGE.parent


def lay_out(folder: Path, *, course: Path | None = None) -> Laid:
    """Copy the course into a folder, or bring a copy of it up to date.

    A file that somebody has changed since it was copied is never written. A
    notebook that was only run and saved is not changed.

    Parameters
    ----------
    folder : Path
        Where to; it is made when it does not exist.
    course : Path, optional
        What to copy; the kit's own course when not given.

    Returns
    -------
    Laid
        What was done with each file.

    Raises
    ------
    UsageError
        When the folder is a file, or is the course itself.
    OutputError
        When the folder cannot be written, or what it says of itself cannot be read.
    """
    origin = course or source()
    if folder.resolve() == origin.resolve():
        raise UsageError(
            "This folder is the course itself", where=str(folder), mend="Name another folder"
        )
    return put(folder, {**dict(files(origin)), README: _readme()})


def put(folder: Path, fresh: Mapping[str, bytes], *, ledger: str = LEDGER) -> Laid:
    """Put files into a folder, and leave alone what somebody has changed there.

    Parameters
    ----------
    folder : Path
        Where to; it is made when it does not exist.
    fresh : mapping of str to bytes
        The files by their paths below the folder.
    ledger : str
        The file below the folder that keeps what was put there.

    Returns
    -------
    Laid
        What was done with each file.

    Raises
    ------
    UsageError
        When the folder is a file.
    OutputError
        When the folder cannot be written, or its ledger cannot be read.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("This is a file", where=str(folder), mend="Name a folder")
    known = _read_ledger(folder / ledger)
    sorted_out: dict[str, list[str]] = {"added": [], "renewed": [], "kept": [], "equal": []}
    for path, content in fresh.items():
        sorted_out[_fate(folder / path, content, known.get(path))].append(path)
    written = {path: fresh[path] for path in (*sorted_out["added"], *sorted_out["renewed"])}
    put_there = {path: _work(path, fresh[path]) for path in (*written, *sorted_out["equal"])}
    noted = json.dumps({**known, **put_there}, indent=1, sort_keys=True).encode()
    write_all(folder, {**written, ledger: noted})
    return Laid(**{fate: tuple(paths) for fate, paths in sorted_out.items()})


def files(course: Path) -> Iterator[tuple[str, bytes]]:
    """Read what belongs to a course.

    Parameters
    ----------
    course : Path
        Its folder.

    Yields
    ------
    tuple of str and bytes
        The path of a file below the folder, and its content.
    """
    for name in _FOLDERS:
        for path in sorted((course / name).rglob("*")):
            place = path.relative_to(course).as_posix()
            hidden = any(part.startswith((".", "__")) for part in place.split("/"))
            if path.is_file() and not hidden and place != _PRIVATE:
                yield place, path.read_bytes()


def _readme() -> bytes:
    """Read what the course says of itself."""
    return Path(__file__).with_name("student_readme.md").read_bytes()


def _fate(path: Path, content: bytes, laid: str | None) -> str:
    """Say what is to be done with a file."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        return "added"
    except OSError:
        return "kept"
    work = _work(path.name, there)
    if work == _work(path.name, content):
        return "equal"
    return "renewed" if work == laid else "kept"


def _read_ledger(path: Path) -> Mapping[str, str]:
    """Read what was laid out here before."""
    try:
        ledger = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        ledger = None
    if not isinstance(ledger, dict) or not all(isinstance(v, str) for v in ledger.values()):
        raise OutputError(
            "What was laid out here before cannot be read",
            where=str(path),
            mend="Remove that file; every file that differs from the course is then kept",
        )
    return ledger


def _work(path: str, content: bytes) -> str:
    """Name what somebody worked on in a file; a notebook that was only run is the same work."""
    if path.endswith(".ipynb"):
        # Of what is no notebook that we know, every byte counts.
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            content = _written(json.loads(content))
    return hashlib.sha256(content).hexdigest()


def _written(notebook: dict[str, Any]) -> bytes:
    """Reduce a notebook to what a person writes in it."""
    cells = [
        [
            cell["cell_type"],
            "".join(cell["source"]),
            [cell["metadata"].get(key) for key in ("tags", "slideshow", "alt")],
            cell.get("attachments"),
        ]
        for cell in notebook["cells"]
    ]
    return json.dumps([notebook["metadata"].get("kit"), cells], sort_keys=True).encode()
