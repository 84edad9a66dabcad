"""The data dictionary says what the schema says."""

from __future__ import annotations

from pathlib import Path

from kit.record import OURS
from kit.record.dictionary import data_dictionary
from kit.record.schema import read_package

PAGE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_page_in_docs_is_current() -> None:
    current = data_dictionary(read_package(OURS)) + "\n"
    assert PAGE.read_text(encoding="utf-8") == current, (
        "run: python -m kit.record.dictionary > docs/data-dictionary.md"
    )


def test_every_table_and_every_column_is_described() -> None:
    package = read_package(OURS)
    page = data_dictionary(package)
    for table in package.tables:
        section = page.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for field in table.fields:
            assert f"| `{field.name}` |" in section
            assert field.description, f"{table.name}.{field.name} has no description"


def test_every_row_of_a_table_has_as_many_cells_as_its_header() -> None:
    for line in data_dictionary(read_package(OURS)).splitlines():
        if line.startswith("| `"):
            assert line.replace(r"\|", "").count("|") == 5
