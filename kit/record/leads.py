"""Leads: rows of grade C, which are kept apart until a person has checked them.

A lead is in no table of the record. `record.leads` lists them all, and
`kit verify` lets a person hold each against the document itself; what that
person confirms is written to an overlay, which lifts the row on that machine.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kit.errors import DataError
from kit.record.citation import SYMBOL, spelled_out
from kit.record.schema import Field, ForeignKey, TableSchema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.record.rules import Cells

LEAD: Final = "C"
LIFTED: Final = "A"
OVERLAY: Final = TableSchema(
    name="verified",
    path="verified.csv",
    title="Verified leads",
    description="What a person on this machine has found in the official documents.",
    fields=(
        Field("table", "string", required=True, description="Table of the lead."),
        Field("key", "string", required=True, description="Its key there."),
        Field("document", "string", required=True, description="Symbol of the document read."),
        Field("paragraph", "string", required=True, description="Paragraph that says it."),
        Field("page", "integer", required=True, minimum="1", description="Page of the file."),
        Field("sha256", "string", required=True, description="SHA-256 of the file."),
        Field("date", "string", required=True, description="Day on which it was confirmed."),
        Field("who", "string", required=True, description="Who confirmed it."),
    ),
    primary_key=("table", "key"),
    foreign_keys=(),
    missing_values=frozenset({""}),
)
COLUMNS: Final = ("table", "key", "says", "document", "paragraph", "note", "source")


def key_of(cells: Cells, row: int) -> str:
    """Return the key of a row as one text; the parts of a compound key are joined by spaces."""
    return " ".join(cells.columns[name][row] for name in cells.schema.primary_key)


def lift(tables: Mapping[str, Cells], overlay: Cells) -> dict[str, Cells]:
    """Return the tables with the leads lifted that somebody has confirmed.

    A confirmed row gets grade A and, as its source, the document in which it
    was found; that document's own row among the sources is lifted with it.

    Parameters
    ----------
    tables : mapping of str to Cells
        The checked cells of every table.
    overlay : Cells
        The checked cells of the overlay.

    Returns
    -------
    dict of str to Cells
        The tables; those given are not changed.

    Raises
    ------
    DataError
        If the overlay names a row that the record does not have.
    """
    lifted = {
        name: replace(cells, columns={key: list(column) for key, column in cells.columns.items()})
        for name, cells in tables.items()
    }
    for row in range(len(overlay.columns["table"])):
        entry = {name: column[row] for name, column in overlay.columns.items()}
        cells = lifted.get(entry["table"])
        documents = lifted.get("documents")
        if not documents or entry["document"] not in documents.columns["symbol"]:
            raise DataError(
                f"The record has no document {entry['document']}",
                where=f"{overlay.place(row)}, column document",
                mend="Delete this row; then run kit verify again",
            )
        rows = range(len(cells.columns["grade"])) if cells and "grade" in cells.columns else ()
        found = [at for at in rows if cells and key_of(cells, at) == entry["key"]]
        if not cells or not found:
            raise DataError(
                f'The record has no row "{entry["key"]}" in {entry["table"]}',
                where=overlay.place(row),
                mend="Delete this row, for the lead that it confirms is gone; "
                "then run kit verify again",
            )
        if cells.columns["grade"][found[0]] != LEAD:
            continue
        cells.columns["grade"][found[0]] = LIFTED
        _rest_on(entry, cells, found[0])
        if "sources" in lifted:
            lifted["sources"] = _opened(
                lifted["sources"], lifted["documents"], entry, overlay.parts[0][0]
            )
    return lifted


def _rest_on(entry: Mapping[str, str], cells: Cells, row: int) -> None:
    """Make the document in which a lead was found the source of its row, and say so."""
    if "grade_note" in cells.columns:
        note = f"Confirmed in the document on {entry['date']}, page {entry['page']} of the file."
        cells.columns["grade_note"][row] = note
    if "source" in cells.columns:
        cells.columns["source"][row] = entry["document"]
    if "where" in cells.columns:
        cells.columns["where"][row] = spelled_out(entry["paragraph"])


def _opened(sources: Cells, documents: Cells, entry: Mapping[str, str], file: str) -> Cells:
    """Return the sources with a document that somebody has now opened among them."""
    symbol = entry["document"]
    columns = sources.columns
    if symbol in columns["key"]:
        columns["grade"][columns["key"].index(symbol)] = LIFTED
        return sources
    row = documents.columns["symbol"].index(symbol)
    opened = {
        "key": symbol,
        "publisher": "United Nations",
        "url": f"https://docs.un.org/en/{symbol}",
        "status": "official-record",
        "rights": "United Nations parliamentary documentation; cite the symbol.",
        "grade": LIFTED,
        "note": f"Read by {entry['who']} on {entry['date']}; SHA-256 {entry['sha256']}.",
        **{name: documents.columns[name][row] for name in ("title", "date", "date_precision")},
    }
    for name, column in columns.items():
        column.append(opened.get(name, ""))
    return replace(sources, parts=(*sources.parts, (file, 1)))


def part_leads(
    tables: Mapping[str, Cells],
) -> tuple[dict[str, list[bool]], dict[str, list[str]]]:
    """Part the facts from the leads.

    A row without a grade of its own (a vote's link to a ballot, a claim's to a
    paragraph) is a lead when a row to which it points is one.

    Parameters
    ----------
    tables : mapping of str to Cells
        The checked cells of every table.

    Returns
    -------
    tuple of (dict of str to list of bool, dict of str to list of str)
        For each table, which rows are facts; and the leads, column by column.
    """
    facts: dict[str, list[bool]] = {}
    leads: dict[str, list[str]] = {name: [] for name in COLUMNS}
    for name, cells in tables.items():
        if "grade" in cells.columns:
            facts[name] = [grade != LEAD for grade in cells.columns["grade"]]
            for row, is_fact in enumerate(facts[name]):
                if not is_fact:
                    for column, value in _lead(cells, row).items():
                        leads[column].append(value)
    for name, cells in tables.items():
        if name not in facts:
            facts[name] = _linked_facts(cells, tables, facts)
    return facts, leads


def _linked_facts(
    cells: Cells, tables: Mapping[str, Cells], facts: Mapping[str, list[bool]]
) -> list[bool]:
    """Tell which rows of a table without grades point to facts only."""
    length = len(next(iter(cells.columns.values())))
    linked = [True] * length
    for key in cells.schema.foreign_keys:
        if key.table in facts and not all(facts[key.table]):
            known = _rows(tables[key.table], key, facts[key.table])
            values = zip(*(cells.columns[name] for name in key.fields), strict=True)
            linked = [
                so_far and value not in known for so_far, value in zip(linked, values, strict=True)
            ]
    return linked


def _rows(target: Cells, key: ForeignKey, facts: list[bool]) -> set[tuple[str, ...]]:
    """Return the keys of the leads of a table."""
    values = zip(*(target.columns[name] for name in key.reference), strict=True)
    return {value for value, is_fact in zip(values, facts, strict=True) if not is_fact}


def _lead(cells: Cells, row: int) -> dict[str, str]:
    """Return one lead in the form that all tables share."""
    schema = cells.schema
    cell = {name: column[row] for name, column in cells.columns.items()}
    says = _says(schema, cell)
    named = (
        SYMBOL.fullmatch(cell.get("key", ""))
        or SYMBOL.search(says)
        or SYMBOL.search(schema.description)
    )
    numbered = re.search(r"\bparagraphs? (\d+(?:-\d+)?)", says)
    return {
        "table": schema.name,
        "key": key_of(cells, row),
        "says": says,
        "document": cell.get("document")
        or cell.get("report")
        or cell.get("symbol")
        or (named[0].rstrip(".") if named else ""),
        "paragraph": cell.get("paragraph") or (numbered[1] if numbered else ""),
        "note": cell.get("grade_note") or cell.get("note", ""),
        "source": cell.get("source") or cell["key"],
    }


def _says(schema: TableSchema, cell: Mapping[str, str]) -> str:
    """Return what a lead says: its prose, or its figures when it has none."""
    prose = [
        cell[field.name] for field in schema.fields if field.required and field.is_prose(schema)
    ]
    if any(prose):
        return max(prose, key=len)
    return "; ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in cell.items()
        if value and name not in {*COLUMNS, "where", "grade", "grade_note"}
    )
