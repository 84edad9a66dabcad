"""The record as a file that can be searched without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import htpy as h

from kit.render import shell, words
from kit.site import look

if TYPE_CHECKING:
    import pandas as pd

    from kit.record import Record
    from kit.record.schema import TableSchema
    from kit.render.theme import Theme

FILE: Final = "search.html"
# How a row of a table is called, and by which of its columns it is known.
_ROWS: Final = {
    "sources": ("Source", ("title", "key")),
    "documents": ("Document", ("symbol", "short")),
    "paragraphs": ("Paragraph", ("document", "paragraph")),
    "lineage": ("Lineage", ("document", "paragraph", "other_document", "other_paragraph")),
    "quotations": ("Quotation", ("document", "paragraph")),
    "report_points": ("Report", ("report", "paragraph", "topic")),
    "comparisons": ("Comparison", ("topic",)),
    "norms": ("Norm", ("title",)),
    "norm_additions": ("Norm, what 2021 adds", ("norm", "as_told_by")),
    "events": ("Event", ("date", "event")),
    "states": ("State", ("un_name", "regional_group")),
    "ballots": ("Recorded vote", ("date", "question")),
    "tallies": ("Adoption", ("document", "stage", "date")),
    "sponsors": ("Sponsor", ("draft", "name_in_record")),
    "statements": ("Statement", ("speaker", "date")),
    "sentences": ("Sentence of the statement", ("number",)),
    "claims": ("Claim", ("title",)),
    "other_readings": ("Other reading", ("who",)),
    "terms": ("Term", ("term",)),
    "citation_errors": ("Citation error", ("wrong",)),
}
# What a text is, where it does not say so itself.
_LABELS: Final = {
    "adopted_how": "Adopted",
    "as_told_by": "As told by",
    "caution": "Caution",
    "claim": "The claim",
    "comparison": "Compared",
    "confused_with": "Often taken for",
    "correct": "Right is",
    "corrections": "Corrections",
    "date_note": "On the date",
    "gge": "Group of experts",
    "grade_note": "On the grade",
    "item_73_27": "In 73/27",
    "oewg": "Working group",
    "person": "Speaker",
    "quote": "In its words",
    "reasoning": "Reasoning",
    "record": "The record",
    "seen_in": "Seen in",
    "tabled_by": "Tabled by",
    "verb": "Verb",
}
_NOT_SHOWN: Final = frozenset({"key_terms", "m49_region", "m49_subregion"})
_A_FILE: Final = ("statements", "text")  # holds the name of a file, not words


def entries(record: Record) -> dict[str, Any]:
    """Gather what can be found, row by row.

    Parameters
    ----------
    record : Record
        Its leads are in none of its tables, so none is found.

    Returns
    -------
    dict
        "kinds" (names), "sources" (text, status and address of each) and "rows":
        kind, head, texts with their labels, source, place in it and grade, by position.
    """
    kinds: list[str] = []
    sources: dict[str, int] = {}
    described: list[list[str]] = []
    rows: list[list[Any]] = []
    for schema in record.package.tables:
        columns = {field.name for field in schema.fields}
        if not {"source", "grade"} <= columns:
            continue
        kind, heads = _ROWS.get(schema.name, (schema.title, schema.primary_key))
        texts = _texts(schema, heads)
        found = [row for _, row in record.tables[schema.name].iterrows()]
        if found and kind not in kinds:
            kinds.append(kind)
        for row in found:
            key = str(row["source"] if schema.name != "sources" else row["key"])
            if key not in sources:
                sources[key] = len(described)
                cited = record.cite(key)
                described.append([cited.text, words.status(cited.status), _address(cited.url)])
            said = [[_LABELS.get(name, ""), str(row[name])] for name in texts if _has(row, name)]
            if _has(row, "yes") and _has(row, "no"):
                said.insert(0, ["Vote", _count(row)])
            rows.append(
                [
                    kinds.index(kind),
                    _head([str(row[name]) for name in heads if _has(row, name)]),
                    said,
                    sources[key],
                    str(row["where"]) if _has(row, "where") else "",
                    str(row["grade"]),
                ]
            )
    return {"kinds": kinds, "sources": described, "rows": rows}


def render(record: Record, *, theme: Theme) -> str:
    """Write the search as one HTML file that asks for nothing.

    Parameters
    ----------
    record : Record
        What is searched.
    theme : Theme
        Colours, wordmark and logo.

    Returns
    -------
    str
        An HTML file that opens from disk.
    """
    found = entries(record)
    body = h.main(id="kit-main", tabindex="-1")[
        h.form(".search", role="search", id="kit-form")[
            h.label(for_="kit-query")["Words, or a phrase in quotation marks"],
            h.div(".row")[
                h.input(
                    id="kit-query",
                    type="search",
                    autocomplete="off",
                    spellcheck="false",
                    autofocus=True,
                ),
                h.select(id="kit-kind", aria_label="Among what", autocomplete="off")[
                    h.option(value="")["Everything"],
                    [
                        h.option(value=str(place))[kind]
                        for place, kind in sorted(enumerate(found["kinds"]), key=lambda x: x[1])
                    ],
                ],
            ],
        ],
        h.p(".count", id="kit-count", role="status")[
            f"{len(found['rows']):,} rows of the record can be searched."
        ],
        h.noscript[
            h.p["The search needs a script. The same rows are in data/, as CSV files to open."]
        ],
        h.ol(".hits", id="kit-hits"),
        h.button(id="kit-more", type="button", hidden=True)["Show more"],
        shell.data_block("kit-data", found),
    ]
    return look.file(
        title="Search the record",
        subtitle="Case and accents do not matter. Every result says its source, the source's "
        "status, and its grade: A was read in the primary text, B in a secondary source.",
        body=body,
        theme=theme,
        facts=look.provenance(record),
        links=(("The course", "index.html"),),
        script="search.js",
    )


def _texts(schema: TableSchema, heads: tuple[str, ...]) -> list[str]:
    """Name the columns of a table whose words are shown below its head."""
    return [
        field.name
        for field in schema.fields
        if field.is_prose(schema)
        and field.name not in heads
        and field.name not in _NOT_SHOWN
        and (schema.name, field.name) != _A_FILE
    ]


def _has(row: pd.Series[Any], name: str) -> bool:
    """Tell whether a row says something in a column."""
    return name in row.index and bool(row.notna()[name]) and str(row[name]) != ""


def _count(row: pd.Series[Any]) -> str:
    """Write the result of a vote."""
    sides = (("yes", "in favour"), ("no", "against"), ("abstain", "abstaining"))
    return ", ".join(f"{row[name]} {side}" for name, side in sides if _has(row, name))


def _head(parts: list[str]) -> str:
    """Join what a row is known by."""
    return " · ".join(parts)


def _address(url: str) -> str:
    """Return an address that a link may lead to."""
    return url if url.startswith("https://") else ""
