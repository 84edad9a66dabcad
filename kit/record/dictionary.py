"""The data dictionary: the schema of the record as a page to read.

`python -m kit.record.dictionary` prints it; `docs/data-dictionary.md` holds it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kit.record.leads import OVERLAY
from kit.record.loading import OURS
from kit.record.schema import read_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.record.schema import Field, Package, TableSchema

DTYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "date": "day (text, YYYY-MM-DD)",
    "year": "year",
    "yearmonth": "month (text, YYYY-MM)",
}


def data_dictionary(package: Package) -> str:
    """Return the data dictionary of a package as Markdown.

    Parameters
    ----------
    package : Package
        The schemas.

    Returns
    -------
    str
        One section a table: what it is, its columns with their rules, its keys.
    """
    return "\n".join(_pages(package))


def _pages(package: Package) -> Iterator[str]:
    """Return the lines of the dictionary."""
    yield "# Data dictionary"
    yield ""
    yield f"{package.title}, version {package.version}. {package.description}"
    yield ""
    yield (
        "This page is made from `data/datapackage.json`, which is the only definition of the "
        "data: `python -m kit.record.dictionary > docs/data-dictionary.md`. "
        "Every table is a CSV file in `data/` (UTF-8, commas, one header row) and an attribute "
        "of the record: `kit.load().votes`."
    )
    yield ""
    yield "| Table | What it holds |"
    yield "| --- | --- |"
    for table in package.tables:
        yield f"| [{table.name}](#{table.name}) | {_cell(table.description)} |"
    for table in (*package.tables, OVERLAY):
        yield from _table(table)


def _table(table: TableSchema) -> Iterator[str]:
    """Return the section of one table."""
    yield ""
    yield f"## {table.name}"
    yield ""
    yield f"{table.title}. {table.description} File: `data/{table.path}`."
    yield ""
    yield "| Column | Type | Rules | Meaning |"
    yield "| --- | --- | --- | --- |"
    for field in table.fields:
        cells = (f"`{field.name}`", _type(field), "; ".join(_rules(field)), field.description)
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"
    yield ""
    yield f"- Key: {', '.join(f'`{name}`' for name in table.primary_key)}."
    for key in table.foreign_keys:
        ours = ", ".join(f"`{name}`" for name in key.fields)
        theirs = ", ".join(f"`{name}`" for name in key.reference)
        where = " where no part is empty" if key.optional else ""
        yield f"- {ours} must be in `{key.table}` ({theirs}){where}."


def _type(field: Field) -> str:
    """Return the type of a column in words."""
    return "one of a vocabulary" if field.enum else DTYPES[field.type]


def _rules(field: Field) -> Iterator[str]:
    """Return the rules of a column in words."""
    if field.required:
        yield "required"
    if field.unique:
        yield "unique"
    if field.enum:
        yield ", ".join(f"`{value}`" for value in field.enum)
    if field.pattern:
        yield f"form `{field.pattern.pattern}`"
    if field.minimum is not None:
        yield f"at least {field.minimum}"
    if field.maximum is not None:
        yield f"at most {field.maximum}"
    if field.min_length is not None:
        yield f"at least {field.min_length} characters"
    if field.max_length is not None:
        yield f"at most {field.max_length} characters"


def _cell(text: str) -> str:
    """Return a text that may stand in a cell of a Markdown table."""
    return text.replace("|", r"\|")


if __name__ == "__main__":
    sys.stdout.write(data_dictionary(read_package(OURS)) + "\n")
