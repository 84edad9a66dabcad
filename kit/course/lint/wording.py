"""Rules on words: no placeholder, nothing typed that the record has, names spelt as it spells them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kit.course.lint.code import FILLED
from kit.course.lint.complaint import Fault
from kit.course.lint.passages import passages
from kit.course.lint.registry import rule
from kit.course.lint.sourcing import DATE
from kit.course.lint.vocabulary import (
    ACRONYM,
    FORMER_NAMES,
    NUMBER,
    symbols_in,
    vocabulary,
)
from kit.record.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kit.course.lint.lesson import Lesson
    from kit.course.lint.passages import Passage

_PLACEHOLDER: Final = re.compile(r"\b(?:TODO|FIXME|TBD|TBC|XXX+)\b|\blorem ipsum\b", re.IGNORECASE)
_ALONE: Final = re.compile(r"\W*(?:…|\.\.\.)\W*")
_TALLY: Final = re.compile(
    r"(?<![\w/.-])\d{1,3}[-–]\d{1,3}[-–]\d{1,3}(?![\w/.-]\d)"
    r"|\b\d{1,3} (?:votes? )?(?:in favour|against|abstentions?|abstaining|voting|not voting)\b"
    r"|\b\d{1,3} (?:yes|no|abstain)\b"
    r"|\b\d{1,3} (?:Member )?(?:States|experts|sponsors|co-sponsors|delegations|countries)\b"
)
_COMMON: Final = 3  # an acronym that the record uses this often is one that people misspell
_SHORTEST_NAME: Final = 5
_LONG_NAME: Final = 8
_CAPITAL: Final = re.compile(r"\b[A-ZÀ-Þ][\w'’]+")
_BEFORE_A_BEGINNING: Final = (".", ":", "?", "!", "…", FILLED)
_FIRST_SESSION, _LAST_SESSION = 40, 99
_AMERICAN: Final = {
    "analyze": "analyse",
    "behavior": "behaviour",
    "center": "centre",
    "color": "colour",
    "defense": "defence",
    "favor": "favour",
    "labor": "labour",
    "license": "licence",
    "neighbor": "neighbour",
    "organisation": "organization",
    "program": "programme",
    "realise": "realize",
    "recognise": "recognize",
}
_ENDINGS: Final = r"(?:s|d|ed|ing|al|able|ally|hood|ations?)?"
_BRITISH: Final = re.compile(rf"\b({'|'.join(_AMERICAN)}){_ENDINGS}\b", re.IGNORECASE)


@rule("placeholder", "Nothing is left to be written")
def placeholder(lesson: Lesson) -> Iterator[Fault]:
    """Look for what an author puts where words are to come."""
    for passage in passages(lesson):
        found = _PLACEHOLDER.search(passage.text) or _ALONE.fullmatch(passage.text)
        if found:
            what = f"“{found[0].strip()}” stands where words should"
            yield Fault(what, "Write them, or take it out", passage.cell, passage.place)


@rule("typed", "No date, tally or count of States is typed where the record has it")
def typed(lesson: Lesson) -> Iterator[Fault]:
    """Look for figures that would go wrong when the record is corrected."""
    known = vocabulary(lesson.record)
    for passage in passages(lesson):
        if passage.role != "content" or not passage.cell or passage.kind == "quiz":
            continue
        text = passage.unquoted
        dates = (found[0] for found in DATE.finditer(text) if found[0] in known.dates)
        tallies = (found[0] for found in _TALLY.finditer(text))
        for found in (*dates, *tallies):
            what = f"“{found}” is typed, and the record has it"
            mend = "Let code put it there, or quote it: Markdown(f\"… {ballot['yes']} in favour\")"
            yield Fault(what, mend, passage.cell, passage.place)


@rule("symbols", "Symbols of documents are those that the record knows")
def symbols(lesson: Lesson) -> Iterator[Fault]:
    """Look for symbols and numbers of resolutions that the record does not have."""
    known = vocabulary(lesson.record)
    taught = {
        found for text in known.errors for found in (*symbols_in(text), *NUMBER.findall(text))
    }
    for passage in passages(lesson):
        text = passage.unquoted
        allowed = taught if passage.kind == "quiz" else frozenset()  # there, errors are taught
        strange = [found for found in symbols_in(text) if found not in known.symbols | allowed]
        for found in strange:
            right = next((r for wrong, r in known.errors.items() if found in symbols_in(wrong)), "")
            hint = did_you_mean(found, known.symbols)
            what = f"The record knows no document {found}{'' if right else hint}"
            mend = right.rstrip(".") or "Correct it, or add the document to the record"
            yield Fault(what, mend, passage.cell, passage.place)
        for found in NUMBER.findall(text):
            is_session = _FIRST_SESSION <= int(found.partition("/")[0]) <= _LAST_SESSION
            is_known = found in known.numbers | allowed or _is_part(found, strange)
            if is_session and not is_known:
                hint = did_you_mean(found, known.numbers)
                what = f"The record knows no resolution or decision {found}{hint}"
                mend = "Correct it, or add the document to the record"
                yield Fault(what, mend, passage.cell, passage.place)


@rule("names", "States, persons and bodies are called as the record calls them")
def names(lesson: Lesson) -> Iterator[Fault]:
    """Look for former names of States, and for names a letter away from the right ones."""
    known = vocabulary(lesson.record)
    called = (*known.states, *known.persons)
    right = {word for name in called for word in name.split()}
    targets = sorted(name for name in called if len(name) >= _SHORTEST_NAME and " " not in name)
    acronyms = sorted(name for name, count in known.acronyms.items() if count >= _COMMON)
    nearest = cache(lambda word: "" if word in right else _nearest(word, targets))
    for passage in passages(lesson):
        text = passage.unquoted
        for former, name in FORMER_NAMES.items():
            if re.search(rf"\b{former}\b", text):
                yield _misspelt(former, name, passage)
        for word in dict.fromkeys(_name_words(text)):
            near = nearest(word)
            if near:
                yield _misspelt(word, near, passage)
        for word in dict.fromkeys(ACRONYM.findall(text)):
            near = "" if word in known.acronyms else _nearest(word, acronyms)
            if near:
                yield _misspelt(word, near, passage)


@rule("british", "It is spelt as the United Nations spell: behaviour, programme, organization")
def british(lesson: Lesson) -> Iterator[Fault]:
    """Look for American spellings, and for -ise where the United Nations write -ize."""
    for passage in passages(lesson):
        for found in _BRITISH.finditer(passage.unquoted):
            right = _AMERICAN[found[1].lower()]
            what = f"“{found[0]}” is not the spelling of the United Nations"
            mend = f"Write {right}, or quote it"
            yield Fault(what, mend, passage.cell, passage.place)


def _misspelt(word: str, right: str, passage: Passage) -> Fault:
    """Say that a name is not spelt as the record spells it."""
    mend = f"Write {right}, or put it in quotation marks"
    return Fault(f"“{word}” is not how the record writes it", mend, passage.cell, passage.place)


def _is_part(number: str, symbols: Iterable[str]) -> bool:
    """Tell whether a number is only the end of a symbol."""
    return any(number in symbol for symbol in symbols)


def _name_words(text: str) -> Iterator[str]:
    """List words that may be names: those with a capital, short ones not at a beginning."""
    for found in _CAPITAL.finditer(text):
        before = text[: found.start()].rstrip(" ()")
        begins = not before or before.endswith(_BEFORE_A_BEGINNING)
        word = re.sub(r"['’]s?$", "", found[0])
        if len(word) > _SHORTEST_NAME or not begins:
            yield word


def _nearest(word: str, right: Iterable[str]) -> str:
    """Find the name from which a word differs by a letter, or a long one by two."""
    return next((name for name in right if _is_near(word, name)), "")


def _is_near(word: str, name: str) -> bool:
    """Tell whether a word is a name misspelt, and no word made of it."""
    most = 2 if len(name) >= _LONG_NAME else 1
    if word[0] != name[0] or abs(len(word) - len(name)) > most or word == name:
        return False
    is_made_of_it = word.startswith(name) or name.startswith(word) or word[:-1] == name[:-1]
    return not is_made_of_it and _edits(word, name) <= most


def _edits(one: str, other: str) -> int:
    """Count the letters to add, leave out, exchange or swap between two words."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        this = [row]
        for column, counterpart in enumerate(other, start=1):
            cost = min(last[column] + 1, this[-1] + 1, last[column - 1] + (letter != counterpart))
            swapped = (
                row > 1 and column > 1 and one[row - 2 : row] == other[column - 2 : column][::-1]
            )
            this.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, this
    return last[-1]
