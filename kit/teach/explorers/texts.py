"""Explorers over the texts: a resolution paragraph by paragraph, and the path of its clauses."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kit.errors import UsageError
from kit.record.nearest import did_you_mean
from kit.teach.explorer import explore
from kit.teach.explorers.wording import (
    LINES,
    bullets,
    cite,
    document_of,
    paragraphs,
    rows,
    rows_by,
    short,
    sourced,
    text,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kit.record import Record
    from kit.teach.explorer import InPrint

_RELATIONS: Final = {
    "same": "The same words",
    "reworded": "Reworded",
    "in-part": "Taken up in part",
    "dropped": "Left out",
    "new": "New",
}
_ALIKE: Final = 0.5  # share of equal words from which two quotations are of the same clause


def anatomy(
    record: Record,
    document: str = "A/RES/76/19",
    *,
    first: str = "",
    in_print: InPrint = "first",
) -> None:
    """Show a text paragraph by paragraph: its verb, what it says, what was said of it.

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
    by_label = _paragraphs(record, document)
    links = rows_by(record.lineage, "document", "paragraph")
    claims = _links_to_claims(record, document)
    opening = first or next(iter(by_label))

    def show(paragraph: str = opening) -> tuple[object, ...]:
        row = by_label[paragraph]
        verb = f" · {words(row.verb)}" if text(row.verb) else ""
        note = f"> {words(row.note)}" if text(row.note) else ""
        says = f"{words(row.paraphrase)} {sourced(row)}"
        return (
            paragraphs(f"**{paragraph}{verb}**", says, note),
            _claims(claims.get((paragraph,), [])),
            _path(record, links.get((document, paragraph), [])),
        )

    explore(
        show,
        title=f"{short(record, document)}, paragraph by paragraph",
        in_print=in_print,
        paragraph=list(by_label),
    )


def lineage(record: Record, *, first: str = "", in_print: InPrint = "first") -> None:
    """Show the path of a clause of 76/19 from 2015 to 2022, with the changed words marked.

    Words that only the earlier text has are struck out, words that only the later
    one has are marked; that is told where the record quotes both.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    first : str
        Label of the paragraph that stands there first, such as "PP10".
    in_print : {"first", "all"} or mapping
        Which clauses a printed export shows.
    """
    document = "A/RES/76/19"
    by_label = _paragraphs(record, document)
    links = rows_by(record.lineage, "document", "paragraph")
    quotes = rows_by(record.quotations, "document", "paragraph")
    opening = first or next(iter(by_label))

    def show(clause: str = opening) -> tuple[object, ...]:
        row = by_label[clause]
        others = links.get((document, clause), [])
        path = _path(record, others, itself=row)
        changes = bullets(_changes(record, quotes, (document, clause), others))
        head = "**Changed words** (~~only earlier~~, <mark>only later</mark>)" if changes else ""
        return (
            f"**{clause}** {words(row.paraphrase)} {sourced(row)}",
            path if path is not None else "The record knows no other text with this clause.",
            paragraphs(head, changes) or None,
        )

    explore(
        show,
        title="The path of a clause, 2015 to 2022",
        in_print=in_print,
        clause=list(by_label),
    )


def _paragraphs(record: Record, document: str) -> dict[str, Any]:
    """List the paragraphs of a text by their labels, in their order."""
    found = record.paragraphs[record.paragraphs["document"] == document].sort_values("position")
    if found.empty:
        known = list(record.paragraphs["document"].unique())
        raise UsageError(
            f"The record has no paragraphs of {document}{did_you_mean(document, known)}",
            mend="record.paragraphs names the documents whose paragraphs it holds",
        )
    return {row.paragraph: row for row in rows(found)}


def _path(
    record: Record,
    links: Sequence[Any],
    itself: Any = None,  # noqa: ANN401  a row of the paragraphs table
) -> pd.DataFrame | None:
    """List the texts from which, and into which, a paragraph went, oldest first."""
    if not links:
        return None
    groups: dict[tuple[str, ...], list[Any]] = {}
    for row in links:
        alike = (row.direction, row.line, row.relation, row.what_changed, row.grade)
        groups.setdefault(tuple(map(text, alike)), []).append(row)
    path = [_step(record, group) for group in groups.values()]
    if itself is not None:
        path.append(_own_row(record, itself))
    path.sort(key=lambda row: (row["Year"] or "0", row["Text"]))
    return pd.DataFrame(path).set_index("Year")


