"""How the outputs are coloured and signed: three colour schemes, a wordmark, a logo."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from kit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MINIMUM_CONTRAST: Final = 4.5  # WCAG 2.2, success criterion 1.4.3

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LOGO_MEDIA: Final = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}
_LOGO_LIMIT: Final = 150_000  # bytes: the logo is carried by every file

# Per scheme: paper, a tint of it for boxes, ink, quiet ink, hairlines, the paper of a
# marked word, and what is said to be right or wrong. The accent comes from the theme.
_SCHEMES: Final = {
    "light": {
        "paper": "#ffffff",
        "tint": "#f1f4f8",
        "ink": "#1a1d21",
        "quiet": "#545b64",
        "line": "#c5ccd4",
        "mark": "#fdeeb8",
        "right": "#1c6238",
        "wrong": "#9a2222",
    },
    "dark": {
        "paper": "#12171d",
        "tint": "#1c242d",
        "ink": "#e9ecef",
        "quiet": "#aeb7c1",
        "line": "#45505c",
        "mark": "#584808",
        "right": "#86d3a2",
        "wrong": "#f3a6a0",
    },
    "contrast": {
        "paper": "#000000",
        "tint": "#000000",
        "ink": "#ffffff",
        "quiet": "#ffffff",
        "line": "#ffffff",
        "mark": "#5c4a00",
        "right": "#9dffbd",
        "wrong": "#ffc2bd",
    },
}
_LINEAR: Final = 0.04045  # channels below it grow evenly: definition of WCAG 2.2
_WHITE, _BLACK, _YELLOW = "#ffffff", "#000000", "#ffe15a"


Paper = Literal["a4", "us-letter"]


@dataclass(frozen=True, slots=True)
class Theme:
    """An instructor's colours and signature.

    `accent` is used on white paper, `accent_on_dark` on dark paper; the
    high-contrast scheme keeps its own. `logo` replaces the wordmark on the
    title slide and is never drawn without `logo_alt`.
    """

    wordmark: str = "ICT Outcomes Kit"
    paper: Paper = "a4"  # of briefings and handouts
    accent: str = "#1f4e79"
    accent_on_dark: str = "#93bfe8"
    logo: bytes = b""
    logo_media: str = ""
    logo_alt: str = ""


def load(folder: Path) -> Theme:
    """Read a theme from a folder that holds `theme.toml` and perhaps a logo.

    Parameters
    ----------
    folder : Path
        Such as `slides/theme`. Without a `theme.toml` the kit's own theme is returned.

    Returns
    -------
    Theme

    Raises
    ------
    UsageError
        When a value is misspelt, a colour cannot be read well, or the logo is
        missing, too large or without alternative text.
    """
    path = folder / "theme.toml"
    if not path.is_file():
        return Theme()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The theme cannot be read: {error}", where=str(path), mend="Mend that line"
        ) from error
    known = {"wordmark", "paper", "accent", "accent_on_dark", "logo", "logo_alt"}
    for name, value in settings.items():
        if name not in known or not isinstance(value, str):
            raise UsageError(
                f"The theme has no text setting named {name!r}",
                where=str(path),
                mend=f"Use only {', '.join(sorted(known))}",
            )
    if settings.get("paper", "a4") not in get_args(Paper):
        raise UsageError(
            f"There is no paper named {settings['paper']!r}",
            where=str(path),
            mend=f"Use {' or '.join(get_args(Paper))}",
        )
    file = settings.pop("logo", "")
    logo, media = _logo(folder, file, settings.get("logo_alt", "")) if file else (b"", "")
    theme = Theme(**settings, logo=logo, logo_media=media)
    _check_colour(theme.accent, on=_SCHEMES["light"], name="accent", where=str(path))
    _check_colour(theme.accent_on_dark, on=_SCHEMES["dark"], name="accent_on_dark", where=str(path))
    return theme


def css(theme: Theme) -> str:
    """Write the colours of the three schemes as custom properties.

    Parameters
    ----------
    theme : Theme

    Returns
    -------
    str
        CSS rules for `:root` and for `data-scheme` "dark" and "contrast".
    """
    # A slide that opens a chapter is a field of colour, but never a lamp in a dark room.
    accents = {
        "light": {"accent": theme.accent, "band": theme.accent, "on-band": _WHITE},
        "dark": {"accent": theme.accent_on_dark, "band": theme.accent, "on-band": _WHITE},
        "contrast": {"accent": _YELLOW, "band": _BLACK, "on-band": _YELLOW},
    }
    rules = []
    for scheme, colours in _SCHEMES.items():
        properties = {**colours, **accents[scheme]}
        selector = ":root" if scheme == "light" else f':root[data-scheme="{scheme}"]'
        body = "".join(f"--{name}:{value};" for name, value in properties.items())
        kind = "light" if scheme == "light" else "dark"
        rules.append(f"{selector}{{{body}color-scheme:{kind}}}\n")
    return "".join(rules)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours.

    Parameters
    ----------
    one, other : str
        Colours as `#rrggbb`.

    Returns
    -------
    float
        From 1 (the same) to 21 (black on white); definition of WCAG 2.2,
        "contrast ratio".

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _check_colour(colour: str, *, on: dict[str, str], name: str, where: str) -> None:
    """Refuse a colour that is misspelt, or too close to its paper to be read."""
    if not _COLOUR.fullmatch(colour):
        raise UsageError(
            f"{name} is {colour!r}, which is not a colour", where=where, mend='Write "#rrggbb"'
        )
    ratio = min(contrast(colour, on["paper"]), contrast(colour, on["tint"]))
    if ratio < MINIMUM_CONTRAST:
        raise UsageError(
            f"{name} {colour} has a contrast of {ratio:.1f} to its paper, "
            f"and text needs {MINIMUM_CONTRAST}",
            where=where,
            mend="Take a darker colour for accent, a lighter one for accent_on_dark",
        )


def _logo(folder: Path, file: str, alt: str) -> tuple[bytes, str]:
    """Read the logo and tell its media type."""
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise UsageError(
            f"The logo {file!r} is not in the theme's folder",
            where=str(folder),
            mend="Put the file beside theme.toml",
        )
    media = _LOGO_MEDIA.get(path.suffix.lower())
    if media is None:
        raise UsageError("The logo has an unknown format", where=file, mend="Use SVG, PNG or JPEG")
    if not alt.strip():
        raise UsageError(
            "The logo has no alternative text", where=file, mend="Add logo_alt to theme.toml"
        )
    data = path.read_bytes()
    if len(data) > _LOGO_LIMIT:
        raise UsageError(
            f"The logo has {len(data):,} bytes, and every file carries it",
            where=file,
            mend=f"Make it smaller than {_LOGO_LIMIT:,} bytes",
        )
    return data, media
