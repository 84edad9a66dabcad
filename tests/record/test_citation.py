"""The forms of United Nations references."""

from __future__ import annotations

import pytest

from kit.record.citation import in_un_style, ordinal, spelled_out


@pytest.mark.parametrize(
    ("locator", "words"),
    [
        ("PP1", "first preambular paragraph"),
        ("PP21", "twenty-first preambular paragraph"),
        ("OP12", "para. 12"),
        ("OP2(a)", "para. 2 (a)"),
        ("OP1.10", "para. 1.10"),
        ("71(f)", "para. 71 (f)"),
        ("71 (f)", "para. 71 (f)"),
        ("16", "para. 16"),
        ("19-21", "paras. 19–21"),
        ("para. 16", "para. 16"),
        ("p. 9", "p. 9"),
        ("annex I", "annex I"),
        ("", ""),
    ],
)
def test_a_place_is_spelled_out_as_the_united_nations_do(locator: str, words: str) -> None:
    assert spelled_out(locator) == words


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "first"), (10, "tenth"), (19, "nineteenth"), (30, "thirtieth"), (99, "ninety-ninth")],
)
def test_numbers_have_ordinals(number: int, word: str) -> None:
    assert ordinal(number) == word


def test_an_author_who_publishes_is_named_once() -> None:
    text = in_un_style("x", title="A note", author="A house", publisher="A house")
    assert text == "A house, “A note”"


def test_a_source_of_which_nothing_is_known_goes_by_its_key() -> None:
    assert in_un_style("a-key") == "a-key"


def test_a_revised_draft_is_a_document_of_the_united_nations() -> None:
    assert in_un_style("A/C.1/77/L.23/Rev.1", locator="16") == "A/C.1/77/L.23/Rev.1, para. 16"
