"""Words that every HTML output says in the same way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kit.document import blocks as b

if TYPE_CHECKING:
    from collections.abc import Iterable

GIVE_ALT: Final = (
    "Say what a reader who cannot see it should know: with alt= of kit.figure, between the "
    "brackets of ![…](…), or as “alt” in the metadata of the cell that draws it"
)
SHORT: Final = 14  # characters of a cell that stay on one line: dates, tallies, symbols
LONG: Final = 24  # characters; in a cell, a longer word may be broken
_LONGEST: Final = 44  # characters of a name in an address


def plain(content: Iterable[b.Inline]) -> str:
    """Return the words of inline content, without notes and references.

    Parameters
    ----------
    content : iterable of Inline

    Returns
    -------
    str

    Examples
    --------
    >>> plain((b.Text("a "), b.Strong((b.Text("sentence"),)), b.Cite("A/RES/76/19")))
    'a sentence'
    """
    words: list[str] = []
    for item in content:
        match item:
            case b.Text(text) | b.InlineCode(text):
                words.append(text)
            case b.Break():
                words.append(" ")
            case b.Cite() | b.Footnote():
                pass
            case _:
                words.append(plain(item.content))
    return "".join(words)


def status(value: str) -> str:
    """Write a status of the record as words.

    Parameters
    ----------
    value : str
        Such as "official-record".

    Returns
    -------
    str

    Examples
    --------
    >>> status("official-record"), status("un-publication"), status("ngo-report")
    ('official record', 'UN publication', 'NGO report')
    """
    return re.sub("^(un|ngo)-", lambda name: name[1].upper() + " ", value).replace("-", " ")


def slug(title: str) -> str:
    """Name a place in a file after its title, as an address can say it.

    Parameters
    ----------
    title : str

    Returns
    -------
    str
        Letters, digits and hyphens; empty when the title has none.

    Examples
    --------
    >>> slug("The Assembly notes a possibility; it confirms none")
    'the-assembly-notes-a-possibility-it-confirms'
    """
    name = re.sub(r"[\W_]+", "-", title.lower()).strip("-")
    if len(name) <= _LONGEST:
        return name
    return name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
