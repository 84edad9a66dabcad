"""What stands around the slides: controls for a hand without keys, and the help."""

from __future__ import annotations

from typing import Final

import htpy as h

from kit.render import imprint

_KEYS: Final = (
    ("→  Space  Page Down", "next"),
    ("←  Shift + Space  Page Up", "back"),
    ("Home  End", "first slide, last slide"),
    ("O  Esc", "overview of all slides"),
    ("F", "full screen"),
    ("B", "black screen"),
    ("T", "light, dark, high contrast"),
    ("S", "notes for the speaker"),
    ("?", "this help"),
)


def tools() -> h.Element:
    """Write the few controls that a mouse or a finger needs.

    Returns
    -------
    htpy.Element
    """
    return h.nav(".tools", aria_label="Slides")[
        h.button(type="button", data_do="previous", aria_label="Previous slide")["‹"],
        h.button(type="button", data_do="next", aria_label="Next slide")["›"],
        h.button(type="button", data_do="overview")["Overview"],
        h.button(type="button", data_do="help")["Help"],
        h.button(type="button", data_do="slides")["Show as slides"],
    ]


def dialog(name: str) -> h.Element:
    """Write the help: keys, colours, reading view, printing, the speaker's notes.

    Parameters
    ----------
    name : str
        The notebook's name, after which the presenter file is named.

    Returns
    -------
    htpy.Element
    """
    return h.dialog(".help", id="kit-help", aria_labelledby="kit-help-title")[
        h.h2(id="kit-help-title")["How to use these slides"],
        h.dl[[(h.dt[keys], h.dd[what]) for keys, what in _KEYS]],
        h.div(".settings")[
            imprint.colours(),
            h.label[
                h.input(type="checkbox", id="kit-letters", checked=True, autocomplete="off"),
                " Single letters are keys",
            ],
        ],
        h.p[
            h.a(href="#;reader")["Read all slides as one page"],
            ". To print them or to save a PDF, use the browser’s own command: ",
            "each slide becomes a page.",
        ],
        h.p(id="kit-speaker")[
            "The notes for the speaker are not in this file. They are in the file beside it, ",
            h.code[f"{name}.presenter.html"],
            ": open that one on your own screen, and it opens the slides for the audience.",
        ],
        h.button(type="button", data_do="close")["Close"],
    ]
