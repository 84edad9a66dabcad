"""What a notebook says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kit.document.blocks import Cite, Meta, Strong, Text
from kit.document.frontmatter import read
from kit.errors import NotebookError

if TYPE_CHECKING:
    from kit.record.record import Record


def meta(record: Record, heading: str = "", title: Any = None, **front: Any) -> Meta:
    """Read front matter."""
    metadata = {"kit": front} | ({} if title is None else {"title": title})
    return read(metadata, heading=heading, name="05-votes", record=record)


def test_everything_has_its_place(record: Record) -> None:
    made = meta(
        record,
        title="Votes",
        lang="pt-BR",
        subtitle="Who voted how",
        minutes={"teach": 25, "practise": 20},
        questions=["Who?"],
        objectives=["Count."],
        key_points=["**One** [@A/RES/76/19 OP1]"],
        audience="Diplomats",
        marking="Unclassified",
    )

    assert (made.title, made.name, made.lang, made.subtitle) == (
        "Votes",
        "05-votes",
        "pt-BR",
        "Who voted how",
    )
    assert (made.teach_minutes, made.practise_minutes) == (25, 20)
    assert (made.questions, made.objectives) == (("Who?",), ("Count.",))
    assert made.key_points == ((Strong((Text("One"),)), Text(" "), Cite("A/RES/76/19", "OP1")),)
    assert (made.audience, made.marking) == ("Diplomats", "Unclassified")


def test_the_date_is_that_of_the_newest_source(record: Record) -> None:
    made = meta(record)

    assert made.date == record.newest_source_date
    assert dict(made.provenance)["Data"].endswith(record.sha256)


def test_the_title_is_the_stated_one_before_the_heading_before_the_name(record: Record) -> None:
    front = {"title": "Front"}

    def title(metadata: dict[str, Any], heading: str) -> str:
        return read(metadata, heading=heading, name="05-votes", record=record).title

    assert title({"kit": front, "title": "Metadata"}, "Heading") == "Front"
    assert title({"title": " Metadata "}, "Heading") == "Metadata"
    assert title({"kit": {"title": " "}}, "Heading") == "Heading"
    assert title({}, "") == "05-votes"


@pytest.mark.parametrize(
    "front",
    [
        {"title": 5},
        {"lang": 5},
        {"lang": "english"},
        {"lang": 'en"><script>'},
        {"lang": "EN"},
        {"subtitle": []},
        {"minutes": 25},
        {"minutes": {"teach": "25"}},
        {"minutes": {"teach": True}},
        {"minutes": {"teach": -1}},
        {"minutes": {"practise": 10**9}},
        {"minutes": {"practise": 2.5}},
        {"questions": "Who?"},
        {"questions": [5]},
        {"objectives": {"a": 1}},
        {"key_points": [None]},
        {"key_points": ["[@A; B]"]},
        {"audience": None},
        {"marking": False},
    ],
)
def test_a_field_of_the_wrong_type_is_named(record: Record, front: dict[str, Any]) -> None:
    (field,) = front
    with pytest.raises(NotebookError) as caught:
        read({"kit": front}, heading="", name="05-votes", record=record)

    assert field in str(caught.value)
    assert "05-votes.ipynb" in caught.value.where


@pytest.mark.parametrize("metadata", [{"kit": []}, {"kit": "x"}, {"title": 5}])
def test_front_matter_that_is_none_is_refused(record: Record, metadata: dict[str, Any]) -> None:
    with pytest.raises(NotebookError, match=r"05-votes\.ipynb"):
        read(metadata, heading="", name="05-votes", record=record)
