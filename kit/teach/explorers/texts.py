"""Explorers over the texts: a resolution paragraph by paragraph, and where its clauses come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kit.errors import UsageError
from kit.record.nearest import did_you_mean
from kit.teach.explorer import explore
from kit.teach.explorers.wording import LINES, cite, short, sourced, text, words

if TYPE_CHECKING:
    from kit.record import Record
    from kit.teach.explorer import InPrint

_RELATIONS = {
    "same": "same words",
    "reworded": "reworded",
    "in-part": "taken up in part",
    "dropped": "left out",
    "new": "new",
}


def anatomy(
    record: Record,
    document: str = "A/RES/76/19",
    *,
    first: str = "",
    in_print: InPrint = "first",
) -> None:
    """Show a text paragraph by paragraph: its verb, what it says, where that comes from.

    Where a claim of the statement bears on the paragraph, the finding is there too.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    document : str
        Symbol of the text.
    first : str
        Label of the paragraph that stands there first, such as "PP10".
    in_print : {"first", "all"} or mapping
        Which paragraphs a printed export shows, such as {"paragraph": ["PP10", "OP4"]}.
    """
    rows = record.paragraphs[record.paragraphs["document"] == document].sort_values("position")
    if rows.empty:
        known = list(record.paragraphs["document"].unique())
        raise UsageError(
            f"The record has no paragraphs of {document}{did_you_mean(document, known)}",
            mend="record.paragraphs names the documents whose paragraphs it holds",
        )
    by_label = {row.paragraph: row for row in rows.itertuples()}
    opening = first or next(iter(by_label))

    def show(paragraph: str = opening) -> tuple[object, ...]:
        row = by_label[paragraph]
        head = f"**{paragraph} · {words(row.verb)}**" if text(row.verb) else f"**{paragraph}**"
        shown = [f"{head}\n\n{words(row.paraphrase)} {sourced(row)}"]
        if text(row.note):
            shown.append(f"> {words(row.note)}")
        return (
            "\n\n".join(shown),
            _relatives(record, document, paragraph),
            _claims(record, document, paragraph),
        )

    explore(
        show,
        title=f"{short(record, document)}, paragraph by paragraph",
        in_print=in_print,
        paragraph=list(by_label),
    )


def _relatives(record: Record, document: str, paragraph: str) -> pd.DataFrame | None:
    """List the paragraphs of other texts from which, or into which, a paragraph went."""
    rows: Any = record.lineage[
        (record.lineage["document"] == document) & (record.lineage["paragraph"] == paragraph)
    ]
    if rows.empty:
        return None
    made = pd.DataFrame(
        {
            "Related text": [_place(record, row) for row in rows.itertuples()],
            "Line": [LINES[text(row.line) or "other"] for row in rows.itertuples()],
            "In it": [f"{row.direction}: {_RELATIONS[row.relation]}" for row in rows.itertuples()],
            "What changed": [text(row.what_changed) for row in rows.itertuples()],
            "Source": [
                cite(row.other_document or row.source, row.other_paragraph)
                if text(row.other_document)
                else cite(row.source, row.where)
                for row in rows.itertuples()
            ],
            "Grade": list(rows["grade"]),
        }
    )
    return made.set_index("Related text")


def _place(record: Record, row: Any) -> str:  # noqa: ANN401  a row of the lineage table
    """Name the paragraph of another text."""
    if not text(row.other_document):
        return "no earlier text"
    return f"{short(record, row.other_document)} {text(row.other_paragraph)}".strip()


def _claims(record: Record, document: str, paragraph: str) -> str | None:
    """Say what the statement claims of a paragraph, and what was found."""
    links = record.claim_paragraphs
    links = links[(links["document"] == document) & (links["paragraph"] == paragraph)]
    found = links.merge(record.claims, left_on="claim", right_on="key", suffixes=("", "_claimed"))
    lines = [
        f"- {words(row.title)}: **{words(row.finding)}**. {words(row.reasoning)} {sourced(row)}"
        for row in found.sort_values("number").itertuples()
    ]
    return "\n".join(["**What the statement says of it**", "", *lines]) if lines else None
