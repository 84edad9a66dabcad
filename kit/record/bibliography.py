"""The sources of the record for reference managers: CSL-JSON and BibTeX."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from kit.record.citation import SYMBOL

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

# What each status of a source is called in CSL and in BibTeX.
CSL_TYPES: Final = {
    "official-record": "report",
    "state-text": "speech",
    "un-publication": "report",
    "unofficial-transcript": "speech",
    "academic": "article",
    "ngo-report": "report",
    "press": "article-newspaper",
    "data-set": "dataset",
}
BIBTEX_TYPES: Final = {
    "official-record": "techreport",
    "un-publication": "techreport",
    "ngo-report": "techreport",
}


def csl(sources: pd.DataFrame) -> list[dict[str, Any]]:
    """Return sources as CSL-JSON.

    Parameters
    ----------
    sources : pandas.DataFrame
        The table `sources`.

    Returns
    -------
    list of dict
        One item a source, with the date as precise as it is known.
    """
    return [_csl_item(source) for source in _rows(sources)]


def bibtex(sources: pd.DataFrame) -> str:
    """Return sources as BibTeX.

    Parameters
    ----------
    sources : pandas.DataFrame
        The table `sources`.

    Returns
    -------
    str
        One entry a source; text beyond ASCII stays as it is, in UTF-8.
    """
    taken: set[str] = set()
    entries = []
    for source in _rows(sources):
        name = _entry_key(source["key"])
        while name in taken:
            name += "x"
        taken.add(name)
        entries.append(_bibtex_entry(name, source))
    return "\n".join(entries)


def _rows(sources: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Return each source without its empty cells."""
    for _, row in sources.iterrows():
        yield {str(name): str(value) for name, value in row.dropna().items()}


def _csl_item(source: dict[str, str]) -> dict[str, Any]:
    """Return one source as a CSL item."""
    item: dict[str, Any] = {
        "id": source["key"],
        "type": CSL_TYPES[source["status"]],
        "title": source["title"],
        "publisher": source["publisher"],
        "author": [{"literal": source["publisher"]}],
        "note": f"Status: {source['status']}. Grade: {source['grade']}.",
    }
    if "date" in source:
        item["issued"] = {"date-parts": [[int(part) for part in source["date"].split("-")]]}
    if "url" in source:
        item["URL"] = source["url"]
    if SYMBOL.fullmatch(source["key"]):
        item["number"] = source["key"]
    return item


def _bibtex_entry(name: str, source: dict[str, str]) -> str:
    """Return one source as a BibTeX entry."""
    kind = BIBTEX_TYPES.get(source["status"], "misc")
    fields = {
        "title": f"{{{_tex(source['title'])}}}",
        "author": f"{{{_tex(source['publisher'])}}}",
        "note": f"Status: {source['status']}. Grade: {source['grade']}.",
    }
    if kind == "techreport":
        fields["institution"] = _tex(source["publisher"])
    if SYMBOL.fullmatch(source["key"]):
        fields["number"] = _tex(source["key"])
    if "date" in source:
        parts = source["date"].split("-")
        fields["year"] = parts[0]
        if len(parts) > 1:
            fields["month"] = str(int(parts[1]))
        fields["date"] = source["date"]
    if "url" in source:
        fields["url"] = source["url"].replace("{", "%7B").replace("}", "%7D")
    lines = "".join(f"  {field} = {{{value}}},\n" for field, value in fields.items())
    return f"@{kind}{{{name},\n{lines}}}\n"


def _entry_key(key: str) -> str:
    """Return a key of letters, digits and hyphens, which every BibTeX accepts."""
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")


def _tex(text: str) -> str:
    """Return text with the characters escaped that mean something to TeX."""
    return re.sub(r"[\\{}$&#%_^~]", lambda found: _TEX[found[0]], text)


_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
