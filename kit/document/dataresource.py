"""Tables as data: the table resource that pandas writes, to a `Table`.

The format is a JSON object with "schema" (fields, primary key) and "data" (a
list of records), published by pandas as `application/vnd.dataresource+json`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kit.document.blocks import Column, Inline, Table, Text
from kit.document.citation import cited_text
from kit.document.tablesize import MOST_COLUMNS, MOST_ROWS, cut_note
from kit.errors import NotebookError
from kit.teach import duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    Content = tuple[Inline, ...]

_NUMBERS: Final = frozenset({"integer", "number"})
_MISSING: Final[tuple[Inline, ...]] = (Text("–"),)
_NAMELESS: Final = re.compile(r"index|level_\d+")
_MOMENT: Final = re.compile(
    r"(\d{4,}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::[\d.]+)?)?(Z|[+-]\d\d:?\d\d)?"
)
_MIDNIGHT: Final = "00:00"
_YEARS: Final = range(1900, 2101)
_USUAL_DECIMALS: Final = 2
_ROUNDED_DECIMALS: Final = 4  # so many an author has chosen
_MOST_DECIMALS: Final = 6


def table(resource: object, *, caption: Content = ()) -> Table:
    """Read a table resource.

    Parameters
    ----------
    resource : object
        The JSON that pandas writes, untrusted.
    caption : tuple of Inline
        What stands above the table.

    Returns
    -------
    Table
        Index columns come first and head their rows; a plain 0, 1, 2 … index is
        left out. Numbers stand right and share their decimals, so that points
        align. Beyond `MOST_ROWS` rows or `MOST_COLUMNS` columns the table is cut,
        and says so.

    Raises
    ------
    NotebookError
        When the JSON is not a table resource.

    Examples
    --------
    >>> made = table({"schema": {"fields": [{"name": "votes", "type": "integer"}]},
    ...               "data": [{"votes": 109}]})
    >>> made.columns[0].align, made.rows
    ('right', (((Text(text='109'),),),))
    """
    fields, records = _checked(resource)
    keys = _index(resource, fields)
    if keys == ["index"] and _is_counter(records):
        fields = [field for field in fields if field["name"] != "index"]
        keys = []
    ordered = sorted(fields, key=lambda field: field["name"] not in keys)[:MOST_COLUMNS]
    shown = records[:MOST_ROWS]
    written = [
        _written(field, [record.get(field["name"]) for record in shown]) for field in ordered
    ]
    return Table(
        tuple(_column(field, keys) for field in ordered),
        tuple(zip(*written, strict=True)),
        caption,
        header_columns=min(len(keys), len(ordered)),
        note=cut_note(rows=len(records), columns=len(fields)),
    )


def _checked(resource: object) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Refuse what is not a table resource; a name may be a number, as pandas writes it."""
    match resource:
        case {"schema": {"fields": list(fields)}, "data": list(records)}:
            named = all(
                isinstance(f, dict) and isinstance(f.get("name"), str | int) for f in fields
            )
            if named and all(isinstance(record, dict) for record in records):
                fields = [{**field, "name": str(field["name"])} for field in fields]
                _check_distinct([field["name"] for field in fields])
                return fields, records
    raise NotebookError(
        "A table in an output is not a table resource",
        mend="Return the DataFrame itself as the cell's last line",
    )


def _check_distinct(names: list[str]) -> None:
    """Refuse two columns of one name: the values of the first are lost in the JSON."""
    for name, count in Counter(names).items():
        if count > 1:
            raise NotebookError(
                f"{count} columns of a table are named {name!r}",
                mend="Give each column its own name",
            )


def _index(resource: Any, fields: list[dict[str, Any]]) -> list[str]:  # noqa: ANN401  _checked has looked
    """List the names of index columns."""
    key = resource["schema"].get("primaryKey", [])
    stated = [key] if isinstance(key, str) else key if isinstance(key, list) else []
    return [field["name"] for field in fields if field["name"] in stated]


def _is_counter(records: list[dict[str, Any]]) -> bool:
    """Tell whether the index only counts the rows."""
    return all(record.get("index") == place for place, record in enumerate(records))


