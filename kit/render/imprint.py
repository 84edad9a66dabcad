"""What every HTML file says of itself in the same way: who made it, for how long, from when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from kit.render import shell
from kit.render.labels import labels, long_date

if TYPE_CHECKING:
    from kit.document import blocks as b
    from kit.render.theme import Theme


def wordmark(theme: Theme) -> h.Element:
    """Write the logo, or the name that stands in its place.

    Parameters
    ----------
    theme : Theme

    Returns
    -------
    htpy.Element
    """
    if theme.logo:
        logo = shell.data_url(theme.logo_media, theme.logo)
        return h.p(".wordmark")[h.img(src=logo, alt=theme.logo_alt)]
    return h.p(".wordmark")[theme.wordmark]


def lesson_time(meta: b.Meta) -> str:
    """Write how long a lesson takes.

    Parameters
    ----------
    meta : Meta

    Returns
    -------
    str
        Such as "35 min, 20 min of practice"; empty when nothing is planned.
    """
    say = labels(meta.lang)["minutes"].format
    parts = [say(minutes=meta.teach_minutes)] if meta.teach_minutes else []
    if meta.practise_minutes:
        parts.append(f"{say(minutes=meta.practise_minutes)} of practice")
    return ", ".join(parts)


def sources_date(meta: b.Meta) -> str:
    """Write how far the sources reach.

    Parameters
    ----------
    meta : Meta

    Returns
    -------
    str
        Such as "Sources to 7 December 2022"; empty when there are none.
    """
    if not meta.date:
        return ""
    return f"{labels(meta.lang)['as_of']} {long_date(meta.date, meta.lang)}"


def colours() -> h.Element:
    """Write the control that chooses among the colour schemes.

    Returns
    -------
    htpy.Element
    """
    return h.label(".scheme")[
        "Colours ",
        h.select(id="kit-scheme", autocomplete="off")[
            h.option(value="light")["Light"],
            h.option(value="dark")["Dark"],
            h.option(value="contrast")["High contrast"],
        ],
    ]
