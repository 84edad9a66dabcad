"""The descriptor: what it says is what is enforced, and the standard's validator agrees."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest

import kit
from kit.errors import DataError
from kit.record import OURS
from kit.record.schema import read_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import PackageFolder


def standard_accepts(folder: Path) -> bool:
    """Tell whether the standard's own validator accepts a package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own warnings are not ours to mend
        import frictionless

        with frictionless.system.use_context(trusted=True):  # a path outside the working folder
            return bool(frictionless.validate(str(folder / "datapackage.json")).valid)


def test_the_standards_validator_accepts_the_record() -> None:
    assert standard_accepts(OURS)


@pytest.mark.parametrize(
    ("table", "row", "change"),
    [
        ("paragraphs", 2, {"position": "two"}),
        ("votes", 2, {"state": "SGB"}),
        ("claims", 2, {"finding": "differ"}),
    ],
)
def test_the_standards_validator_and_the_loader_refuse_the_same_slip(
    folder: PackageFolder, table: str, row: int, change: dict[str, str]
) -> None:
    folder.change(table, row, **change)
    assert not standard_accepts(folder.path)
    with pytest.raises(DataError):
        kit.load(folder.path, beside=None)


def test_every_table_of_the_record_has_a_key_and_a_description() -> None:
    for table in read_package(OURS).tables:
        assert table.primary_key, table.name
        assert table.description, table.name


def edit(folder: PackageFolder, change: Callable[[dict[str, Any]], object]) -> None:
    file = folder.path / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    change({item["name"]: item for item in descriptor["resources"]})
    file.write_text(json.dumps(descriptor), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: tables["votes"]["schema"]["fields"][0].update(type="geopoint"),
        lambda tables: tables["votes"]["schema"]["fields"][0].update(constraints={"pattern": "("}),
        lambda tables: tables["votes"]["schema"]["fields"].append({"name": "vote"}),
        lambda tables: tables["votes"]["schema"].update(primaryKey="nothing"),
        lambda tables: tables["votes"]["schema"].update(foreignKeys=[{"fields": "ballot"}]),
        lambda tables: tables["votes"].update(path="/etc/passwd"),
    ],
)
def test_a_descriptor_that_cannot_be_enforced_is_refused(
    folder: PackageFolder, change: Callable[[dict[str, Any]], object]
) -> None:
    edit(folder, change)
    with pytest.raises(DataError, match=r"datapackage\.json"):
        kit.load(folder.path, beside=None)


def test_a_rule_added_to_the_descriptor_is_enforced_at_once(folder: PackageFolder) -> None:
    edit(
        folder,
        lambda tables: tables["events"]["schema"]["fields"][5].update(constraints={"maxLength": 3}),
    )
    with pytest.raises(DataError, match="longer than 3 characters"):
        kit.load(folder.path, beside=None)
