"""Lengths of time in words, wherever a table shows them."""

from __future__ import annotations

import pandas as pd
import pytest

from kit.document import dataresource
from kit.teach import duration, live, tables


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("5 days", "5 days"),
        ("1 day 02:00:00", "1 day 2 h"),
        ("00:00:00", "0 s"),
        ("-90 min", "−1 h 30 min"),
        ("1.5 s", "1.5 s"),
    ],
)
def test_a_timedelta_is_said_in_words(given: str, said: str) -> None:
    assert duration.words(pd.Timedelta(given).isoformat()) == said


@pytest.mark.parametrize("iso", ["", "soon", "2021-12-06", "P1Y"])
def test_what_is_no_length_of_time_has_no_words(iso: str) -> None:
    assert duration.words(iso) is None


def test_notebook_and_export_say_the_same_of_a_column() -> None:
    frame = pd.DataFrame({"lasted": pd.to_timedelta(["5 days", "26 h", None])})
    made = tables.resource(frame)
    exported = ["".join(part.text for part in row[0]) for row in dataresource.table(made).rows]
    assert exported == ["5 days", "1 day 2 h", "–"]
    shown = str(live.table(made))
    assert all(f">{said}<" in shown for said in exported)
    assert "PT" not in shown
