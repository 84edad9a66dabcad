"""DataFrames as data: the table resource that every output is made from.

The format is the one that pandas writes as `application/vnd.dataresource+json`
(Frictionless Table Schema). pandas' own writer stops at 60 rows and fails on
two columns of one name, on columns in several levels, and on some types.

An index that only numbers the rows says nothing to a reader. So an unnamed
index of whole numbers, left over when rows were chosen or sorted, is written as
0, 1, 2 …, which no output shows. Name an index to keep it. (Years are kept.)
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from IPython.core.formatters import BaseFormatter
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.lib.pretty import RepresentationPrinter

_TYPES: Final = (
    ("pandas", "DataFrame"),
    ("pandas", "Series"),
    ("pandas.core.frame", "DataFrame"),  # where pandas before 3 says that they are
    ("pandas.core.series", "Series"),
)
_AS_THEY_ARE: Final = frozenset({str, int, bool})  # most of what a cell holds


def resource(table: pd.DataFrame | pd.Series[Any]) -> dict[str, Any]:
    """Write a DataFrame or a Series as a table resource.

    Parameters
    ----------
    table : DataFrame or Series
        Any number of index and column levels; levels are joined with " · ".

    Returns
    -------
    dict
        "schema" (fields, primaryKey) and "data" (records), plain JSON. Missing
        values are null. Two columns of one name are told apart by a number.

    Examples
    --------
    >>> import pandas as pd
    >>> resource(pd.DataFrame({"votes": [109, None]}))["data"]
    [{'index': 0, 'votes': 109.0}, {'index': 1, 'votes': None}]
    """
    import pandas as pd

    frame = pd.DataFrame({table.name or "value": table}) if isinstance(table, pd.Series) else table
    several = frame.index.nlevels > 1
    keys = [
        _name(name, f"level_{place}" if several else "index")
        for place, name in enumerate(frame.index.names)
    ]
    columns = [_name(name, f"column {place + 1}") for place, name in enumerate(frame.columns)]
    names = _distinct([*keys, *columns])
    parts: list[pd.Index[Any] | pd.Series[Any]] = [
        frame.index.get_level_values(level) for level in range(frame.index.nlevels)
    ]
    parts += [column for _, column in frame.items()]
    values = [
        [value if type(value) in _AS_THEY_ARE else _plain(value) for value in part.tolist()]
        for part in parts
    ]
    if isinstance(table, pd.DataFrame) and _only_counts(frame.index):
        values[0] = list(range(len(frame)))
    fields = [
        {"name": name, "type": _kind(name, part)} for name, part in zip(names, parts, strict=True)
    ]
    records = [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
    return {"schema": {"fields": fields, "primaryKey": names[: len(keys)]}, "data": records}


def is_table(thing: object) -> bool:
    """Tell whether something is a DataFrame or a Series, without importing pandas.

    Parameters
    ----------
    thing : object
        Anything.

    Returns
    -------
    bool
        True for pandas' two table types and what inherits from them.
    """
    made_by = {(kind.__module__.partition(".")[0], kind.__name__) for kind in type(thing).__mro__}
    return bool(made_by & {("pandas", "DataFrame"), ("pandas", "Series")})


def behind(data: pd.DataFrame | pd.Series[Any] | None, *, what: str) -> dict[str, Any] | None:
    """Write the table that stands behind a figure or in a payload.

    Parameters
    ----------
    data : DataFrame, Series or None
        The table.
    what : str
        What it stands behind, for the error.

    Returns
    -------
    dict or None
        The table resource.

    Raises
    ------
    UsageError
        When it is something else.
    """
    if data is None:
        return None
    if not is_table(data):
        raise UsageError(
            f"The data behind {what} is a {type(data).__name__}, not a table",
            mend="Give data= a DataFrame",
        )
    return resource(data)


def formatter(shell: InteractiveShell) -> BaseFormatter:
    """Make the formatter by which IPython publishes tables as data.

    Parameters
    ----------
    shell : InteractiveShell
        The shell whose outputs it will serve.

    Returns
    -------
    BaseFormatter
        For DataFrames and Series; pandas is not imported for it.
    """
    from IPython.core.formatters import BaseFormatter

    class TableFormatter(BaseFormatter):
        """Knows only the types registered below."""

        format_type = mime.TABLE
        print_method = "_kit_table_resource_"
        _return_type = dict

    made = TableFormatter(parent=shell.display_formatter)
    for module, name in _TYPES:
        made.for_type_by_name(module, name, resource)  # type: ignore[no-untyped-call]
    return made


def in_short(shell: InteractiveShell) -> None:
    """Let a shell show a table as data, and not as HTML or as text too.

    No export reads those, and writing them takes ten times as long as the data.

    Parameters
    ----------
    shell : InteractiveShell
        The shell of an export.
    """
    formatters: dict[str, Any] = shell.display_formatter.formatters  # type: ignore[union-attr]
    for module, name in _TYPES:
        formatters["text/html"].for_type_by_name(module, name, lambda _: None)
        formatters["text/plain"].for_type_by_name(module, name, _print_in_short)


def _print_in_short(table: pd.DataFrame, printer: RepresentationPrinter, _: bool) -> None:  # noqa: FBT001  IPython's own signature
    """Print the size of a table; within a list, where it is not shown as data, print it whole."""
    is_alone = len(printer.stack) == 1
    size = f"Table of {len(table)} rows"
    printer.text(size if is_alone else repr(table))  # type: ignore[no-untyped-call]


def _only_counts(index: pd.Index[Any]) -> bool:
    """Tell whether an index is what is left of row numbers."""
    import pandas as pd

    numbers = index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index)
    years = bool(len(index)) and numbers and index.min() >= 1900 and index.max() <= 2100  # noqa: PLR2004
    return numbers and not years


def _name(name: object, fallback: str) -> str:
    """Write the name of a column or of an index level."""
    if isinstance(name, tuple):
        return " · ".join(str(part) for part in name if str(part)) or fallback
    return fallback if name is None or name == "" else str(name)


def _distinct(names: list[str]) -> list[str]:
    """Tell names that occur again apart by a number."""
    taken: set[str] = set()
    for place, name in enumerate(names):
        count, distinct = 1, name
        while distinct in taken:
            count += 1
            distinct = f"{name} ({count})"
        taken.add(distinct)
        names[place] = distinct
    return names


def _kind(name: str, values: pd.Index[Any] | pd.Series[Any]) -> str:
    """Name the Table Schema type of a column."""
    import pandas as pd

    if isinstance(values.dtype, pd.StringDtype):
        return "string"
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    if pd.api.types.is_integer_dtype(values):
        return "year" if name.casefold() in {"year", "years"} else "integer"
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_complex_dtype(values):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "datetime"
    if pd.api.types.is_timedelta64_dtype(values):
        return "duration"
    return "string"


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever a cell of a table holds
    """Write one cell as JSON."""
    import pandas as pd

    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in (sorted(value) if isinstance(value, set) else value)]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)
