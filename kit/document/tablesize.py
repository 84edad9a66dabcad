"""How large a table may be in a document, and what it says when it was larger."""

from __future__ import annotations

from typing import Final

MOST_ROWS: Final = 1_000
MOST_COLUMNS: Final = 60


def cut_note(*, rows: int, columns: int) -> str:
    """Say what of a table is not shown.

    Parameters
    ----------
    rows, columns : int
        How many the table had.

    Returns
    -------
    str
        A sentence, or nothing when all is shown.

    Examples
    --------
    >>> cut_note(rows=2_316, columns=4)
    'The first 1,000 of 2,316 rows.'
    >>> cut_note(rows=3, columns=4)
    ''
    """
    cut = [
        f"{most:,} of {total:,} {what}"
        for what, most, total in (("rows", MOST_ROWS, rows), ("columns", MOST_COLUMNS, columns))
        if total > most
    ]
    return f"The first {' and '.join(cut)}." if cut else ""
