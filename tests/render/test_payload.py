"""The tree as the data that the Typst templates walk."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kit.document import blocks as b
from kit.render.payload import drawing, payload
from tests.render.sample import META, SVG, document, para, part, png, tallies, text


def written(*blocks: b.Block) -> Any:
    """Write the payload of a document."""
    return payload(b.Document(META, (b.Section((part(1, *blocks),)),)), {"paper": "a4"}, {})


def written_blocks(*blocks: b.Block) -> Any:
    """Write the blocks of a payload."""
    return written(*blocks)["document"]["sections"][0]["parts"][0]["blocks"]


def test_everything_is_plain_json() -> None:
    data = payload(document(), {}, {"logo": png()})

    assert json.loads(json.dumps(data)) == data


def test_an_image_shown_twice_is_carried_once() -> None:
    twice = [b.Figure("image/png", png(), f"Patch {n}") for n in range(2)]

    data = written(*twice, b.Figure("image/svg+xml", SVG, "Bars"))

    assert len(data["images"]) == 2
    first, second, bars = data["document"]["sections"][0]["parts"][0]["blocks"]
    assert first["data"] == second["data"]
    assert bytes(data["images"][first["data"]]) == png()
    assert data["images"][bars["data"]].startswith("<svg")


def test_columns_are_measured_by_their_longest_words_and_cells() -> None:
    (table,) = written_blocks(tallies())

    symbol, yes, *_ = table["measures"]
    assert symbol["words"][0] == "A/RES/73/266"
    assert symbol["head-words"] == ["Resolution"]
    assert len(yes["lines"][0]) == 3


def test_a_word_that_no_column_holds_may_be_divided() -> None:
    long_word = "https://example.org/" + "a" * 40
    (table,) = written_blocks(b.Table((b.Column("A"),), ((text(long_word),),)))

    cell = table["rows"][0][0][0]["text"]
    assert cell.replace("\u200b", "") == long_word
    assert max(map(len, table["measures"][0]["words"])) <= 16


def test_a_short_word_is_left_whole() -> None:
    (table,) = written_blocks(b.Table((b.Column("A"),), ((text("counterproliferation"),),)))

    assert table["rows"][0][0][0]["text"] == "counterproliferation"


def test_no_state_of_an_explorer_goes_along_but_those_printed() -> None:
    control = b.Control("c", "C", "choice", ("one", "two"))
    views = ((para("seen"),), (para("unseen"),))
    explorer = b.Explorer("E", (control,), {(0,): 0, (1,): 1}, views, (0,), ((0,),))

    data = json.dumps(written_blocks(explorer))

    assert "seen" in data
    assert "unseen" not in data


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ('<g font-family="sans-serif">', '<g font-family="&apos;Source Sans 3&apos;">'),
        ("<g style='font: 9px serif'>", "<g style='font: 9px &apos;Libertinus Serif&apos;'>"),
        ("text { font-family: monospace }", "text { font-family: &apos;DejaVu Sans Mono&apos; }"),
        ("<text>a serif letter</text>", "<text>a serif letter</text>"),
        ("<g font-family='My-serif'>", "<g font-family='My-serif'>"),
    ],
)
def test_a_drawing_that_asks_for_any_family_gets_one_of_the_kit(asked: str, got: str) -> None:
    assert drawing(asked) == got
