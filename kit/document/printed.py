"""Text as a program printed it: freed of terminal codes, and cut where it is too long."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 20_000  # characters of printed text; a slide shows a few hundred

_TERMINAL: Final = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-Z\\^_`-~])"
)
_MOST_READ: Final = 50 * LONGEST  # characters that are looked at to find those


def plain(text: str) -> str:
    r"""Take a terminal's colours and overwritten characters out of printed text.

    Parameters
    ----------
    text : str
        What a program printed, with ANSI escape sequences, carriage returns and
        backspaces.

    Returns
    -------
    str
        What a reader would see, cut by `shortened`.

    Examples
    --------
    >>> plain("\x1b[31m 10 %\r100 %\x1b[0m\n")
    '100 %'
    """
    read, unread = text[:_MOST_READ], len(text[_MOST_READ:])
    kept = _TERMINAL.sub("", read).replace("\r\n", "\n")
    if "\r" in kept:
        kept = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in kept.split("\n"))
    if "\b" in kept:
        kept = _rubbed_out(kept)
    return shortened(kept.strip("\n"), unread)


def _rubbed_out(text: str) -> str:
    """Take out each backspace and the character before it."""
    kept: list[str] = []
    for character in text:
        if character != "\b":
            kept.append(character)
        elif kept and kept[-1] != "\n":
            kept.pop()
    return "".join(kept)


def shortened(text: str, unread: int = 0) -> str:
    """Cut text that is too long for any reader, and say how much is missing.

    Parameters
    ----------
    text : str
        Any text.
    unread : int
        How many characters more there were before.

    Returns
    -------
    str
        The text, or its first `LONGEST` characters and a line that says so.

    Examples
    --------
    >>> shortened("a" * 25_000)[-23:]
    '… 5,000 more characters'
    """
    missing = max(len(text) - LONGEST, 0) + unread
    return f"{text[:LONGEST]}\n… {missing:,} more characters" if missing else text
