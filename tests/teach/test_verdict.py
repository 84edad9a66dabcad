"""What is answered to an answer."""

from __future__ import annotations

from typing import Any

import pytest

from kit.teach.quiz import read
from kit.teach.verdict import fold, on_order, on_pairs, on_picks, on_text

SINGLE = read(
    "Q?", {"confirmed": "The statement's word.", "noted": "PP10's word."}, "noted", "See PP10."
)
MULTIPLE = read("Q?", {"a": "A it is.", "b": "", "c": "Not c."}, {"a", "b"})
ORDERING = read("Q?", ["one", "two", "three"], ["one", "two", "three"])
MATCH = read("Q?", (), {"OP1": "recognizes", "OP2": "welcomes"})
TEXT = read("How many?", (), ["25", "twenty-five"])


def test_the_right_pick_is_right_with_its_feedback_and_the_reason() -> None:
    found = on_picks(SINGLE, ["noted"])
    assert found.right
    assert found.says == "**Right.**\n\nPP10's word.\n\nSee PP10."


def test_a_wrong_pick_gets_its_own_feedback() -> None:
    found = on_picks(SINGLE, ["confirmed"])
    assert not found.right
    assert "The statement's word." in found.says
    assert "PP10's word." not in found.says


def test_nothing_picked_gives_nothing_away() -> None:
    assert on_picks(SINGLE, []).says == "Pick an answer first."


def test_several_picks_are_right_only_when_all_are_there_and_no_other() -> None:
    assert on_picks(MULTIPLE, ["a", "b"]).right
    assert "1 more belongs there" in on_picks(MULTIPLE, ["a"]).says
    assert "1 of your picks does not belong" in on_picks(MULTIPLE, ["a", "b", "c"]).says
    both = on_picks(MULTIPLE, ["c"]).says
    assert "1 of your picks does not belong and 2 more belong there" in both
    assert "Not c." in both


def test_an_order_counts_the_places_that_are_right() -> None:
    assert on_order(ORDERING, ["one", "two", "three"]).right
    assert "1 of 3 are in place" in on_order(ORDERING, ["one", "three", "two"]).says
    assert on_order(ORDERING, ["one", None, "two"]).says.startswith("Give each place")
    assert on_order(ORDERING, ["one", "one", "two"]).says.startswith("Give each place")


def test_pairs_that_do_not_fit_are_named() -> None:
    assert on_pairs(MATCH, {"OP1": "recognizes", "OP2": "welcomes"}).right
    assert "OP2" in on_pairs(MATCH, {"OP1": "recognizes", "OP2": "recognizes"}).says
    assert on_pairs(MATCH, {"OP1": None, "OP2": "welcomes"}).says.startswith("Choose a partner")


@pytest.mark.parametrize("written", ["25", " Twenty-Five.", "twenty–five", "“25”", "TWENTY-FIVE!"])
def test_every_accepted_form_is_right_whatever_its_typography(written: Any) -> None:
    assert on_text(TEXT, written).right


@pytest.mark.parametrize("written", ["24", "twentyfive experts", "2 5"])
def test_any_other_text_is_not(written: Any) -> None:
    assert not on_text(TEXT, written).right


def test_an_empty_line_is_asked_for_an_answer() -> None:
    assert on_text(TEXT, "  ").says == "Write an answer first."


def test_folding_keeps_what_distinguishes_symbols() -> None:
    assert fold("A/RES/76/19") != fold("A/RES/76/135")
    assert fold("A/75/816") == fold("a/75/816.")
