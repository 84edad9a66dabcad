"""The index of the course: what each lesson is for, how long it takes, what there is to take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import htpy as h

from kit.render import imprint
from kit.site import look, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.document.blocks import Meta
    from kit.record import Record
    from kit.render.theme import Theme

FILE: Final = "index.html"
_KILO: Final = 1000
_LIVE: Final = (
    "“Run” opens a lesson in this browser. Python is fetched once, and your work stays in this "
    "browser until you download it: File, then Download."
)


@dataclass(frozen=True, slots=True)
class Download:
    """Something to take along: its label, its relative address, its size in bytes."""

    label: str
    address: str
    size: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of the course.

    `page` is the relative address of the page to read, and `live` of the notebook
    in a browser; each is empty when it was not made.
    """

    meta: Meta
    page: str
    downloads: tuple[Download, ...]
    live: str = ""


def render(
    lessons: Sequence[Lesson],
    *,
    record: Record,
    theme: Theme,
    documentation: str = "",
    short: Sequence[Lesson] = (),
) -> str:
    """Write the index.

    Parameters
    ----------
    lessons : sequence of Lesson
        In the order of the course.
    record : Record
        Its version stands at the foot.
    theme : Theme
        Colours, wordmark and logo.
    documentation : str
        The relative address of the documentation; empty when there is none.
    short : sequence of Lesson
        The short decks, which have nothing but slides.

    Returns
    -------
    str
        An HTML file that opens from disk.
    """
    is_live = any(lesson.live for lesson in lessons)
    body = h.main(id="kit-main", tabindex="-1")[
        h.form(".search", role="search", id="kit-form")[
            h.label(for_="kit-query")["Search the record"],
            h.div(".row")[
                h.input(id="kit-query", type="search", autocomplete="off", spellcheck="false"),
                h.button(type="submit")["Search"],
            ],
        ],
        is_live
        and h.div(".live.served")[
            h.p[
                h.strong["Nothing to install. "],
                _LIVE,
            ],
        ],
        h.ol(".lessons")[[_lesson(lesson) for lesson in lessons]],
        bool(short)
        and h.section(".short")[
            h.h2["For a shorter slot"],
            h.ol(".lessons")[[_lesson(deck) for deck in short]],
        ],
    ]
    return look.file(
        title="The 2021 outcomes on ICT security",
        subtitle=f"A course in {_number(len(lessons), 'lesson')} on the reports A/75/816 and "
        "A/76/135 and on resolution 76/19. Each lesson can be read, shown, printed and run.",
        body=body,
        theme=theme,
        facts=look.provenance(record),
        links=(
            ("Search", search.FILE),
            *((("Documentation", documentation),) if documentation else ()),
        ),
        script="index.js",
    )


def _lesson(lesson: Lesson) -> h.Element:
    """Write one lesson."""
    meta = lesson.meta
    number, name = _numbered(meta.name)
    facts = [fact for fact in (imprint.lesson_time(meta), meta.audience) if fact]
    title = h.a(href=lesson.page)[meta.title] if lesson.page else meta.title
    run = h.li(".served")[h.a(href=lesson.live)["Run"]] if lesson.live else None
    return h.li(".lesson", id=name)[
        h.p(".number", aria_hidden="true")[number or f"{meta.teach_minutes}′"],
        h.div[
            h.h2[title],
            h.p(".subtitle")[meta.subtitle] if meta.subtitle else None,
            h.p(".facts")[[h.span[fact] for fact in facts]] if facts else None,
            meta.objectives
            and h.div(".objectives")[
                h.p["Afterwards you can"], h.ul[[h.li[aim] for aim in meta.objectives]]
            ],
            h.nav(".links", aria_label=meta.title)[
                h.ul[
                    h.li[h.a(href=lesson.page)["Read"]] if lesson.page else None,
                    run,
                    [
                        h.li[
                            h.a(href=taken.address)[taken.label],
                            h.span(".about")[f" {_size(taken.size)}"],
                        ]
                        for taken in lesson.downloads
                    ],
                ]
            ],
        ],
    ]


def _numbered(name: str) -> tuple[str, str]:
    """Split a notebook's name into its number and the rest.

    Examples
    --------
    >>> _numbered("06_resolution_76_19")
    ('06', 'resolution_76_19')
    """
    number, _, rest = name.partition("_")
    return (number, rest) if number.isdigit() else ("", name)


def _size(count: int) -> str:
    """Write a size.

    Examples
    --------
    >>> _size(61_300), _size(2_340_000)
    ('61 kB', '2.3 MB')
    """
    if count < _KILO**2:
        return f"{max(1, round(count / _KILO))} kB"
    return f"{count / _KILO**2:.1f} MB"


def _number(count: int, what: str) -> str:
    """Write a number of things."""
    return f"{count} {what}{'' if count == 1 else 's'}"
