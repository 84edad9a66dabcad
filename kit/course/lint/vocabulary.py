"""What the record calls things: symbols, States, persons, acronyms, and the dates it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from kit.record.dates import day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kit.record import Record

SYMBOL: Final = re.compile(r"\b(?:A|E|S|GA|SC|L)(?:/[A-Z0-9][\w.]*)+(?:/[\w.]+)*")
NUMBER: Final = re.compile(r"(?<![\w/.,-])\d{2}/\d{1,3}(?![\w/]|\.\d)")
ACRONYM: Final = re.compile(r"\b[A-Z]{3,}s?\b")
_FULL_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")

# What the record does not say: names that a State no longer uses, or never did.
FORMER_NAMES: Final = {
    "Burma": "Myanmar",
    "Cape Verde": "Cabo Verde",
    "Czech Republic": "Czechia",
    "East Timor": "Timor-Leste",
    "Holland": "Netherlands",
    "Ivory Coast": "Côte d'Ivoire",
    "Swaziland": "Eswatini",
    "Turkey": "Türkiye",
    "Vietnam": "Viet Nam",
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a record knows.

    Parameters
    ----------
    symbols : frozenset of str
        Symbols of documents: "A/RES/76/19".
    numbers : frozenset of str
        Resolutions and decisions by number: "76/19".
    states : frozenset of str
        Names of States, long and short.
    persons : frozenset of str
        Names of persons, part by part.
    acronyms : dict of str to int
        How often each occurs.
    dates : frozenset of str
        Days, written out: "6 December 2021".
    errors : dict of str to str
        Wrong citations met in the wild, and what is right.
    texts : str
        Every text of the record but the wrong citations.
    """

    symbols: frozenset[str]
    numbers: frozenset[str]
    states: frozenset[str]
    persons: frozenset[str]
    acronyms: dict[str, int]
    dates: frozenset[str]
    errors: dict[str, str]
    texts: str


def vocabulary(record: Record) -> Vocabulary:
    """Gather what a record calls things; once for each record.

    Parameters
    ----------
    record : Record
        What is known.

    Returns
    -------
    Vocabulary
        Its names.
    """
    return _gathered(_Same(record))


class _Same:
    """A record, the same as another of the same data."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __hash__(self) -> int:
        return hash(self.record.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.record.sha256 == self.record.sha256


@cache
def _gathered(same: _Same) -> Vocabulary:
    """Gather the names of one record."""
    record = same.record
    texts = "\n".join(_texts(record))
    errors = record.citation_errors
    listed = {*record.documents["symbol"], *record.sources["key"]}
    wrong = {found for text in errors["wrong"] for found in symbols_in(text)} - listed
    names = {*record.states["short_name"], *record.states["un_name"]}
    persons = " ".join(record.statements["person"].dropna())
    acronyms: dict[str, int] = {}
    for found in ACRONYM.findall(texts):
        acronyms[found] = acronyms.get(found, 0) + 1
    return Vocabulary(
        symbols=frozenset({*symbols_in(texts), *listed} - wrong),
        numbers=frozenset(NUMBER.findall(texts)),
        states=frozenset(names | {name.partition(" (")[0] for name in names} | {"Russia"}),
        persons=frozenset(re.findall(r"\w{4,}", persons)),
        acronyms=acronyms,
        dates=frozenset(map(day, _dates(record))),
        errors=dict(zip(errors["wrong"], errors["correct"], strict=True)),
        texts=texts,
    )


def symbols_in(text: str) -> list[str]:
    """List the symbols of documents that a text names.

    Parameters
    ----------
    text : str
        Any.

    Returns
    -------
    list of str
        In their order.

    Examples
    --------
    >>> symbols_in("A/RES/76/19 welcomes A/76/135. See GA/DIS/3678.")
    ['A/RES/76/19', 'A/76/135', 'GA/DIS/3678']
    """
    return [found.rstrip(".") for found in SYMBOL.findall(text)]


def _texts(record: Record) -> Iterable[str]:
    """Give every text of the record, without addresses and what is known to be wrong."""
    for name, table in record.tables.items():
        if name == "citation_errors":
            continue
        for column in table.columns:
            if column in {"url", "read_at"}:
                continue
            if table[column].dtype == "str" or str(table[column].dtype) == "category":
                yield from map(str, table[column].dropna().unique())


def _dates(record: Record) -> set[str]:
    """List the days that the record has."""
    return {
        found
        for table in record.tables.values()
        for column in ("date", "date_end")
        if column in table.columns
        for found in table[column].dropna().astype(str)
        if _FULL_DATE.fullmatch(found)
    }
