"""A self-contained HTML file: everything inside, nothing asked for, a strict policy.

The policy names each script and the style sheet by its hash. Nothing else may
run, load or apply, whatever the content says: no request, no inline handler, no
style attribute.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import htpy as h
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@cache
def asset(name: str) -> str:
    """Read a style sheet or a script that lies beside the renderers.

    Parameters
    ----------
    name : str
        Its file name, such as `deck.css`.

    Returns
    -------
    str
    """
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def data_url(media: str, data: bytes) -> str:
    """Write bytes as a `data:` address.

    Parameters
    ----------
    media : str
        The media type, such as `image/png`.
    data : bytes

    Returns
    -------
    str
    """
    return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"


def data_block(element_id: str, value: object) -> h.Element:
    """Carry a value to the scripts as JSON that cannot close its element.

    Parameters
    ----------
    element_id : str
        Under which a script finds it.
    value : object
        Anything that JSON can say.

    Returns
    -------
    htpy.Element
        A `script` element of type `application/json`, which never runs.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return h.script(id=element_id, type="application/json")[Markup(text)]


def policy(styles: Iterable[str], scripts: Iterable[str], *, frames: bool = False) -> str:
    """Write the Content-Security-Policy that allows just these styles and scripts.

    Parameters
    ----------
    styles, scripts : iterable of str
        The exact text of each `style` and `script` element.
    frames : bool
        Whether the file shows another one of its own making in a frame.

    Returns
    -------
    str
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(_hash(text) for text in scripts)}",
            f"style-src {' '.join(_hash(text) for text in styles)}",
            "img-src data:",
            "font-src data:",
            *(("frame-src blob:",) if frames else ()),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def file(  # noqa: PLR0913  a whole file has this many parts
    *,
    lang: str,
    title: str,
    styles: Sequence[str],
    first: str,
    body: h.Node,
    scripts: Sequence[str],
    description: str = "",
    policy_text: str = "",
) -> str:
    """Put a self-contained HTML file together.

    Parameters
    ----------
    lang, title, description : str
        What the file says about itself.
    styles : sequence of str
        Style sheets, joined into one element.
    first : str
        A script that runs before anything is drawn.
    body : htpy.Node
        What the file shows.
    scripts : sequence of str
        Scripts that run when all of it is there.
    policy_text : str
        The policy, when it is to be another than `policy(styles, scripts)`.

    Returns
    -------
    str
    """
    sheet = "\n".join(styles)
    rule = policy_text or policy([sheet], [first, *scripts])
    document = h.html(lang=lang)[
        h.head[
            h.meta(charset="utf-8"),
            h.meta({"http-equiv": "Content-Security-Policy", "content": rule}),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="referrer", content="no-referrer"),
            description and h.meta(name="description", content=description),
            h.title[title],
            h.style[Markup(sheet)],
            h.script[Markup(first)],
        ],
        h.body[body, (h.script[Markup(text)] for text in scripts)],
    ]
    return f"{document}\n"


def _hash(text: str) -> str:
    """Name a script or a style sheet by its SHA-256, as a policy writes it."""
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
