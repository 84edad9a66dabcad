"""The schema of the record: what `datapackage.json` says about its tables.

The Table Schemas there are the only definition of the data. This module reads
them into frozen objects; `kit.record.rules` applies them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kit.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTOR: Final = "datapackage.json"
TYPES: Final = ("string", "integer", "number", "boolean", "date", "year", "yearmonth")
PLACES: Final = frozenset({"where", "paragraph", "other_documents", "rights"})  # not prose


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its type and the constraints on its values."""

    name: str
    type: str
    format: str = "default"
    title: str = ""
    description: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    minimum: str | None = None
    maximum: str | None = None
    min_length: int | None = None
    max_length: int | None = None

    def is_prose(self, table: TableSchema) -> bool:
        """Tell whether the column holds sentences rather than keys, codes or places."""
        keys = {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
        return (
            self.type == "string"
            and not (self.enum or self.pattern)
            and self.name not in keys | PLACES
        )


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must be a key of a table.

    An optional key (`optionalForeignKeys`, our one addition to the standard)
    holds only where none of its columns is empty.
    """

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: its file, its columns and its keys."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    missing_values: frozenset[str]

    def field(self, name: str) -> Field | None:
        """Return the column of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Package:
    """The data package: its tables and what it says about itself."""

    name: str
    title: str
    description: str
    version: str
    tables: tuple[TableSchema, ...]
    files: tuple[tuple[str, str], ...]  # name and path of resources that are not tables

    def table(self, name: str) -> TableSchema | None:
        """Return the schema of that table, or None."""
        return next((table for table in self.tables if table.name == name), None)


def read_package(folder: Path) -> Package:
    """Read the descriptor of a data package.

    Parameters
    ----------
    folder : pathlib.Path
        The folder that holds `datapackage.json`.

    Returns
    -------
    Package
        The package, its tables in the order of the descriptor.

    Raises
    ------
    DataError
        If the descriptor is missing, is not JSON, or describes a table in a way
        that this loader does not enforce.
    """
    file = folder / DESCRIPTOR
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(
            f"The data package has no readable {DESCRIPTOR}: {error.strerror}",
            where=str(file),
            mend="Give the folder that holds it, such as data/",
        ) from None
    except UnicodeDecodeError:
        raise _malformed(file, "is not UTF-8 text") from None
    try:
        descriptor = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _malformed(file, f"is not valid JSON: {error}") from None
    try:
        return _package(descriptor)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _malformed(file, f"does not describe a data package: {error!r}") from None
    except re.error as error:
        raise _malformed(
            file, f"holds a pattern that is not a regular expression: {error}"
        ) from None


def _malformed(file: Path, what: str) -> DataError:
    """Return the error for a descriptor that cannot be used."""
    return DataError(
        f"{DESCRIPTOR} {what}",
        where=str(file),
        mend="Compare it with the kit's own, which follows the Data Package standard",
    )


def _package(descriptor: dict[str, Any]) -> Package:
    """Return the package that a descriptor describes."""
    resources = descriptor["resources"]
    return Package(
        name=str(descriptor["name"]),
        title=str(descriptor.get("title", "")),
        description=str(descriptor.get("description", "")),
        version=str(descriptor.get("version", "")),
        tables=tuple(_table(resource) for resource in resources if "schema" in resource),
        files=tuple(
            (str(resource["name"]), _path(resource))
            for resource in resources
            if "schema" not in resource
        ),
    )


def _path(resource: dict[str, Any]) -> str:
    """Return a resource's path, which must stay inside the package."""
    path = resource["path"]
    if not isinstance(path, str) or path.startswith("/") or ".." in path.split("/"):
        message = f"the path {path!r} leaves the package"
        raise ValueError(message)
    return path


def _table(resource: dict[str, Any]) -> TableSchema:
    """Return the schema of one table."""
    schema = resource["schema"]
    fields = tuple(_field(field) for field in schema["fields"])
    names = {field.name for field in fields}
    if len(names) < len(fields):
        message = f"table {resource['name']} has two columns of the same name"
        raise ValueError(message)
    table = TableSchema(
        name=str(resource["name"]),
        path=_path(resource),
        title=str(resource.get("title", "")),
        description=str(resource.get("description", "")),
        fields=fields,
        primary_key=_names(schema.get("primaryKey", ())),
        foreign_keys=tuple(
            ForeignKey(
                fields=_names(key["fields"]),
                table=str(key["reference"].get("resource", "")) or str(resource["name"]),
                reference=_names(key["reference"]["fields"]),
                optional=optional,
            )
            for optional, keys in ((False, "foreignKeys"), (True, "optionalForeignKeys"))
            for key in schema.get(keys, ())
        ),
        missing_values=frozenset(schema.get("missingValues", ("",))),
    )
    keyed = {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
    if not keyed <= names:
        message = f"table {table.name} has a key on {', '.join(sorted(keyed - names))}"
        raise ValueError(message)
    return table


def _field(descriptor: dict[str, Any]) -> Field:
    """Return one column."""
    rules = descriptor.get("constraints", {})
    kind = str(descriptor.get("type", "string"))
    if kind not in TYPES:
        message = f"column {descriptor['name']} is of the type {kind}, which is not enforced here"
        raise ValueError(message)
    minimum, maximum = rules.get("minimum"), rules.get("maximum")
    return Field(
        name=str(descriptor["name"]),
        type=kind,
        format=str(descriptor.get("format", "default")),
        title=str(descriptor.get("title", "")),
        description=str(descriptor.get("description", "")),
        required=bool(rules.get("required", False)),
        unique=bool(rules.get("unique", False)),
        enum=tuple(str(value) for value in rules.get("enum", ())),
        pattern=re.compile(rules["pattern"]) if "pattern" in rules else None,
        minimum=None if minimum is None else str(minimum),
        maximum=None if maximum is None else str(maximum),
        min_length=rules.get("minLength"),
        max_length=rules.get("maxLength"),
    )


def _names(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that a key gives as one string or as several."""
    return (value,) if isinstance(value, str) else tuple(str(name) for name in value)
