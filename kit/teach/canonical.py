"""One form for values that mean the same, so that an answer's type and order do not matter."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any, Final

from kit.teach import tables
from kit.teach.verdict import fold

if TYPE_CHECKING:
    import pandas as pd

_DIGITS: Final = 6  # significant after the point; beyond it, numbers differ by rounding only


def scalar(value: Any) -> Any:  # noqa: ANN401  any value
    """Turn a number of numpy into one of Python.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    object
        The same value, or a plain number, truth value or text.
    """
    is_numpy = type(value).__module__ == "numpy" and getattr(value, "ndim", 1) == 0
    return value.item() if is_numpy else value


def key(value: Any) -> str:  # noqa: ANN401  any value
    """Write a single value in the one form by which values are compared.

    Parameters
    ----------
    value : object
        A number, text, date, truth value, None, or a tuple of these.

    Returns
    -------
    str
        JSON; equal for 3 and 3.0, "Yes" and "yes ", a date and its ISO text.

    Examples
    --------
    >>> key(3) == key(3.0), key("A/RES/76/19") == key("a/res/76/19.")
    (True, True)
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)


def as_written(value: Any) -> str:  # noqa: ANN401  any value
    """Write a value as a student would.

    Parameters
    ----------
    value : object
        A number, text, date, truth value, None, or a tuple of these.

    Returns
    -------
    str
        The value.

    Examples
    --------
    >>> as_written(12.0), as_written(("OP1", None))
    ('12', 'OP1, nothing')
    """
    value = scalar(value)
    if isinstance(value, tuple | list):
        return ", ".join(as_written(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "nothing" if _plain(value) is None else str(value).removesuffix(" 00:00:00")


def flat(table: pd.DataFrame | pd.Series[Any]) -> pd.DataFrame:
    """Bring a table's index, where it says something, among its columns.

    Parameters
    ----------
    table : DataFrame or Series
        Any table.

    Returns
    -------
    DataFrame
        With row numbers as its index.
    """
    import pandas as pd

    frame = pd.DataFrame({table.name or "value": table}) if isinstance(table, pd.Series) else table
    if frame.index.nlevels == 1 and frame.index.name is None:
        return pd.DataFrame(frame).reset_index(drop=True)
    return pd.DataFrame(frame).reset_index()


def rows(table: pd.DataFrame, columns: list[Any]) -> list[str]:
    """Write each row of a table as a key.

    Parameters
    ----------
    table : DataFrame
        The table.
    columns : list
        Which columns, in which order.

    Returns
    -------
    list of str
        One key a row.
    """
    return [key(row) for row in table[columns].itertuples(index=False, name=None)]


def digest(value: Any) -> str:  # noqa: ANN401  any value
    """Return a short fingerprint, the same for values that mean the same.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    if tables.is_table(value):
        frame = flat(value)
        written = json.dumps(
            [list(map(str, frame.columns)), sorted(rows(frame, list(frame.columns)))]
        )
    elif hasattr(value, "items"):
        written = json.dumps(sorted([key(name), key(item)] for name, item in value.items()))
    else:
        written = key(value)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def kind(value: object) -> str:
    """Name the type of a value as a student would.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        Such as "a text" or "a table".

    Examples
    --------
    >>> kind("109"), kind([1]), kind(len)
    ('a text', 'a list', 'a function (call it: put parentheses after its name)')
    """
    if value is None:
        return "nothing (None)"
    if type(value).__name__ in {"NAType", "NaTType"}:
        return "a missing value"
    if tables.is_table(value):
        return "a table" if getattr(value, "ndim", 2) > 1 else "a column (Series)"
    if callable(value):
        return "a function (call it: put parentheses after its name)"
    plain = scalar(value)
    for types, name in _KINDS:
        if isinstance(plain, types):
            return name
    return f"something else ({type(value).__name__})"


_KINDS: Final[tuple[tuple[Any, str], ...]] = (
    (bool, "a truth value"),
    (int | float, "a number"),
    (str, "a text"),
    (dict, "a dict"),
    (list, "a list"),
    (tuple, "a tuple"),
    (set | frozenset, "a set"),
)


def _plain(value: Any) -> Any:  # noqa: ANN401  any value
    """Reduce a value to JSON in its one form."""
    value = scalar(value)
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return round(float(value), _DIGITS) + 0.0 if math.isfinite(value) else None
    if isinstance(value, str):
        return fold(value)
    if hasattr(value, "isoformat"):
        return value.isoformat().removesuffix("T00:00:00")
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=json.dumps)
    if hasattr(value, "__iter__"):
        return [_plain(item) for item in value]
    return fold(str(value))
