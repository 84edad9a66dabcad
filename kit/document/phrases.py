"""Inline content: made from an element of HTML or a link, and said in plain characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kit.document.blocks import (
    Break,
    Cite,
    Deleted,
    Emphasis,
    Footnote,
    Inline,
    InlineCode,
    Link,
    Mark,
    Strong,
    Text,
)
from kit.document.walk import every, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_WRAPPERS: Final[dict[str, Callable[[tuple[Inline, ...]], Inline]]] = {
    "strong": Strong,
    "b": Strong,
    "em": Emphasis,
    "i": Emphasis,
    "var": Emphasis,
    "dfn": Emphasis,
    "mark": Mark,
    "del": Deleted,
    "s": Deleted,
    "strike": Deleted,
}
REFERRING: Final = (Cite, Footnote)
_SPACES: Final = re.compile(" {2,}")
_CODE: Final = frozenset({"code", "kbd", "samp", "tt"})
_SHIFTED: Final = {
    "sup": str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
_SIGNS: Final = {"sup": "^", "sub": "_"}
_PLAIN: Final = frozenset(
    (
        *("span", "u", "ins", "small", "big", "font", "abbr", "acronym", "cite", "q", "time"),
        *("label", "bdi", "bdo", "nobr", "data", "output"),
    )
)
ELEMENTS: Final = frozenset({"a", *_CODE, *_SHIFTED, *_PLAIN, *_WRAPPERS})


def element(
    tag: str, attributes: Mapping[str, str], content: tuple[Inline, ...]
) -> tuple[Inline, ...]:
    """Say what an element of HTML says about the words within it.

    Parameters
    ----------
    tag : str
        Its name; one of `ELEMENTS`.
    attributes : mapping of str to str
        Its attributes, untrusted; only the address of a link is read.
    content : tuple of Inline
        What stands within it.

    Returns
    -------
    tuple of Inline
        The content, in the node that has the element's meaning when there is one.

    Examples
    --------
    >>> element("b", {"onclick": "alert(1)"}, (Text("Supports"),))
    (Strong(content=(Text(text='Supports'),)),)
    >>> element("sup", {}, (Text("6"),))
    (Text(text='⁶'),)
    """
    if tag in _WRAPPERS:
        return (_WRAPPERS[tag](content),)
    if tag in _CODE:
        return (InlineCode(plain(content)),)
    if tag == "a":
        return link(attributes.get("href", ""), content)
    if tag in _SHIFTED:
        return _shifted(tag, content)
    return content


def _shifted(tag: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Raise or lower figures, for 10 to the sixth is not 106; "1st" may stand on its line."""
    words = plain(content).strip()
    if not words or words.isalpha():
        return content
    if all(ord(character) in _SHIFTED[tag] for character in words):
        return (Text(words.translate(_SHIFTED[tag])),)
    return (Text(_SIGNS[tag]), *content)


def link(url: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Make a link, or only its words when its address is not allowed.

    Parameters
    ----------
    url : str
        The address, untrusted.
    content : tuple of Inline
        The words of the link. A citation or a footnote among them would be a link
        within a link, so it is put behind them; a link among them is kept instead.

    Returns
    -------
    tuple of Inline
        The link and what had to follow it.

    Examples
    --------
    >>> link("https://docs.un.org/en/A/RES/76/19", (Text("Read it"),))[0].url
    'https://docs.un.org/en/A/RES/76/19'
    >>> link("javascript:alert(1)", (Text("Read it"),))
    (Text(text='Read it'),)
    """
    if not safe_address(url) or any(True for _ in every(content, Link)):
        return content
    behind: tuple[Any, ...] = tuple(every(content, REFERRING))
    if not behind:
        return (Link(url, content),) if plain(content).strip() else ()
    words = trimmed(rewrite(content, REFERRING, lambda _: None))
    words = rewrite(words, Text, lambda text: Text(_SPACES.sub(" ", text.text)))
    return (Link(url, words), Text(" "), *behind) if plain(words).strip() else behind


def safe_address(url: str) -> bool:
    """Tell whether a link may keep its address.

    Parameters
    ----------
    url : str
        The address as the author wrote it.

    Returns
    -------
    bool
        True for https, http, mailto and places in the same document.

    Examples
    --------
    >>> safe_address("https://docs.un.org/en/A/RES/76/19"), safe_address("javascript:alert(1)")
    (True, False)
    """
    allowed = url.lower().startswith(("https://", "http://", "mailto:", "#"))
    return allowed and not any(mark.isspace() or not mark.isprintable() for mark in url)


def plain(content: Iterable[Inline]) -> str:
    """Say inline content in plain characters.

    Parameters
    ----------
    content : iterable of Inline
        Any inline content.

    Returns
    -------
    str
        Its words; citations and footnotes are left out.

    Examples
    --------
    >>> plain((Strong((Text("Supports"),)), Text(" the group"), Cite("A/RES/76/19", "OP4")))
    'Supports the group'
    """
    words = []
    for piece in content:
        match piece:
            case Text(text) | InlineCode(text):
                words.append(text)
            case Emphasis() | Strong() | Deleted() | Mark() | Link():
                words.append(plain(piece.content))
            case Break():
                words.append(" ")
            case _:
                pass
    return "".join(words)


def joined(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join texts that follow each other.

    Parameters
    ----------
    content : iterable of Inline
        Any inline content.

    Returns
    -------
    tuple of Inline
        The same content with no two `Text` in a row and none that is empty.

    Examples
    --------
    >>> joined([Text("15 "), Text("norms"), Text("")])
    (Text(text='15 norms'),)
    """
    pieces: list[Inline] = []
    for piece in content:
        if isinstance(piece, Text):
            if pieces and isinstance(pieces[-1], Text):
                pieces[-1] = Text(pieces[-1].text + piece.text)
            elif piece.text:
                pieces.append(piece)
        else:
            pieces.append(piece)
    return tuple(pieces)


def trimmed(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join texts, and take the white space and breaks from both ends.

    Parameters
    ----------
    content : iterable of Inline
        Any inline content.

    Returns
    -------
    tuple of Inline
        What is left; nothing when there was only white space.

    Examples
    --------
    >>> trimmed([Break(), Text(" Adopted "), Break()])
    (Text(text='Adopted'),)
    """
    whole = joined(content)
    solid = [place for place, piece in enumerate(whole) if not _is_blank(piece)]
    pieces = list(whole[solid[0] : solid[-1] + 1]) if solid else []
    if pieces and isinstance(pieces[0], Text):
        pieces[0] = Text(pieces[0].text.lstrip())
    if pieces and isinstance(pieces[-1], Text):
        pieces[-1] = Text(pieces[-1].text.rstrip())
    return tuple(pieces)


def _is_blank(piece: Inline) -> bool:
    """Tell whether a piece is nothing but white space."""
    return isinstance(piece, Break) or (isinstance(piece, Text) and not piece.text.strip())
