"""The explorer over events, 1998 to 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kit.teach.explorer import explore
from kit.teach.explorers.wording import NOTHING, rows, source_of, text

if TYPE_CHECKING:
    from kit.record import Record
    from kit.teach.explorer import InPrint

_PERIODS: Final = {
    "1998 to 2017: one track": ("1998", "2017"),
    "2018 to 2020: two tracks": ("2018", "2020"),
    "2021": ("2021", "2021"),
    "2022 to 2025: afterwards": ("2022", "2025"),
    "all years": ("1998", "2025"),
}
_BODIES: Final = {
    "all bodies": (),
    "General Assembly": ("general assembly", "a/res/", "a/dec/"),
    "First Committee": ("first committee", "a/c.1/"),
    "working groups open to all": ("working group", "oewg"),
    "groups of experts": ("group of governmental experts", "experts"),
}
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "June"),
    *("July", "Aug", "Sept", "Oct", "Nov", "Dec"),
)


def timeline(record: Record, *, in_print: InPrint = "first") -> None:
    """Show what happened, by period and body.

    An event belongs to a body when its text or its document names it.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which choices a printed export shows.
    """
    events = rows(record.events.sort_values("date", kind="stable"))

    def show(period: tuple[str, str], body: tuple[str, ...]) -> pd.DataFrame | str:
        first, last = period
        found = [row for row in events if first <= text(row.date)[:4] <= last]
        found = [row for row in found if not body or any(word in _letters(row) for word in body)]
        if not found:
            return NOTHING
        table = pd.DataFrame(
            {
                "Date": [_date(row) for row in found],
                "What happened": [text(row.event) for row in found],
                "Kind": [text(row.kind) for row in found],
                "Document": [text(row.document) for row in found],
                "Source": [source_of(row) for row in found],
                "Grade": [row.grade for row in found],
            }
        )
        return table.set_index("Date")

    explore(
        show,
        title="What happened, 1998 to 2025",
        in_print=in_print,
        text_filter=True,
        period=_PERIODS,
        body=_BODIES,
    )


def _letters(row: Any) -> str:  # noqa: ANN401  a row of events
    """Return what an event says, to look for a body in it."""
    parts = (row.event, row.document, row.other_documents)
    return " ".join(text(part) for part in parts).casefold()


def _date(row: Any) -> str:  # noqa: ANN401  a row of events
    """Write the date of an event as far as it is known, with its last day."""
    first, last = text(row.date), text(row.date_end)
    return f"{_day(first)} to {_day(last)}" if last else _day(first)


def _day(date: str) -> str:
    """Write a date of any precision."""
    year, *rest = date.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*words, year])
