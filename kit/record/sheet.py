"""A CSV file as text: decoded, split into rows, its header held against the schema."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kit.errors import DataError
from kit.record.nearest import did_you_mean

if TYPE_CHECKING:
    from kit.record.schema import TableSchema

LONGEST_FIELD: Final = 100_000  # characters; the longest of ours has fewer than 2,000


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one CSV file, column by column, every value as text."""

    file: str
    columns: dict[str, list[str]]
    length: int


def decode(content: bytes, file: str) -> str:
    """Return the text of a UTF-8 file, without its byte-order mark.

    Parameters
    ----------
    content : bytes
        The file as it stands on the disk.
    file : str
        Its name, for messages.

    Returns
    -------
    str
        The text.

    Raises
    ------
    DataError
        If it is not text in UTF-8; the message gives the line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"The byte 0x{content[error.start]:02x} is not UTF-8 text",
            where=f"{file}, line {line}",
            mend='Save the file as UTF-8; a spreadsheet calls it "CSV UTF-8"',
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(
            "The file holds a NUL character, so it is not text",
            where=f"{file}, line {line}",
            mend='Save the file again as "CSV UTF-8"',
        )
    return text


def read_sheet(content: bytes, *, file: str, schema: TableSchema) -> Sheet:
    """Read a CSV file whose columns a schema names.

    A byte-order mark, Windows line ends, another order of the columns and empty
    lines at the end do no harm.

    Parameters
    ----------
    content : bytes
        The file as it stands on the disk.
    file : str
        Its name, for messages.
    schema : TableSchema
        The table it should hold.

    Returns
    -------
    Sheet
        The cells as text.

    Raises
    ------
    DataError
        If the bytes are not UTF-8, are not CSV, or do not have the schema's columns.
    """
    lines = _split(decode(content, file), file)
    while lines and not any(lines[-1]):
        lines.pop()
    if not lines:
        raise DataError(
            "The file is empty",
            where=file,
            mend=f"Give it the header {_header(schema)}",
        )
    header, *records = lines
    _check_header(header, file, schema)
    for row, record in enumerate(records, start=2):
        if len(record) != len(header):
            raise _ragged(record, len(header), file, row)
    columns = zip(*records, strict=True) if records else ((),) * len(header)
    return Sheet(
        file=file,
        columns={name: list(column) for name, column in zip(header, columns, strict=True)},
        length=len(records),
    )


def _split(text: str, file: str) -> list[list[str]]:
    """Return the rows of a CSV text."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[list[str]] = []
    try:
        for line in reader:
            lines.append(line)
            if len(max(line, key=len, default="")) > LONGEST_FIELD:
                raise _too_long(file, len(lines))
    except csv.Error as error:
        if "field limit" in str(error):
            raise _too_long(file, len(lines) + 1) from None
        raise DataError(
            f"The file is not CSV: {error}",
            where=f"{file}, row {len(lines) + 1}",
            mend='Put a field that holds a comma, a quotation mark or a line end in "…", '
            'and write a quotation mark inside it twice: ""',
        ) from None
    return lines


def _too_long(file: str, row: int) -> DataError:
    """Return the error for a field that no table of ours could hold."""
    return DataError(
        f"A field is longer than {LONGEST_FIELD:,} characters",
        where=f"{file}, row {row}",
        mend="Shorten it; when it should be short, look for a quotation mark that is never closed",
    )


def _check_header(header: list[str], file: str, schema: TableSchema) -> None:
    """Refuse a header that is not the schema's."""
    names = [field.name for field in schema.fields]
    where = f"{file}, row 1"
    if len(header) == 1 and len(names) > 1:
        for mark, called in ((";", "semicolons"), ("\t", "tabs")):
            if mark in header[0]:
                raise DataError(
                    f"The columns are separated by {called}",
                    where=where,
                    mend="Save the file with commas between the columns",
                )
    for name in names:
        if name not in header:
            raise DataError(
                f"The column {name!r} is missing",
                where=where,
                mend=f"The header must be {_header(schema)}",
            )
    for position, name in enumerate(header):
        if name not in names or name in header[:position]:
            reason = "stands twice" if name in names else "is not in the schema"
            hint = "" if name in names else did_you_mean(name, names)
            raise DataError(
                f"The column {name!r} {reason}{hint}",
                where=where,
                mend=f"The header must be {_header(schema)}",
            )


def _ragged(record: list[str], width: int, file: str, row: int) -> DataError:
    """Return the error for a row of the wrong width."""
    if not record:
        return DataError("The row is empty", where=f"{file}, row {row}", mend="Delete it")
    return DataError(
        f"The row has {len(record)} fields, and the header has {width}",
        where=f"{file}, row {row}",
        mend='Put a field that holds a comma in quotation marks: "…"',
    )


def _header(schema: TableSchema) -> str:
    """Return the header line of a table."""
    return ",".join(field.name for field in schema.fields)
