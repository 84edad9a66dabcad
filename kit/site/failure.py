"""A page that says why an export was not made, for whoever asked for it in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import htpy as h

from kit.render.theme import Theme
from kit.site import look

if TYPE_CHECKING:
    from kit.errors import KitError


def page(error: KitError, *, name: str, form: str) -> str:
    """Write what went wrong, where, and how to mend it.

    Parameters
    ----------
    error : KitError
        Why the export failed.
    name : str
        The notebook, without its ending.
    form : str
        The format that was asked for, as the menu calls it.

    Returns
    -------
    str
        A self-contained HTML file.
    """
    said = (("What happened", error.what), ("Where", error.where), ("What to do", error.mend))
    body = h.main(id="kit-main", tabindex="-1")[
        h.dl(".failure")[
            [h.div[h.dt[label], h.dd[_sentence(text)]] for label, text in said if text]
        ]
    ]
    return look.file(
        title=f"The {form.lower()} was not made",
        subtitle=f"Notebook {name} is as it was; nothing was written.",
        body=body,
        theme=Theme(),
        facts=(),
    )


def _sentence(text: str) -> str:
    """End a sentence that has no end."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
