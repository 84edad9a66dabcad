"""The rules of a schema, each broken once."""

from __future__ import annotations

import pytest

from kit.errors import DataError
from kit.record.rules import check_references, check_table, gather, is_uri, is_w3c_date
from kit.record.schema import Field, ForeignKey, TableSchema
from kit.record.sheet import Sheet


def schema(*fields: Field, name: str = "things", **more: object) -> TableSchema:
    given = {"primary_key": (), "foreign_keys": (), **more}
    return TableSchema(
        name=name,
        path=f"{name}.csv",
        title="",
        description="",
        fields=fields,
        missing_values=frozenset({""}),
        **given,  # type: ignore[arg-type]
    )


def check(field: Field, *values: str) -> None:
    sheet = Sheet(file="things.csv", columns={field.name: list(values)}, length=len(values))
    check_table(gather(schema(field), [sheet]))


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Field("x", "integer"), ["0", "-3", "+7"], ["1.5", "x", "١", "1e3", " 1", "9" * 30]),
        (Field("x", "number"), ["0.5", "-3", "1e3", ".5"], ["x", "nan", "inf", "1,5", "1_0"]),
        (Field("x", "boolean"), ["true", "False", "1"], ["yes", "2"]),
        (Field("x", "date"), ["2021-12-06"], ["2021-02-30", "2021-12", "2021", "06/12/2021"]),
        (Field("x", "year"), ["2021"], ["21", "2021-12", "0000"]),
        (Field("x", "yearmonth"), ["2021-12"], ["2021-13", "2021"]),
        (Field("date", "string"), ["2021", "2021-12", "2021-12-06"], ["2021-00", "soon"]),
        (Field("x", "string", format="uri"), ["https://a.org/b"], ["a.org", "javascript:x"]),
        (Field("x", "string", enum=("yes", "no")), ["yes"], ["Yes", "maybe"]),
        (Field("x", "integer", minimum="1", maximum="9"), ["1", "9"], ["0", "10", "-1"]),
        (Field("x", "date", minimum="2021-01-01"), ["2021-01-01"], ["2020-12-31"]),
        (Field("x", "string", min_length=2, max_length=3), ["ab", "abc"], ["a", "abcd"]),
        (Field("x", "string", required=True), ["x"], [""]),
    ],
)
def test_a_rule_accepts_what_is_right_and_names_what_is_wrong(
    field: Field, good: list[str], bad: list[str]
) -> None:
    check(field, *good, *([] if field.required else [""]))
    for value in bad:
        with pytest.raises(DataError, match=rf"things\.csv, row {len(good) + 2}, column"):
            check(field, *good, value)


def test_a_unique_column_may_be_empty_more_than_once() -> None:
    check(Field("x", "string", unique=True), "a", "", "")
    with pytest.raises(DataError, match=r"stands already in things\.csv, row 2"):
        check(Field("x", "string", unique=True), "a", "", "a")


def test_part_of_a_key_must_not_be_empty() -> None:
    table = schema(Field("a", "string"), Field("b", "string"), primary_key=("a", "b"))
    sheet = Sheet(file="things.csv", columns={"a": ["1", "1"], "b": ["1", ""]}, length=2)
    with pytest.raises(DataError, match="row 3, column b"):
        check_table(gather(table, [sheet]))


@pytest.mark.parametrize(
    ("optional", "values", "passes"),
    [
        (False, ("a", "1"), True),
        (False, ("a", "2"), False),
        (False, ("", ""), True),
        (False, ("a", ""), False),
        (True, ("a", ""), True),
        (True, ("a", "2"), False),
    ],
)
def test_a_compound_foreign_key_is_held_whole(
    values: tuple[str, str], *, optional: bool, passes: bool
) -> None:
    key = ForeignKey(("x", "y"), "others", ("a", "b"), optional=optional)
    ours = schema(Field("x", "string"), Field("y", "string"), foreign_keys=(key,))
    theirs = schema(Field("a", "string"), Field("b", "string"), name="others")
    cells = gather(ours, [Sheet("things.csv", {"x": [values[0]], "y": [values[1]]}, 1)])
    others = gather(theirs, [Sheet("others.csv", {"a": ["a"], "b": ["1"]}, 1)])
    tables = {"things": cells, "others": others}
    if passes:
        check_references(cells, tables)
    else:
        with pytest.raises(DataError, match="is not in the table others"):
            check_references(cells, tables)


def test_a_foreign_key_to_a_table_that_is_not_there_is_a_fault_of_the_schema() -> None:
    key = ForeignKey(("x",), "nowhere", ("a",))
    cells = gather(schema(Field("x", "string"), foreign_keys=(key,)), [Sheet("f", {"x": []}, 0)])
    with pytest.raises(DataError, match=r"datapackage\.json"):
        check_references(cells, {"things": cells})


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(DataError) as caught:
        check(Field("x", "integer"), "word " * 1000)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("value", ["2024-02-29", "1998", "2021-01"])
def test_days_months_and_years_are_dates(value: str) -> None:
    assert is_w3c_date(value)


@pytest.mark.parametrize("value", ["2023-02-29", "1998-1", "", "20211", "2021-12-06T00:00"])
def test_what_is_on_no_calendar_is_no_date(value: str) -> None:
    assert not is_w3c_date(value)


@pytest.mark.parametrize("value", ["https://", "ftp://a.org", "https://a b", 'https://a"b'])
def test_what_no_browser_opens_is_no_address(value: str) -> None:
    assert not is_uri(value)
