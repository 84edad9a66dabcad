"""The nearest match for a name that does not exist."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name most like the given one, or "" when none is.

    Parameters
    ----------
    name : str
        What somebody wrote.
    names : iterable of str
        What exists.

    Returns
    -------
    str
        The closest, case apart; ties go to the first.

    Examples
    --------
    >>> nearest("A/RES/76/91", ["A/RES/75/240", "A/RES/76/19"])
    'A/RES/76/19'
    """
    folded: dict[str, str] = {}
    for candidate in names:
        folded.setdefault(candidate.casefold(), candidate)
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    return folded[found[0]] if found else ""


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a hint to append to a message, or nothing.

    Parameters
    ----------
    name : str
        What somebody wrote.
    names : iterable of str
        What exists.

    Returns
    -------
    str
        The hint, or "" when nothing is near.

    Examples
    --------
    >>> did_you_mean("vote", ["votes", "ballots"])
    '; the nearest is "votes"'
    """
    match = nearest(name, names)
    return f'; the nearest is "{match}"' if match else ""
