"""The dots of a hatched chart, written as arcs: matplotlib takes a kilobyte for each."""

from __future__ import annotations

import re
from typing import Final

_PATTERN: Final = re.compile(r"<pattern\b.*?</pattern>", re.DOTALL)
# A circle as matplotlib writes it: a start, and eight curves of six numbers.
_CIRCLE: Final = re.compile(r"M(?: -?[\d.]+){2} \n(?:C(?: -?[\d.]+){6} \n){8}z *\n")
_NUMBER: Final = re.compile(r"-?[\d.]+")


def shortened(svg: str) -> str:
    """Write the circles in the patterns of a drawing in a tenth of their length.

    Parameters
    ----------
    svg : str
        A drawing by matplotlib.

    Returns
    -------
    str
        The same picture; the drawing itself when it has no such pattern.

    Examples
    --------
    >>> shortened("<svg><path d='M 0 0 L 1 1'/></svg>")
    "<svg><path d='M 0 0 L 1 1'/></svg>"
    """
    return _PATTERN.sub(lambda pattern: _CIRCLE.sub(_arcs, pattern[0]), svg)


def _arcs(circle: re.Match[str]) -> str:
    """Write a circle as two arcs, turning the way in which it was drawn."""
    numbers = [float(number) for number in _NUMBER.findall(circle[0])]
    # After the start each curve has six numbers, of which the last two say where it
    # ends: the second at a quarter of the way round, the fourth at half.
    (x, start), quarter, end = numbers[:2], numbers[12], numbers[25]
    radius = abs(start - end) / 2
    is_clockwise = (quarter > x) == (start < end)
    half = f"A{radius:g} {radius:g} 0 1 {int(is_clockwise)} {x:g}"
    return f"M{x:g} {start:g}{half} {end:g}{half} {start:g}z\n"
