"""The presenter file: notes, this slide and the next, clock and time, in one file.

It carries the audience's deck whole, shows it twice in small, and opens it in a
window of its own for the room. The windows talk by messages alone, so that it
works from disk, where a browser lets no file read another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import htpy as h
from markupsafe import Markup, escape

from kit.render import deck, html, imprint, outline, shell, typefaces
from kit.render import theme as themes
from kit.render.shell import GAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.document import blocks as b

_KEYS: Final = "Keys: arrows move, B black screen, A audience’s window, + and − size of the notes"
_NOTES: Final = {"notes", "instructor"}
_THEME: Final = themes.Theme()
_NOTE: Final = escape(h.article(".note")[h.h2[h.span(".of")[GAP], GAP, GAP], GAP, GAP])
_NO_NOTES: Final = h.p(".none")["No notes for this slide."]


def render(
    audience: b.Document,
    presenter: b.Document,
    *,
    theme: themes.Theme = _THEME,
    slides: shell.File | None = None,
) -> str:
    """Render the presenter file of a deck.

    Parameters
    ----------
    audience : Document
        What `kit.render.deck.render` is given.
    presenter : Document
        The same document with its notes.
    theme : Theme
    slides : File, optional
        What `kit.render.deck.file` gave, where the deck has been made already.

    Returns
    -------
    str
        An HTML file that opens from disk and makes no request.

    Raises
    ------
    RenderError
        As the deck does.
    """
    meta = audience.meta
    slides = slides or deck.file(audience, theme)
    minutes = meta.teach_minutes + meta.practise_minutes
    # Written out once: both the choice of fonts and the file read it.
    body = escape(
        h.fragment[
            h.header(".bar")[
                h.h1[meta.title],
                h.button(".open", type="button", data_do="open")["Open the audience’s window"],
            ],
            h.main(".desk", data_minutes=str(minutes))[
                h.div(".seen")[_now(), _next(), _time(minutes), h.p(".keys")[_KEYS]],
                h.div(".notes")[_notes(audience, presenter)],
            ],
            shell.data_block("kit-deck", str(slides)),
        ]
    )
    style = "".join(
        (
            typefaces.css(body),
            themes.css(theme),
            shell.asset("blocks.css"),
            shell.asset("presenter.css"),
        )
    )
    return str(
        shell.File(
            lang=meta.lang,
            title=f"Presenter: {meta.title}",
            style=style,
            first=shell.SCRIPTED,
            body=body,
            scripts=(shell.asset("presenter.js"),),
            frames=slides,
        )
    )


def _now() -> h.Element:
    """Write the place of the current slide and the keys to move on."""
    return h.section(".frame.now", aria_labelledby="kit-now-title")[
        h.h2(id="kit-now-title")["Now ", h.span(id="kit-place")],
        h.div(".screen", id="kit-now"),
        h.div(".moves")[
            h.button(type="button", data_do="previous")["‹ Back"],
            h.button(type="button", data_do="next")["Next ›"],
            h.button(type="button", data_do="blank", aria_pressed="false")["Black screen"],
            imprint.colours(),
        ],
    ]


def _next() -> h.Element:
    """Write the place of what comes next."""
    return h.section(".frame.then", aria_labelledby="kit-then-title")[
        h.h2(id="kit-then-title")["Next"],
        h.div(".screen", id="kit-then", inert=True),
    ]


def _time(minutes: int) -> h.Element:
    """Write the clock, and the time spent against the time planned."""
    return h.section(".time", aria_labelledby="kit-time-title")[
        h.h2(id="kit-time-title")["Time"],
        h.dl[
            h.div[h.dt["Clock"], h.dd(id="kit-clock")["–"]],
            h.div[h.dt["Spent"], h.dd(id="kit-spent")["0:00"]],
            h.div[h.dt["Planned"], h.dd[f"{minutes}:00"]] if minutes else None,
        ],
        h.p(".pace", id="kit-pace"),
        h.div(".moves")[
            h.button(type="button", data_do="clock")["Start"],
            h.button(type="button", data_do="reset")["Set to zero"],
        ],
    ]


def _notes(audience: b.Document, presenter: b.Document) -> Markup:
    """Write the notes of every slide; the script shows those of the current one."""
    writer = html.Writer(audience.meta.lang, audience.meta.name)
    found = _by_section(audience, presenter)
    planned = outline.outline(audience)
    return shell.joined(
        _note(
            writer, item, f"{number} / {len(planned)}", audience.meta, found.get(item.section, ())
        )
        for number, item in enumerate(planned, start=1)
    )


def _note(
    writer: html.Writer,
    item: outline.Planned,
    number: str,
    meta: b.Meta,
    parts: tuple[b.Part, ...],
) -> Markup:
    """Write the notes of one slide under its title."""
    title = outline.name(item.slide, meta)
    place = f" ({item.slide.place} of {item.slide.of})" if item.slide.of > 1 else ""
    writer.last_level = writer.base_level
    body = shell.joined(map(writer.part, parts)) if parts else _NO_NOTES
    return _NOTE % (number, title, place, body, writer.take_footnotes() or "")


def _by_section(audience: b.Document, presenter: b.Document) -> Mapping[int, tuple[b.Part, ...]]:
    """Find the notes for each section of the audience's edition.

    The editions share cells, not positions: a section that holds nothing but
    notes is missing from the audience's edition, and its notes then belong to
    the slide before it.
    """
    owner = {
        part.cell: place
        for place, section in enumerate(audience.sections)
        for part in section.parts
    }
    found: dict[int, tuple[b.Part, ...]] = {}
    place = 0
    for section in presenter.sections:
        place = next((owner[part.cell] for part in section.parts if part.cell in owner), place)
        notes = tuple(part for part in section.parts if part.role in _NOTES)
        found[place] = (*found.get(place, ()), *notes)
    return found
