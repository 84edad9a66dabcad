"""DataFrames as data."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pandas as pd
import pytest

from kit import mime
from kit.errors import UsageError
from kit.teach import tables


def names(resource: Any) -> Any:
    return [field["name"] for field in resource["schema"]["fields"]]


def types(resource: Any) -> Any:
    return {field["name"]: field["type"] for field in resource["schema"]["fields"]}


def test_types_are_those_of_table_schema() -> None:
    frame = pd.DataFrame(
        {
            "text": ["a"],
            "whole": [1],
            "real": [0.5],
            "flag": [True],
            "moment": pd.to_datetime(["2021-11-03"]),
            "year": [2021],
            "kind": pd.Categorical(["x"]),
        }
    )
    assert types(tables.resource(frame)) == {
        "index": "integer",
        "text": "string",
        "whole": "integer",
        "real": "number",
        "flag": "boolean",
        "moment": "datetime",
        "year": "year",
        "kind": "string",
    }


def test_every_kind_of_missing_value_is_null() -> None:
    frame = pd.DataFrame(
        {
            "a": [None, "x"],
            "b": [float("nan"), 1.0],
            "c": pd.array([pd.NA, 1], dtype="Int64"),
            "d": [pd.NaT, pd.Timestamp("2021-01-01")],
            "e": [float("inf"), 1.0],
        }
    )
    first = tables.resource(frame)["data"][0]
    assert {first[name] for name in "abcde"} == {None}


def test_two_columns_of_one_name_are_both_kept() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["yes", "yes"])
    made = tables.resource(frame)
    assert names(made) == ["index", "yes", "yes (2)"]
    assert made["data"] == [{"index": 0, "yes": 1, "yes (2)": 2}]


def test_levels_of_columns_and_of_the_index_are_kept() -> None:
    frame = pd.DataFrame(
        [[1, 2]],
        index=pd.MultiIndex.from_tuples([("A/RES/73/27", "plenary")], names=["text", None]),
        columns=pd.MultiIndex.from_tuples([("vote", "yes"), ("vote", "no")]),
    )
    made = tables.resource(frame)
    assert names(made) == ["text", "level_1", "vote · yes", "vote · no"]
    assert made["schema"]["primaryKey"] == ["text", "level_1"]


def test_an_index_and_a_column_of_one_name_are_told_apart() -> None:
    frame = pd.DataFrame({"state": ["SGP"]}, index=pd.Index(["x"], name="state"))
    assert names(tables.resource(frame)) == ["state", "state (2)"]


def test_row_numbers_left_over_from_choosing_rows_become_a_plain_count() -> None:
    frame = pd.DataFrame({"vote": ["yes", "no", "yes"]})
    made = tables.resource(frame[frame["vote"] == "yes"])
    assert [record["index"] for record in made["data"]] == [0, 1]


def test_an_index_that_says_something_is_kept() -> None:
    years = tables.resource(pd.DataFrame({"yes": [109, 163]}, index=[2018, 2020]))
    named = tables.resource(pd.DataFrame({"yes": [1]}, index=pd.Index([7], name="row")))
    column = tables.resource(pd.Series([5], index=[3]))
    assert [record["index"] for record in years["data"]] == [2018, 2020]
    assert named["data"] == [{"row": 7, "yes": 1}]
    assert column["data"] == [{"index": 3, "value": 5}]


def test_more_rows_than_pandas_shows_are_all_there() -> None:
    made = tables.resource(pd.DataFrame({"n": range(500)}))
    assert [record["n"] for record in made["data"]] == list(range(500))


def test_anything_in_a_cell_becomes_plain_json() -> None:
    frame = pd.DataFrame(
        {"a": [[1, "x"], {"k": 1}, dt.date(2021, 11, 3), pd.Timedelta("1D"), {"b", "a"}, 1 + 2j]}
    )
    made = tables.resource(frame)
    assert json.loads(json.dumps(made)) == made
    assert made["data"][2]["a"] == "2021-11-03"
    assert made["data"][4]["a"] == ["a", "b"]


@pytest.mark.parametrize(
    "frame", [pd.DataFrame(), pd.DataFrame({"a": []}), pd.DataFrame(index=["x"])]
)
def test_empty_tables_are_tables_too(frame: Any) -> None:
    made = tables.resource(frame)
    assert len(made["data"]) == len(frame)


def test_the_document_reads_what_is_written_here(notebook: Any) -> None:
    from kit.document import dataresource

    notebook.export().run("import kit; kit.explore")
    (bundle,) = notebook.run(
        "import pandas as pd\n"
        "display(pd.DataFrame({'state': ['SGP'], 'votes': [12]}).set_index('state'))"
    )
    table = dataresource.table(bundle[mime.TABLE])
    assert [column.title for column in table.columns] == ["state", "votes"]
    assert table.header_columns == 1


def test_an_export_writes_a_table_once(notebook: Any) -> None:
    (bundle,) = notebook.export().run(
        "import kit, pandas as pd; kit.explore\ndisplay(pd.DataFrame({'a': [1, 2]}))"
    )
    assert set(bundle) == {mime.TABLE, "text/plain"}
    assert bundle["text/plain"] == "Table of 2 rows"


def test_a_table_within_a_list_is_printed_whole(notebook: Any) -> None:
    (bundle,) = notebook.export().run(
        "import kit, pandas as pd; kit.explore\ndisplay([pd.DataFrame({'votes': [109]})])"
    )
    assert "votes" in bundle["text/plain"]
    assert "109" in bundle["text/plain"]


def test_a_live_notebook_shows_dataframes_as_it_always_did(notebook: Any) -> None:
    (bundle,) = notebook.run(
        "import kit, pandas as pd; kit.explore\ndisplay(pd.DataFrame({'a': [1]}))"
    )
    assert mime.TABLE not in bundle


def test_data_that_is_no_table_is_refused_in_one_sentence() -> None:
    with pytest.raises(UsageError, match="is a list, not a table"):
        tables.behind([1, 2], what="a figure")
