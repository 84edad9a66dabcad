"""The rules of the schema, applied to the cells of a table.

Each rule looks at the distinct values of a column, so a table of thousands of
rows costs little more than its vocabulary.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kit.errors import DataError
from kit.record.nearest import did_you_mean
from kit.record.schema import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kit.record.schema import Field, ForeignKey, TableSchema
    from kit.record.sheet import Sheet

DATES: Final = frozenset({"date", "date_end"})  # text, because a date may be a year alone
TRUE: Final = frozenset({"true", "True", "TRUE", "1"})
FALSE: Final = frozenset({"false", "False", "FALSE", "0"})


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one table, gathered from one file or from two (ours and a user's).

    `parts` names each file with the number of records that come from it, in order.
    """

    schema: TableSchema
    columns: dict[str, list[str]]
    parts: tuple[tuple[str, int], ...]

    def part(self, row: int) -> tuple[int, int]:
        """Return the part from which a record comes, and its position there."""
        for part, (_, length) in enumerate(self.parts):
            if row < length:
                return part, row
            row -= length
        raise IndexError(row)

    def place(self, row: int) -> str:
        """Return the file and the row, as a spreadsheet numbers it, of a record."""
        part, position = self.part(row)
        return f"{self.parts[part][0]}, row {position + 2}"

    def broken(self, column: str, rows: Sequence[int], rule: str, mend: str) -> DataError:
        """Return the error for the cells of a column that break one rule."""
        value = self.columns[column][rows[0]]
        others = f" (so do {len(rows) - 1} more rows)" if len(rows) > 1 else ""
        return DataError(
            f"{shown(value)} {rule}{others}",
            where=f"{self.place(rows[0])}, column {column}",
            mend=mend,
        )


def shown(value: str) -> str:
    """Return a value as a message shows it: quoted, on one line, not long, all visible."""
    line = " ".join(value.split())
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in line[:100])
    return f'"{line[:57]}..."' if len(line) > 60 else f'"{line}"'  # noqa: PLR2004 - one line


def gather(schema: TableSchema, sheets: Iterable[Sheet]) -> Cells:
    """Join the sheets of one table, first ours, then the user's."""
    given = tuple(sheets)
    return Cells(
        schema=schema,
        columns={
            field.name: [value for sheet in given for value in sheet.columns[field.name]]
            for field in schema.fields
        },
        parts=tuple((sheet.file, sheet.length) for sheet in given),
    )


def check_table(cells: Cells) -> None:
    """Apply the rules of a table's columns and its primary key.

    Raises
    ------
    DataError
        For the first column, in the schema's order, that breaks a rule.
    """
    for field in cells.schema.fields:
        _check_field(cells, field)
    if cells.schema.primary_key:
        _check_key(cells)


def check_references(cells: Cells, tables: Mapping[str, Cells]) -> None:
    """Hold the foreign keys of a table against the tables they point to.

    Raises
    ------
    DataError
        For the first value that is no key of the other table.
    """
    for key in cells.schema.foreign_keys:
        target = tables.get(key.table)
        if target is None or not set(key.reference) <= set(target.columns):
            raise DataError(
                f"The foreign key of {cells.schema.name} points to {key.table} "
                f"({', '.join(key.reference)}), which the package does not have",
                where=DESCRIPTOR,
                mend="Name a table and a column that exist",
            )
        _check_reference(cells, key, target)


def _check_field(cells: Cells, field: Field) -> None:
    """Apply the rules of one column."""
    column = cells.columns[field.name]
    missing = cells.schema.missing_values
    values = dict.fromkeys(column)
    for rule, mend, holds in _rules(field, missing):
        bad = {value for value in values if not holds(value)}
        if bad:
            rows = [row for row, value in enumerate(column) if value in bad]
            hint = did_you_mean(column[rows[0]], field.enum) if field.enum else ""
            raise cells.broken(field.name, rows, rule + hint, mend)
    if field.unique:
        _check_unique(cells, (field.name,), "must be unique")


def _rules(
    field: Field, missing: frozenset[str]
) -> Iterable[tuple[str, str, Callable[[str], bool]]]:
    """Return each rule of a column: how it is called, how to mend it, what holds."""

    def given(holds: Callable[[str], bool]) -> Callable[[str], bool]:
        return lambda value: value in missing or holds(value)

    if field.required:
        yield (
            "is not allowed here: a value is required",
            "Fill the cell in",
            (lambda value: value not in missing),
        )
    name, example, test = _TYPES[field.type]
    if test:
        yield f"is not {name}", f"Write {example}", given(test)
    if field.type == "string" and field.name in DATES:
        yield (
            "is not a date",
            "Write 2021-12-06, or 2021-12, or 2021 when no more is known",
            given(is_w3c_date),
        )
    if field.format == "uri":
        yield "is not an address", "Write it whole, such as https://example.org/page", given(is_uri)
    if field.enum:
        allowed = ", ".join(field.enum)
        vocabulary = frozenset(field.enum)
        yield f"is not one of {allowed}", "Write one of these", given(vocabulary.__contains__)
    if field.pattern:
        match = field.pattern.fullmatch
        yield (
            f"does not have the form {field.pattern.pattern}",
            field.description or "Write it in that form",
            given(lambda value: match(value) is not None),
        )
    yield from _bounds(field, given)


