"""Loading: what is harmless loads, what is wrong gives one clear message."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kit
from kit.errors import DataError, KitError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import PackageFolder


def message(folder: PackageFolder) -> str:
    with pytest.raises(DataError) as caught:
        kit.load(folder.path, beside=None)
    text = str(caught.value)
    assert "\n" not in text
    assert caught.value.mend
    return text


def test_a_valid_package_loads(folder: PackageFolder) -> None:
    record = kit.load(folder.path, beside=None)
    assert list(record.votes["vote"]) == ["yes", "no", "yes", "not_voting"]


def test_a_wrong_type_names_file_row_column_value_and_rule(folder: PackageFolder) -> None:
    folder.change("paragraphs", 3, position="two")
    text = message(folder)
    for part in ("paragraphs.csv, row 3, column position", '"two"', "whole number"):
        assert part in text


def test_a_missing_column_is_named(folder: PackageFolder) -> None:
    rows = folder.rows("votes")
    folder.schema["votes"].remove("vote")
    folder.write("votes", [{k: v for k, v in row.items() if k != "vote"} for row in rows])
    assert "column 'vote' is missing (" in message(folder)


def test_an_extra_column_is_named_with_the_nearest(folder: PackageFolder) -> None:
    rows = folder.rows("votes")
    folder.schema["votes"].append("votes")
    folder.write("votes", [{**row, "votes": ""} for row in rows])
    text = message(folder)
    assert "'votes' is not in the schema" in text
    assert '"vote"' in text


def test_a_duplicate_key_names_both_rows(folder: PackageFolder) -> None:
    folder.add("votes", like=2)
    text = message(folder)
    assert "votes.csv, row 6" in text
    assert "votes.csv, row 2" in text


def test_a_dangling_foreign_key_names_the_nearest(folder: PackageFolder) -> None:
    folder.change("votes", 2, state="SGB")
    text = message(folder)
    assert '"SGB" is not in the table states' in text
    assert '"SGP"' in text
    assert "votes.csv, row 2, column state" in text


def test_an_unknown_word_of_a_vocabulary_names_the_nearest(folder: PackageFolder) -> None:
    folder.change("claims", 2, finding="differ")
    text = message(folder)
    assert "is not one of supported, qualified, differs" in text
    assert 'the nearest is "differs"' in text


@pytest.mark.parametrize("date", ["2021-02-30", "2021-13", "6 December 2021", "21-12-06"])
def test_a_date_that_does_not_exist_is_refused(folder: PackageFolder, date: str) -> None:
    folder.change("events", 2, date=date)
    assert "events.csv, row 2, column date" in message(folder)


@pytest.mark.parametrize(("date", "precision"), [("2021", "year"), ("2021-12", "month")])
def test_a_date_keeps_its_precision(folder: PackageFolder, date: str, precision: str) -> None:
    folder.change("events", 2, date=date, date_precision=precision)
    assert kit.load(folder.path, beside=None).events["date"][0] == date


def test_a_tally_that_does_not_add_up_is_refused(folder: PackageFolder) -> None:
    folder.change("ballots", 2, yes="3", not_voting="0")
    text = message(folder)
    assert "ballots.csv, row 2, column yes" in text
    assert "not the sum of the votes: 2 States" in text


def test_a_quotation_that_is_not_in_the_statement_is_refused(folder: PackageFolder) -> None:
    folder.change("claims", 2, quote="The possibility was affirmed")
    assert "is not in the statement russia-2021-11-02" in message(folder)


def test_a_quotation_changed_since_it_was_checked_is_refused(folder: PackageFolder) -> None:
    folder.change("quotations", 2, quote="where appropriate")
    assert "is not the quotation that was found in A/RES/76/19, PP1" in message(folder)


def test_bytes_that_are_not_utf8_name_their_line(folder: PackageFolder) -> None:
    content = folder.file("states").read_bytes()
    folder.file("states").write_bytes(content.replace("ô".encode(), b"\xf4"))
    text = message(folder)
    assert "0xf4 is not UTF-8" in text
    assert "states.csv, line 4" in text


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: PackageFolder) -> None:
    before = kit.load(folder.path, beside=None)
    for table in before.tables:
        content = folder.file(table).read_bytes().replace(b"\n", b"\r\n")
        folder.file(table).write_bytes(b"\xef\xbb\xbf" + content + b"\r\n\r\n")
    after = kit.load(folder.path, beside=None)
    for table in before.tables:
        assert before.tables[table].equals(after.tables[table])


def test_a_field_of_fifty_megabytes_is_refused(folder: PackageFolder) -> None:
    folder.change("events", 2, event="x" * 50_000_000)
    text = message(folder)
    assert "longer than 100,000 characters" in text
    assert "events.csv, row 2" in text


def test_a_quotation_mark_that_is_never_closed_is_refused(folder: PackageFolder) -> None:
    with folder.file("events").open("a", encoding="utf-8") as stream:
        stream.write('broken,"never closed\n')
    assert "events.csv, row 3" in message(folder)


def test_columns_separated_by_semicolons_are_explained(folder: PackageFolder) -> None:
    content = folder.file("votes").read_text(encoding="utf-8")
    folder.file("votes").write_text(content.replace(",", ";"), encoding="utf-8")
    assert "separated by semicolons" in message(folder)


def test_a_row_with_a_field_too_many_is_named(folder: PackageFolder) -> None:
    with folder.file("votes").open("a", encoding="utf-8") as stream:
        stream.write("a,b,c,d,e,f,g\n")
    assert "7 fields, and the header has 6 (" in message(folder)


def test_an_empty_required_cell_is_refused(folder: PackageFolder) -> None:
    folder.change("events", 2, event="")
    assert "a value is required" in message(folder)


def test_the_other_rows_that_break_the_same_rule_are_counted(folder: PackageFolder) -> None:
    for row in (2, 3, 4):
        folder.change("votes", row, vote="maybe")
    assert "so do 2 more rows" in message(folder)


def test_a_missing_file_is_named(folder: PackageFolder) -> None:
    folder.file("votes").unlink()
    assert "votes.csv" in message(folder)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"name": "x"}', '{"name": "x", "resources": [{"name": "y"}]}']
)
def test_a_broken_descriptor_is_refused(folder: PackageFolder, text: str) -> None:
    (folder.path / "datapackage.json").write_text(text, encoding="utf-8")
    assert "datapackage.json" in message(folder)


def test_a_descriptor_cannot_reach_outside_its_folder(folder: PackageFolder) -> None:
    file = folder.path / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    descriptor["resources"][0]["path"] = "../sources.csv"
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    assert "leaves the package" in message(folder)


def test_a_folder_that_is_no_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"datapackage\.json"):
        kit.load(tmp_path, beside=None)


# --- a user's folder beside another -------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine"
    path.mkdir()
    return path


def added(folder: PackageFolder, mine: Path, table: str, **values: str) -> None:
    """Put into a user's folder one row that is like the first of ours."""
    beside = type(folder)(mine, folder.schema)
    beside.write(table, [{**folder.rows(table)[0], **values}])


