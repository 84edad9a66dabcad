"""How the ready-made explorers write facts: own words, citation, grade."""

from __future__ import annotations

import re
from typing import Any, Final

LINES: Final = {
    "shared": "before the split",
    "russian": "Russian line",
    "us": "US line",
    "joint": "joint text",
    "programme-of-action": "programme of action",
    "other": "other",
}

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>~|#])")


def text(value: Any) -> str:  # noqa: ANN401  a cell of a table, which may be missing
    """Return a cell as text, "" where it is missing.

    Parameters
    ----------
    value : object
        A cell of one of the record's tables.

    Returns
    -------
    str
        Its characters.

    Examples
    --------
    >>> text(None), text(3)
    ('', '3')
    """
    missing = value is None or value != value or type(value).__name__ in {"NAType", "NaTType"}  # noqa: PLR0124  NaN
    return "" if missing else str(value)


def words(value: Any) -> str:  # noqa: ANN401  a cell of a table, which may be missing
    r"""Return a cell as Markdown in which no character has a meaning.

    Parameters
    ----------
    value : object
        A cell of one of the record's tables.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> words("a *bold* claim")
    'a \\*bold\\* claim'
    """
    return _SPECIAL.sub(r"\\\1", text(value))


def cite(key: Any, where: Any = "") -> str:  # noqa: ANN401  cells of a table
    """Write a citation as a Markdown cell writes it.

    Parameters
    ----------
    key : str
        The key of a source or the symbol of a document.
    where : str
        A place in it.

    Returns
    -------
    str
        The citation, or "" without a key.

    Examples
    --------
    >>> cite("A/RES/76/19", "OP4")
    '[@A/RES/76/19 OP4]'
    """
    if not text(key):
        return ""
    place = re.sub(r"[\[\]@;]", ",", text(where)).strip(" ,")
    return f"[@{text(key)} {place}]" if place else f"[@{text(key)}]"


def sourced(row: Any) -> str:  # noqa: ANN401  a row of a table
    """Write the citation and grade of a row, as they stand behind every fact.

    Parameters
    ----------
    row : namedtuple
        A row with `source`, `grade` and perhaps `where`.

    Returns
    -------
    str
        Such as "[@A/RES/76/19 OP4] (A)".
    """
    return f"{cite(row.source, getattr(row, 'where', ''))} ({row.grade})"


def short(record: Any, symbol: str) -> str:  # noqa: ANN401  a Record; its tables are attributes
    """Return how a document is called in running text.

    Parameters
    ----------
    record : Record
        The record.
    symbol : str
        Symbol of the document.

    Returns
    -------
    str
        Such as "76/19"; the symbol itself for a document that the record does not list.
    """
    found = record.documents.loc[record.documents["symbol"] == symbol, "short"]
    return str(found.iloc[0]) if len(found) else symbol
