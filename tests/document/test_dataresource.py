"""Tables as data, as pandas and the kit write them."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.document.blocks import Cite, Table
from kit.document.dataresource import table
from kit.document.phrases import plain
from kit.document.tablesize import MOST_COLUMNS, MOST_ROWS
from kit.document.walk import every
from kit.errors import NotebookError
from kit.teach.tables import resource as kits
from tests.draft import resource


def pandas_own(frame: pd.DataFrame) -> Any:
    """Write a table as pandas itself publishes it."""
    return json.loads(frame.to_json(orient="table"))


def kit_own(frame: pd.DataFrame) -> Any:
    """Write a table as the kit publishes it."""
    return json.loads(json.dumps(kits(frame)))


WRITERS = pytest.mark.parametrize("write", [pandas_own, kit_own])


def cells(made: Table) -> list[list[str]]:
    """List the words of each row."""
    return [[plain(cell) for cell in row] for row in made.rows]


def column(frame: pd.DataFrame, write: Any = kit_own, place: int = -1) -> list[str]:
    """List the words of one column."""
    return [row[place] for row in cells(table(write(frame)))]


# --- numbers ---------------------------------------------------------------------------


@WRITERS
def test_numbers_share_their_decimals_and_stand_right(write: Any) -> None:
    made = table(write(pd.DataFrame({"share": [1.5, 22.25, 3.0]})))

    assert cells(made) == [["1.50"], ["22.25"], ["3.00"]]
    assert made.columns[0].align == "right"


@WRITERS
def test_an_author_who_rounds_is_followed_and_one_who_does_not_gets_two_decimals(
    write: Any,
) -> None:
    assert column(pd.DataFrame({"share": [0.615, 0.5]}), write) == ["0.615", "0.500"]
    assert column(pd.DataFrame({"share": [2 / 3, 0.5]}), write) == ["0.67", "0.50"]


@WRITERS
def test_large_numbers_are_grouped_by_thousands(write: Any) -> None:
    assert column(pd.DataFrame({"n": [12, 1234567]}), write) == ["12", "1,234,567"]


@WRITERS
def test_years_are_not_grouped(write: Any) -> None:
    assert column(pd.DataFrame({"adopted": [2018, 2021]}), write) == ["2018", "2021"]
    assert column(pd.DataFrame({"year": [2018, 2021]}), write) == ["2018", "2021"]
    assert column(pd.DataFrame({"adopted": [2018.0, None]}), write) == ["2018", "–"]


@WRITERS
def test_a_small_number_is_never_written_as_nothing(write: Any) -> None:
    assert column(pd.DataFrame({"p": [0.0004, 0.05]}), write) == ["0.0004", "0.0500"]
    assert column(pd.DataFrame({"p": [0.5, 3e-9]}), write) == ["0.5", "3.0e-09"]


@WRITERS
def test_missing_numbers_are_a_dash_and_the_others_stay_whole(write: Any) -> None:
    assert column(pd.DataFrame({"yes": [109, None]}), write) == ["109", "–"]
    assert column(pd.DataFrame({"yes": pd.array([109, None], "Int64")}), write) == ["109", "–"]
    assert column(pd.DataFrame({"x": [float("inf"), 2.5]}), write) == ["–", "2.5"]


def test_numbers_beyond_all_measure_are_written_out() -> None:
    huge = 10**400

    assert cells(table(resource({"n": "integer"}, (huge,), (1,))))[0] == [f"{huge:,}"]


# --- dates and lengths of time -----------------------------------------------------------


@WRITERS
def test_a_date_has_no_time(write: Any) -> None:
    frame = pd.DataFrame({"day": pd.to_datetime(["2021-03-12", None])})

    assert column(frame, write) == ["2021-03-12", "–"]


@WRITERS
def test_when_one_has_a_time_all_have(write: Any) -> None:
    frame = pd.DataFrame({"at": pd.to_datetime(["2021-03-12 00:00", "2021-03-12 15:30"])})

    assert column(frame, write) == ["2021-03-12 00:00", "2021-03-12 15:30"]


@WRITERS
def test_a_time_with_a_zone_names_it(write: Any) -> None:
    moments = pd.to_datetime(["2021-03-12 15:30"]).tz_localize("UTC")

    assert column(pd.DataFrame({"at": moments}), write) == ["2021-03-12 15:30 UTC"]


@WRITERS
def test_dates_may_head_the_rows(write: Any) -> None:
    frame = pd.DataFrame({"n": [1]}, index=pd.to_datetime(["2021-03-12"]))
    made = table(write(frame))

    assert (cells(made), made.header_columns) == ([["2021-03-12", "1"]], 1)


def test_periods_are_written_as_dates() -> None:
    frame = pd.DataFrame({"n": [1]}, index=pd.period_range("2021-03", periods=1, freq="M"))

    assert cells(table(pandas_own(frame))) == [["2021-03-01", "1"]]
    assert cells(table(kit_own(frame))) == [["2021-03", "1"]]


def test_a_length_of_time_is_written_in_words() -> None:
    lengths = ["1 days", "2 days 03:00:00", "00:01:30.5", "0 days", "-90 min", None]
    frame = pd.DataFrame({"took": pd.to_timedelta(lengths)})

    assert column(frame, pandas_own) == [
        "1 day",
        "2 days 3 h",
        "1 min 30.5 s",
        "0 s",
        "−1 h 30 min",
        "–",
    ]


@pytest.mark.parametrize("value", ["", "today", "2021-99", "T", 5, True, ["2021-03-12"], {}])
def test_what_is_no_date_is_written_as_it_is(value: Any) -> None:
    made = table(resource({"day": "datetime"}, (value,)))

    assert len(cells(made)[0]) == 1


# --- other values --------------------------------------------------------------------------


@WRITERS
def test_truth_values_are_yes_and_no(write: Any) -> None:
    frame = pd.DataFrame({"voted": pd.array([True, False, None], "boolean")})

    assert column(frame, write) == ["yes", "no", "–"]


@WRITERS
def test_categories_are_their_words(write: Any) -> None:
    frame = pd.DataFrame({"vote": pd.Categorical(["yes", None, "abstain"])})

    assert column(frame, write) == ["yes", "–", "abstain"]


@WRITERS
def test_lists_are_their_items(write: Any) -> None:
    assert column(pd.DataFrame({"who": [["Japan", "Peru"], [], [1, None]]}), write) == [
        "Japan, Peru",
        "",
        "1, null",
    ]


@WRITERS
def test_a_column_of_many_kinds_is_written_value_by_value(write: Any) -> None:
    frame = pd.DataFrame({"x": [1, "two", 0.5, None, True]}, dtype=object)

    assert column(frame, write) == ["1", "two", "0.5", "–", "yes"]


def test_objects_are_written_as_json() -> None:
    assert cells(table(resource({"x": "any"}, ({"a": 1},)))) == [['{"a": 1}']]


def test_words_are_never_markup_but_for_citations() -> None:
    made = table(resource({"x": "string"}, ("<b>**a**</b> [@A/76/135 p. 9]",)))

    assert cells(made) == [["<b>**a**</b> "]]
    assert [cite.locator for cite in every(made, Cite)] == ["p. 9"]


# --- the index ------------------------------------------------------------------------------


@WRITERS
def test_an_index_that_only_counts_is_left_out(write: Any) -> None:
    made = table(write(pd.DataFrame({"n": ["a", "b"]})))

    assert (cells(made), made.header_columns) == ([["a"], ["b"]], 0)


@WRITERS
def test_an_index_with_a_name_heads_the_rows(write: Any) -> None:
    made = table(write(pd.DataFrame({"n": [1]}, index=pd.Index(["Japan"], name="member_state"))))

    assert [c.title for c in made.columns] == ["member state", "n"]
    assert (cells(made), made.header_columns) == ([["Japan", "1"]], 1)


@WRITERS
def test_an_index_in_several_levels_heads_the_rows_in_several_columns(write: Any) -> None:
    index = pd.MultiIndex.from_tuples([("Asia", "Japan")], names=["group", None])
    made = table(write(pd.DataFrame({"n": [1]}, index=index)))

    assert [c.title for c in made.columns] == ["group", "", "n"]
    assert (cells(made), made.header_columns) == ([["Asia", "Japan", "1"]], 2)


def test_a_column_whose_name_only_looks_like_an_index_keeps_its_title() -> None:
    made = table(resource({"level_1": "string", "index": "string"}, ("a", "b")))

    assert [c.title for c in made.columns] == ["level 1", "index"]


def test_index_columns_come_first_wherever_they_stand() -> None:
    made = table(resource({"n": "integer", "state": "string"}, (1, "Japan"), key=["state"]))

    assert (cells(made), made.header_columns) == ([["Japan", "1"]], 1)


def test_columns_in_several_levels_are_joined() -> None:
    made = table(kit_own(pd.DataFrame({("votes", "yes"): [1], ("votes", "no"): [2]})))

    assert [c.title for c in made.columns] == ["votes · yes", "votes · no"]


@WRITERS
def test_names_that_are_numbers_are_names(write: Any) -> None:
    made = table(write(pd.DataFrame({2018: ["a"], 2021: ["b"]})))

    assert [c.title for c in made.columns] == ["2018", "2021"]
    assert cells(made) == [["a", "b"]]


def test_two_columns_of_one_name_are_an_error_for_pandas_loses_the_first() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["yes", "yes"])

    with pytest.raises(NotebookError, match="named 'yes'"):
        table(pandas_own(frame))
    assert cells(table(kit_own(frame))) == [["1", "2"]]


# --- size and shape --------------------------------------------------------------------------


@WRITERS
def test_a_table_without_rows_keeps_its_columns(write: Any) -> None:
    made = table(write(pd.DataFrame({"n": []})))

    assert (len(made.columns), made.rows) == (1, ())


@WRITERS
def test_an_empty_table_has_no_columns(write: Any) -> None:
    assert table(write(pd.DataFrame())).columns == ()


def test_a_table_of_exactly_the_most_rows_is_whole() -> None:
    made = table(kit_own(pd.DataFrame({"n": range(MOST_ROWS)})))

    assert (len(made.rows), made.note) == (MOST_ROWS, "")


def test_a_longer_table_is_cut_and_says_so() -> None:
    made = table(kit_own(pd.DataFrame({"n": range(2_316)})))

    assert (len(made.rows), made.note) == (MOST_ROWS, "The first 1,000 of 2,316 rows.")


def test_a_wider_table_is_cut_and_says_so() -> None:
    made = table(kit_own(pd.DataFrame({f"c{n}": [n] for n in range(300)})))

    assert len(made.columns) == len(made.rows[0]) == MOST_COLUMNS
    assert made.note == "The first 60 of 300 columns."


def test_a_value_that_a_row_does_not_have_is_missing() -> None:
    made = table({"schema": {"fields": [{"name": "a"}, {"name": "b"}]}, "data": [{"a": "x"}]})

    assert cells(made) == [["x", "–"]]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "table",
        {},
        {"schema": {}, "data": []},
        {"schema": {"fields": [{}]}, "data": []},
        {"schema": {"fields": [{"name": None}]}, "data": []},
        {"schema": {"fields": []}, "data": {}},
        {"schema": {"fields": []}, "data": [1]},
    ],
)
def test_what_is_no_table_is_refused(broken: object) -> None:
    with pytest.raises(NotebookError, match="not a table resource"):
        table(broken)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
_KINDS = st.sampled_from(
    ["integer", "number", "datetime", "date", "duration", "boolean", "string", "year", "any"]
)


@given(
    st.lists(st.tuples(st.text(max_size=4), _KINDS | _JSON), max_size=4),
    st.lists(st.lists(_JSON, min_size=4, max_size=4), max_size=4),
    _JSON,
)
def test_any_values_of_any_types_make_a_table_of_the_right_shape_or_an_error(
    fields: list[tuple[str, Any]], rows: list[list[Any]], key: Any
) -> None:
    names = [name for name, _ in fields]
    content = {
        "schema": {
            "fields": [{"name": name, "type": kind} for name, kind in fields],
            "primaryKey": key,
        },
        "data": [dict(zip(names, row, strict=False)) for row in rows],
    }
    with contextlib.suppress(NotebookError):
        made = table(content)
        assert all(len(row) == len(made.columns) for row in made.rows)
        assert made.header_columns <= len(made.columns)
