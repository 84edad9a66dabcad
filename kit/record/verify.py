"""Verify leads: hold each against the official document, and let a person decide.

Nothing is lifted without a person. What is confirmed goes to an overlay,
`verified.csv` beside the data, which `kit.load()` reads on this machine.
"""

from __future__ import annotations

import csv
import datetime as dt
import getpass
import hashlib
import io
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.errors import UsageError
from kit.record.leads import OVERLAY
from kit.record.loading import OURS, load
from kit.record.nearest import did_you_mean
from kit.record.pdf_paragraphs import NumberedParagraph, read_pdf
from kit.record.search import fold
from kit.record.writing import write_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kit.record.record import Record

ALIKE: Final = 0.5  # share of a lead's words that a paragraph must hold to be shown for them
WIDTH: Final = 80
LONGEST: Final = 900  # characters shown of a paragraph, or of several together
MANY: Final = 6  # so many paragraphs of a range are shown
QUESTION: Final = "Does the document say this? [y]es, [n]o, [s]top: "


@dataclass(frozen=True, slots=True)
class Match:
    """A lead beside what the document says.

    Parameters
    ----------
    table, key : str
        The lead's table and its key there.
    says : str
        What the lead says.
    place : str
        Where it should stand, such as "65" or "19-21"; "" when it does not say.
    found : tuple of NumberedParagraph
        The paragraphs at that place, if the document has any; without a place,
        the one whose words fit best, or the first page.
    elsewhere : NumberedParagraph or None
        Another paragraph whose words fit better.
    """

    table: str
    key: str
    says: str
    place: str
    found: tuple[NumberedParagraph, ...]
    elsewhere: NumberedParagraph | None

    @property
    def label(self) -> str:
        """The place that a confirmation names."""
        return self.place or (self.found[0].label if self.found else "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verification came to.

    Parameters
    ----------
    document : str
        The symbol of the document read.
    matches : tuple of Match
        Every lead about it.
    confirmed : tuple of Match
        Those that the person confirmed.
    overlay : pathlib.Path or None
        Where the confirmations were written.
    """

    document: str
    matches: tuple[Match, ...]
    confirmed: tuple[Match, ...]
    overlay: Path | None


def verify(
    file: str | Path,
    *,
    document: str = "",
    only_list: bool = False,
    who: str = "",
    data: str | Path = OURS,
    ask: Callable[[str], str] = input,
    say: Callable[[str], None] = print,
) -> Outcome:
    """Show each lead about a document beside its own words, and keep what is confirmed.

    Parameters
    ----------
    file : str or pathlib.Path
        The PDF of the official document.
    document : str
        Its symbol, such as "A/76/135"; found on the first page when not given.
    only_list : bool
        Show everything and ask nothing.
    who : str
        Who confirms; the name of the account when not given.
    data : str or pathlib.Path
        The folder of the record, where the overlay is kept.
    ask, say : callable
        How to ask a question and how to show a text.

    Returns
    -------
    Outcome
        The leads, and which of them were confirmed.

    Raises
    ------
    UsageError
        If the file cannot be read as a document of the United Nations, or there
        is no lead about it.
    OutputError
        If the overlay cannot be written.
    """
    path = Path(file)
    record = load(data, beside=None)
    front, paragraphs = read_pdf(path)
    symbol = _symbol(document, front, record, path)
    matches = match_leads(record, symbol, paragraphs, front)
    if not matches:
        say(f"There is no lead about {symbol}: nothing of it is left to be checked.")
        return Outcome(symbol, (), (), None)
    say(f"{symbol}: {len(paragraphs)} paragraphs read, {len(matches)} leads about them.")
    overlay = Path(data) / OVERLAY.path
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    confirmed: list[Match] = []
    for number, match in enumerate(matches, start=1):
        say(f"\n{number} of {len(matches)}. {describe(match)}")
        if only_list or not match.found:
            continue
        answer = _answer(ask)
        if answer == "s":
            break
        if answer == "y":
            confirmed.append(match)
            _keep(overlay, match, document=symbol, sha256=sha256, who=who or getpass.getuser())
    if not only_list:
        say(f"\n{len(confirmed)} confirmed" + (f", written to {overlay}." if confirmed else "."))
    return Outcome(symbol, tuple(matches), tuple(confirmed), overlay if confirmed else None)


def match_leads(
    record: Record, document: str, paragraphs: Sequence[NumberedParagraph], front: str
) -> tuple[Match, ...]:
    """Return each lead about a document beside the paragraphs at its place.

    Parameters
    ----------
    record : Record
        The record whose leads are to be checked.
    document : str
        The symbol of the document.
    paragraphs : sequence of NumberedParagraph
        What the document says.
    front : str
        The text of its first page, shown beside a lead about the document as a
        whole.

    Returns
    -------
    tuple of Match
        In the order of `record.leads`.
    """
    leads = record.leads[record.leads["document"] == document]
    matches = []
    for lead in leads.itertuples(index=False):
        says, place = str(lead.says), str(lead.paragraph)
        best = _most_alike(says, paragraphs)
        whole = NumberedParagraph("first page", front, 1)
        found = _at(place, paragraphs) if place else (best or whole,)
        matches.append(
            Match(
                table=str(lead.table),
                key=str(lead.key),
                says=says,
                place=place,
                found=found,
                elsewhere=best if best and best not in found else None,
            )
        )
    return tuple(matches)


def describe(match: Match) -> str:
    """Return a lead and the paragraphs beside it as a text for the terminal.

    Parameters
    ----------
    match : Match
        The lead with what was found.

    Returns
    -------
    str
        Some lines, none longer than 80 characters unless a word is.
    """
    lines = [f"Lead in {match.table} ({match.key})", *_wrapped(match.says)]
    if match.found:
        lines += [f"The document, {_place(match.found)}", *_excerpt(match.found)]
    else:
        lines.append(f"The document has no paragraph {match.place}.")
    if match.elsewhere:
        lines += [f"Closer in its words: {_place((match.elsewhere,))}"]
        lines += _excerpt((match.elsewhere,))
    return "\n".join(lines)


def _place(found: Sequence[NumberedParagraph]) -> str:
    """Return where paragraphs stand, in words."""
    first, last = found[0], found[-1]
    name = f"paragraph {first.label}" if first.label[0].isdigit() else first.label
    if first is not last:
        name = f"paragraphs {first.label}-{last.label}"
    headings = dict.fromkeys(paragraph.heading for paragraph in found if paragraph.heading)
    under = f", under {', '.join(f'“{heading}”' for heading in headings)}" if headings else ""
    return f"{name} (page {first.page}{under})"


def _excerpt(found: Sequence[NumberedParagraph]) -> list[str]:
    """Return the words of paragraphs; of many, the beginnings of the first and the last."""
    shown = found if len(found) <= MANY else (*found[: MANY - 1], found[-1])
    lines: list[str] = []
    for paragraph in shown:
        if paragraph is shown[-1] and len(found) > MANY:
            lines += [f"  … {len(found) - MANY} more …"]
        number = f"{paragraph.label}. " if paragraph.label[0].isdigit() else ""
        lines += _wrapped(number + _cut(paragraph.text, LONGEST // len(shown)))
    return lines


def _symbol(document: str, front: str, record: Record, path: Path) -> str:
    """Return the symbol of the document read, as given or as its first page shows it."""
    about = sorted(set(record.leads["document"]) - {""})
    if document:
        known = {*about, *record.documents["symbol"]}
        if document not in known:
            raise UsageError(
                f"The record knows no document {document}{did_you_mean(document, known)}",
                mend=f"There are leads about {', '.join(about)}" if about else "",
            )
        return document
    for symbol in re.findall(r"[A-Z]{1,3}(?:/[A-Za-z0-9.]+)+", front):
        if symbol.rstrip(".") in {*about, *record.documents["symbol"]}:
            return str(symbol.rstrip("."))
    raise UsageError(
        "The first page does not show the symbol of a document that the record knows",
        where=str(path),
        mend="Name it: kit verify FILE.pdf --document A/76/135",
    )


def _at(place: str, paragraphs: Sequence[NumberedParagraph]) -> tuple[NumberedParagraph, ...]:
    """Return the paragraphs at a place, in the longest run of numbers that has it."""
    parts: dict[int, list[NumberedParagraph]] = {}
    for paragraph in paragraphs:
        parts.setdefault(paragraph.part, []).append(paragraph)
    span = re.fullmatch(r"(\d+)-(\d+)", place)
    for part in sorted(parts.values(), key=len, reverse=True):
        if span:
            first, last = int(span[1]), int(span[2])
            found = [
                item for item in part if item.label.isdigit() and first <= int(item.label) <= last
            ]
        else:
            found = [item for item in part if item.label == place.replace(" ", "")]
        if found:
            return tuple(found)
    return ()


def _most_alike(says: str, paragraphs: Iterable[NumberedParagraph]) -> NumberedParagraph | None:
    """Return the paragraph that holds most of the words of a lead, if any holds half."""
    wanted = _content(says)
    best, most = None, ALIKE
    for paragraph in paragraphs:
        share = len(wanted & _content(paragraph.text)) / len(wanted) if wanted else 0.0
        if share > most:
            best, most = paragraph, share
    return best


def _content(text: str) -> set[str]:
    """Return the beginnings of the longer words of a text."""
    return {word[:6] for word in re.findall(r"\w{4,}", fold(text))}


def _answer(ask: Callable[[str], str]) -> str:
    """Ask until the answer is yes, no or stop; the end of the input stops."""
    while True:
        try:
            answer = ask(QUESTION).strip().lower()[:1]
        except EOFError:
            return "s"
        if answer in {"y", "n", "s"}:
            return answer


def _keep(overlay: Path, match: Match, *, document: str, sha256: str, who: str) -> None:
    """Add a confirmation to the overlay."""
    names = [field.name for field in OVERLAY.fields]
    existing = overlay.read_text(encoding="utf-8-sig") if overlay.exists() else ",".join(names)
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        (
            match.table,
            match.key,
            document,
            match.label,
            match.found[0].page,
            sha256,
            dt.datetime.now(tz=dt.UTC).date().isoformat(),
            who,
        )
    )
    write_together({overlay: f"{existing.rstrip()}\n{line.getvalue()}".encode()})


def _wrapped(text: str) -> list[str]:
    """Return a text as indented lines."""
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _cut(text: str, length: int) -> str:
    """Return the beginning of a text, cut at a word."""
    return textwrap.shorten(text, length, placeholder=" …")
