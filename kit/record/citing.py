"""Cite a place in a source: find it, grade it, write it down in United Nations style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kit.errors import UsageError
from kit.record.citation import SYMBOL, Citation, in_un_style
from kit.record.nearest import did_you_mean
from kit.record.selection import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from kit.record.table import Table

Row = dict[str, Any]


def cite(tables: Mapping[str, Table], leads: Table, key: str, locator: str) -> Citation:
    """Return a citation; `Record.cite` says how.

    Parameters
    ----------
    tables : mapping of str to Table
        The tables of the record.
    leads : Table
        Its leads, which cannot be cited.
    key, locator : str
        What is cited, and the place in it.

    Returns
    -------
    Citation
        The reference.

    Raises
    ------
    UsageError
        If the source or the paragraph is unknown, or nobody has checked it yet.
    """
    source, document = _find(tables, leads, key)
    name = str(document.get("symbol") or source["key"])
    paragraph = _paragraph(tables, leads, document, locator) if document and locator else {}
    read = _row(tables["sources"], "key", str(paragraph.get("source", source["key"])))
    described = {**source, **document} if source.get("key") == name else document
    text = in_un_style(
        name,
        title=str(described.get("title", "")),
        publisher=str(described.get("publisher", "")),
        date=str(described.get("date", "")),
        url=str(described.get("url", "")),
        locator=locator,
    )
    if read["key"] != name:
        text += f", as cited in {_shortly(read, str(paragraph.get('where', '')))}"
    return Citation(
        key=name,
        locator=locator,
        text=text,
        status=str(read["status"]),
        grade=str(paragraph.get("grade", read["grade"])),
        url=str(described.get("url") or _official(document) or read.get("url", "")),
    )


def paragraph_row(
    tables: Mapping[str, Table], leads: Table, document: str, label: str
) -> pd.Series[Any]:
    """Return one paragraph; `Record.paragraph` says how."""
    _, found = _find(tables, leads, document)
    row = _paragraph(tables, leads, found, label) if found else {}
    if not row:
        raise UsageError(
            f'The record has no paragraph "{label}" of {document}',
            mend="record.paragraphs(document) lists those that it has",
        )
    paragraphs = tables["paragraphs"]
    is_it = (paragraphs["document"] == row["document"]) & (
        paragraphs["paragraph"] == row["paragraph"]
    )
    only: pd.Series[Any] = paragraphs[is_it].iloc[0]
    return only


def _find(tables: Mapping[str, Table], leads: Table, key: str) -> tuple[Row, Row]:
    """Return the source and the document that go by a key; one of them may be empty."""
    wanted = fold_name(key)
    names = [*tables["sources"]["key"]]
    if "documents" in tables:
        names += [*tables["documents"]["symbol"]]
    found = next((name for name in names if fold_name(name) == wanted), "")
    if not found:
        unchecked = leads[leads["table"].isin(["sources", "documents"])]["key"]
        if wanted in {fold_name(name) for name in unchecked}:
            raise _is_lead(key, key)
        raise UsageError(
            f'The record has no source "{key}"{did_you_mean(key, names)}',
            mend="record.sources and record.documents list them all",
        )
    document = _row(tables["documents"], "symbol", found) if "documents" in tables else {}
    source = _row(tables["sources"], "key", found)
    return source or _row(tables["sources"], "key", str(document["source"])), document


def _paragraph(tables: Mapping[str, Table], leads: Table, document: Row, locator: str) -> Row:
    """Return the paragraph to which a locator points, or nothing when it is not recorded."""
    symbol, wanted = document["symbol"], fold_name(locator)
    paragraphs = tables["paragraphs"]
    own = paragraphs[paragraphs["document"] == symbol]
    labels = [str(label) for label in own["paragraph"]]
    for at, label in enumerate(labels):
        if fold_name(label) == wanted:
            row: Row = own.iloc[at].dropna().to_dict()
            return row
    unchecked = leads[(leads["table"] == "paragraphs") & (leads["document"] == symbol)]
    if wanted in {fold_name(str(label)) for label in unchecked["paragraph"]}:
        raise _is_lead(f"{symbol}, {locator}", str(symbol))
    if labels and _LABEL.fullmatch(wanted):
        raise UsageError(
            f'The record has no paragraph "{locator}" of {symbol}{did_you_mean(locator, labels)}',
            mend=f"It has {', '.join(labels)}",
        )
    return {}


def _is_lead(what: str, document: str) -> UsageError:
    """Return the error for something that nobody has checked yet."""
    return UsageError(
        f"{what} is a lead: nobody has checked it, so it cannot be cited",
        mend=f"Check it against the document itself: kit verify FILE.pdf --document {document}",
    )


def _row(table: Table, column: str, key: str) -> Row:
    """Return the row of a table that has a key, without its empty cells, or nothing."""
    rows = table[table[column] == key]
    row: Row = rows.iloc[0].dropna().to_dict() if len(rows) else {}
    return row


def _official(document: Row) -> str:
    """Return the address under which the United Nations keeps a document of that symbol."""
    listed = document and document["kind"] != "decision"  # a decision has no symbol of its own
    return f"https://docs.un.org/en/{document['symbol']}" if listed else ""


def _shortly(source: Row, where: str) -> str:
    """Return the short reference of the source in which another was read."""
    name = str(source["key"])
    if not SYMBOL.fullmatch(name):
        name = f"{source['publisher']}, “{source['title']}”"
    return f"{name}, {where}" if where else name


_LABEL: Final = re.compile(r"(?:(?:pp|op)\d[\w.()]*|\d+(?:\([a-z]\))*|\([a-z]\))")
