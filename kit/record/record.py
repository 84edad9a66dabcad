"""The record: everything that is known, as immutable tables with a few questions to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from kit.errors import UsageError
from kit.record.citation import Citation, in_un_style
from kit.record.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.record.schema import Package
    from kit.record.table import Table


class Record:
    """Everything that is known about the 2021 outcomes, typed, sourced and graded.

    Each table is an attribute: `record.paragraphs`, `record.votes`, and so on
    (`record.tables` lists them). A table is a pandas DataFrame that cannot be
    changed; whatever is derived from it is an ordinary DataFrame.

    Parameters
    ----------
    tables : mapping of str to Table
        The tables by name, without their leads.
    leads : Table
        The rows of grade C of all tables: what is still to be checked.
    package : Package
        The schemas, and what the data package says about itself.
    sha256 : str
        One hash over every file of the data.
    """

    tables: Mapping[str, Table]
    leads: Table
    package: Package
    sha256: str

    def __init__(
        self, *, tables: Mapping[str, Table], leads: Table, package: Package, sha256: str
    ) -> None:
        self.__dict__.update(tables=tables, leads=leads, package=package, sha256=sha256)

    def __getattr__(self, name: str) -> Table:
        """Return a table by its name."""
        tables: Mapping[str, Table] = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        hint = "" if name.startswith("_") else did_you_mean(name, tables)
        message = f"The record has no table {name!r}{hint}"
        raise AttributeError(message)

    def __dir__(self) -> list[str]:
        """Return the attributes, the tables included."""
        return sorted({*super().__dir__(), *self.tables})

    def __repr__(self) -> str:
        """Return the size of each table."""
        sizes = ", ".join(f"{name} {len(table)}" for name, table in self.tables.items())
        return f"<Record {self.version}: {sizes}; leads {len(self.leads)}>"

    @property
    def version(self) -> str:
        """The version of the data package."""
        return self.package.version

    @property
    def newest_source_date(self) -> str:
        """The date of the newest source, as precise as it is known."""
        return str(max(self.sources["date"].dropna(), default=""))

    def cite(self, key: str, locator: str = "") -> Citation:
        """Return a citation of a source or a document.

        Parameters
        ----------
        key : str
            The key of a source or the symbol of a document, such as
            "A/RES/76/19".
        locator : str
            A place in it, such as "OP4", "PP10", "para. 16" or "p. 9".

        Returns
        -------
        Citation
            Its text, in United Nations style, with status and grade.

        Raises
        ------
        UsageError
            If the record knows no such source, or no such paragraph in a
            document whose paragraphs it holds; the message names the nearest.

        Examples
        --------
        >>> import kit
        >>> kit.load().cite("A/RES/76/19", "PP10").text
        'General Assembly resolution 76/19, tenth preambular paragraph'
        """
        source = self._row("sources", key) or {}
        document = self._row("documents", key) or {}
        if not source and document:
            source = self._row("sources", str(document.get("source", ""))) or {}
        if not source:
            names = [*self._keys("sources"), *self._keys("documents")]
            raise UsageError(
                f'The record has no source "{key}"{did_you_mean(key, names)}',
                mend="record.sources lists them all",
            )
        row = {**source, **document}
        text = in_un_style(
            key,
            **{
                name: str(row[name])
                for name in ("title", "author", "publisher", "date", "url")
                if isinstance(row.get(name), str)
            },
            locator=locator,
        )
        return Citation(
            key=key,
            locator=locator,
            text=text,
            status=str(source.get("status", "")),
            grade=str(source.get("grade", "")),
            url=str(row.get("url", "")),
        )

    def _keys(self, table: str) -> list[str]:
        """Return the keys of a table with one key column."""
        schema = self.package.table(table)
        if schema is None or not schema.primary_key:
            return []
        return [str(key) for key in self.tables[table][schema.primary_key[0]]]

    def _row(self, table: str, key: str) -> dict[str, Any] | None:
        """Return a row of a table by its key, or None."""
        keys = self._keys(table)
        if key not in keys:
            return None
        row: dict[str, Any] = self.tables[table].iloc[keys.index(key)].dropna().to_dict()
        return row

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: the record never changes."""
        raise UsageError("The record never changes", mend="Keep your own values in a variable")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: the record never changes."""
        raise UsageError("The record never changes", mend="Keep your own values in a variable")
