"""Citations as they are written in a cell: `[@A/RES/76/19 OP4; @S/2021/621 p. 9]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kit.document.blocks import Cite, Inline, Text
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATTERN: Final = re.compile(r"\[(@[^\s\[\]@;][^\[\]]*)\](?!\()")  # "[@name](address)" is a link
_ITEM: Final = re.compile(r"@([^\s@;]+)((?:\s[^@;]*)?)")


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

    Raises
    ------
    NotebookError
        When something between the semicolons is not a key with its locator.

    Examples
    --------
    >>> parse("@A/RES/76/19 OP4; @S/2021/621")
    (Cite(key='A/RES/76/19', locator='OP4', number=0), Cite(key='S/2021/621', locator='', number=0))
    """
    cites = []
    for item in filter(None, map(str.strip, inside.split(";"))):
        found = _ITEM.fullmatch(item)
        if found is None:
            raise NotebookError(
                f"The citation [{inside}] cannot be read",
                mend="Write it as [@A/RES/76/19 OP4; @A/76/135 para. 69]",
            )
        cites.append(Cite(found[1].rstrip(","), " ".join(found[2].split())))
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

    Raises
    ------
    NotebookError
        When a citation cannot be read.

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
