"""Dates of any precision, in words."""

from __future__ import annotations

from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip


def day(date: str, *, short: bool = False) -> str:
    """Write a date in words, as far as it is known.

    Parameters
    ----------
    date : str
        As the record has it: a day, a month or a year, such as "2021-12-06".
    short : bool
        Whether long names of months are cut, for a table.

    Returns
    -------
    str
        The date as British usage has it.

    Examples
    --------
    >>> day("2021-12-06"), day("2021-12"), day("2021")
    ('6 December 2021', 'December 2021', '2021')
    >>> day("2021-12-06", short=True)
    '6 Dec 2021'
    """
    year, *rest = date.split("-")
    words = [str(int(number)) for number in rest[1:]]
    words += [(_SHORT if short else _MONTHS)[int(month) - 1] for month in rest[:1]]
    return " ".join([*words, year])
