"""A tile for each State, grouped by region: the vote told by colour and by shape."""

from __future__ import annotations

import textwrap
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kit.teach.style import FONTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VOTES: Final = {
    "yes": "yes",
    "no": "no",
    "abstain": "abstained",
    "not_voting": "did not vote",
}

_INK: Final = "#1d2730"
_SOFT: Final = "#56616b"
_ACROSS: Final = 20  # tiles in a row
_WIDE, _HIGH, _GAP = 56, 26, 2
_LABELS: Final = 250  # width of the column in which the groups are named
_LETTERS: Final = 31  # that fit into that column
_LINE: Final = 18
_LEGEND: Final = 44


@dataclass(frozen=True, slots=True)
class Look:
    """How a vote looks: the tile's shape and colours, and the mark drawn on it."""

    fill: str
    ink: str
    round: int
    edge: str = "none"
    dash: str = ""
    mark: str = ""


_LOOKS: Final = {
    "yes": Look("#12436d", "#fff", 13, mark="M5.5 13.5l2.5 2.8 4.2-6.6"),
    "no": Look("#b3471b", "#fff", 0, mark="M5 9.5l7 7m0-7l-7 7"),
    "abstain": Look("#fff", _INK, 4, edge=_INK, mark="M5 13h7"),
    "not_voting": Look("#fff", _SOFT, 4, edge="#8a939b", dash="3 3"),
}


def svg(groups: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """Draw the tiles of one ballot.

    Parameters
    ----------
    groups : mapping of str to sequence of (str, str)
        For each regional group its members: a short code and a vote, one of
        "yes", "no", "abstain", "not_voting".

    Returns
    -------
    str
        An SVG image, some 1,400 units wide and 430 high, to fit a slide.
    """
    everyone = [member for members in groups.values() for member in members]
    layers = {vote: _layer(look) for vote, look in _LOOKS.items()}
    labels = ET.Element("g", {"fill": _INK})
    _legend(everyone, layers, labels)
    top = _LEGEND
    for name, members in groups.items():
        lines = textwrap.wrap(counted(members), _LETTERS)
        _name(labels, top, name.removesuffix(" Group"), lines)
        for place, (code, vote) in enumerate(members):
            row, column = divmod(place, _ACROSS)
            left = _LABELS + column * (_WIDE + _GAP)
            _tile(layers[vote], vote, left, top + row * (_HIGH + _GAP), code)
        tiles = -(-len(members) // _ACROSS) * (_HIGH + _GAP)
        top += max(tiles, (1 + len(lines)) * _LINE) + 8
    wide = _LABELS + _ACROSS * (_WIDE + _GAP) - _GAP
    image = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"-1 -1 {wide + 2} {top}",
            "width": str(wide + 2),
            "height": str(top),
            "font-family": FONTS,
            "font-size": "16",
        },
    )
    image.append(_shapes())
    ET.SubElement(
        image,
        "rect",
        {"x": "-1", "y": "-1", "width": str(wide + 2), "height": str(top), "fill": "#fff"},
    )
    image.extend([labels, *layers.values()])
    return ET.tostring(image, encoding="unicode")


def counted(members: Sequence[tuple[str, str]]) -> str:
    """Count the votes of some members in words.

    Parameters
    ----------
    members : sequence of (str, str)
        Code and vote of each.

    Returns
    -------
    str
        Such as "28 yes, 3 no, 9 abstained".

    Examples
    --------
    >>> counted([("SGP", "yes"), ("FRA", "no"), ("BRA", "yes")])
    '2 yes, 1 no'
    """
    votes = [vote for _, vote in members]
    return ", ".join(f"{votes.count(vote)} {said}" for vote, said in VOTES.items() if vote in votes)


def _legend(
    everyone: Sequence[tuple[str, str]], layers: Mapping[str, ET.Element], labels: ET.Element
) -> None:
    """Show one tile of each kind, with what it means and how many there are."""
    left = _LABELS
    for vote, said in VOTES.items():
        number = sum(each == vote for _, each in everyone)
        _tile(layers[vote], vote, left, 0, "")
        label = ET.SubElement(
            labels, "text", {"x": str(left + _WIDE + 8), "y": "19", "font-size": "17"}
        )
        label.text = f"{said}: {number}"
        left += _WIDE + 170


def _name(labels: ET.Element, top: int, name: str, lines: Sequence[str]) -> None:
    """Name a group, with its count, beside its tiles."""
    heading = {"x": "0", "y": str(top + 15), "font-weight": "600", "font-size": "17"}
    ET.SubElement(labels, "text", heading).text = name
    for number, line in enumerate(lines, 1):
        place = {"x": "0", "y": str(top + 15 + number * _LINE), "fill": _SOFT}
        ET.SubElement(labels, "text", place).text = line


def _layer(look: Look) -> ET.Element:
    """Make the group in which the tiles of one kind of vote stand."""
    return ET.Element("g", {"fill": look.ink, "text-anchor": "middle"})


def _tile(layer: ET.Element, vote: str, left: int, top: int, code: str) -> None:
    """Put one tile, with its code."""
    ET.SubElement(layer, "use", {"href": f"#{vote}", "x": str(left), "y": str(top)})
    if code:
        centre = left + (35 if _LOOKS[vote].mark else 28)
        ET.SubElement(layer, "text", {"x": str(centre), "y": str(top + 19)}).text = code


def _shapes() -> ET.Element:
    """Draw each kind of tile once."""
    shapes = ET.Element("defs")
    for vote, look in _LOOKS.items():
        shape = ET.SubElement(shapes, "g", {"id": vote})
        box = {
            "width": str(_WIDE),
            "height": str(_HIGH),
            "rx": str(look.round),
            "fill": look.fill,
            "stroke": look.edge,
        }
        ET.SubElement(
            shape, "rect", {**box, **({"stroke-dasharray": look.dash} if look.dash else {})}
        )
        if look.mark:
            line = {"fill": "none", "stroke": look.ink, "stroke-width": "2"}
            ET.SubElement(shape, "path", {"d": look.mark, **line})
    return shapes
