"""Citations as they are written in a cell: `[@A/RES/76/19 OP4; @S/2021/621 p. 9]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kit.document.blocks import Cite, Inline, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERN = re.compile(r"\[(@[^\s\[\]@;]+[^\[\]@;]*(?:;\s*@[^\s\[\]@;]+[^\[\]@;]*)*)\]")


def parse(inside: str) -> tuple[Cite, ...]:
    """Read what stands between the brackets of a citation.

    Parameters
    ----------
    inside : str
        One or more keys, each after an "@", each with an optional locator,
        separated by semicolons.

    Returns
    -------
    tuple of Cite
        In the order in which they are written, not yet numbered.

    Examples
    --------
    >>> parse("@A/RES/76/19 OP4; @S/2021/621")
    (Cite(key='A/RES/76/19', locator='OP4', number=0), Cite(key='S/2021/621', locator='', number=0))
    """
    cites = []
    for item in inside.split(";"):
        key, _, locator = item.strip().removeprefix("@").partition(" ")
        cites.append(Cite(key, locator.strip()))
    return tuple(cites)


def cited_text(text: str) -> tuple[Inline, ...]:
    """Read plain text in which only citations have a meaning, such as a table's cell.

    Parameters
    ----------
    text : str
        Characters; nothing but a citation in brackets is markup.

    Returns
    -------
    tuple of Inline
        `Text` and `Cite` in turn.

    Examples
    --------
    >>> cited_text("<b>Supports</b> [@A/RES/76/19 OP4]")[0]
    Text(text='<b>Supports</b> ')
    """
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Inline]:
    """Cut text at its citations."""
    start = 0
    for found in PATTERN.finditer(text):
        if found.start() > start:
            yield Text(text[start : found.start()])
        yield from parse(found[1])
        start = found.end()
    if start < len(text):
        yield Text(text[start:])
