"""Explorers over the two reports of 2021, the eleven norms and contested terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kit.teach.explorer import explore
from kit.teach.explorers.wording import (
    cite,
    paragraphs,
    rows,
    source_of,
    sourced,
    text,
    words,
)

if TYPE_CHECKING:
    from kit.record import Record
    from kit.teach.explorer import InPrint


def compare(record: Record, *, in_print: InPrint = "first") -> None:
    """Show the two reports of 2021 side by side, topic by topic.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which topics a printed export shows.
    """
    topics = {row.topic: row for row in rows(record.comparisons.sort_values("number"))}
    links = record.comparison_sources

    def show(topic: str) -> tuple[object, ...]:
        row = topics[topic]
        sources = links.loc[links["comparison"] == row.key, "source"]
        read = cite(*((source, "") for source in sources)) or source_of(row)
        side_by_side = pd.DataFrame(
            {
                "Report": ["OEWG, A/75/816", "Experts, A/76/135"],
                "What it holds": [text(row.oewg), text(row.gge)],
            }
        )
        found = f"**{words(row.outcome).capitalize()}.** {words(row.comparison)}"
        return side_by_side.set_index("Report"), f"{found} {read} ({row.grade})"

    explore(
        show, title="The two reports of 2021, side by side", in_print=in_print, topic=list(topics)
    )


def norm(record: Record, *, in_print: InPrint = "first") -> None:
    """Show the eleven norms of 2015, each with what sources say that the report of 2021 adds.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which norms a printed export shows.
    """
    norms = {f"({row.key}) {row.title}": row for row in rows(record.norms)}
    additions = record.norm_additions

    def show(norm: str) -> tuple[object, ...]:
        row = norms[norm]
        places = [item.strip() for item in text(row.item_73_27).split(";") if item.strip()]
        taken_up = cite(*(("A/RES/73/27", place) for place in places))
        added = rows(additions[additions["norm"] == row.key])
        table = pd.DataFrame(
            {
                "What the report of 2021 adds": [text(each.addition) for each in added],
                "As told by": [text(each.as_told_by) for each in added],
                "Source": [source_of(each) for each in added],
                "Grade": [each.grade for each in added],
            }
        )
        return (
            paragraphs(
                f"**2015.** {words(row.paraphrase)} {sourced(row)}",
                f"**2018.** Taken up in 73/27 {taken_up} (A)" if taken_up else "",
            ),
            table if len(table) else "The record has no source on what the report of 2021 adds.",
        )

    explore(
        show,
        title="The eleven norms, and what 2021 adds",
        in_print=in_print,
        norm=list(norms),
    )


def term(record: Record, *, in_print: InPrint = "first") -> None:
    """Show contested terms: what each means here, and what it is often taken for.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which terms a printed export shows.
    """
    terms = {row.term: row for row in rows(record.terms)}

    def show(term: str) -> str:
        row = terms[term]
        confused = words(row.confused_with)
        return paragraphs(
            f"**{words(row.term)}**",
            f"{words(row.meaning)} {sourced(row)}",
            f"**Often taken for:** {confused}" if confused else "",
            f"> {words(row.note)}" if text(row.note) else "",
        )

    explore(show, title="What a term means here", in_print=in_print, term=list(terms))
