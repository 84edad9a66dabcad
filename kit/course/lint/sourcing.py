"""Rules on sources: every fact cited, every citation found, no lead printed, quotations exact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kit.course.lint.code import FILLED
from kit.course.lint.complaint import Fault
from kit.course.lint.passages import passages, shown_text
from kit.course.lint.registry import rule
from kit.course.lint.vocabulary import NUMBER, SYMBOL, Vocabulary, vocabulary
from kit.document.blocks import Cite
from kit.document.walk import every
from kit.errors import KitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.course.lint.lesson import Lesson
    from kit.course.lint.passages import Passage

LONGEST_QUOTATION: Final = 25  # words
_TELLING: Final = 6  # words of a lead that nobody writes by chance
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
DATE: Final = re.compile(rf"\b(?:\d{{1,2}} )?(?:{_MONTHS}) \d{{4}}\b")
# A figure that says how many: no year alone, no number of a notebook, a slide or an exercise.
_FIGURE: Final = re.compile(
    r"(?<![\w/.,-])(?<!otebook )(?<!otebooks )(?<!slide )(?<!xercise )(?<!inutes )(?<!Day )"
    r"(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?(?![\w/]|[.-]\d)(?! minutes?\b)"
)
_LINE: Final = re.compile(r"\b(?:the )?(?:Russian|United States|US) (?:lines?|texts?|drafts?)\b")
_SENTENCE: Final = re.compile(r"sentences? (\d+)(?:(?:-|–| and |, )(\d+))?")
_LETTERS: Final = re.compile(r"[^\W_]+")


@rule("citations", "Every citation is found in the record", outputs=True)
def citations(lesson: Lesson) -> Iterator[Fault]:
    """Look every citation up, those that code makes included."""
    seen: set[tuple[int, str, str, str]] = set()
    written = ((p.cell, p.place, cite) for p in passages(lesson) for cite in p.cites)
    made = (
        (shown.cell.number, "", cite)
        for shown in lesson.cells
        if shown.cell.kind == "code"
        for cite in every(shown.blocks, Cite)
    )
    for cell, place, cite in (*written, *made):
        mark = (cell, place, cite.key, cite.locator)
        if mark in seen or FILLED in cite.key or FILLED in cite.locator:
            continue
        seen.add(mark)
        try:
            lesson.record.cite(cite.key, cite.locator)
        except KitError as error:
            yield Fault(error.what, error.mend, cell, place)


@rule("uncited", "A paragraph that names a document, a date, a State or a figure cites a source")
def uncited(lesson: Lesson) -> Iterator[Fault]:
    """Look for facts without a source in what the audience reads."""
    known = vocabulary(lesson.record)
    for passage in passages(lesson):
        if passage.role != "content" or passage.kind != "paragraph" or passage.cites:
            continue
        is_written = passage.cell or passage.place.startswith("front matter, key point")
        if passage.is_computed or not is_written or passage.text.rstrip().endswith("?"):
            continue
        named = _fact(passage, known)
        if named:
            what = f"It names {named} and cites nothing: “{_opening(passage.text)}”"
            mend = "Add a citation such as [@A/RES/76/19 OP4], or let code read it from the record"
            yield Fault(what, mend, passage.cell, passage.place)


@rule("leads", "No lead is printed: what nobody has checked is in no document", outputs=True)
def leads(lesson: Lesson) -> Iterator[Fault]:
    """Look for the words of the record's leads in all that any edition shows."""
    facts = f" {_folded(vocabulary(lesson.record).texts)} "
    words = [
        (lead.key, says, str(lead.paragraph))
        for lead in lesson.record.leads.itertuples()
        if lead.table not in {"documents", "sources"}
        and (says := f" {_folded(str(lead.says))} ") not in facts
    ]
    for shown in lesson.cells:
        if not shown.is_seen:
            continue
        for block in shown.blocks:
            text = shown_text(block)
            folded = f" {_folded(text)} "
            for key, says, paragraph in words:
                is_telling = len(says.split()) >= _TELLING or (paragraph and paragraph in text)
                if says in folded and is_telling:
                    what = f"It prints the lead '{key}', which nobody has checked"
                    mend = "Take it out, or check it with `kit verify`; kit.leads lists leads live"
                    yield Fault(what, mend, shown.cell.number)


@rule("quotations", f"A quotation has {LONGEST_QUOTATION} words at most, and they are the source's")
def quotations(lesson: Lesson) -> Iterator[Fault]:
    """Measure quotations, and hold those of a carried statement against its sentences."""
    carried = _carried(lesson)
    for passage in passages(lesson):
        for quotation in passage.quotations:
            length = len(quotation.split())
            if length > LONGEST_QUOTATION and passage.role == "content":
                what = f"A quotation has {length} words: “{_opening(quotation)}”"
                yield Fault(what, f"Quote {LONGEST_QUOTATION}", passage.cell, passage.place)
        said = [text for cite in passage.cites for text in _sentences(cite, carried)]
        if not said or len({cite.key for cite in passage.cites}) > 1:
            continue
        whole = _folded(" ".join(said))
        for quotation in passage.quotations:
            pieces = [_folded(piece) for piece in re.split(r"…|\.\.\.|\[[^\]]*\]", quotation)]
            if FILLED not in quotation and not all(piece in whole for piece in pieces):
                what = f"The statement does not say “{quotation}” in the sentence cited"
                yield Fault(what, "Quote it to the letter", passage.cell, passage.place)


def _fact(passage: Passage, known: Vocabulary) -> str:
    """Say what a passage names that needs a source, "" when there is nothing."""
    text = passage.text
    symbol = SYMBOL.search(text) or NUMBER.search(text)
    if symbol:
        return f"the document {symbol[0].rstrip('.')}"
    date = DATE.search(text)
    if date:
        return f"the date {date[0]}"
    figure = _FIGURE.search(text)
    if figure:
        return f"the figure {figure[0]}"
    others = _LINE.sub("", text)
    state = next((name for name in sorted(known.states) if _is_word(name, others)), "")
    return f"the State {state}" if state else ""


def _is_word(name: str, text: str) -> bool:
    """Tell whether a name stands in a text as a word of its own."""
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _opening(text: str) -> str:
    """Return the first words of a passage."""
    words = text.replace(FILLED, "…").split()
    most = 10
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def _folded(text: str) -> str:
    """Return the words of a text, without case and punctuation."""
    return " ".join(_LETTERS.findall(text.casefold()))


def _carried(lesson: Lesson) -> dict[str, dict[int, str]]:
    """Return the sentences of each statement that the record carries, by its source."""
    found: dict[str, dict[int, str]] = {}
    sentences = lesson.record.sentences
    for source, number, text in zip(
        sentences["source"], sentences["number"], sentences["text"], strict=True
    ):
        found.setdefault(source, {})[int(number)] = text
    return found


def _sentences(cite: Cite, carried: dict[str, dict[int, str]]) -> Iterator[str]:
    """Give the sentences that a citation names."""
    place = _SENTENCE.fullmatch(cite.locator)
    if cite.key in carried and place:
        first, last = int(place[1]), int(place[2] or place[1])
        for number in range(first, last + 1):
            yield carried[cite.key].get(number, "")
