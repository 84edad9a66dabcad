"""The sections of a deck as one text: what a reader of pages expects of headings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kit.document.blocks import Block, Document, Heading, Part, Section
from kit.document.walk import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTENT: Final = 99  # deeper than any heading


def flowing(document: Document) -> Document:
    """Let a deck's sections read as one text.

    A slide that only divides the deck becomes the heading above the slides that
    follow it. A heading with nothing left beneath it goes, such as one over a quiz
    that print does not show.

    Parameters
    ----------
    document : Document
        An edition.

    Returns
    -------
    Document
        The same content with its headings in their place.
    """
    sections = tuple(_below_dividers(document))
    kept = iter(_with_content([block for section in sections for block in _blocks(section)]))

    def beneath(part: Part) -> Part:
        return replace(part, blocks=tuple(block for block in part.blocks if next(kept)))

    return replace(document, sections=rewrite(sections, Part, beneath))


def _blocks(section: Section) -> Iterator[Block]:
    """Give the blocks of a section in reading order."""
    for part in section.parts:
        yield from part.blocks


def _below_dividers(document: Document) -> Iterator[Section]:
    """Move the headings that follow a dividing slide one level down."""
    divided = False
    for section in document.sections:
        divided = divided or section.layout == "section"
        if divided and section.layout != "section":
            yield rewrite(section, Heading, lambda h: replace(h, level=h.level + 1))
        else:
            yield section


def _with_content(blocks: list[Block]) -> list[bool]:
    """Tell which blocks to keep: all but headings that are followed by none of their own."""
    kept: list[bool] = []
    below = 0  # the level of the heading that follows and stays, or _CONTENT
    for block in reversed(blocks):
        level = block.level if isinstance(block, Heading) else _CONTENT
        kept.append(level < below or level == _CONTENT)
        below = level if kept[-1] else below
    return kept[::-1]
