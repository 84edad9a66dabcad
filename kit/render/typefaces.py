"""The two typefaces, ready to be embedded: a serif to read, a sans for labels and controls.

`kit/render/fonts/README.md` says where the files come from and how they were cut.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"

# What each character set holds. A file is cut to exactly this, and the same text
# tells the browser when it needs the file.
_RANGES: Final = {
    "latin": (
        "U+20-7E,U+A0-FF,U+131,U+152-153,U+160-161,U+178,U+17D-17E,U+192,U+2C6,U+2DC,"
        "U+2002-200B,U+2010-2027,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,"
        "U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+25A0-25A1,"
        "U+25B2-25B3,U+25C6-25C7,U+25CB,U+25CF,U+2713,U+FB01-FB02"
    ),
    "latin-ext": (
        "U+100-130,U+132-151,U+154-15F,U+162-177,U+179-17C,U+17F,U+18F,U+1A0-1A1,U+1AF-1B0,"
        "U+218-21B,U+259,U+2BB-2BC,U+2C7,U+2D8-2DB,U+2DD,U+300-304,U+306-30C,U+323,"
        "U+327-328,U+1E80-1E85,U+1E9E,U+1EA0-1EF9"
    ),
    "greek": "U+370-3FF",
    "cyrillic": "U+400-45F,U+490-491",
}


_ASCII: Final = bytes(range(128))


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of a typeface."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"


SERIF: Final = Face("Libertinus Serif", "LibertinusSerif-Regular")
SERIF_ITALIC: Final = Face("Libertinus Serif", "LibertinusSerif-Italic", style="italic")
SERIF_BOLD: Final = Face("Libertinus Serif", "LibertinusSerif-Semibold", weight=600)
SANS: Final = Face("Kit Sans", "KitSans-Regular")
SANS_BOLD: Final = Face("Kit Sans", "KitSans-Semibold", weight=600)
ALL: Final = (SERIF, SERIF_ITALIC, SERIF_BOLD, SANS, SANS_BOLD)


def css(text: str, faces: tuple[Face, ...] = ALL) -> str:
    """Write the `@font-face` rules that a text needs, with the fonts inside them.

    Parameters
    ----------
    text : str
        Everything that will be shown. A character set beyond the first is
        embedded only when one of its characters occurs.
    faces : tuple of Face
        The cuts that the style sheet asks for.

    Returns
    -------
    str
        CSS, with the fonts as base64 `data:` addresses.
    """
    # Every character set but the first is beyond ASCII, as next to nothing of a file is.
    characters = set(map(ord, text.encode().translate(None, _ASCII).decode()))
    subsets = [
        subset
        for subset in _RANGES
        if subset == "latin" or not characters.isdisjoint(_members(subset))
    ]
    return "".join(_rule(face, subset) for face in faces for subset in subsets)


@cache
def _members(subset: str) -> frozenset[int]:
    """Return the code points of a character set."""
    members: set[int] = set()
    for span in _RANGES[subset].replace("U+", "").split(","):
        first, _, last = span.partition("-")
        members.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(members)


@cache
def _rule(face: Face, subset: str) -> str:
    """Write one `@font-face` rule."""
    data = base64.b64encode((FONTS / f"{face.file}.{subset}.woff2").read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f"font-style:{face.style};unicode-range:{_RANGES[subset]};"
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}\n'
    )