def _column(field: dict[str, Any], keys: list[str]) -> Column:
    """Make the heading of a column; an index without a name has none."""
    name = field["name"]
    nameless = name in keys and _NAMELESS.fullmatch(name)
    kind = field.get("type")
    right = isinstance(kind, str) and kind in _NUMBERS | {"year"}
    return Column("" if nameless else name.replace("_", " "), "right" if right else "left")


def _written(field: dict[str, Any], values: list[object]) -> list[Content]:
    """Write the values of a column."""
    kind = field.get("type")
    if isinstance(kind, str) and kind in _NUMBERS:
        return _numbers(values)
    if kind in ("date", "datetime"):
        return _moments(values)
    if kind == "duration":
        return [_duration(value) for value in values]
    return [_words(value) for value in values]


def _numbers(values: Sequence[object]) -> list[Content]:
    """Write numbers so that their points align; those of years are not grouped."""
    numbers = [value for value in values if _is_number(value)]
    years = all(number in _YEARS for number in numbers)
    decimals = max((_decimals(number) for number in numbers), default=0)
    group = "" if years else ","
    return [
        _cell(_number(value, decimals, group)) if _is_number(value) else _words(value)
        for value in values
    ]


@lru_cache(100_000)
def _cell(text: str) -> Content:
    """Make a cell; a table, and each view of an explorer, says the same words many times."""
    return cited_text(text)


def _is_number(value: object) -> bool:
    """Tell whether a value is a number that can be written as one."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _decimals(number: Any) -> int:  # noqa: ANN401  an int or a float, as _is_number has seen
    """Count the decimals that a number needs: its own when few, else two, or two figures."""
    if isinstance(number, int) or number == int(number):
        return 0
    own = _places(number, _ROUNDED_DECIMALS + _USUAL_DECIMALS)
    if own <= _ROUNDED_DECIMALS:
        return own
    size = -math.floor(math.log10(abs(number)))
    return _places(number, min(max(_USUAL_DECIMALS, size + 1), _MOST_DECIMALS))


def _places(number: float, most: int) -> int:
    """Count the decimals of a number that are not noughts at its end."""
    return len(f"{number:.{most}f}".rstrip("0").partition(".")[2])


def _number(number: Any, decimals: int, group: str) -> str:  # noqa: ANN401  likewise
    """Write a number; one too small for its decimals keeps its size in powers of ten."""
    if isinstance(number, int):
        return f"{number:{group}d}{'.' if decimals else ''}{'0' * decimals}"
    written = f"{number:{group}.{decimals}f}"
    return f"{number:.1e}" if number and not written.strip("-0.,") else written


def _moments(values: Sequence[object]) -> list[Content]:
    """Write dates, and their times only when one of them has a time."""
    found = [_MOMENT.fullmatch(value) if isinstance(value, str) else None for value in values]
    timed = any(moment and (moment[2] or _MIDNIGHT) != _MIDNIGHT for moment in found)
    zones = {moment[3] or "" for moment in found if moment}
    written: list[Content] = []
    for value, moment in zip(values, found, strict=True):
        if moment is None:
            written.append(_words(value))
            continue
        day, time, zone = moment[1], moment[2] or _MIDNIGHT, moment[3] or ""
        place = " UTC" if zone in {"Z", "+00:00"} else f" {zone}"
        said = f"{day} {time}{place if zones != {''} else ''}" if timed else day
        written.append((Text(said.rstrip()),))
    return written


def _duration(value: object) -> Content:
    """Write a length of time."""
    said = duration.words(value) if isinstance(value, str) else None
    if said is None:
        return _MISSING if value == "NaT" else _words(value)
    return _cell(said)


def _words(value: object) -> Content:
    """Write anything else; only a citation in brackets has a meaning."""
    match value:
        case None:
            return _MISSING
        case bool():
            return (Text("yes" if value else "no"),)
        case str():
            return _cell(value)
        case float() if not math.isfinite(value):
            return _MISSING
        case int() | float():
            return (Text(_number(value, _decimals(value), "")),)
        case list():
            return _cell(", ".join(_one(item) for item in value))
        case _:
            return (Text(_one(value)),)


def _one(value: object) -> str:
    """Write one item of a list."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
