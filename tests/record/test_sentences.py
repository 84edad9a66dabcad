"""Splitting a statement into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kit
from kit.record import OURS
from kit.record.sentences import split_statement


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in split_statement(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("We thank Mr. Lee. He left.", ["We thank Mr. Lee.", "He left."]),
        ("See para. 16 and No. 5. Then stop.", ["See para. 16 and No. 5.", "Then stop."]),
        ("The U.S. Mission spoke.", ["The U.S. Mission spoke."]),
        ("He said “It works.” We agreed.", ["He said “It works.”", "We agreed."]),
        ("It cost 3.5 million. Fine.", ["It cost 3.5 million.", "Fine."]),
        ("On L.13. We vote.", ["On L.13.", "We vote."]),
        ("A line\nthat wraps. Next.", ["A line that wraps.", "Next."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_founding_statement_splits_into_the_sentences_of_the_record() -> None:
    record = kit.load()
    text = (OURS / "texts" / "statement.txt").read_text(encoding="utf-8")
    body, _ = split_statement(text)
    rows = record.sentences(statement="russia-2021-11-02")
    assert [(item.number, item.paragraph, item.text) for item in body] == list(
        rows[["number", "paragraph", "text"]].itertuples(index=False, name=None)
    )


@given(st.lists(st.text("abc .!?“”\"'\n", max_size=60), max_size=4))
def test_no_word_of_the_statement_is_lost_or_doubled(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    body, frame = split_statement(text)
    words = [word for item in body for word in item.text.split()]
    left = [word for item in frame for word in item.split()]
    assert sorted(words + left) == sorted(text.split())
