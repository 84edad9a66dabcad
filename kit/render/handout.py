"""The handout: each slide with what its speaker says, on paper and never cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kit.document.blocks import Document, Heading, PageBreak, Paragraph, Part, Section, Strong
from kit.document.walk import rewrite
from kit.render.briefing import WORDMARK
from kit.render.labels import labels
from kit.render.outline import outline
from kit.render.paper import prepared
from kit.render.typeset import pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.render.theme import Paper


def render(document: Document, *, paper: Paper = "a4") -> bytes:
    """Typeset the handout of a deck.

    Parameters
    ----------
    document : Document
        The edition "presenter", its sources numbered.
    paper : {"a4", "us-letter"}
        The sheet it is printed on.

    Returns
    -------
    bytes
        A PDF that is both PDF/UA-1 and PDF/A-3a. Slides bear the numbers that they
        have in the deck; quizzes show their answers.

    Raises
    ------
    RenderError
        As for `kit.render.briefing.render`.
    """
    words = labels(document.meta.lang)
    document = rewrite(document, Part, _without_headings_in_notes)
    slides = _slides(document, words)
    return pdf(
        "handout.typ",
        prepared(document),
        {
            "paper": paper,
            "wordmark": WORDMARK,
            "logo": None,
            "slides": [*slides],
            "times": [
                words[name].format(minutes=minutes)
                for name, minutes in (
                    ("teach", document.meta.teach_minutes),
                    ("practise", document.meta.practise_minutes),
                )
                if minutes
            ],
        },
    )


def _without_headings_in_notes(part: Part) -> Part:
    """Let only slides, not what is said about them, enter the outline."""
    if part.role == "content":
        return part
    return rewrite(part, Heading, lambda h: Paragraph((Strong(h.content),)))


def _slides(document: Document, words: Mapping[str, str]) -> list[str]:
    """Say which slides of the deck each section fills; nothing for one that fills none."""
    shown = [replace(section, parts=_content(section)) for section in document.sections]
    numbers: dict[int, list[int]] = {}
    for number, planned in enumerate(outline(replace(document, sections=tuple(shown))), start=1):
        numbers.setdefault(planned.section, []).append(number)
    return [
        _label(numbers.get(place, []), words) if _fills(section) else ""
        for place, section in enumerate(shown)
    ]


def _content(section: Section) -> tuple[Part, ...]:
    """Give what the audience sees of a section."""
    return tuple(part for part in section.parts if part.role == "content")


def _fills(section: Section) -> bool:
    """Tell whether there is anything to see of a section."""
    blocks = [block for part in section.parts for block in part.blocks]
    return section.layout == "title" or not all(isinstance(block, PageBreak) for block in blocks)


def _label(numbers: list[int], words: Mapping[str, str]) -> str:
    """Name the slides of a section."""
    if len(numbers) > 1:
        return words["slides"].format(first=numbers[0], last=numbers[-1])
    return words["slide"].format(number=numbers[0]) if numbers else ""
