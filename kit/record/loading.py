"""Load the record: read the files, apply the rules, close the tables."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.errors import DataError
from kit.record.integrity import check_integrity
from kit.record.leads import OVERLAY, lift
from kit.record.nearest import did_you_mean
from kit.record.rules import check_references, check_table, gather
from kit.record.schema import DESCRIPTOR, Package, TableSchema, read_package
from kit.record.sheet import decode, read_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.record.record import Record
    from kit.record.rules import Cells

PACKAGE: Final = Path(__file__).resolve().parents[1]
LARGEST_FILE: Final = 64_000_000  # bytes; ours together have fewer than one million


def data_folder() -> Path:
    """Return the folder of the kit's own record: in a wheel, or beside the package.

    Returns
    -------
    pathlib.Path
        The folder that holds `datapackage.json`.
    """
    shipped = PACKAGE / "_course" / "data"
    return shipped if shipped.is_dir() else PACKAGE.parent / "data"


OURS: Final = data_folder()


def load(path: str | Path | None = None, *, beside: str | Path | None = OURS) -> Record:
    """Load the record, or a folder of your own data beside it.

    Without arguments this is the kit's own record. With a folder, its rows are
    added to ours: the folder holds CSV files with the names and the columns of
    our tables (as many of them as you need), no key of yours may be a key of
    ours, and your foreign keys may point to our rows (a claim of yours may cite
    one of our sources). Every rule holds for your rows as for ours.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        The folder with your own data.
    beside : str or pathlib.Path, optional
        The data package to which the folder is added; ours unless you say
        otherwise. With None the folder stands alone and must be a whole package
        with its own `datapackage.json`.

    Returns
    -------
    Record
        The tables and the questions to ask of them. It never changes.

    Raises
    ------
    DataError
        If a file cannot be read or a row breaks a rule; the message names the
        file, the row, the column, the value and the rule.

    Examples
    --------
    >>> import kit
    >>> record = kit.load()
    >>> print(record.cite("A/RES/76/19", "OP4"))  # doctest: +ELLIPSIS
    General Assembly resolution 76/19...
    """
    if path is None:
        return _ours(_stamps(OURS))
    return _load([Path(folder) for folder in (beside, path) if folder is not None])


@lru_cache(maxsize=1)
def _ours(_: tuple[tuple[str, int, int, int], ...]) -> Record:
    """Load our record once for each state of its files, which a process rarely sees change."""
    return _load([OURS])


def _stamps(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Return what tells that a file below a folder was touched."""
    stamps = []
    for path in sorted(folder.rglob("*")):
        status = path.stat()
        stamps.append((str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return tuple(stamps)


def _load(folders: list[Path]) -> Record:
    """Read the files of a package and of the folders added to it, and apply every rule."""
    from kit.record.record import close

    package = read_package(folders[0])
    files = _read_base(folders[0], package)
    for folder in folders[1:]:
        files += _read_added(folder, package)
    tables = {table.name: _checked(table, files) for table in package.tables}
    for cells in tables.values():
        check_references(cells, tables)
    texts = _read_texts(folders, tables)
    check_integrity(tables, {text.path: text.content.decode("utf-8-sig") for text in texts})
    overlays = _read_overlay(folders[0])
    for overlay in overlays:
        tables = lift(tables, _checked(OVERLAY, [overlay]))
    return close(tables, package=package, sha256=_fingerprint([*files, *texts, *overlays]))


@dataclass(frozen=True, slots=True)
class _File:
    """A file as read: its path in the package, its name for messages, its bytes."""

    path: str
    shown: str
    content: bytes


def _read_base(folder: Path, package: Package) -> list[_File]:
    """Read every file that a package names, its descriptor first."""
    paths = [DESCRIPTOR, *(table.path for table in package.tables)]
    paths += [path for _, path in package.files]
    return [_read(folder, path) for path in paths]


def _read_added(folder: Path, package: Package) -> list[_File]:
    """Read the tables that a user's folder holds."""
    if not folder.is_dir():
        raise DataError(
            "There is no such folder", where=str(folder), mend="Give a folder with CSV files"
        )
    known = {table.path for table in package.tables}
    found = sorted({file.name for file in folder.glob("*.csv")} - {OVERLAY.path})
    for name in found:
        if name not in known:
            raise DataError(
                f"{name} is not a table of the record{did_you_mean(name, known)}",
                where=str(folder),
                mend="Name the file after the table to which its rows belong",
            )
    if not found:
        raise DataError(
            "The folder holds no table of the record",
            where=str(folder),
            mend=f"Put a file there such as {min(known, default='sources.csv')}",
        )
    return [_read(folder, name) for name in found]


def _read(folder: Path, path: str) -> _File:
    """Read one file of a package."""
    file = folder / path
    shown = os.path.relpath(file) if file.is_relative_to(Path.cwd()) else str(file)
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise DataError(
                f"The file is larger than {LARGEST_FILE // 1_000_000} MB",
                where=shown,
                mend="A table of the record is small; look for a field that was never closed",
            )
        return _File(path, shown, file.read_bytes())
    except OSError as error:
        raise DataError(
            f"A file of the record cannot be read: {error.strerror}",
            where=shown,
            mend="Put the file back, or take it out of datapackage.json",
        ) from None


def _read_texts(folders: list[Path], tables: Mapping[str, Cells]) -> list[_File]:
    """Read the whole statements that the record carries."""
    statements = tables.get("statements")
    if statements is None or "text" not in statements.columns:
        return []
    read: list[_File] = []
    for row, path in enumerate(statements.columns["text"]):
        if path:
            if not re.fullmatch(r"texts/[\w-]+\.txt", path, re.ASCII):
                raise statements.broken(
                    "text", [row], "is not a file in texts/", "Name it like texts/statement.txt"
                )
            read.append(_read(folders[statements.part(row)[0]], path))
            decode(read[-1].content, read[-1].shown)
    return read


def _read_overlay(folder: Path) -> list[_File]:
    """Read what a person on this machine has verified, if anything."""
    return [_read(folder, OVERLAY.path)] if (folder / OVERLAY.path).exists() else []


def _checked(schema: TableSchema, files: list[_File]) -> Cells:
    """Return the cells of one table, from every file that holds rows of it, after its rules."""
    cells = gather(
        schema,
        (
            read_sheet(file.content, file=file.shown, schema=schema)
            for file in files
            if file.path == schema.path
        ),
    )
    check_table(cells)
    return cells


def _fingerprint(files: list[_File]) -> str:
    """Return one hash over the names and the bytes of the files."""
    lines = [f"{hashlib.sha256(file.content).hexdigest()}  {file.path}\n" for file in files]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
