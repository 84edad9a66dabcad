"""The explorer over events, 1998 to 2025."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from kit.record.dates import day
from kit.teach.explorer import explore
from kit.teach.explorers.wording import rows, source_of, text

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
_TRACKS: Final = {
    "shared": "texts before the split",
    "experts": "groups of experts",
    "open-ended": "working groups open to all",
    "russian": "Russian line",
    "us": "United States line",
    "joint": "joint text",
    "programme-of-action": "programme of action",
    "apart": "other tracks",
}
_BODIES: Final = {
    "general-assembly": "General Assembly",
    "first-committee": "First Committee",
    "working-group": "open-ended working group",
    "experts": "group of experts",
    "security-council": "Security Council",
    "states": "States by themselves",
}


def timeline(record: Record, *, in_print: InPrint = "first") -> None:
    """Show what happened, by period, track and body.

    Only tracks and bodies with an event in the period are offered, so no choice is empty.

    Parameters
    ----------
    record : Record
        What `kit.load()` gives.
    in_print : {"first", "all"} or mapping
        Which choices a printed export shows.
    """
    events = rows(record.events.sort_values("date", kind="stable"))
    places = {row.key: place for place, row in enumerate(events)}
    table = pd.DataFrame(
        {
            "Date": [_date(row) for row in events],
            "What happened": [text(row.event) for row in events],
            "Kind": [text(row.kind) for row in events],
            "Document": [text(row.document) for row in events],
            "Source": [source_of(row) for row in events],
            "Grade": [row.grade for row in events],
        }
    ).set_index("Date")

    def within(period: tuple[str, str], track: str = "") -> list[Any]:
        first, last = period
        found = [row for row in events if first <= text(row.date)[:4] <= last]
        return [row for row in found if not track or track in row.track.split("; ")]

    def tracks(period: tuple[str, str]) -> dict[str, str]:
        met = {track for row in within(period) for track in row.track.split("; ")}
        return {"all tracks": "", **{label: key for key, label in _TRACKS.items() if key in met}}

    def bodies(period: tuple[str, str], track: str) -> dict[str, str]:
        met = {row.body for row in within(period, track)}
        return {"all bodies": "", **{label: key for key, label in _BODIES.items() if key in met}}

    def show(period: tuple[str, str], track: str, body: str) -> pd.DataFrame:
        found = [row for row in within(period, track) if body in {"", row.body}]
        return table.iloc[[places[row.key] for row in found]]

    explore(
        show,
        title="What happened, 1998 to 2025",
        in_print=in_print,
        text_filter=True,
        period=_PERIODS,
        track=tracks,
        body=bodies,
    )


def _date(row: Any) -> str:  # noqa: ANN401  a row of events
    """Write the date of an event as far as it is known, with its last day."""
    days = (text(row.date), text(row.date_end))
    return " to ".join(day(date, short=True) for date in days if date)
