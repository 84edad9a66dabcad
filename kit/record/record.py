"""The record: everything that is known, as immutable tables with a few questions to ask."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd

from kit.errors import UsageError
from kit.record import bibliography
from kit.record.citing import Catalogue
from kit.record.leads import part_leads
from kit.record.nearest import did_you_mean
from kit.record.search import Hits, Index
from kit.record.selection import Selection
from kit.record.table import Table, freeze, to_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.record.citation import Citation
    from kit.record.rules import Cells
    from kit.record.schema import Package


class Record:
    """Everything that is known about the 2021 outcomes, typed, sourced and graded.

    Each table is an attribute: `record.paragraphs`, `record.votes`, and so on
    (`record.tables` lists them). A table is a pandas DataFrame that cannot be
    changed; whatever is derived from it is an ordinary DataFrame. Called with
    filters, it gives the rows that fit: `record.votes(state="SGP")`,
    `record.lineage("A/RES/76/19", "PP10")`, `record.claims(finding="differs")`.

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

    Examples
    --------
    >>> import kit
    >>> record = kit.load()
    >>> record.paragraph("A/RES/76/19", "OP3").verb
    'Calls upon'
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
        sizes = ", ".join(f"{name} {len(table):,}" for name, table in self.tables.items())
        return f"<Record {self.version}: {sizes}; {len(self.leads):,} leads>"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: the record never changes."""
        raise UsageError("The record never changes", mend="Keep your own values in a variable")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: the record never changes."""
        raise UsageError("The record never changes", mend="Keep your own values in a variable")

    @property
    def version(self) -> str:
        """The version of the data package."""
        return self.package.version

    @property
    def newest_source_date(self) -> str:
        """The date of the newest source, as precise as it is known ("2025" is a year)."""
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
            Its text in United Nations style, with the status of the source and
            the grade of the paragraph cited (of the source, when the record does
            not hold the paragraph).

        Raises
        ------
        UsageError
            If the record knows no such source; if it holds paragraphs of the
            document and this is none of them; or if nobody has checked it yet.
            The message names the nearest match.

        Examples
        --------
        >>> import kit
        >>> citation = kit.load().cite("A/RES/76/19", "PP10")
        >>> citation.text
        'General Assembly resolution 76/19, tenth preambular paragraph'
        >>> citation.status, citation.grade
        ('official-record', 'A')
        """
        return self._catalogue.cite(key, locator)

    def paragraph(self, document: str, label: str) -> pd.Series[Any]:
        """Return one paragraph of a document.

        Parameters
        ----------
        document : str
            Its symbol, such as "A/RES/76/19"; "76/19" will do.
        label : str
            The paragraph, such as "PP10", "OP2 (a)" or "para. 71 (f)".

        Returns
        -------
        pandas.Series
            The row of `record.paragraphs`: paraphrase, verb, note, grade and so on.

        Raises
        ------
        UsageError
            If the record holds no such paragraph; the message names the nearest.

        Examples
        --------
        >>> import kit
        >>> kit.load().paragraph("76/19", "op3").verb
        'Calls upon'
        """
        return self._catalogue.paragraph(document, label)

    def search(self, text: str) -> Hits:
        """Find words in all prose of the record, leads excepted.

        Case and accents do not matter. Every word must occur in the same cell,
        each at the beginning of a word there; words in quotation marks must
        follow each other.

        Parameters
        ----------
        text : str
            What to look for, such as `binding` or `"additional norms" states`.

        Returns
        -------
        Hits
            A sequence of hits in the order of the record; in a notebook, a table
            with the words marked.

        Examples
        --------
        >>> import kit
        >>> hit = kit.load().search("additional binding")[0]
        >>> sorted({hit.text[start:stop].lower() for start, stop in hit.spans})
        ['additional', 'binding']
        """
        return self._index.search(text)

    @cached_property
    def _catalogue(self) -> Catalogue:
        """What can be cited, made when somebody cites first."""
        return Catalogue(self.tables, self.leads)

    @cached_property
    def _index(self) -> Index:
        """The index of all prose, made when somebody searches first."""
        return Index(self.package, self.tables)

    def sources_csl(self) -> list[dict[str, Any]]:
        """Return all sources as CSL-JSON, which Zotero and other managers import.

        Returns
        -------
        list of dict
            One item a source; `json.dumps` makes a file of them.

        Notes
        -----
        The form is that of the Citation Style Language, CSL-JSON schema 1.0.2.
        """
        return bibliography.csl(self.sources)

    def sources_bibtex(self) -> str:
        """Return all sources as BibTeX, which Zotero and LaTeX read.

        Returns
        -------
        str
            The content of a `.bib` file.
        """
        return bibliography.bibtex(self.sources)


def close(cells: Mapping[str, Cells], *, package: Package, sha256: str) -> Record:
    """Make checked cells into a record, with the leads apart.

    Parameters
    ----------
    cells : mapping of str to Cells
        The cells of every table, which all rules have accepted.
    package : Package
        The schemas.
    sha256 : str
        One hash over every file of the data.

    Returns
    -------
    Record
        The tables, closed.
    """
    facts, leads = part_leads(cells)
    tables = Tables(cells, facts, package)
    apart: dict[str, Table] = {}
    listed = pd.DataFrame(leads, dtype="str")
    apart["leads"] = freeze(listed, "leads", Selection("leads", package, apart))
    return Record(tables=tables, leads=apart["leads"], package=package, sha256=sha256)


class Tables(Mapping[str, Table]):
    """The tables of a record by name, each made when somebody asks for it first.

    Parameters
    ----------
    cells : mapping of str to Cells
        The checked cells of every table.
    facts : mapping of str to list of bool
        For each table, which rows are facts.
    package : Package
        The schemas.
    """

    def __init__(
        self, cells: Mapping[str, Cells], facts: Mapping[str, list[bool]], package: Package
    ) -> None:
        self._cells = cells
        self._facts = facts
        self._package = package
        self._made: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        """Return a table."""
        if name not in self._made:
            frame = to_frame(self._cells[name])
            if not all(self._facts[name]):
                frame = frame[pd.array(self._facts[name])].reset_index(drop=True)
            self._made[name] = freeze(frame, name, Selection(name, self._package, self))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._cells)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._cells)