def _bounds(
    field: Field, given: Callable[[Callable[[str], bool]], Callable[[str], bool]]
) -> Iterable[tuple[str, str, Callable[[str], bool]]]:
    """Return the rules on the size of a value."""
    order: Callable[[str], float | str] = float if field.type in _NUMBERS else str
    low, high, shortest, longest = (
        field.minimum,
        field.maximum,
        field.min_length,
        field.max_length,
    )
    if low is not None:
        least = order(low)
        yield f"is less than {low}", f"Write {low} or more", given(lambda v: order(v) >= least)  # type: ignore[operator]
    if high is not None:
        most = order(high)
        yield f"is more than {high}", f"Write {high} or less", given(lambda v: order(v) <= most)  # type: ignore[operator]
    if shortest is not None:
        yield (
            f"is shorter than {shortest} characters",
            "Lengthen it",
            given(lambda value: len(value) >= shortest),
        )
    if longest is not None:
        yield (
            f"is longer than {longest} characters",
            "Shorten it",
            given(lambda value: len(value) <= longest),
        )


def _check_key(cells: Cells) -> None:
    """Refuse a primary key that is empty or stands twice."""
    names = cells.schema.primary_key
    for name in names:
        column = cells.columns[name]
        rows = [row for row, value in enumerate(column) if value in cells.schema.missing_values]
        if rows:
            raise cells.broken(name, rows, "cannot be part of the key", "Fill the cell in")
    _check_unique(cells, names, "is a key")


def _check_unique(cells: Cells, names: tuple[str, ...], rule: str) -> None:
    """Refuse values, or combinations of values, that stand twice."""
    keys = list(zip(*(cells.columns[name] for name in names), strict=True))
    if len(set(keys)) == len(keys):
        return
    missing = cells.schema.missing_values
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(keys):
        if key in first and not missing.issuperset(key):
            raise DataError(
                f"{' '.join(map(shown, key))} {rule}, and stands already in "
                f"{cells.place(first[key])}",
                where=f"{cells.place(row)}, column {', '.join(names)}",
                mend="Change one of the two, or delete the row that repeats the other",
            )
        first.setdefault(key, row)


def _check_reference(cells: Cells, key: ForeignKey, target: Cells) -> None:
    """Refuse values that are no key of the table they point to."""
    known = set(zip(*(target.columns[name] for name in key.reference), strict=True))
    values = list(zip(*(cells.columns[name] for name in key.fields), strict=True))
    missing = cells.schema.missing_values
    waived = missing.intersection if key.optional else missing.issuperset
    dangling = {value for value in set(values) - known if not waived(value)}
    if not dangling:
        return
    row = next(row for row, value in enumerate(values) if value in dangling)
    wanted = " ".join(values[row])
    hint = did_you_mean(wanted, (" ".join(names) for names in known))
    raise DataError(
        f"{' '.join(map(shown, values[row]))} is not in the table {key.table}{hint}",
        where=f"{cells.place(row)}, column {', '.join(key.fields)}",
        mend=f"Correct it, or add it to {target.schema.path} first",
    )


def is_w3c_date(value: str) -> bool:
    """Tell whether a text is a year, a month or a day that exists.

    Examples
    --------
    >>> is_w3c_date("2021"), is_w3c_date("2021-11"), is_w3c_date("2021-02-30")
    (True, True, False)
    """
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value, re.ASCII):
        return False
    try:
        dt.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def _is_day(value: str) -> bool:
    """Tell whether a text is a day that exists."""
    return len(value) == len("2021-12-06") and is_w3c_date(value)


def _is_month(value: str) -> bool:
    """Tell whether a text is a month that exists."""
    return len(value) == len("2021-12") and is_w3c_date(value)


def _is_year(value: str) -> bool:
    """Tell whether a text is a year."""
    return len(value) == len("2021") and is_w3c_date(value)


def _is_integer(value: str) -> bool:
    """Tell whether a text is a whole number that a computer's integer holds."""
    return re.fullmatch(r"[+-]?[0-9]{1,18}", value) is not None


def _is_number(value: str) -> bool:
    """Tell whether a text is a finite number."""
    return (
        re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", value) is not None
    )


def is_uri(value: str) -> bool:
    """Tell whether a text is an absolute web address.

    Examples
    --------
    >>> is_uri("https://undocs.org/A/RES/76/19"), is_uri("undocs.org")
    (True, False)
    """
    return re.fullmatch(r"https?://[^\s/\"<>]+(/[^\s\"<>]*)?", value) is not None


_NUMBERS: Final = frozenset({"integer", "number", "year"})
_TYPES: Final[dict[str, tuple[str, str, Callable[[str], bool] | None]]] = {
    "string": ("text", "text", None),
    "integer": ("a whole number", "digits only, such as 119", _is_integer),
    "number": ("a number", "it with a point, such as 0.83", _is_number),
    "boolean": ("true or false", "true or false", (TRUE | FALSE).__contains__),
    "date": ("a date", "it as year-month-day, such as 2021-12-06", _is_day),
    "year": ("a year", "four digits, such as 2021", _is_year),
    "yearmonth": ("a month", "it as year-month, such as 2021-11", _is_month),
}
