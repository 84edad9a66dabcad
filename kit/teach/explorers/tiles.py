"""A tile for each State, grouped by region: the vote told by colour and by shape."""

from __future__ import annotations

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
_ACROSS: Final = 20
_WIDE, _HIGH, _GAP = 46, 26, 2
_LEGEND: Final = 40
_HEADING: Final = 24


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
        An SVG image, 960 units wide.
    """
    everyone = [member for members in groups.values() for member in members]
    layers = {vote: _layer(look) for vote, look in _LOOKS.items()}
    labels = ET.Element("g", {"fill": _INK, "font-size": "14"})
    _legend(everyone, layers, labels)
    top = _LEGEND
    for name, members in groups.items():
        heading = ET.SubElement(labels, "text", {"x": "0", "y": str(top + 16)})
        ET.SubElement(heading, "tspan", {"font-weight": "600"}).text = name
        ET.SubElement(heading, "tspan", {"fill": _SOFT}).text = f"  {counted(members)}"
        top += _HEADING
        for place, (code, vote) in enumerate(members):
            row, column = divmod(place, _ACROSS)
            _tile(layers[vote], vote, column * (_WIDE + _GAP), top + row * (_HIGH + _GAP), code)
        top += -(-len(members) // _ACROSS) * (_HIGH + _GAP) + 6
    wide = _ACROSS * (_WIDE + _GAP) - _GAP
    image = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"-1 -1 {wide + 2} {top}",
            "width": str(wide + 2),
            "height": str(top),
            "font-family": FONTS,
            "font-size": "12",
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
    left = 0
    for vote, said in VOTES.items():
        number = sum(each == vote for _, each in everyone)
        _tile(layers[vote], vote, left, 0, "")
        label = ET.SubElement(labels, "text", {"x": str(left + _WIDE + 8), "y": "18"})
        label.text = f"{said}: {number}"
        left += _WIDE + 130


def _layer(look: Look) -> ET.Element:
    """Make the group in which the tiles of one kind of vote stand."""
    return ET.Element("g", {"fill": look.ink, "text-anchor": "middle"})


def _tile(layer: ET.Element, vote: str, left: int, top: int, code: str) -> None:
    """Put one tile, with its code."""
    ET.SubElement(layer, "use", {"href": f"#{vote}", "x": str(left), "y": str(top)})
    if code:
        centre = left + (30 if _LOOKS[vote].mark else 23)
        ET.SubElement(layer, "text", {"x": str(centre), "y": str(top + 17)}).text = code


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
