"""Colours that can be read, and an instructor's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.errors import UsageError
from kit.render import theme
from tests.render import sample

OWN = Path(__file__).parents[2] / "slides" / "theme"


def schemes() -> dict[str, dict[str, str]]:
    """Read the three schemes back from the style sheet."""
    found = {}
    for selector, body in re.findall(r"(:root[^{]*)\{([^}]*)\}", theme.css(theme.Theme())):
        name = (re.findall(r'"(\w+)"', selector) or ["light"])[0]
        found[name] = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", body))
    return found


def folder(tmp_path: Path, settings: str) -> Path:
    """Write a theme."""
    (tmp_path / "theme.toml").write_text(settings, encoding="utf-8")
    return tmp_path


def test_there_are_three_schemes() -> None:
    assert list(schemes()) == ["light", "dark", "contrast"]


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "right", "wrong"])
@pytest.mark.parametrize("paper", ["paper", "tint"])
def test_every_ink_can_be_read_on_every_paper(scheme: str, ink: str, paper: str) -> None:
    colours = schemes()[scheme]
    assert theme.contrast(colours[ink], colours[paper]) >= theme.MINIMUM_CONTRAST


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_a_marked_word_and_a_chapter_can_be_read(scheme: str) -> None:
    colours = schemes()[scheme]
    assert theme.contrast(colours["ink"], colours["mark"]) >= theme.MINIMUM_CONTRAST
    assert theme.contrast(colours["on-band"], colours["band"]) >= theme.MINIMUM_CONTRAST
    assert theme.contrast(colours["paper"], colours["accent"]) >= theme.MINIMUM_CONTRAST


def test_contrast_is_that_of_the_guidelines() -> None:
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert theme.contrast("#ffffff", "#777777") == theme.contrast("#777777", "#ffffff")
    assert theme.contrast("#123456", "#123456") == 1


def test_without_a_file_the_theme_is_the_kits_own(tmp_path: Path) -> None:
    assert theme.load(tmp_path) == theme.Theme()


def test_the_example_in_the_course_can_be_read() -> None:
    assert theme.load(OWN) == theme.Theme()


def test_an_instructors_colours_and_logo_are_read(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(sample.png())
    settings = 'wordmark = "Academy"\naccent = "#5a2a6e"\nlogo = "logo.png"\nlogo_alt = "Academy"'
    read = theme.load(folder(tmp_path, settings))
    assert read.wordmark == "Academy"
    assert read.logo == sample.png()
    assert read.logo_media == "image/png"
    assert "--accent:#5a2a6e" in theme.css(read)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('accent = "blue"', "not a colour"),
        ('accent = "#9fc5e8"', "contrast of 1"),
        ('accent_on_dark = "#1f4e79"', "accent_on_dark .* contrast"),
        ('acent = "#1f4e79"', "no text setting named 'acent'"),
        ('paper = "a3"', "no paper named 'a3'"),
        ("accent = 3", "no text setting named 'accent'"),
        ("accent =", "cannot be read"),
        ('logo = "logo.svg"', "not in the theme's folder"),
        ('logo = "../../etc/passwd"', "not in the theme's folder"),
        ('logo = "theme.toml"\nlogo_alt = "x"', "unknown format"),
    ],
)
def test_a_mistake_in_the_theme_is_explained(tmp_path: Path, settings: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        theme.load(folder(tmp_path, settings))


def test_a_logo_needs_words_and_must_be_small(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"x" * 200_000)
    with pytest.raises(UsageError, match="no alternative text"):
        theme.load(folder(tmp_path, 'logo = "logo.png"'))
    with pytest.raises(UsageError, match="200,000 bytes"):
        theme.load(folder(tmp_path, 'logo = "logo.png"\nlogo_alt = "x"'))
