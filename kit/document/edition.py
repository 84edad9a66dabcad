"""Editions: who may see what, decided on the tree before any renderer sees it.

What an edition may not show is not hidden in it; it is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, get_args

from kit.document import headings
from kit.document.blocks import (
    Block,
    Callout,
    Cite,
    Code,
    Document,
    Exercise,
    Explorer,
    Link,
    Part,
    Quiz,
    Role,
    Section,
)
from kit.document.walk import rewrite
from kit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

Edition = Literal["audience", "presenter", "student", "instructor", "briefing"]
EDITIONS: Final[tuple[Edition, ...]] = get_args(Edition)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one edition shows."""

    roles: frozenset[Role]
    slides: frozenset[Role] = frozenset({"content"})  # what a slide must have to be one
    off_slide: bool = False  # cells that are skipped in the deck
    source: bool = False  # the code of code cells
    tasks: bool = True  # quizzes and exercises
    briefing: bool = False  # print: only the states that are printed, only what is meant for it


_CONTENT: Final = frozenset[Role]({"content"})
_ALL: Final = frozenset[Role](get_args(Role))
_RULES: Final[dict[Edition, _Rules]] = {
    "audience": _Rules(_CONTENT),
    "presenter": _Rules(frozenset({"content", "notes", "instructor"})),
    "student": _Rules(_CONTENT, off_slide=True, source=True),
    "instructor": _Rules(_ALL, _ALL, off_slide=True, source=True),
    "briefing": _Rules(_CONTENT, off_slide=True, tasks=False, briefing=True),
}


def edition(document: Document, name: Edition) -> Document:
    """Choose what one kind of reader sees.

    Parameters
    ----------
    document : Document
        The whole tree, as `read` gives it.
    name : {"audience", "presenter", "student", "instructor", "briefing"}
        For whom. The audience sees no notes, instructor's cells or solutions;
        the presenter sees notes; the student sees neither solutions nor notes;
        the instructor sees all; a briefing has prose, tables and figures.

    Returns
    -------
    Document
        A smaller tree, its citations numbered in reading order and its list of
        sources cut to those that it cites.

    Raises
    ------
    UsageError
        When there is no such edition.
    """
    if name not in _RULES:
        raise UsageError(
            f"There is no edition {name!r}", mend=f"Choose one of {', '.join(EDITIONS)}"
        )
    rules = _RULES[name]
    return _settled(replace(document, sections=tuple(_sections(document, rules))))


def _sections(document: Document, rules: _Rules) -> Iterator[Section]:
    """Keep the sections in which something remains to be seen."""
    for section in document.sections:
        kept = tuple(
            replace(part, blocks=blocks)
            for part in section.parts
            if _shown(part, rules) and (blocks := _reduced(part.blocks, rules))
        )
        if any(part.role in rules.slides for part in kept) or section.layout == "title":
            yield headings.levelled(replace(section, parts=kept))


def _shown(part: Part, rules: _Rules) -> bool:
    """Tell whether an edition shows a part at all."""
    return (
        part.role in rules.roles
        and (part.on_slide or rules.off_slide)
        and (part.in_briefing or not rules.briefing)
    )


def _reduced(blocks: tuple[Block, ...], rules: _Rules) -> tuple[Block, ...]:
    """Take out of a part what the edition does not show."""
    if not rules.source:
        blocks = rewrite(blocks, Code, lambda code: None if code.kind == "source" else code)
    if not rules.tasks:
        blocks = rewrite(blocks, (Quiz, Exercise), lambda _: None)
    if rules.briefing:
        blocks = rewrite(blocks, Explorer, _printed)
        blocks = rewrite(blocks, Callout, lambda box: None if box.kind == "live" else box)
    return blocks


def _printed(explorer: Explorer) -> Explorer:
    """Keep of an explorer the states that are printed."""
    choices = explorer.printed or (explorer.initial,)
    places = sorted({explorer.states[choice] for choice in choices})
    moved = {place: index for index, place in enumerate(places)}
    return replace(
        explorer,
        states={choice: moved[explorer.states[choice]] for choice in choices},
        views=tuple(explorer.views[place] for place in places),
        initial=choices[0],
        printed=choices,
    )


def _settled(document: Document) -> Document:
    """Count citations by first appearance, keep the sources that are cited, and lead links."""
    led = headings.leading(document.sections)
    numbers: dict[str, int] = {}

    @cache
    def with_number(cite: Cite) -> Cite:
        return Cite(cite.key, cite.locator, numbers.setdefault(cite.key, len(numbers) + 1))

    def settled(item: object) -> object:
        if isinstance(item, Link):
            return led(item)  # which holds no citation
        return with_number(item) if isinstance(item, Cite) else item

    meta = rewrite(document.meta, Cite, with_number)
    sections = rewrite(document.sections, (Cite, Link), settled)
    cited = {source.key: source for source in document.sources}
    listed = tuple(replace(cited[key], number=number) for key, number in numbers.items())
    return Document(meta, sections, listed)
