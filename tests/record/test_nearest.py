"""The nearest match."""

from __future__ import annotations

from kit.record.nearest import did_you_mean, nearest


def test_case_does_not_matter() -> None:
    assert nearest("a/res/76/91", ["A/RES/75/240", "A/RES/76/19"]) == "A/RES/76/19"


def test_nothing_near_gives_nothing() -> None:
    assert nearest("zzz", ["A/RES/76/19"]) == ""
    assert did_you_mean("zzz", ["A/RES/76/19"]) == ""


def test_the_hint_fits_after_a_clause() -> None:
    assert did_you_mean("vote", ["votes"]) == '; the nearest is "votes"'
