"""The embedded typefaces."""

from __future__ import annotations

import base64
import re

import pytest

from kit.render import typefaces


def families(css: str) -> set[tuple[str, str, str]]:
    """List family, weight and style of the faces in a style sheet."""
    pattern = r'font-family:"([^"]*)";font-weight:(\d+);font-style:(\w+)'
    return set(re.findall(pattern, css))


def test_plain_english_needs_one_character_set() -> None:
    css = typefaces.css("The Assembly noted it: “if appropriate” – no more. ✓ ● №")
    assert css.count("@font-face") == len(typefaces.ALL)
    assert families(css) == {
        ("Libertinus Serif", "400", "normal"),
        ("Libertinus Serif", "400", "italic"),
        ("Libertinus Serif", "600", "normal"),
        ("Kit Sans", "400", "normal"),
        ("Kit Sans", "600", "normal"),
    }


@pytest.mark.parametrize("text", ["Şehir", "Ελλάδα", "Организация"])
def test_other_letters_bring_their_own(text: str) -> None:
    assert typefaces.css(text).count("@font-face") == 2 * len(typefaces.ALL)


def test_only_the_faces_asked_for_are_embedded() -> None:
    assert families(typefaces.css("x", (typefaces.SANS,))) == {("Kit Sans", "400", "normal")}


def test_every_embedded_font_is_a_woff2_file() -> None:
    fonts = re.findall(r"base64,([^\"]*)", typefaces.css("Ş Ω Ж"))
    assert len(fonts) == 4 * len(typefaces.ALL)
    assert {base64.b64decode(font)[:4] for font in fonts} == {b"wOF2"}


def test_each_licence_lies_beside_the_fonts() -> None:
    for name in ("OFL-Libertinus.txt", "OFL-SourceSans.txt"):
        licence = (typefaces.FONTS / name).read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "Copyright" in licence