def test_rows_of_a_users_folder_join_ours_and_may_point_to_ours(
    folder: PackageFolder, mine: Path
) -> None:
    added(folder, mine, "events", key="mine", event="Something of mine.")
    record = kit.load(mine, beside=folder.path)
    assert list(record.events["key"]) == ["adoption", "mine"]
    assert record.events["source"][1] == "A/RES/76/19"


def test_a_users_key_must_not_be_one_of_ours(folder: PackageFolder, mine: Path) -> None:
    added(folder, mine, "events", event="Something of mine.")
    with pytest.raises(DataError, match=r"mine/events\.csv, row 2"):
        kit.load(mine, beside=folder.path)


def test_a_users_row_obeys_the_rules_and_its_own_file_is_named(
    folder: PackageFolder, mine: Path
) -> None:
    added(folder, mine, "events", key="mine", source="nowhere")
    with pytest.raises(DataError, match=r"mine/events\.csv, row 2, column source"):
        kit.load(mine, beside=folder.path)


def test_a_users_file_that_is_no_table_is_named_with_the_nearest(
    folder: PackageFolder, mine: Path
) -> None:
    (mine / "event.csv").write_text("key\n", encoding="utf-8")
    with pytest.raises(DataError, match=r'the nearest is "events\.csv"'):
        kit.load(mine, beside=folder.path)


