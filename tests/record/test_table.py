"""A table of the record: nothing changes it, and what is derived from it is ordinary."""

# ruff: noqa: PD002, PD008, PD009 - every way of writing in place is tried
from __future__ import annotations

import copy
import pickle
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import kit
from kit.errors import UsageError
from kit.record import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import PackageFolder


@pytest.fixture
def votes(folder: PackageFolder) -> Any:
    return kit.load(folder.path, beside=None).ballots


def assign_column(table: Any) -> None:
    table["yes"] = 9


def assign_new_column(table: Any) -> None:
    table["new"] = 9


def assign_attribute(table: Any) -> None:
    table.yes = 9


def assign_loc(table: Any) -> None:
    table.loc[0, "yes"] = 9


def assign_new_row(table: Any) -> None:
    table.loc[99] = 9


def assign_iloc(table: Any) -> None:
    table.iloc[0, 0] = "x"


def assign_at(table: Any) -> None:
    table.at[0, "yes"] = 9


def assign_iat(table: Any) -> None:
    table.iat[0, 0] = "x"


def assign_columns(table: Any) -> None:
    table.columns = list(table.columns)


def assign_index(table: Any) -> None:
    table.index = [7]


def delete_column(table: Any) -> None:
    del table["yes"]


def delete_attribute(table: Any) -> None:
    del table.yes


def add_in_place(table: Any) -> None:
    table += table


WRITES: list[Callable[[Any], object]] = [
    assign_column,
    assign_new_column,
    assign_attribute,
    assign_loc,
    assign_new_row,
    assign_iloc,
    assign_at,
    assign_iat,
    assign_columns,
    assign_index,
    delete_column,
    delete_attribute,
    add_in_place,
    lambda table: table.insert(0, "new", 1),
    lambda table: table.pop("yes"),
    lambda table: table.update(table),
    lambda table: table.isetitem(0, ["x"]),
    lambda table: table.drop(columns="yes", inplace=True),
    lambda table: table.dropna(inplace=True),
    lambda table: table.drop_duplicates(inplace=True),
    lambda table: table.fillna({"paragraph": "x"}, inplace=True),
    lambda table: table.replace("A/RES/76/19", "x", inplace=True),
    lambda table: table.rename(columns={"yes": "Yes"}, inplace=True),
    lambda table: table.rename_axis("x", inplace=True),
    lambda table: table.reset_index(inplace=True),
    lambda table: table.set_index("key", inplace=True),
    lambda table: table.sort_values("key", inplace=True),
    lambda table: table.sort_index(axis=1, inplace=True),
    lambda table: table.query("yes > 1", inplace=True),
    lambda table: table.eval("new = yes + 1", inplace=True),
    lambda table: table.mask(table.isna(), "x", inplace=True),
    lambda table: table.where(table.notna(), "x", inplace=True),
]


@pytest.mark.parametrize("write", WRITES)
def test_every_way_of_writing_raises_and_changes_nothing(
    votes: Any, write: Callable[[Any], object]
) -> None:
    before = pd.DataFrame(votes).copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pandas deprecates some of these ways
        with pytest.raises(UsageError, match=r"never changes.*record\.ballots\.copy\(\)"):
            write(votes)
    assert pd.DataFrame(votes).equals(before)


@pytest.mark.parametrize(
    "write",
    [
        lambda table: setattr(table.index, "name", "x"),
        lambda table: setattr(table.columns, "name", "x"),
        lambda table: table["key"].array.__setitem__(0, "x"),
        lambda table: table["yes"].array.__setitem__(0, 9),
        lambda table: table.iloc[0].__setitem__("key", "x"),
        lambda table: table[["key", "yes"]].__setitem__("key", "x"),
        lambda table: table.loc[:, "line"].array.__setitem__(0, "us"),
    ],
)
def test_what_is_written_to_something_derived_does_not_reach_the_table(
    votes: Any, write: Callable[[Any], object]
) -> None:
    before = pd.DataFrame(votes).copy()
    write(votes)
    assert pd.DataFrame(votes).equals(before)
    assert (votes.index.name, votes.columns.name) == (None, None)


def test_numpy_values_cannot_be_used_to_write(votes: Any) -> None:
    before = pd.DataFrame(votes).copy()
    values = votes["yes"].to_numpy()
    if values.flags.writeable:
        values[0] = 9
    assert pd.DataFrame(votes).equals(before)


def test_notes_cannot_be_attached(votes: Any) -> None:
    with pytest.raises(TypeError):
        votes.attrs["note"] = "x"


@pytest.mark.parametrize(
    "derive",
    [
        lambda table: table.copy(),
        lambda table: table[["key", "yes"]],
        lambda table: table[table["yes"] > 0],
        lambda table: table.head(1),
        lambda table: table.assign(new=1),
        lambda table: table.merge(table, on="key"),
        lambda table: table.groupby("line", observed=True)["yes"].sum().to_frame(),
        lambda table: pd.concat([table, table]),
        copy.copy,
        copy.deepcopy,
        lambda table: pickle.loads(pickle.dumps(table)),  # noqa: S301 - our own bytes
    ],
)
def test_what_is_derived_is_an_ordinary_frame_that_can_be_written(
    votes: Any, derive: Callable[[Any], pd.DataFrame]
) -> None:
    derived = derive(votes)
    assert type(derived) is pd.DataFrame
    derived["new"] = 1
    derived.loc[derived.index[0], "new"] = 2
    assert derived["new"].iloc[0] == 2


def test_a_derived_frame_outlives_the_record(folder: PackageFolder) -> None:
    derived = kit.load(folder.path, beside=None).ballots[["key", "yes"]]
    derived.loc[0, "yes"] = 9
    assert derived["yes"][0] == 9


def test_columns_have_the_types_of_the_schema(folder: PackageFolder) -> None:
    record = kit.load(folder.path, beside=None)
    assert isinstance(record.votes, Table)
    assert record.ballots["yes"].dtype == np.int64
    assert record.tallies["yes"].dtype == "Int64"
    assert record.states["eu_member_2024"].dtype == np.bool_
    assert record.events["date"].dtype == "str"
    assert record.lineage["similarity"].dtype == np.float64
    assert list(record.votes["vote"].cat.categories) == ["yes", "no", "abstain", "not_voting"]


def test_namibias_code_is_a_code_and_not_a_missing_value(folder: PackageFolder) -> None:
    states = kit.load(folder.path, beside=None).states
    assert list(states["iso2"]) == ["SG", "BO", "CI", "NA"]


def test_a_table_can_be_seen_and_described_like_any_other(votes: Any) -> None:
    assert "A/RES/76/19" in repr(votes)
    assert "<table" in votes._repr_html_()
    assert votes.describe().loc["count", "yes"] == 1
