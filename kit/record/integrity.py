"""What must hold between the rows of the record, beyond the schema of each table.

A package that lacks a table is not held to the rules about it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from kit.record.leads import LEAD
from kit.record.rules import DATES, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.record.rules import Cells

LONGEST_QUOTE: Final = 25  # words
PRECISIONS: Final = {4: "year", 7: "month", 10: "day"}  # by the length of a date
VOTES: Final = ("yes", "no", "abstain", "not_voting")
_QUOTES: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"}
)


def normalised(text: str) -> str:
    """Return a text with one kind of quotation mark and one kind of space.

    Examples
    --------
    >>> print(normalised("the   report’s “final”  words"))
    the report's "final" words
    """
    return " ".join(text.translate(_QUOTES).split())


def check_integrity(tables: Mapping[str, Cells], texts: Mapping[str, str]) -> None:
    """Hold the rows of the record against each other.

    Parameters
    ----------
    tables : mapping of str to Cells
        Cells that the rules of their schemas have accepted.
    texts : mapping of str to str
        The whole statements that the record carries, by path.

    Raises
    ------
    DataError
        For the first row that does not agree with another.
    """
    for cells in tables.values():
        _check_dates(cells)
        _check_quotes(cells)
        if "sources" in tables and "source" in cells.columns and "grade" in cells.columns:
            _check_sources(cells, tables["sources"])
    if {"ballots", "votes"} <= tables.keys():
        _check_ballots(tables["ballots"], tables["votes"])
    if {"ballots", "tallies"} <= tables.keys():
        _check_tallies(tables["tallies"], tables["ballots"])
    if {"statements", "sentences"} <= tables.keys():
        _check_sentences(tables["sentences"], tables["statements"], texts)
    if {"claims", "sentences"} <= tables.keys():
        _check_claims(tables["claims"], tables["sentences"])
    if "quotations" in tables:
        _check_hashes(tables["quotations"])


def _check_dates(cells: Cells) -> None:
    """Refuse a precision that the date does not have, and an end before the beginning."""
    columns = cells.columns
    if "date_precision" in columns:
        for row, (date, precision) in enumerate(
            zip(columns["date"], columns["date_precision"], strict=True)
        ):
            said = PRECISIONS.get(len(date), "")
            if precision != said:
                raise cells.broken(
                    "date_precision",
                    [row],
                    f"is not the precision of the date {shown(date)}",
                    f"Write {said}" if said else "Leave it empty, for there is no date",
                )
    if columns.keys() >= DATES:
        for row, (first, last) in enumerate(zip(columns["date"], columns["date_end"], strict=True)):
            if last and last < first[: len(last)]:
                raise cells.broken(
                    "date_end",
                    [row],
                    f"is before the date {shown(first)}",
                    "Correct one of the two",
                )


def _check_quotes(cells: Cells) -> None:
    """Refuse quotations of more words than the record allows itself."""
    rows = [
        row
        for row, quote in enumerate(cells.columns.get("quote", ()))
        if len(quote.split()) > LONGEST_QUOTE
    ]
    if rows:
        raise cells.broken(
            "quote", rows, f"is longer than {LONGEST_QUOTE} words", "Quote only what matters"
        )


def _check_sources(cells: Cells, sources: Cells) -> None:
    """Refuse a fact whose source nobody has opened."""
    grades = zip(sources.columns["key"], sources.columns["grade"], strict=True)
    unopened = {key for key, grade in grades if grade == LEAD}
    for row, (source, grade) in enumerate(
        zip(cells.columns["source"], cells.columns["grade"], strict=True)
    ):
        if grade != LEAD and source in unopened:
            raise cells.broken(
                "source",
                [row],
                f"is a source of grade {LEAD}, and the row is graded {grade}",
                f"Grade the row {LEAD}, or name the source in which it was read",
            )


def _check_ballots(ballots: Cells, votes: Cells) -> None:
    """Refuse a tally that is not the sum of the votes."""
    counts = Counter(zip(votes.columns["ballot"], votes.columns["vote"], strict=True))
    for row, ballot in enumerate(ballots.columns["key"]):
        for vote in VOTES:
            count = counts[ballot, vote]
            if int(ballots.columns[vote][row]) != count:
                raise ballots.broken(
                    vote,
                    [row],
                    f"is not the sum of the votes: {count} States have {vote} "
                    f"in {shown(ballot)} in {votes.parts[0][0]}",
                    "Correct the tally or the votes",
                )


def _check_tallies(tallies: Cells, ballots: Cells) -> None:
    """Refuse a total that differs from that of its ballot."""
    rows = {key: row for row, key in enumerate(ballots.columns["key"])}
    for row, ballot in enumerate(tallies.columns["ballot"]):
        for vote in ("yes", "no", "abstain") if ballot else ():
            expected = ballots.columns[vote][rows[ballot]]
            if tallies.columns[vote][row] != expected:
                raise tallies.broken(
                    vote,
                    [row],
                    f"differs from the ballot {shown(ballot)}, which has {expected}",
                    f"Correct one of the two ({ballots.place(rows[ballot])})",
                )


def _check_sentences(sentences: Cells, statements: Cells, texts: Mapping[str, str]) -> None:
    """Refuse sentences that are not numbered from 1, or not in the statement, in order."""
    paths = dict(zip(statements.columns["key"], statements.columns["text"], strict=True))
    wholes = {path: normalised(text) for path, text in texts.items()}
    expected: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for row, (statement, number, text) in enumerate(
        zip(
            sentences.columns["statement"],
            sentences.columns["number"],
            sentences.columns["text"],
            strict=True,
        )
    ):
        expected[statement] += 1
        if int(number) != expected[statement]:
            raise sentences.broken(
                "number",
                [row],
                f"is out of order: the next sentence is number {expected[statement]}",
                "Number the sentences of a statement from 1, without a gap",
            )
        whole = wholes.get(paths[statement], "")
        found = whole.find(normalised(text), reached[statement])
        if whole and found < 0:
            raise sentences.broken(
                "text",
                [row],
                f"is not in {paths[statement]}, or not after the sentence before it",
                "Copy the sentence exactly as it stands there",
            )
        reached[statement] = found + 1


def _check_claims(claims: Cells, sentences: Cells) -> None:
    """Refuse a quotation that is not in the sentences of the statement."""
    spoken: dict[str, list[str]] = {}
    for statement, text in zip(
        sentences.columns["statement"], sentences.columns["text"], strict=True
    ):
        spoken.setdefault(statement, []).append(text)
    wholes = {statement: normalised(" ".join(texts)) for statement, texts in spoken.items()}
    for row, (statement, quote) in enumerate(
        zip(claims.columns["statement"], claims.columns["quote"], strict=True)
    ):
        whole = wholes.get(statement, "")
        if whole and not _quoted(quote, whole):
            raise claims.broken(
                "quote",
                [row],
                f"is not in the statement {statement}",
                "Copy the words exactly, and mark what is left out with …",
            )


def _quoted(quote: str, whole: str) -> bool:
    """Tell whether the pieces of a quotation stand in a text, in order."""
    at = 0
    for piece in re.split(r"\s*(?:…|\.\.\.|\[[^\]]*\])\s*", normalised(quote)):
        at = whole.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _check_hashes(quotations: Cells) -> None:
    """Refuse a quotation that was changed since it was held against the text."""
    columns = quotations.columns
    for row, (document, paragraph, quote, text) in enumerate(
        zip(
            columns["document"],
            columns["paragraph"],
            columns["quote"],
            columns["paragraph_sha256"],
            strict=True,
        )
    ):
        context = "|".join((document, paragraph, normalised(quote), text))
        if hashlib.sha256(context.encode()).hexdigest() != columns["context_sha256"][row]:
            raise quotations.broken(
                "quote",
                [row],
                f"is not the quotation that was found in {document}, {paragraph}",
                "Restore the words; a new quotation is held against the text first, "
                "as data/README.md says",
            )
