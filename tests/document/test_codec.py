"""The document tree as plain JSON."""

from __future__ import annotations

import json

import pytest

from kit.document.blocks import (
    Control,
    Document,
    Explorer,
    Figure,
    Meta,
    Paragraph,
    Part,
    Section,
    Table,
    Text,
)
from kit.document.codec import as_json


def test_each_node_names_its_class() -> None:
    assert as_json(Text("a")) == {"type": "Text", "text": "a"}


def test_every_field_is_kept_under_its_own_name() -> None:
    encoded = as_json(Table(columns=(), rows=(), note="cut"))

    assert isinstance(encoded, dict)
    assert set(encoded) == {"type", "columns", "rows", "caption", "header_columns", "note"}
    assert encoded["note"] == "cut"


def test_bytes_become_base64() -> None:
    encoded = as_json(Figure("image/png", b"\x00\xff", alt="A line"))

    assert isinstance(encoded, dict)
    assert encoded["data"] == "AP8="


def test_the_states_of_an_explorer_become_pairs_in_their_order() -> None:
    explorer = Explorer(
        title="Votes",
        controls=(Control("year", "Year", "choice", ("2018", "2021")),),
        states={(1,): 0, (0,): 1},
        views=((Paragraph((Text("x"),)),), ()),
        initial=(0,),
        printed=((0,),),
    )

    encoded = as_json(explorer)

    assert isinstance(encoded, dict)
    assert encoded["states"] == [[[1], 0], [[0], 1]]


def test_a_whole_document_passes_through_json_unchanged() -> None:
    document = Document(
        Meta(title="Two reports", name="01-two-reports", key_points=((Text("One"),),)),
        (Section((Part(1, (Paragraph((Text("Ünïcode ‘quotes’"),)),)),)),),
    )

    encoded = as_json(document)

    assert json.loads(json.dumps(encoded)) == encoded


def test_a_field_can_be_replaced_on_the_way() -> None:
    def name_the_image(node: object) -> dict[str, str]:
        return {"data": "image-1"} if isinstance(node, Figure) else {}

    encoded = as_json((Figure("image/png", b"\x00", alt="A line"),), name_the_image)

    assert isinstance(encoded, list)
    assert isinstance(encoded[0], dict)
    assert encoded[0]["data"] == "image-1"
    assert encoded[0]["alt"] == "A line"


def test_a_foreign_object_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="set"):
        as_json(Paragraph(({"a"},)))  # type: ignore[arg-type]
