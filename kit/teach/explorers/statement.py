"""Explorers over the statement: its sentences, its claims, and wrong citations of the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kit.teach.explorer import explore
from kit.teach.explorers.wording import (
    bullets,
    cite,
    paragraphs,
    quoted,
    rows,
    source_of,
    sourced,
    status,
    text,
    words,
)

if TYPE_CHECKING:
    from kit.record import Record
    from kit.teach.explorer import InPrint

STATEMENT: Final = "russia-2021-11-02"
_FINDINGS: Final = ("supported", "qualified", "differs", "interpretation", "not verifiable")


def claim(record: Record, *, first: str = "", in_print: InPrint = "first") -> None:
    """Show a claim of the statement beside the record; the finding only when asked for.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    first : str
        Key of the claim that stands there first, such as "binding-obligations".
    in_print : {"first", "all"} or mapping
        Which claims a printed export shows.
    """
    claims = {f"{row.number}. {row.title}": row for row in rows(_claims(record))}
    opening = next((label for label, row in claims.items() if row.key == first), next(iter(claims)))

    def show(claim: str = opening, show_the_finding: bool = False) -> tuple[object, ...]:  # noqa: FBT001, FBT002  a switch
        row = claims[claim]
        said = rows(record.sentences[record.sentences["statement"] == row.statement])[0]
        places = [(said.source, f"sentence {n}") for n in _sentences_of(record, row)]
        quote = f" In its words: “{words(row.quote)}”." if text(row.quote) else ""
        shown: list[object] = [
            paragraphs(
                f"**The statement says.** {words(row.claim)}{quote} "
                f"{cite(*places)} ({status(record, said.source)}, {said.grade})",
                f"**The record shows.** {words(row.record)} {sourced(row)}",
            ),
            _bearing(record, row.key),
        ]
        if show_the_finding:
            caution = words(row.caution)
            shown += [
                paragraphs(
                    f"**Finding: {words(row.finding)}.** {words(row.reasoning)} ({row.grade})",
                    f"**It does not say:** {caution}" if caution else "",
                ),
                _readings(record, row.key),
            ]
        return tuple(shown)

    explore(
        show,
        title="The statement's claims, beside the record",
        in_print=in_print,
        claim=list(claims),
        show_the_finding=False,
    )


def reader(record: Record, *, in_print: InPrint = "first") -> None:
    """Show the statement whole, with the sentences marked by what was found of them.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which marking a printed export shows.
    """
    claims = rows(_claims(record))
    found: dict[int, list[Any]] = {}
    for row in claims:
        for number in _sentences_of(record, row):
            found.setdefault(number, []).append(row)
    sentences = rows(record.sentences[record.sentences["statement"] == STATEMENT])

    def sentence(row: Any, wanted: str | None) -> str:  # noqa: ANN401  a row of sentences
        tested = [c for c in found.get(row.number, []) if wanted in (None, c.finding)]
        if not tested:
            return words(row.text)
        results = ", ".join(f"{claim.number}: {claim.finding}" for claim in tested)
        said = words(row.text) if wanted is None else f"<mark>{words(row.text)}</mark>"
        return f"{said} **\\[{results}\\]**"

    def show(mark: str | None) -> str:
        body: dict[int, list[str]] = {}
        for row in sentences:
            body.setdefault(row.paragraph, []).append(sentence(row, mark))
        return paragraphs(
            *(" ".join(paragraph) for paragraph in body.values()),
            f"The numbers are those of the claims. {cite((sentences[0].source, ''))} "
            f"({status(record, sentences[0].source)}, {sentences[0].grade})",
        )

    kinds = [finding for finding in _FINDINGS if any(c.finding == finding for c in claims)]
    explore(
        show,
        title="The statement, sentence by sentence",
        in_print=in_print,
        mark={"nothing, name every finding": None, **{kind: kind for kind in kinds}},
    )


def spot_the_error(record: Record, *, in_print: InPrint = "first") -> None:
    """Show wrong citations met in the wild; what is right only when asked for.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which cases a printed export shows.
    """
    citable = set(record.sources["key"])  # a source that is itself a lead is not
    cases = {f"Case {number}": row for number, row in enumerate(rows(record.citation_errors), 1)}

    def show(case: str, show_what_is_right: bool = False) -> str:  # noqa: FBT001, FBT002  a switch
        row = cases[case]
        seen = cite((row.seen_source, "")) if row.seen_source in citable else source_of(row)
        right = f"**Right** (kind of slip: {words(row.error_kind)}). {words(row.correct)}"
        return paragraphs(
            f"> {words(row.wrong)}",
            f"Seen in: {words(row.seen_in)} {seen}",
            f"{right} {sourced(row)}" if show_what_is_right else "What is wrong with it?",
        )

    explore(
        show,
        title="Spot the error",
        in_print=in_print,
        case=list(cases),
        show_what_is_right=False,
    )


def _claims(record: Record) -> pd.DataFrame:
    """List the claims of the statement in their order."""
    claims = record.claims
    return claims[claims["statement"] == STATEMENT].sort_values("number")


def _sentences_of(record: Record, row: Any) -> list[int]:  # noqa: ANN401  a row of claims
    """List the numbers of the sentences that make a claim."""
    links = record.claim_sentences
    chosen = (links["claim"] == row.key) & (links["statement"] == row.statement)
    return sorted(int(number) for number in links.loc[chosen, "sentence"])


def _bearing(record: Record, key: str) -> pd.DataFrame | None:
    """List the paragraphs that bear on a claim."""
    links = record.claim_paragraphs
    found = rows(links[links["claim"] == key])
    if not found:
        return None
    texts = record.paragraphs
    verbs = {(row.document, row.paragraph): (row.verb, row.grade) for row in rows(texts)}
    places = [(row.document, row.paragraph) for row in found]
    table = pd.DataFrame(
        {
            "Paragraph": [" ".join(filter(None, map(text, place))) for place in places],
            "Bearing": [text(row.bearing) for row in found],
            "Verb": [text(verbs.get(place, ("", ""))[0]) for place in places],
            "What to see there": [text(row.note) for row in found],
            "Source": [_place(place) for place in places],
            "Grade": [text(verbs.get(place, ("", "A"))[1]) for place in places],
        }
    )
    return table.set_index("Paragraph")


def _place(place: tuple[Any, Any]) -> str:
    """Cite a paragraph, or a whole document."""
    document, paragraph = place
    return cite((document, "" if text(paragraph) in {"whole", "section"} else paragraph))


def _readings(record: Record, key: str) -> str | None:
    """Say who reads a claim as the speaker does, and who does not."""
    found = rows(record.other_readings[record.other_readings["claim"] == key])
    lines = bullets(
        f"{words(row.who)} *{words(row.stance)}* it: {words(row.reading)} "
        f"{quoted(record, row.quote, row) or sourced(row)}"
        for row in found
    )
    return paragraphs("**Other readings**", lines) if lines else None
