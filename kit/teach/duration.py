"""Lengths of time, as a reader says them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_ISO: Final = re.compile(
    r"(-?)P(?:(-?\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d+)?)S)?)?", re.ASCII
)
_UNITS: Final = ((86_400, "day", "days"), (3_600, "h", "h"), (60, "min", "min"))


def words(iso: str) -> str | None:
    """Write a length of time in words.

    Parameters
    ----------
    iso : str
        As ISO 8601 and pandas state it; minus ninety minutes are "P-1DT22H30M0S".

    Returns
    -------
    str or None
        None when it is no length of time.

    Examples
    --------
    >>> words("P2DT3H0M0S"), words("P-1DT22H30M0S"), words("soon")
    ('2 days 3 h', '−1 h 30 min', None)
    """
    found = _ISO.fullmatch(iso)
    if found is None:
        return None
    sign, days, hours, minutes, seconds = found.groups(default="0")
    total = int(days) * 86_400 + int(hours) * 3_600 + int(minutes) * 60 + Decimal(seconds)
    left, said = abs(total), []
    for length, one, many in _UNITS:
        count, left = divmod(left, length)
        if count:
            said.append(f"{count} {one if count == 1 else many}")
    if left or not said:
        said.append(f"{left.normalize():f} s")
    return f"{'−' if (total < 0) != (sign == '-') else ''}{' '.join(said)}"
