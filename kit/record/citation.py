"""A citation: a place in a source, in the style of the United Nations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kit.record.dates import day


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to a source of the record, ready to be printed.

    Parameters
    ----------
    key : str
        The key of the source, such as "A/RES/76/19".
    locator : str
        The place in it, such as "OP4", "PP10", "para. 16" or "p. 9".
    text : str
        The whole reference in United Nations style.
    status : str
        What kind of source it is, from the record's closed vocabulary.
    grade : str
        How surely it is known: "A" read in the primary text, "B" in a secondary
        source.
    url : str
        Where it can be read, or "".
    """

    key: str
    locator: str
    text: str
    status: str
    grade: str
    url: str

    def __str__(self) -> str:
        """Return the reference."""
        return self.text


def in_un_style(
    key: str,
    *,
    title: str = "",
    author: str = "",
    publisher: str = "",
    date: str = "",
    url: str = "",
    locator: str = "",
) -> str:
    """Return a reference as United Nations documents write it.

    A resolution or decision is named by its number, another document of the
    United Nations by its symbol, and anything else by author, title, publisher,
    date and address.

    Parameters
    ----------
    key : str
        The key of the source; the symbol, when it is a United Nations document.
    title, author, publisher, date, url : str
        What is known of it; the date may be a year alone ("2021").
    locator : str
        A place in it.

    Returns
    -------
    str
        The reference, without a full stop.

    Notes
    -----
    The forms are those of the United Nations Editorial Manual, chapter
    "Footnotes and other references".

    Examples
    --------
    >>> in_un_style("A/RES/76/19", locator="OP4")
    'General Assembly resolution 76/19, para. 4'
    >>> in_un_style("A/75/PV.62", locator="p. 9")
    'A/75/PV.62, p. 9'
    >>> in_un_style("x", title="A note", publisher="A house", date="2021-03-12")
    '“A note”, A house, 12 March 2021'
    """
    place = spelled_out(locator)
    resolution = _RESOLUTION.fullmatch(key)
    if resolution:
        return ", ".join(filter(None, (f"General Assembly resolution {resolution[1]}", place)))
    decision = _DECISION.fullmatch(key)
    if decision:
        return ", ".join(filter(None, (f"General Assembly decision {decision[1]}", place)))
    quoted = f"“{title}”" if title else ""
    if SYMBOL.fullmatch(key):
        name = f"{quoted} ({key})" if quoted else key
        return ", ".join(filter(None, (name, place)))
    parts = (author, quoted, "" if publisher == author else publisher, day(date), place)
    reference = ", ".join(filter(None, parts)) or key
    return f"{reference}. Available at {url}" if url else reference


def spelled_out(locator: str) -> str:
    """Return a locator as United Nations documents write it.

    Parameters
    ----------
    locator : str
        "OP4", "PP10" and "16" are spelled out; anything else stays as it is.

    Returns
    -------
    str
        The place in words.

    Examples
    --------
    >>> spelled_out("PP10"), spelled_out("OP2(a)"), spelled_out("16"), spelled_out("p. 9")
    ('tenth preambular paragraph', 'para. 2 (a)', 'para. 16', 'p. 9')
    """
    if _RANGE.fullmatch(locator):
        return f"paras. {locator.replace('-', '–')}"
    if _NUMBER.fullmatch(locator):
        return f"para. {re.sub(r'(?<! )[(]', ' (', locator)}"
    found = _LABEL.fullmatch(locator)
    if not found:
        return locator
    kind, number, rest = found[1], int(found[2]), found[3] or ""
    rest = re.sub(r"(?<! )\(", " (", rest)
    if kind.upper() == "OP":
        return f"para. {number}{rest}"
    return f"{ordinal(number)} preambular paragraph{rest}"


def ordinal(number: int) -> str:
    """Return a number up to 99 as an ordinal word.

    Examples
    --------
    >>> ordinal(3), ordinal(12), ordinal(20), ordinal(21)
    ('third', 'twelfth', 'twentieth', 'twenty-first')
    """
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    tens, units = divmod(number, 10)
    if not units:
        return _TENS[tens - 2].removesuffix("y") + "ieth"
    return f"{_TENS[tens - 2]}-{_ORDINALS[units]}"


SYMBOL: Final = re.compile(r"[A-Z]{1,3}(?:/[A-Za-z0-9.]+)+")
_RESOLUTION: Final = re.compile(r"A/RES/(\d+/\d+)")
_DECISION: Final = re.compile(r"(?:A/DEC/|[Dd]ecision )(\d+/\d+)")
_LABEL: Final = re.compile(r"(PP|OP)([1-9]\d?)((?:\.\d+)?(?: ?\([a-z]+\))*)", re.IGNORECASE)
_RANGE: Final = re.compile(r"\d+-\d+")
_NUMBER: Final = re.compile(r"\d+(?: ?\([a-z]+\))*")
_ORDINALS: Final = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
    "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENS: Final = (
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
