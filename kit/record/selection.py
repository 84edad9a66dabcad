"""Select the rows of a table: by a place in a document, by a column, by a related table.

A filter is a column of the table or of a table that points to it, so
`record.claims(sentence=10)` finds the claims whose sentences include the tenth,
and `record.ballots(state="SGP", vote="no")` the ballots in which Singapore voted
no. Filters that stand in the same related table must be met by one row of it.
Two positional arguments name a document and a paragraph of it; in `lineage`
they may stand on either side.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kit.errors import UsageError
from kit.record.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    import pandas as pd

    from kit.record.schema import Package
    from kit.record.table import Table

    Mask = npt.NDArray[np.bool_]

OTHER_NAMES: Final = ("iso2", "un_name", "short_name", "short")  # what else a row goes by
FEW: Final = 12  # so many values are listed in full


@dataclass(frozen=True, slots=True)
class Selection:
    """What answers when a table is called.

    `tables` is the record's own mapping of tables, filled after this is made.
    """

    name: str
    package: Package
    tables: Mapping[str, Table]

    def rows(
        self, document: str | None, label: str | None, filters: Mapping[str, object]
    ) -> pd.DataFrame:
        """Return the rows that fit; `Table.__call__` says how."""
        table = self.tables[self.name]
        place = {"document": document} if document is not None else {}
        if document is not None and label is not None:
            place["paragraph"] = find_label(self.tables, document, label)
        keep = self._fits({**place, **filters})
        if place and "other_document" in table:
            other = {f"other_{name}": value for name, value in place.items()}
            keep |= self._fits({**other, **filters})
        return table[keep].reset_index(drop=True)

    def _fits(self, filters: Mapping[str, object]) -> Mask:
        """Tell which rows fit every filter."""
        table = self.tables[self.name]
        keep = np.ones(len(table), dtype=bool)
        related: dict[str, dict[str, object]] = {}
        for name, value in filters.items():
            if name in table:
                keep &= self._matches(self.name, name, value)
            else:
                related.setdefault(self._home(name), {})[name] = value
        for other, conditions in related.items():
            found = np.ones(len(self.tables[other]), dtype=bool)
            for name, value in conditions.items():
                found &= self._matches(other, name, value)
            ours, theirs = self._pointers()[other]
            keep &= table[ours].isin(set(self.tables[other][theirs][found])).to_numpy(dtype=bool)
        return keep

    def _pointers(self) -> dict[str, tuple[str, str]]:
        """Return the tables that point to this one: our column and theirs."""
        return {
            schema.name: (key.reference[0], key.fields[0])
            for schema in self.package.tables
            for key in schema.foreign_keys
            if key.table == self.name and len(key.fields) == 1 and not key.optional
        }

    def _home(self, name: str) -> str:
        """Return the related table in which a filter stands."""
        pointers = self._pointers()
        for other in pointers:
            if name in self.tables[other]:
                return other
        columns = [str(column) for column in self.tables[self.name]]
        columns += [
            str(column)
            for other, (_, theirs) in pointers.items()
            for column in self.tables[other]
            if column not in {"key", theirs}
        ]
        filters = list(dict.fromkeys(columns))
        raise UsageError(
            f'"{name}" is no filter of {self.name}{did_you_mean(name, filters)}',
            mend=f"Filter by {', '.join(filters)}",
        )

    def _matches(self, table: str, column: str, value: object) -> Mask:
        """Tell in which rows of a table a column has a value, or one of several."""
        names = self._names(table, column)
        values = value if isinstance(value, list | tuple | set | frozenset) else (value,)
        wanted = {known(str(item), names, column) for item in values}
        return self.tables[table][column].astype(str).isin(wanted).to_numpy(dtype=bool)

    def _names(self, table: str, column: str) -> dict[str, str]:
        """Return every name by which a value of a column goes, with that value."""
        values = [str(value) for value in self.tables[table][column].dropna().unique()]
        schema = self.package.table(table)
        field = schema.field(column) if schema else None
        names = {value: value for value in (*values, *(field.enum if field else ()))}
        targets = [(table, column)] if schema and schema.primary_key == (column,) else []
        targets += [
            (key.table, key.reference[key.fields.index(column)])
            for key in (schema.foreign_keys if schema else ())
            if column in key.fields
        ]
        for target, reference in targets:
            names.update(self._aliases(target, reference))
        return names

    def _aliases(self, table: str, column: str) -> dict[str, str]:
        """Return the values of a key, and the other names by which its rows go."""
        rows = self.tables[table]
        keys = [str(value) for value in rows[column]]
        names = dict(zip(keys, keys, strict=True))
        schema = self.package.table(table)
        if schema and schema.primary_key == (column,):
            for other in OTHER_NAMES:
                if other in rows:
                    names.update(zip(rows[other].astype(str), keys, strict=True))
        return names


def find_label(tables: Mapping[str, Table], document: str, label: str) -> str:
    """Return a paragraph's label as the record writes it.

    Parameters
    ----------
    tables : mapping of str to Table
        The tables of the record.
    document : str
        The symbol of the document, or its short form.
    label : str
        What somebody wrote, such as "op4" or "para. 71 (f)".

    Returns
    -------
    str
        The label, such as "OP4" or "71(f)".

    Raises
    ------
    UsageError
        If the record holds no such document or no such paragraph of it.
    """
    documents, paragraphs = tables["documents"], tables["paragraphs"]
    symbols = [str(symbol) for symbol in documents["symbol"]]
    names = dict(zip(symbols, symbols, strict=True))
    names.update(zip(documents["short"].astype(str), symbols, strict=True))
    symbol = known(document, names, "document")
    labels = [str(name) for name in paragraphs["paragraph"][paragraphs["document"] == symbol]]
    return known(label, dict(zip(labels, labels, strict=True)), f"paragraph of {symbol}")


def known(value: str, names: Mapping[str, str], column: str) -> str:
    """Return the value that goes by a name.

    Parameters
    ----------
    value : str
        What somebody wrote.
    names : mapping of str to str
        The names that exist, each with the value for which it stands.
    column : str
        What the value is, for the message.

    Returns
    -------
    str
        The value.

    Raises
    ------
    UsageError
        If nothing goes by that name; the message shows the nearest.
    """
    found = {fold_name(name): target for name, target in names.items()}.get(fold_name(value))
    if found is not None:
        return found
    choices = list(dict.fromkeys(names.values()))
    if choices and all(choice.isdigit() for choice in choices):
        numbers = sorted(map(int, choices))
        raise UsageError(
            f"There is no {column} {value} in the record",
            mend=f"They go from {numbers[0]} to {numbers[-1]}",
        )
    raise UsageError(
        f'There is no {column} "{value}" in the record{did_you_mean(value, names)}',
        mend=f"Choose from {', '.join(choices)}" if 0 < len(choices) <= FEW else "",
    )


def fold_name(name: str) -> str:
    """Return a name without what nobody should have to type exactly.

    Case and accents go, and so do the spaces and "para." of a paragraph's label
    and the "A/RES/" of a resolution.

    Examples
    --------
    >>> fold_name("OP2 (a)"), fold_name("para. 71 (f)"), fold_name("A/RES/76/19")
    ('op2(a)', '71(f)', '76/19')
    >>> fold_name("Côte d’Ivoire")
    "cote d'ivoire"
    """
    plain = unicodedata.normalize("NFKD", name.strip().replace("’", "'"))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()
    plain = re.sub(r"^paras?\.? (?=\d)", "", plain)
    return re.sub(r" (?=\()", "", plain).removeprefix("a/res/")
