"""What a reader can choose, and every way of choosing."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from kit.errors import UsageError
from kit.teach.controls import every_state, first_state, read


def show(year: Any, track: Any = "GGE") -> Any:
    return year, track


def labels(control: Any) -> Any:
    return [option.label for option in control.fixed]


def test_lists_tuples_ranges_and_columns_keep_their_order() -> None:
    column = pd.Series(["b", "a", None, "b"])
    controls = read(
        lambda w, x, y, z: (w, x, y, z),
        {"w": [3, 1], "x": ("q", "p"), "y": range(2018, 2022, 2), "z": column},
    )
    assert [labels(control) for control in controls] == [
        ["3", "1"],
        ["q", "p"],
        ["2018", "2020"],
        ["b", "a"],
    ]


def test_a_mapping_gives_its_label_to_the_reader_and_its_value_to_the_function() -> None:
    (control,) = read(lambda line: line, {"line": {"Russian line": "russian"}})
    assert [(o.label, o.value) for o in control.fixed] == [("Russian line", "russian")]


@pytest.mark.parametrize(("given", "first"), [(True, "on"), (False, "off"), (bool, "off")])
def test_a_bool_is_a_switch_that_starts_as_it_was_given(given: Any, first: Any) -> None:
    (control,) = read(lambda full: full, {"full": given})
    assert control.kind == "switch"
    assert labels(control) == ["off", "on"]
    assert control.first(control.fixed).label == first


def test_numbers_of_numpy_reach_the_function_as_plain_numbers() -> None:
    (control,) = read(lambda n: n, {"n": pd.Series([2, 1]).to_numpy()})
    assert [type(option.value) for option in control.fixed] == [int, int]


def test_a_default_in_the_signature_is_chosen_first() -> None:
    controls = read(show, {"year": [2018, 2021], "track": ["OEWG", "GGE"]})
    assert first_state(controls).labels == ("2018", "GGE")


def test_a_default_of_one_does_not_choose_true() -> None:
    controls = read(lambda n=1: n, {"n": {"yes": True, "one": 1}})
    assert first_state(controls).labels == ("one",)


def test_a_dependent_control_offers_what_its_function_gives_for_the_earlier_value() -> None:
    choices = {2018: ["a", "b"], 2021: ["c"]}
    controls = read(show, {"year": [2018, 2021], "track": lambda year: choices[year]})
    assert [state.labels for state in every_state(controls)] == [
        ("2018", "a"),
        ("2018", "b"),
        ("2021", "c"),
    ]


def test_a_choice_that_is_no_longer_offered_falls_back_to_the_first() -> None:
    choices = {2018: ["a", "b"], 2021: ["b", "c"]}
    controls = read(show, {"year": [2018, 2021], "track": lambda year: choices[year]})
    assert first_state(controls, year="2021", track="b").labels == ("2021", "b")
    assert first_state(controls, year="2021", track="a").labels == ("2021", "b")


@pytest.mark.parametrize(
    ("controls", "says"),
    [
        ({}, "at least one control"),
        ({"year": [1], "a": [1], "b": [1], "c": [1], "d": [1]}, "at most 4 controls"),
        ({"yaer": [2018]}, "takes no 'yaer'; the nearest is \"year\""),
        ({"track": ["GGE"]}, "needs 'year'"),
        ({"year": []}, "nothing to choose"),
        ({"year": "2018"}, "not a list of choices"),
        ({"year": {2018, 2019}}, "not a list of choices"),
        ({"year": 2018}, "not a list of choices"),
        ({"year": pd.DataFrame({"a": [1]})}, "not a list of choices"),
        ({"year": [1, "1"]}, "offers '1' twice"),
        ({"year": lambda trak: [trak], "track": ["GGE"]}, "depend on 'trak'"),
        ({"year": lambda track: [track], "track": ["GGE"]}, "not an earlier control"),
    ],
)
def test_controls_that_cannot_work_are_refused_in_one_sentence(controls: Any, says: Any) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        read(show, controls)


def test_a_dependent_control_with_nothing_to_choose_is_refused_when_it_is_reached() -> None:
    controls = read(show, {"year": [2018], "track": lambda year: [][:year]})
    with pytest.raises(UsageError, match="'track' has nothing to choose"):
        list(every_state(controls))
