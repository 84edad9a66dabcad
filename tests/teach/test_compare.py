"""Values are compared by what they mean, and nothing gives the answer away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.teach.canonical import digest, key
from kit.teach.compare import Rules, compare

TABLE = pd.DataFrame({"state": ["SGP", "FRA", "BRA"], "votes": [12, 11, 12]})


@pytest.mark.parametrize(
    "value",
    [
        TABLE,
        TABLE.iloc[::-1],
        TABLE[["votes", "state"]],
        TABLE.set_index("state"),
        TABLE.astype({"votes": float}),
        TABLE.astype({"votes": "Int64", "state": "category"}),
        TABLE.rename(columns={"state": "State", "votes": " VOTES"}),
        TABLE.sort_values("state"),
        TABLE.assign(state=TABLE.state.str.lower()),
    ],
)
def test_a_table_is_right_whatever_its_order_index_and_types(value: Any) -> None:
    assert compare(value, TABLE).right


def test_a_table_with_a_column_too_many_is_right_and_told_so() -> None:
    found = compare(TABLE.assign(note="x"), TABLE)
    assert found.right
    assert found.says == ("It does not need the column note.",)


def test_a_table_says_how_many_rows_are_right_missing_and_foreign() -> None:
    value = pd.DataFrame({"state": ["SGP", "FRA", "USA"], "votes": [12, 10, 9]})
    assert compare(value, TABLE).says == (
        "1 of 3 rows are right.",
        "Rows missing: 2.",
        "Rows that do not belong: 2, such as state = FRA, votes = 10.",
    )


def test_a_repeated_row_is_a_row_too_many() -> None:
    assert not compare(pd.concat([TABLE, TABLE]), TABLE).right


def test_missing_columns_are_named() -> None:
    assert compare(TABLE[["state"]], TABLE).says == ("Your table lacks the column votes.",)


def test_missing_values_equal_missing_values() -> None:
    left = pd.DataFrame({"a": [None, "x"]})
    right = pd.DataFrame({"a": pd.array([pd.NA, "x"], dtype="string")})
    assert compare(left, right).right


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([1, 2], [2, 1]),
        ((1, 2), {1, 2}),
        ({1, 2}, [1, 2]),
        (np.array([1.0, 2.0]), [1, 2]),
        (pd.Series(["b", "a"]), ["a", "b"]),
        (pd.Index(["A/RES/73/27"]), ["a/res/73/27"]),
        ([("SGP", 1)], [("sgp", 1.0)]),
        ([], []),
    ],
)
def test_collections_are_right_whatever_their_kind_and_order(value: Any, expected: Any) -> None:
    assert compare(value, expected).right


def test_collections_say_what_is_missing_and_what_does_not_belong() -> None:
    assert compare(["OP1", "OP9"], ["OP1", "OP2", "OP3"]).says == (
        "1 of 3 are there.",
        "Missing: 2.",
        "Does not belong: OP9.",
    )


def test_an_order_counts_only_where_the_exercise_says_so() -> None:
    assert not compare([2, 1], [1, 2], Rules(ordered=True)).right
    assert "not in the right order" in compare([2, 1], [1, 2], Rules(ordered=True)).says[0]
    assert compare([1, 2], [1, 2], Rules(ordered=True)).right


@pytest.mark.parametrize(
    "value",
    [{"yes": 163, "no": 10}, {"No": 10, "YES": 163.0}, pd.Series({"yes": 163, "no": 10})],
)
def test_mappings_and_named_columns_are_compared_by_name(value: Any) -> None:
    assert compare(value, {"yes": 163, "no": 10}).right
    assert compare(value, pd.Series({"yes": 163, "no": 10})).right


def test_mappings_say_which_values_to_look_at_again() -> None:
    assert compare({"yes": 160, "maybe": 1}, {"yes": 163, "no": 10}).says == (
        "0 of 2 values are right.",
        "Look again at: yes.",
        "Missing: 1.",
        "Does not belong: maybe.",
    )


@pytest.mark.parametrize(
    ("value", "expected", "says"),
    [
        (0.5, 0.5000000001, ()),
        (np.int64(109), 109.0, ()),
        (110, 109, ("Your number is too high.",)),
        (47.66, 0.4766, ("That is the percentage; a share between 0 and 1 is expected.",)),
        (0.4766, 47.66, ("That is the share; a percentage is expected.",)),
        ("109", 109, ("Your answer is a text; a number (without quotes) is expected.",)),
        (True, 1, ("Your answer is a truth value; a number is expected.",)),
        (None, 1, ("Your answer is nothing (None); a number is expected.",)),
        (
            len,
            1,
            (
                "Your answer is a function (call it: put parentheses after its name); a number is expected.",
            ),
        ),
    ],
)
def test_numbers(value: Any, expected: Any, says: Any) -> None:
    found = compare(value, expected)
    assert found.says == says
    assert found.right is not bool(says)


def test_a_tolerance_allows_for_rounding() -> None:
    assert not compare(0.48, 0.4766).right
    assert compare(0.48, 0.4766, Rules(tolerance=0.005)).right


@pytest.mark.parametrize(
    ("value", "expected", "right"),
    [
        ("Without a vote.", "without a vote", True),
        (dt.date(2021, 11, 3), "2021-11-03", True),
        (pd.Timestamp("2021-11-03"), dt.date(2021, 11, 3), True),
        ("noted", "confirmed", False),
        (True, True, True),
        (np.False_, True, False),
    ],
)
def test_single_values(value: Any, expected: Any, right: Any) -> None:
    assert compare(value, expected).right is right


@pytest.mark.parametrize(
    ("value", "expected", "wanted"),
    [
        ([1], TABLE, "a table (DataFrame) with the columns state, votes"),
        (TABLE, [1], "a list"),
        ("SGP", ["SGP"], "a list"),
        (["SGP"], "SGP", "a single value"),
        (3, "3", "a text (in quotes)"),
        ("yes", True, "True or False"),
        ([1], {"a": 1}, "a dict, or a Series, with a value for each name"),
    ],
)
def test_a_wrong_type_is_named_and_is_no_attempt(value: Any, expected: Any, wanted: Any) -> None:
    found = compare(value, expected)
    assert not found.usable
    assert found.says[0].endswith(f"; {wanted} is expected.")


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine
SIMPLE = st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=8)


@UNHURRIED
@given(st.lists(SIMPLE, max_size=6), st.randoms())
def test_any_list_equals_itself_shuffled(items: Any, chance: Any) -> None:
    mixed = list(items)
    chance.shuffle(mixed)
    assert compare(mixed, items).right


@UNHURRIED
@given(st.lists(st.tuples(SIMPLE, SIMPLE), min_size=1, max_size=6), st.randoms())
def test_any_table_equals_itself_shuffled_and_has_the_same_fingerprint(
    rows: Any, chance: Any
) -> None:
    table = pd.DataFrame(rows, columns=["a", "b"], dtype=object)
    mixed = list(rows)
    chance.shuffle(mixed)
    other = pd.DataFrame(mixed, columns=["a", "b"], dtype=object)
    assert compare(other, table).right
    assert digest(other) == digest(table)


@UNHURRIED
@given(SIMPLE, SIMPLE)
def test_keys_are_equal_only_for_values_that_mean_the_same(left: Any, right: Any) -> None:
    if isinstance(left, bool) is isinstance(right, bool) and left == right:
        assert key(left) == key(right)
    if key(left) == key(right) and not isinstance(left, str):
        assert left == right


@pytest.mark.parametrize(
    ("value", "expected", "said"),
    [
        (["1", "3"], [1, 3], "Your answer holds texts; numbers (without quotes) are expected."),
        ([7, 21], ["7", "21"], "Your answer holds numbers; texts (in quotes) are expected."),
        (
            {"1": "fact"},
            {1: "fact"},
            "The names in your answer are texts; numbers (without quotes) are expected.",
        ),
    ],
)
def test_texts_for_numbers_are_told_as_such_and_cost_no_hint(
    value: object, expected: object, said: str
) -> None:
    result = compare(value, expected)
    assert result.says == (said,)
    assert not result.usable


def test_texts_among_numbers_are_compared_one_by_one() -> None:
    result = compare(["a", 3], [1, 3])
    assert result.usable
    assert result.says[0] == "1 of 2 are there."


def test_of_many_that_do_not_belong_the_first_are_named() -> None:
    says = " ".join(compare([f"S{number}" for number in range(20)], ["S0"]).says)
    assert "S8 and 11 more." in says
    assert "S9" not in says
