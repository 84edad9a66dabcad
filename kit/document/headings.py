"""Headings: the title, their levels, their anchors, and the links that lead to them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kit.document.blocks import Block, Heading, Inline, Link, Section
from kit.document.phrases import REFERRING, plain
from kit.document.walk import every, rewrite
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Sections = tuple[Section, ...]


def titled(sections: Sections, prose: Collection[int]) -> tuple[str, Sections]:
    """Find the title, take its heading out, and raise the headings beneath it.

    Parameters
    ----------
    sections : tuple of Section
        The slides, with the levels that the author wrote.
    prose : collection of int
        The numbers of the cells whose headings may be the title: what code
        displays is none, unless its cell is tagged "title".

    Returns
    -------
    tuple of str and tuple of Section
        The title, and the sections, the one that held it laid out as "title". When
        there is not exactly one heading of level 1 that everybody sees, before all
        others, there is no title and nothing changes.

    Raises
    ------
    NotebookError
        When the title holds a citation or a footnote.
    """
    headings = [
        (heading, section, part)
        for section in sections
        for part in section.parts
        if part.role == "content" and part.cell in prose
        for heading in part.blocks
        if isinstance(heading, Heading)
    ]
    tops = [found for found in headings if found[0].level == 1]
    if not headings or len(tops) != 1 or tops[0] is not headings[0]:
        return "", sections
    top, home, part = tops[0]
    if any(True for _ in every(top, REFERRING)):
        raise NotebookError(
            f"The title (cell {part.cell}) holds a citation or a footnote",
            mend="Put it in the text",
        )
    laid_out = tuple(replace(s, layout="title") if s is home else s for s in sections)
    kept = rewrite(laid_out, Heading, lambda heading: None if heading is top else heading)
    raised = rewrite(kept, Heading, lambda h: replace(h, level=max(1, h.level - 1)))
    return plain(top.content).strip(), raised


def levelled(section: Section) -> Section:
    """Let the first heading of a section have level 1, and no level be skipped.

    Parameters
    ----------
    section : Section
        A slide, as an edition shows it.

    Returns
    -------
    Section
        The same slide; headings within boxes keep their levels.
    """
    tops = [b for part in section.parts for b in part.blocks if isinstance(b, Heading)]
    if not tops:
        return section
    above, before = tops[0].level - 1, 0

    def level(block: Block) -> Block:
        nonlocal before
        if not isinstance(block, Heading):
            return block
        before = min(max(1, block.level - above), before + 1)
        return block if block.level == before else replace(block, level=before)

    parts = tuple(replace(p, blocks=tuple(map(level, p.blocks))) for p in section.parts)
    return replace(section, parts=parts)


def with_anchors(sections: Sections) -> Sections:
    """Give each heading a name of its own that a link can use.

    Parameters
    ----------
    sections : tuple of Section
        The slides.

    Returns
    -------
    tuple of Section
        The same slides; names are the words of the heading in lower case, joined by
        hyphens. "kit-" is left to the renderers' own names.
    """
    taken: set[str] = set()

    def anchor(heading: Heading) -> Heading:
        stem = _slug(plain(heading.content)) or "section"
        stem = f"the-{stem}" if stem.startswith("kit") else stem
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        return replace(heading, id=name)

    return rewrite(sections, Heading, anchor)


def leading(sections: Sections) -> Callable[[Link], Link | tuple[Inline, ...]]:
    """Find where links within the document lead.

    Parameters
    ----------
    sections : tuple of Section
        The slides that an edition shows.

    Returns
    -------
    callable
        Gives what a link becomes. It may name its heading as JupyterLab does
        ("#Two-reports") or as it stands in the document; one that leads to no
        heading of this edition becomes its words.
    """
    anchors = {heading.id for heading in every(sections, Heading)}

    def led(link: Link) -> Link | tuple[Inline, ...]:
        if not link.url.startswith("#"):
            return link
        place = unquote(link.url.removeprefix("#"))
        name = next((name for name in (place, _slug(place)) if name in anchors), None)
        return link.content if name is None else replace(link, url=f"#{name}")

    return led


def _slug(words: str) -> str:
    """Make a name of words."""
    return "-".join(re.findall(r"\w+", words.lower()))
