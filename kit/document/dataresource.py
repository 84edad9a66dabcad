"""Tables as data: the table resource that pandas writes, to a `Table`.

The format is a JSON object with "schema" (fields, primary key) and "data" (a
list of records), published by pandas as `application/vnd.dataresource+json`.
"""

from __future__ import annotations

import math
from typing import Any, Final

from kit.document.blocks import Column, Inline, Table, Text
from kit.document.citation import cited_text
from kit.errors import NotebookError

MOST_ROWS: Final = 1_000
_NUMBERS: Final = frozenset({"integer", "number"})
_MISSING: Final = "–"


def table(resource: object, *, caption: tuple[Inline, ...] = ()) -> Table:
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
        Index columns head their rows; a plain 0, 1, 2 … index is left out.
        Numbers stand right and share their decimals, so that points align.
        Beyond `MOST_ROWS` rows the table is cut, and says so.

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
    keys = _index(resource)
    if keys == ["index"] and _is_counter(records):
        fields = [field for field in fields if field["name"] != "index"]
        keys = []
    shown = records[:MOST_ROWS]
    columns = tuple(_column(field) for field in fields)
    written = [_written(field, [record.get(field["name"]) for record in shown]) for field in fields]
    rows = tuple(zip(*written, strict=True)) if written else ()
    cut = len(records) > len(shown)
    note = f"The first {len(shown):,} of {len(records):,} rows." if cut else ""
    return Table(columns, rows, caption, header_columns=len(keys), note=note)


def _checked(resource: object) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Refuse what is not a table resource."""
    match resource:
        case {"schema": {"fields": list(fields)}, "data": list(records)}:
            named = all(isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields)
            if named and all(isinstance(record, dict) for record in records):
                return fields, records
    raise NotebookError(
        "A table in an output is not a table resource",
        mend="Return the DataFrame itself as the cell's last line",
    )


def _index(resource: Any) -> list[str]:  # noqa: ANN401  JSON that _checked has looked at
    """List the names of index columns."""
    key = resource["schema"].get("primaryKey", [])
    names = [key] if isinstance(key, str) else key
    fields = {field["name"] for field in resource["schema"]["fields"]}
    return [name for name in names if name in fields] if isinstance(names, list) else []


def _is_counter(records: list[dict[str, Any]]) -> bool:
    """Tell whether the index only counts the rows."""
    return all(record.get("index") == place for place, record in enumerate(records))


def _column(field: dict[str, Any]) -> Column:
    """Make the heading of a column."""
    name = field["name"]
    title = "" if name == "index" or name.startswith("level_") else name.replace("_", " ")
    return Column(title, "right" if field.get("type") in _NUMBERS else "left")


def _written(field: dict[str, Any], values: list[object]) -> list[tuple[Inline, ...]]:
    """Write the values of a column."""
    kind = field.get("type")
    if kind in _NUMBERS:
        decimals = max((_decimals(value) for value in values), default=0)
        return [(Text(_number(value, decimals)),) for value in values]
    if kind == "datetime":
        return [(Text(_moment(value)),) for value in values]
    return [_words(value) for value in values]


def _decimals(value: object) -> int:
    """Count the decimals that a number needs, two at most."""
    if not isinstance(value, float) or not math.isfinite(value):
        return 0
    return len(f"{value:.2f}".rstrip("0").partition(".")[2])


def _number(value: object, decimals: int) -> str:
    """Write a number; a long one is grouped by thousands."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _MISSING if value is None else str(value)
    if not math.isfinite(value):
        return _MISSING
    return f"{value:,.{decimals}f}"


def _moment(value: object) -> str:
    """Write a date, and its time only when there is one."""
    if not isinstance(value, str):
        return _MISSING if value is None else str(value)
    day, _, time = value.partition("T")
    midnight = not time.strip("0:.Z")
    return day if midnight else f"{day} {time[:5]}"


def _words(value: object) -> tuple[Inline, ...]:
    """Write anything else; only a citation in brackets has a meaning."""
    match value:
        case None:
            return (Text(_MISSING),)
        case bool():
            return (Text("yes" if value else "no"),)
        case str():
            return cited_text(value)
        case list():
            return cited_text(", ".join(str(item) for item in value))
        case _:
            return (Text(str(value)),)
