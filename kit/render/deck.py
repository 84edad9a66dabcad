"""The deck: a document as slides in one HTML file that asks for nothing.

reveal.js comes from the pinned wheel `pyreveal`, which carries the official
build; of its style sheets none is used.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import htpy as h
from markupsafe import Markup, escape

from kit.document import blocks as b
from kit.errors import RenderError
from kit.render import help, html, imprint, outline, shell, tables, typefaces, words  # noqa: A004  its name here
from kit.render import theme as themes
from kit.render.shell import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.render.split import Slide

_PRIVATE: Final = {"notes", "instructor", "solution"}
_DESCRIBED: Final = 3  # sources that the foot of a slide describes; more are only named
_NAMED: Final = 4  # sources that it names; more are only numbered
_THEME: Final = themes.Theme()

# Forms of what stands on every slide.
_HEAD: Final = escape(h.div(class_=GAP)[h.h2(id=f"{GAP}-title")[GAP, GAP]])
_FOOT: Final = escape(
    h.div(".foot")[
        h.span(".signature")[h.span(".deck-title")[GAP], GAP], GAP, h.span(".number")[GAP]
    ]
)
_SOURCE: Final = escape(h.span(".source")[h.span(".source-number")[GAP], f" {GAP}", GAP])
_STANDING: Final = escape(h.fragment[f" · {GAP} · ", h.span(".grade")[GAP]])


def render(document: b.Document, *, theme: themes.Theme = _THEME) -> str:
    """Render a document as a self-contained slide deck.

    Parameters
    ----------
    document : Document
        The audience's edition, with its sources numbered.
    theme : Theme
        Colours, wordmark and logo.

    Returns
    -------
    str
        An HTML file that opens from disk and makes no request.

    Raises
    ------
    RenderError
        When a part of the document is not for the audience, a figure has no
        alternative text, or a link leads where no export may lead.
    """
    return str(file(document, theme))


def file(document: b.Document, theme: themes.Theme) -> shell.File:
    """Put the deck together, as the presenter file needs it too.

    Parameters
    ----------
    document : Document
    theme : Theme

    Returns
    -------
    shell.File
    """
    refuse_private(document)
    planned = outline.outline(document)
    writer = html.Writer(document.meta.lang, document.meta.name)
    # Written out once: both the choice of fonts and the file read it.
    body = escape(
        h.fragment[
            h.header(".visually-hidden")[h.h1[document.meta.title]],
            h.main(".reveal")[
                h.div(".slides")[
                    shell.joined(
                        _slide(document, theme, writer, item, f"{number} / {len(planned)}")
                        for number, item in enumerate(planned, start=1)
                    )
                ]
            ],
            h.p(".visually-hidden", id="kit-said", role="status"),
            help.tools(),
            help.dialog(document.meta.name),
        ]
    )
    return shell.File(
        lang=document.meta.lang,
        title=document.meta.title,
        description=document.meta.subtitle,
        style="".join(
            (
                typefaces.css(body),
                themes.css(theme),
                shell.asset("blocks.css"),
                shell.asset("deck.css"),
            )
        ),
        first=shell.SCRIPTED,
        body=body,
        scripts=(
            reveal(),
            shell.asset("interactive.js"),
            shell.asset("fit.js"),
            shell.asset("deck.js"),
        ),
    )


def refuse_private(document: b.Document) -> None:
    """Raise when a document holds what an audience may not see.

    Parameters
    ----------
    document : Document

    Raises
    ------
    RenderError
        Naming the cell.
    """
    for section in document.sections:
        for part in section.parts:
            if part.role in _PRIVATE:
                raise RenderError(
                    f"An audience's file was given a cell with the role {part.role!r}",
                    where=f"{document.meta.name}, cell {part.cell}",
                    mend="Choose the audience edition before rendering",
                )


@cache
def reveal() -> str:
    """Read reveal.js from the wheel that carries it."""
    script = resources.files("pyreveal") / "revealjs" / "dist" / "reveal.js"
    return script.read_text(encoding="utf-8")


# --- a slide ---


def _slide(
    document: b.Document,
    theme: themes.Theme,
    writer: html.Writer,
    item: outline.Planned,
    number: str,
) -> h.Element:
    """Write one slide: head, body, foot."""
    slide = item.slide
    writer.last_level = writer.base_level
    name = writer.unique_id(_slide_id(slide.heading, number))
    own = slide.heading if slide.layout != "title" else None
    title = writer.inline(own.content) if own else outline.name(slide, document.meta)
    match slide.layout:
        case "title":
            body = _title_body(document.meta, theme, writer, slide)
        case "columns":
            columns = [_part(writer, part) for part in _columns(slide.parts)]
            body = h.div(class_=["body", f"columns-{len(columns)}"])[shell.joined(columns)]
        case _ if item.sources:
            body = h.div(".body.sources")[tables.sources_table(writer, item.sources)]
        case _:
            body = h.div(".body")[shell.joined(_part(writer, part) for part in slide.parts)]
    head = _HEAD % (
        "head" if own or slide.layout == "title" else "head visually-hidden",
        name,
        title,
        h.span(".of")[f" ({slide.place} of {slide.of})"] if slide.of > 1 else "",
    )
    notes = writer.take_footnotes() or ""
    foot = _FOOT % (
        document.meta.title,
        h.span(".marking")[document.meta.marking] if document.meta.marking else "",
        _source_line(writer.take_cited(), document.sources),
        number,
    )
    cells = " ".join(str(part.cell) for part in slide.parts if part.cell)
    return h.section(
        class_=["slide", slide.layout],
        id=name,
        role="group",
        aria_roledescription="slide",
        aria_labelledby=f"{name}-title",
        data_cells=cells or None,
    )[shell.joined((head, body, notes, foot))]


def _slide_id(heading: b.Heading | None, number: str) -> str:
    """Name a slide for the address line: after its title, or by its number."""
    if heading and heading.id:
        return heading.id
    slug = words.slug(words.plain(heading.content)) if heading else ""
    return slug or f"slide-{number.split(' ', maxsplit=1)[0]}"


def _part(writer: html.Writer, part: b.Part) -> h.Element:
    """Write what one cell contributed to a slide."""
    return h.div(class_=["part", "fragment" if part.fragment else ""])[writer.part(part)]


def _columns(parts: Sequence[b.Part]) -> Sequence[b.Part]:
    """Divide what a slide of columns shows: a cell is a column, a single cell is halved."""
    if len(parts) != 1 or len(parts[0].blocks) < 2:  # noqa: PLR2004  two halves
        return parts
    (only,) = parts
    opens = (b.Heading, b.Table, b.Figure, b.Explorer, b.Quiz, b.Code)
    cut = next(
        (place for place, block in enumerate(only.blocks) if place and isinstance(block, opens)),
        (len(only.blocks) + 1) // 2,
    )
    return [
        b.Part(only.cell, only.blocks[:cut], fragment=only.fragment),
        b.Part(only.cell, only.blocks[cut:], fragment=only.fragment),
    ]


def _title_body(meta: b.Meta, theme: themes.Theme, writer: html.Writer, slide: Slide) -> h.Element:
    """Write what stands around the title of the deck."""
    facts = [meta.audience, imprint.lesson_time(meta), imprint.sources_date(meta)]
    heading = slide.heading
    another = heading if heading and words.plain(heading.content) != meta.title else None
    return h.div(".body")[
        h.p(".subtitle")[meta.subtitle] if meta.subtitle else None,
        writer.block(another) if another else None,
        [_part(writer, part) for part in slide.parts],
        h.div(".imprint")[
            imprint.wordmark(theme),
            h.p(".facts")[[h.span[fact] for fact in facts if fact]],
            h.p(".marking")[meta.marking] if meta.marking else None,
        ],
    ]


def _source_line(cited: Sequence[tuple[int, str, str]], sources: Sequence[b.Source]) -> h.Element:
    """Write the sources of a slide: in full, by name or by number, as there are more of them."""
    by_number = {source.number: source for source in sources}
    found = {number: by_number[number] for number, _, _ in cited if number in by_number}
    if len(found) > _NAMED:
        return h.span(".cited")[f"Sources {_spans(list(found))}"]
    described = len(found) <= _DESCRIBED
    return h.span(".cited")[
        shell.joined(
            _SOURCE % (number, source.key, _standing(source) if described else "")
            for number, source in found.items()
        )
    ]


def _spans(numbers: Sequence[int]) -> str:
    """Write numbers that rise, neighbours as a span: 1–3, 5."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)


def _standing(source: b.Source) -> Markup:
    """Write the status and the grades of a source."""
    return _STANDING % (words.status(source.status), ", ".join(source.grades))
