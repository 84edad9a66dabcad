"""How the ready-made explorers write facts: own words, citation, grade."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kit.record import Record

LINES: Final = {
    "shared": "before the split",
    "russian": "Russian line",
    "us": "United States line",
    "joint": "joint text",
    "programme-of-action": "programme of action",
    "other": "other",
}
NOTHING: Final = "The record has nothing for this choice."

_BRACKETS: Final = re.compile(r"[\[\]@;]")  # what has a meaning in a citation
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
    >>> text(None), text(float("nan")), text(3)
    ('', '', '3')
    """
    missing = type(value).__name__ in {"NoneType", "NAType", "NaTType"}
    return "" if missing or value != value else str(value)  # noqa: PLR0124  NaN is not itself


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


def cite(*places: tuple[Any, Any]) -> str:
    """Write a citation as a Markdown cell writes it.

    Parameters
    ----------
    *places : tuple of str and str
        The key of a source, or the symbol of a document, and a place in it.

    Returns
    -------
    str
        The citation, or "" without a key.

    Examples
    --------
    >>> cite(("A/RES/76/19", "OP4"), ("S/2021/621", None))
    '[@A/RES/76/19 OP4; @S/2021/621]'
    """
    keyed = [(text(key), text(where)) for key, where in places if text(key)]
    items = (f"@{key} {_BRACKETS.sub(',', where)}".strip() for key, where in keyed)
    return f"[{'; '.join(items)}]" if keyed else ""


def source_of(row: Any) -> str:  # noqa: ANN401  a row of a table
    """Write the citation of a row.

    Parameters
    ----------
    row : namedtuple
        A row with `source` and perhaps `where`.

    Returns
    -------
    str
        Such as "[@A/RES/76/19 OP4]".
    """
    return cite((row.source, getattr(row, "where", "")))


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
    return f"{source_of(row)} ({row.grade})"


def quoted(record: Record, quote: Any, row: Any) -> str:  # noqa: ANN401  a cell and its row
    """Write a quotation with its citation, the status of its source and its grade.

    Parameters
    ----------
    record : Record
        The record.
    quote : str
        The words, exactly.
    row : namedtuple
        The row that has them.

    Returns
    -------
    str
        Markdown, "" without a quotation.
    """
    if not text(quote):
        return ""
    return f"“{words(quote)}” {source_of(row)} ({status(record, row.source)}, {row.grade})"


def status(record: Record, source: str) -> str:
    """Return what kind of source something is, as it stands beside a quotation.

    Parameters
    ----------
    record : Record
        The record.
    source : str
        Key of the source.

    Returns
    -------
    str
        Such as "official record".
    """
    return text(_by_key(record, "sources", "key")[source].status).replace("-", " ")


def rows(table: pd.DataFrame) -> list[Any]:
    """List the rows of a table as named tuples.

    Parameters
    ----------
    table : DataFrame
        One of the record's tables, or what was made of it.

    Returns
    -------
    list of namedtuple
        In the table's order.
    """
    return list(table.itertuples(index=False))


def rows_by(table: pd.DataFrame, *columns: str) -> dict[tuple[str, ...], list[Any]]:
    """List the rows of a table apart, by what stands in some of its columns.

    Parameters
    ----------
    table : DataFrame
        One of the record's tables, or what was made of it.
    *columns : str
        The columns.

    Returns
    -------
    dict of tuple of str to list of namedtuple
        In the table's order.
    """
    found: dict[tuple[str, ...], list[Any]] = {}
    for row in rows(table):
        key = tuple(text(getattr(row, column)) for column in columns)
        found.setdefault(key, []).append(row)
    return found


def short(record: Record, symbol: str) -> str:
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
    row = document_of(record, symbol)
    return symbol if row is None else text(row.short)


def document_of(record: Record, symbol: str) -> Any:  # noqa: ANN401  a row of a table
    """Return a document by its symbol.

    Parameters
    ----------
    record : Record
        The record.
    symbol : str
        Symbol of the document.

    Returns
    -------
    namedtuple or None
        Its row; None for a document that the record does not list.
    """
    return _by_key(record, "documents", "symbol").get(symbol)


@lru_cache(maxsize=2)
def _by_key(record: Record, table: str, key: str) -> dict[str, Any]:
    """Give the rows of a table by their key; the record never changes."""
    return {getattr(row, key): row for row in rows(record.tables[table])}


def paragraphs(*parts: str) -> str:
    """Join Markdown paragraphs, leaving out those that are empty.

    Parameters
    ----------
    *parts : str
        Markdown.

    Returns
    -------
    str
        Markdown.
    """
    return "\n\n".join(part for part in parts if part)


def bullets(lines: Iterable[str]) -> str:
    """Write a bulleted list.

    Parameters
    ----------
    lines : iterable of str
        Markdown, one paragraph each.

    Returns
    -------
    str
        Markdown, "" without lines.
    """
    return "\n".join(f"- {line}" for line in lines)
