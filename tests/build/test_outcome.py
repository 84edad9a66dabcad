"""Tests of how failures are told."""

from __future__ import annotations

from typing import get_args

import pytest

from kit.build.outcome import Failure, Kind, Limits, failure_error, tail_of


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_failure_says_what_where_and_how_to_mend(kind: Kind) -> None:
    failure = Failure(kind, 7, "ValueError: no", "last words\n")
    error = failure_error(failure, where="notebooks/a.ipynb", limits=Limits())
    assert error.what
    assert error.where == "notebooks/a.ipynb, cell 7"
    assert error.mend
    assert "last words" in str(error)


def test_an_error_of_the_kit_is_told_in_its_own_words() -> None:
    reason = "UsageError: There is no topic 'nrms'. The nearest is 'norms'."
    error = failure_error(Failure("error", 2, reason), where="topic.ipynb", limits=Limits())
    told = "There is no topic 'nrms'. The nearest is 'norms' (topic.ipynb, cell 2)."
    assert str(error) == told


def test_limits_are_named_in_units_a_reader_knows() -> None:
    limits = Limits(seconds=2.5, memory=512 * 2**20, output=2**20)
    told = [
        str(failure_error(Failure(kind, 1, "x"), where="a", limits=limits))
        for kind in ("time", "memory", "output")
    ]
    assert "2.5 seconds" in told[0]
    assert "512 MiB" in told[1]
    assert "1 MiB" in told[2]


def test_a_failure_before_the_first_cell_names_the_notebook_alone() -> None:
    error = failure_error(Failure("start", 0, "no such kernel"), where="a.ipynb", limits=Limits())
    assert error.where == "a.ipynb"


def test_only_the_last_lines_are_shown() -> None:
    shown = tail_of("\n".join(f"line {number}" for number in range(100)))
    assert shown.splitlines() == [f"line {number}" for number in range(95, 100)]
    assert len(tail_of("x" * 5000)) == 600