@pytest.mark.parametrize("there", [True, False])
def test_a_users_folder_without_tables_is_refused(
    folder: PackageFolder, mine: Path, *, there: bool
) -> None:
    with pytest.raises(DataError):
        kit.load(mine if there else mine / "absent", beside=folder.path)


def test_a_users_statement_brings_its_own_text(folder: PackageFolder, mine: Path) -> None:
    added(folder, mine, "statements", key="mine", text="texts/mine.txt")
    added(folder, mine, "sentences", statement="mine", text="Words of mine.")
    (mine / "texts").mkdir()
    (mine / "texts" / "mine.txt").write_text("Words of mine.", encoding="utf-8")
    record = kit.load(mine, beside=folder.path)
    assert list(record.sentences["text"])[-1] == "Words of mine."


# --- the hash -----------------------------------------------------------------


def test_the_hash_changes_with_any_byte_and_not_with_the_place(
    folder: PackageFolder, tmp_path: Path
) -> None:
    first = kit.load(folder.path, beside=None).sha256
    copy = tmp_path / "elsewhere"
    shutil.copytree(folder.path, copy)
    assert kit.load(copy, beside=None).sha256 == first
    (copy / "texts" / "statement.txt").write_text(
        (copy / "texts" / "statement.txt").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    assert kit.load(copy, beside=None).sha256 != first


# --- whatever the bytes -------------------------------------------------------

ANYTHING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def loads_or_explains(path: Path) -> None:
    try:
        kit.load(path, beside=None)
    except KitError as error:
        assert str(error)  # noqa: PT017 - either outcome is right


@ANYTHING
@given(content=st.binary(max_size=400))
@pytest.mark.parametrize("name", ["votes.csv", "datapackage.json", "texts/statement.txt"])
def test_no_bytes_make_the_loader_raise_anything_but_its_own_errors(
    folder: PackageFolder, name: str, content: bytes
) -> None:
    (folder.path / name).write_bytes(content)
    loads_or_explains(folder.path)


@ANYTHING
@given(data=st.data())
def test_no_change_of_bytes_makes_the_loader_raise_anything_but_its_own_errors(
    folder: PackageFolder, data: st.DataObject
) -> None:
    names = ["votes.csv", "sources.csv", "claims.csv", "sentences.csv", "ballots.csv"]
    file = folder.path / data.draw(st.sampled_from(names))
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 30))
    file.write_bytes(whole[:at] + data.draw(st.binary(max_size=10)) + whole[at + length :])
    loads_or_explains(folder.path)
    file.write_bytes(whole)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)


@ANYTHING
@given(cell=CELL)
def test_any_text_of_a_cell_comes_back_as_it_was(folder: PackageFolder, cell: str) -> None:
    folder.change("events", 2, event=f"x{cell}")
    assert kit.load(folder.path, beside=None).events["event"][0] == f"x{cell}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@ANYTHING
@given(data=st.data())
def test_no_descriptor_makes_the_loader_raise_anything_but_its_own_errors(
    folder: PackageFolder, data: st.DataObject
) -> None:
    descriptor = json.loads((folder.path / "datapackage.json").read_text(encoding="utf-8"))
    node: object = descriptor
    while isinstance(node, dict | list) and node:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else range(len(node))))
        if data.draw(st.booleans()) or not isinstance(node[key], dict | list):
            node[key] = data.draw(JSON)
            break
        node = node[key]
    broken = folder.path / "broken"
    shutil.copytree(folder.path, broken, ignore=shutil.ignore_patterns("broken"))
    (broken / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    loads_or_explains(broken)
    shutil.rmtree(broken)


# --- what it costs ------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "absent"),
    [("import kit", "kit.record"), ("import kit.record", "pandas")],
)
def test_importing_loads_nothing_heavy(code: str, absent: str) -> None:
    probe = f"import sys; {code}; sys.exit({absent!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
