"""A self-contained HTML file: everything inside, nothing asked for, a strict policy.

The policy names each script and the style sheet by its hash. Nothing else may
run, load or apply, whatever the content says: no request, no inline handler, no
style attribute.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

import htpy as h
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

# Runs before anything is drawn: with scripts, controls show and stand-ins hide.
SCRIPTED: Final = 'document.documentElement.classList.add("scripted");'
# The same for a file to be read: its colours follow what the reader has set in the system.
READ: Final = (
    SCRIPTED
    + 'document.documentElement.dataset.scheme=matchMedia("(prefers-contrast: more)").matches'
    '?"contrast":matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light";'
)

_RIGHT_TO_LEFT: Final = {"ar", "fa", "he", "ur"}
# What need not be encoded in a `data:` address within an attribute.
_PLAIN: Final = frozenset(f"{ascii_letters}{digits} !$()*+,-./:;=?@[]^_`{{|}}~".encode())
# What htpy writes once with gaps is a form: `%` of its `Markup` fills it, and escapes as htpy does.
GAP: Final = "%s"


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
        In base64, or, an SVG being text, percent-encoded, which is a fifth shorter.
    """
    if media == "image/svg+xml":
        return f"data:{media},{_percent_encoded(data)}"
    return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"


def _percent_encoded(data: bytes) -> str:
    """Encode what is not plain, kind by kind: a drawing has many bytes and few kinds of them."""
    text = data.decode("latin-1").replace("%", "%25")  # a character for each byte
    for byte in set(data).difference(_PLAIN, b"%"):
        text = text.replace(chr(byte), f"%{byte:02X}")
    return text


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
    return h.script(id=element_id, type="application/json")[_raw(text)]


def joined(pieces: Iterable[str | h.Renderable]) -> Markup:
    """Write pieces of HTML out, one after the other, each escaped as its type asks.

    To be used where htpy would be given a list: it takes long to find out what that
    is, and hands every piece up through all levels above it.

    Parameters
    ----------
    pieces : iterable of str, Markup, htpy.Element or htpy.Fragment

    Returns
    -------
    Markup
    """
    return _raw("".join(piece if type(piece) is Markup else escape(piece) for piece in pieces))


@dataclass(frozen=True)
class File:
    """A self-contained HTML file.

    `first` is a script that runs before anything is drawn, `scripts` run when all
    of it is there. `frames` is a file that this one carries and shows in a frame
    or a window: what is opened so inherits the policy, which must allow both.
    """

    lang: str
    title: str
    style: str
    body: h.Node
    first: str
    scripts: tuple[str, ...]
    description: str = ""
    frames: File | None = None

    def policy(self) -> str:
        """Write the Content-Security-Policy that allows just this style and these scripts.

        Returns
        -------
        str
        """
        inner = self.frames
        scripts = [self.first, *self.scripts, *((inner.first, *inner.scripts) if inner else ())]
        styles = [self.style, *((inner.style,) if inner else ())]
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src {' '.join(dict.fromkeys(map(_hash, scripts)))}",
                f"style-src {' '.join(dict.fromkeys(map(_hash, styles)))}",
                "img-src data:",
                "font-src data:",
                *(("frame-src blob:",) if inner else ()),
                "base-uri 'none'",
                "form-action 'none'",
            )
        )

    def __str__(self) -> str:
        """Write the file."""
        return self._text

    @cached_property
    def _text(self) -> str:
        """What is written: a deck is, as a file and into the presenter's."""
        right_to_left = self.lang.partition("-")[0] in _RIGHT_TO_LEFT
        document = h.html(lang=self.lang, dir="rtl" if right_to_left else None)[
            h.head[
                h.meta(charset="utf-8"),
                h.meta({"http-equiv": "Content-Security-Policy", "content": self.policy()}),
                h.meta(name="viewport", content="width=device-width, initial-scale=1"),
                h.meta(name="referrer", content="no-referrer"),
                h.meta(name="description", content=self.description) if self.description else None,
                h.title[self.title],
                h.style[_raw(self.style)],
                h.script[_raw(self.first)],
            ],
            h.body[self.body, [h.script[_raw(text)] for text in self.scripts]],
        ]
        return f"{document}\n"


def _raw(text: str) -> Markup:
    """Mark what the kit wrote, or made safe, as what an element may hold unescaped."""
    return Markup(text)  # noqa: S704  style sheets, scripts, escaped JSON and pieces


def _hash(text: str) -> str:
    """Name a script or a style sheet by its SHA-256, as a policy writes it."""
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