def _step(record: Record, group: list[Any]) -> dict[str, str]:
    """Write one row of a path: texts of one line to which the same happened."""
    one = group[0]
    others = [document_of(record, text(row.other_document)) for row in group]
    places = [(text(row.other_document), text(row.other_paragraph)) for row in group]
    named = [f"{short(record, symbol)} {place}" for symbol, place in places]
    known = any(symbol for symbol, _ in places)
    return {
        "Year": _years([other.date for other in others if other is not None]),
        "Text": ", ".join(named) if known else "no earlier text",
        "Line": LINES[text(one.line) or "other"],
        "What changed": f"{_RELATIONS[one.relation]}. {text(one.what_changed)}".strip(),
        "Source": cite(*(places if known else [(row.source, row.where) for row in group])),
        "Grade": one.grade,
    }


def _own_row(record: Record, row: Any) -> dict[str, str]:  # noqa: ANN401
    """Write the row of the text at the centre."""
    return {
        "Year": _years([document_of(record, row.document).date]),
        "Text": f"{short(record, row.document)} {row.paragraph}",
        "Line": LINES["joint"],
        "What changed": "This clause.",
        "Source": cite((row.document, row.paragraph)),
        "Grade": row.grade,
    }


def _years(dates: list[Any]) -> str:
    """Write the years of some dates."""
    years = sorted({text(date)[:4] for date in dates if text(date)})
    return " to ".join(dict.fromkeys((years[0], years[-1]))) if years else ""


def _links_to_claims(record: Record, document: str) -> Mapping[tuple[str, ...], Sequence[Any]]:
    """List, for each paragraph of a text, the claims that bear on it, in their order."""
    links = record.claim_paragraphs[record.claim_paragraphs["document"] == document]
    found = links.merge(record.claims, left_on="claim", right_on="key", suffixes=("", "_claimed"))
    return rows_by(found.sort_values("number"), "paragraph")


def _claims(links: Sequence[Any]) -> str | None:
    """Say what the statement claims of a paragraph, and what was found."""
    lines = bullets(f"{words(row.title)}: **{words(row.finding)}** {sourced(row)}" for row in links)
    return paragraphs("**Claims of the statement on which it bears**", lines) if lines else None


def _changes(
    record: Record,
    quotes: Mapping[tuple[str, ...], Sequence[Any]],
    here: tuple[str, str],
    links: Sequence[Any],
) -> Iterator[str]:
    """Write, for each other text that the record quotes on a clause, which words changed."""
    for link in links:
        there = text(link.other_document), text(link.other_paragraph)
        for other in quotes.get(there, []) if all(there) else ():
            for own in quotes.get(here, []):
                pair = (other, own) if link.direction == "earlier" else (own, other)
                marked = changed(*(row.quote for row in pair))
                if marked:
                    names = [f"{short(record, row.document)} {row.paragraph}" for row in pair]
                    source = cite(*((row.document, row.paragraph) for row in pair))
                    grade = max(row.grade for row in pair)
                    yield f"{' → '.join(names)}: “{marked}” {source} ({grade})"


def changed(earlier: str, later: str) -> str:
    """Mark the words that changed between two quotations of one clause.

    What one quotation has beyond the end of the other may only be where it was
    cut, and is left out.

    Parameters
    ----------
    earlier, later : str
        The words of the two texts.

    Returns
    -------
    str
        Markdown, "" when they are not of the same clause or nothing changed.

    Examples
    --------
    >>> changed("Expressing concern that some States", "Recalling that some States")
    '~~Expressing concern~~ <mark>Recalling</mark> that some States'
    """
    old, new = (re.findall(r"\S+", quote) for quote in (earlier, later))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    if matcher.ratio() < _ALIKE:
        return ""
    while steps and steps[0][0] in {"insert", "delete"}:
        steps = steps[1:]
    while steps and steps[-1][0] in {"insert", "delete"}:
        steps = steps[:-1]
    if all(step == "equal" for step, *_ in steps):
        return ""
    pieces = []
    for step, start, end, new_start, new_end in steps:
        before, after = words(" ".join(old[start:end])), words(" ".join(new[new_start:new_end]))
        if step == "equal":
            pieces.append(before)
        else:
            pieces += [f"~~{before}~~"] if before else []
            pieces += [f"<mark>{after}</mark>"] if after else []
    return " ".join(pieces)
