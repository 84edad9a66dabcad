"""Words that every HTML output says in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kit.document import blocks as b

if TYPE_CHECKING:
    from collections.abc import Iterable

GRADES: Final = {
    "A": "read in the primary text",
    "B": "read in a secondary source, or derived from data",
}


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
    >>> status("official-record")
    'official record'
    """
    return value.replace("-", " ")


def minutes(count: int) -> str:
    """Write a number of minutes.

    Parameters
    ----------
    count : int

    Returns
    -------
    str

    Examples
    --------
    >>> minutes(1), minutes(25)
    ('1 minute', '25 minutes')
    """
    return f"{count} minute{'' if count == 1 else 's'}"
