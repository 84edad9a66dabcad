"""Cite a place in a source: find it, grade it, write it down in United Nations style."""

from __future__ import annotations

import re
from functools import cached_property
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

_PLACE: Final = ""  # names, in a paragraph's row, where it stands in the table


class Catalogue:
    """The sources and documents of a record, by every name that they go by.

    Parameters
    ----------
    tables : mapping of str to Table
        The tables of the record.
    leads : Table
        Its leads, which cannot be cited.
    """

    def __init__(self, tables: Mapping[str, Table], leads: Table) -> None:
        self._leads = leads
        self._paragraph_table = tables.get("paragraphs")
        self._sources = {str(row["key"]): row for row in _rows(tables, "sources")}
        self._documents = {str(row["symbol"]): row for row in _rows(tables, "documents")}
        self._paragraphs: dict[str, list[Row]] = {}
        for at, row in enumerate(_rows(tables, "paragraphs")):
            self._paragraphs.setdefault(str(row["document"]), []).append({**row, _PLACE: at})
        self._names = [*self._sources, *self._documents]
        self._by_name: dict[str, str] = {}
        for name in self._names:
            self._by_name.setdefault(fold_name(name), name)
        self._known: dict[tuple[str, str], Citation] = {}

    def cite(self, key: str, locator: str) -> Citation:
        """Return a citation; `Record.cite` says how.

        Parameters
        ----------
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
        if (key, locator) not in self._known:
            self._known[key, locator] = self._cited(key, locator)
        return self._known[key, locator]

    def paragraph(self, document: str, label: str) -> pd.Series[Any]:
        """Return one paragraph; `Record.paragraph` says how.

        Parameters
        ----------
        document, label : str
            The document, and the paragraph in it.

        Returns
        -------
        pandas.Series
            Its row.

        Raises
        ------
        UsageError
            If the record holds no such paragraph.
        """
        _, found = self._find(document)
        row = self._paragraph(found, label) if found else {}
        if not row or self._paragraph_table is None:
            raise UsageError(
                f'The record has no paragraph "{label}" of {document}',
                mend="record.paragraphs(document) lists those that it has",
            )
        only: pd.Series[Any] = self._paragraph_table.iloc[row[_PLACE]]
        return only

    def _cited(self, key: str, locator: str) -> Citation:
        """Look a citation up."""
        source, document = self._find(key)
        name = str(document.get("symbol") or source["key"])
        paragraph = self._paragraph(document, locator) if document and locator else {}
        read = self._sources[str(paragraph.get("source", source["key"]))]
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

    def _find(self, key: str) -> tuple[Row, Row]:
        """Return the source and the document that go by a key; one of them may be empty."""
        wanted = fold_name(key)
        found = self._by_name.get(wanted, "")
        if not found:
            unchecked = self._leads[self._leads["table"].isin(["sources", "documents"])]["key"]
            if wanted in {fold_name(name) for name in unchecked}:
                raise _is_lead(key, key)
            raise UsageError(
                f'The record has no source "{key}"{did_you_mean(key, self._names)}',
                mend="record.sources and record.documents list them all",
            )
        document = self._documents.get(found, {})
        source = self._sources.get(found, {})
        return source or self._sources.get(str(document["source"]), {}), document

    @cached_property
    def _unchecked(self) -> dict[str, set[str]]:
        """The labels of paragraphs that nobody has checked yet, by document."""
        leads = self._leads[self._leads["table"] == "paragraphs"]
        labels: dict[str, set[str]] = {}
        for symbol, label in zip(leads["document"], leads["paragraph"], strict=True):
            labels.setdefault(str(symbol), set()).add(fold_name(str(label)))
        return labels

    def _paragraph(self, document: Row, locator: str) -> Row:
        """Return the paragraph to which a locator points, or nothing when it is not recorded."""
        symbol, wanted = str(document["symbol"]), fold_name(locator)
        own = self._paragraphs.get(symbol, [])
        for row in own:
            if fold_name(str(row["paragraph"])) == wanted:
                return row
        if wanted in self._unchecked.get(symbol, ()):
            raise _is_lead(f"{symbol}, {locator}", symbol)
        labels = [str(row["paragraph"]) for row in own]
        if labels and _LABEL.fullmatch(wanted):
            hint = did_you_mean(locator, labels)
            raise UsageError(
                f'The record has no paragraph "{locator}" of {symbol}{hint}',
                mend=f"It has {', '.join(labels)}",
            )
        return {}


def _rows(tables: Mapping[str, Table], name: str) -> list[Row]:
    """Return the rows of a table, without their empty cells; none when there is no such table."""
    if name not in tables:
        return []
    table = tables[name]
    is_there = table.notna().to_numpy()
    return [
        {
            column: value
            for column, value, is_given in zip(table.columns, row, given, strict=True)
            if is_given
        }
        for row, given in zip(table.itertuples(index=False, name=None), is_there, strict=True)
    ]


def _is_lead(what: str, document: str) -> UsageError:
    """Return the error for something that nobody has checked yet."""
    return UsageError(
        f"{what} is a lead: nobody has checked it, so it cannot be cited",
        mend=f"Check it against the document itself: kit verify FILE.pdf --document {document}",
    )


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
