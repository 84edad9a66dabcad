"""The record: what it is made of, what can be asked, and that it never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import kit
from kit.errors import UsageError

if TYPE_CHECKING:
    from conftest import PackageFolder

TABLES = [
    "sources",
    "documents",
    "paragraphs",
    "report_points",
    "norms",
    "events",
    "states",
    "ballots",
    "votes",
    "statements",
    "claims",
    "terms",
    "citation_errors",
    "lineage",
    "sentences",
]


@pytest.fixture(scope="module")
def real() -> Any:
    return kit.load()


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_an_attribute(real: Any, name: str) -> None:
    assert getattr(real, name) is real.tables[name]
    assert name in dir(real)
    assert len(real.tables[name])


def test_a_table_that_does_not_exist_names_the_nearest(real: Any) -> None:
    with pytest.raises(AttributeError, match='the nearest is "votes"'):
        _ = real.vote


@pytest.mark.parametrize("name", ["votes", "leads", "sha256", "version", "new"])
def test_nothing_of_the_record_can_be_set_or_deleted(real: Any, name: str) -> None:
    with pytest.raises(UsageError, match="never changes"):
        setattr(real, name, 1)
    with pytest.raises(UsageError, match="never changes"):
        delattr(real, name)
    with pytest.raises(TypeError):
        real.tables["votes"] = 1


def test_no_lead_is_in_any_table(real: Any) -> None:
    for table in real.tables.values():
        if "grade" in table:
            assert set(table["grade"]) <= {"A", "B"}
    assert len(real.leads)


def test_every_lead_says_what_where_and_from_which_source(real: Any) -> None:
    assert list(real.leads.columns) == [
        "table", "key", "says", "document", "paragraph", "note", "source",
    ]  # fmt: skip
    assert (real.leads["says"] != "").all()
    assert (real.leads["source"] != "").all()


def test_rows_that_point_to_a_lead_are_kept_out_with_it(folder: PackageFolder) -> None:
    record = kit.load(folder.path, beside=None)
    assert list(record.claim_paragraphs["paragraph"]) == ["PP1"]


def test_a_fact_cannot_rest_on_a_source_that_nobody_opened(folder: PackageFolder) -> None:
    folder.change("events", 2, source="A/76/135")
    with pytest.raises(kit.errors.DataError, match=r"events\.csv, row 2, column source"):
        kit.load(folder.path, beside=None)


def test_the_record_knows_where_it_stands(folder: PackageFolder) -> None:
    record = kit.load(folder.path, beside=None)
    assert record.newest_source_date == "2022"
    assert record.version
    assert len(record.sha256) == 64


def test_its_name_shows_how_much_it_holds(folder: PackageFolder) -> None:
    assert "votes 4" in repr(kit.load(folder.path, beside=None))
    assert "2 leads" in repr(kit.load(folder.path, beside=None))


def test_a_paragraph_is_one_row(real: Any) -> None:
    row = real.paragraph("A/RES/76/19", "PP10")
    table = real.paragraphs
    is_it = (table["document"] == "A/RES/76/19") & (table["paragraph"] == "PP10")
    assert row["paraphrase"] == table[is_it]["paraphrase"].iloc[0]
    assert real.paragraph("76/19", "pp10").equals(row)


@pytest.mark.parametrize(
    ("document", "label", "expected"),
    [
        ("A/RES/76/19", "PP100", '"PP10"'),
        ("A/RES/76/19", "somewhere", "has no paragraph"),
        ("A/RES/1/1", "PP1", "no source"),
        ("A/76/135", "65-68", "is a lead"),
    ],
)
def test_a_paragraph_that_is_not_there_is_explained(
    real: Any, document: str, label: str, expected: str
) -> None:
    with pytest.raises(UsageError) as caught:
        real.paragraph(document, label)
    assert expected in str(caught.value)


def test_the_whole_record_holds_what_it_should(real: Any) -> None:
    assert len(real.states) == 193
    assert len(real.ballots) == 12
    assert len(real.votes) == 193 * 12
    assert len(real.paragraphs("A/RES/76/19")) == 20
    assert len(real.norms) == 11
    assert len(real.claims) >= 12
    assert len(real.terms) >= 25
    assert len(real.citation_errors) >= 14
    assert len(real.events) >= 55
