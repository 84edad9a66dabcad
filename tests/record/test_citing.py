"""Citations: United Nations style, honest about what was read and how surely."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

import kit
from kit.errors import UsageError

if TYPE_CHECKING:
    from conftest import PackageFolder


@pytest.fixture
def record(folder: PackageFolder) -> Any:
    return kit.load(folder.path, beside=None)


@pytest.fixture(scope="module")
def real() -> Any:
    return kit.load()


@pytest.mark.parametrize(
    ("key", "locator", "text"),
    [
        ("A/RES/76/19", "", "General Assembly resolution 76/19"),
        ("A/RES/76/19", "OP4", "General Assembly resolution 76/19, para. 4"),
        ("A/RES/76/19", "PP10", "General Assembly resolution 76/19, tenth preambular paragraph"),
        ("A/RES/76/19", "p. 2", "General Assembly resolution 76/19, p. 2"),
        ("A/DEC/75/564", "", "General Assembly decision 75/564"),
    ],
)
def test_resolutions_and_decisions_go_by_their_numbers(
    real: Any, key: str, locator: str, text: str
) -> None:
    assert str(real.cite(key, locator)) == text


def test_another_document_goes_by_title_and_symbol(record: Any) -> None:
    assert str(record.cite("S/2021/621", "p. 9")) == "“Letter of the President” (S/2021/621), p. 9"


def test_a_source_outside_the_united_nations_goes_by_title_publisher_date_and_address(
    record: Any,
) -> None:
    assert str(record.cite("a-note", "p. 3")) == (
        "“A note on Côte d’Ivoire”, A house, 2022, p. 3. Available at https://example.org/note"
    )


def test_what_was_read_elsewhere_says_where(record: Any) -> None:
    citation = record.cite("A/76/135", "para. 71 (f)")
    assert citation.text == (
        "“Report of the experts” (A/76/135), para. 71 (f), as cited in S/2021/621, annex XXXVI"
    )
    assert citation.url == "https://docs.un.org/en/A/76/135"


def test_the_grade_is_that_of_the_paragraph_when_it_is_known(record: Any) -> None:
    assert record.cite("A/RES/76/19").grade == "A"
    assert record.cite("A/RES/76/19", "OP4").grade == "B"
    assert record.cite("A/RES/76/19", "p. 1").grade == "A"


def test_the_key_comes_back_as_the_record_writes_it(record: Any) -> None:
    citation = record.cite("a/res/76/19", "op4")
    assert (citation.key, citation.locator) == ("A/RES/76/19", "op4")
    assert record.cite("76/19").key == "A/RES/76/19"


@pytest.mark.parametrize(
    ("key", "locator", "expected"),
    [
        ("A/RES/76/91", "", 'nearest is "A/RES/76/19"'),
        ("A/RES/76/19", "OP44", 'nearest is "OP4"'),
        ("A/RES/76/19", "para. 9", "It has PP1, OP4"),
        ("A/76/135", "para. 12", "It has 71(f)"),
        ("A/76/135", "para. 65", "is a lead: nobody has checked it"),
    ],
)
def test_what_cannot_be_cited_is_explained(
    record: Any, key: str, locator: str, expected: str
) -> None:
    with pytest.raises(UsageError) as caught:
        record.cite(key, locator)
    assert expected in str(caught.value)


def test_a_lead_among_the_sources_cannot_be_cited(folder: PackageFolder) -> None:
    folder.add("sources", like=4, key="unopened", grade="C")
    with pytest.raises(UsageError, match="unopened is a lead"):
        kit.load(folder.path, beside=None).cite("unopened")


def test_every_source_and_every_document_of_the_record_can_be_cited(real: Any) -> None:
    for key in (*real.sources["key"], *real.documents["symbol"]):
        citation = real.cite(key)
        assert citation.key == key
        assert citation.text
        assert citation.status in set(real.sources["status"])
        assert citation.grade in {"A", "B"}


def test_every_paragraph_of_the_record_can_be_cited(real: Any) -> None:
    for row in real.paragraphs.itertuples(index=False):
        citation = real.cite(row.document, row.paragraph)
        assert citation.grade == row.grade


def test_a_citation_cannot_be_changed(record: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.cite("a-note").text = "x"
