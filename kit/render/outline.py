"""Which slides a deck has: the document's own, and those that frame it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kit.document import blocks as b
from kit.render import split, words
from kit.render.labels import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

_SOURCES_CAPACITY: Final = 17.0  # lines of the list of sources on one slide
_SOURCES_WIDTH: Final = 104  # characters in such a line


@dataclass(frozen=True, slots=True)
class Planned:
    """A slide of the deck, and the section that it comes from.

    `section` counts from 0 and is -1 for a slide that no section wrote.
    `sources` is filled on the slides that list the sources.
    """

    slide: split.Slide
    section: int = -1
    sources: tuple[b.Source, ...] = ()


def outline(document: b.Document) -> tuple[Planned, ...]:
    """Return the slides of a document in order.

    A title slide and a slide with questions and objectives come first, the key
    points and the sources last; each only when the document has them.

    Parameters
    ----------
    document : Document

    Returns
    -------
    tuple of Planned
    """
    own = [
        Planned(slide, number)
        for number, section in enumerate(document.sections)
        for slide in split.slides(section)
    ]
    opening = own[:1] if own and own[0].slide.layout == "title" else []
    rest = own[len(opening) :]
    return (
        *(opening or _opening(document)),
        *_written(_aims(document.meta)),
        *rest,
        *_written(_key_points(document.meta)),
        *_sources(document),
    )


def name(slide: split.Slide, meta: b.Meta) -> str:
    """Name a slide in words, after its title or after the first thing that it shows.

    Parameters
    ----------
    slide : Slide
    meta : Meta
        Of its document.

    Returns
    -------
    str
    """
    if slide.layout == "title":
        return meta.title
    if slide.heading:
        return words.plain(slide.heading.content)
    match [block for part in slide.parts for block in part.blocks]:
        case [b.Quiz(question), *_]:
            return words.plain(question)
        case [b.Explorer(title), *_] if title:
            return title
        case [b.Exercise(exercise), *_]:
            return f"{labels(meta.lang)['exercise']} {exercise}"
        case [b.Figure(_, _, alt), *_]:
            return alt
        case _:
            return meta.title


def _written(section: b.Section | None) -> list[Planned]:
    """Plan the slides of a section that the deck adds."""
    return [Planned(slide) for slide in split.slides(section)] if section else []


def _opening(document: b.Document) -> list[Planned]:
    """Plan a title slide, for the section that held the title alone if there is one."""
    heading = b.Heading(1, (b.Text(document.meta.title),))
    title = b.Section((b.Part(0, (heading,)),), layout="title")
    is_own = bool(document.sections) and document.sections[0].layout == "title"
    return [Planned(slide, 0 if is_own else -1) for slide in split.slides(title)]


def _aims(meta: b.Meta) -> b.Section | None:
    """Write the questions of a lesson beside what one can do after it."""
    columns = [
        b.Part(0, (b.Heading(2, (b.Text(title),)), _list(entries)))
        for title, entries in (
            ("Questions", [(b.Text(text),) for text in meta.questions]),
            ("Afterwards you can", [(b.Text(text),) for text in meta.objectives]),
        )
        if entries
    ]
    if not columns:
        return None
    heading = b.Part(0, (b.Heading(1, (b.Text("What this lesson is for"),)),))
    return b.Section((heading, *columns), layout="columns")


def _key_points(meta: b.Meta) -> b.Section | None:
    """Write the key points of a lesson."""
    if not meta.key_points:
        return None
    heading = b.Heading(1, (b.Text(labels(meta.lang)["key_points"]),))
    return b.Section((b.Part(0, (heading, _list(meta.key_points))),))


def _list(entries: Sequence[Sequence[b.Inline]]) -> b.List:
    """Write entries as a list."""
    return b.List(tuple((b.Paragraph(tuple(entry)),) for entry in entries))


def _sources(document: b.Document) -> list[Planned]:
    """Spread the list of sources over slides."""
    sources = document.sources
    if not sources:
        return []
    heights = [0.4 + math.ceil(len(source.text) / _SOURCES_WIDTH) for source in sources]
    lengths = split.runs(heights, _SOURCES_CAPACITY, _SOURCES_CAPACITY)
    heading = b.Heading(1, (b.Text(labels(document.meta.lang)["sources"]),), id="sources")
    planned = []
    start = 0
    for place, length in enumerate(lengths, start=1):
        slide = split.Slide(heading, (), "text", place, len(lengths))
        planned.append(Planned(slide, sources=sources[start : start + length]))
        start += length
    return planned
