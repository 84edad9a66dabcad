"""Dates in words, as precise as they are known."""

from __future__ import annotations

import pytest

from kit.record.dates import day


@pytest.mark.parametrize(
    ("date", "words"),
    [("2021-12-06", "6 December 2021"), ("2021-02", "February 2021"), ("2021", "2021"), ("", "")],
)
def test_a_date_is_as_precise_as_it_is_known(date: str, words: str) -> None:
    assert day(date) == words


def test_a_table_has_the_months_short() -> None:
    assert [day(date, short=True) for date in ("2021-09-06", "2021-05", "2021")] == [
        "6 Sept 2021",
        "May 2021",
        "2021",
    ]
