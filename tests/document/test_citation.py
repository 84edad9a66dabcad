"""Citations as they are written in a cell."""

from __future__ import annotations

import time

import pytest

from kit.document.blocks import Cite, Text
from kit.document.citation import PATTERN, cited_text, parse
from kit.errors import NotebookError


def test_a_key_and_its_locator_are_told_apart() -> None:
    assert parse("@A/RES/76/19 OP4") == (Cite("A/RES/76/19", "OP4"),)


def test_a_locator_may_have_several_words() -> None:
    assert parse("@S/2021/621 p. 9, table 2") == (Cite("S/2021/621", "p. 9, table 2"),)


def test_several_citations_share_a_bracket() -> None:
    assert [cite.key for cite in parse("@A/75/816 para. 1 ; @A/76/135;@A/RES/76/19")] == [
        "A/75/816",
        "A/76/135",
        "A/RES/76/19",
    ]


def test_a_comma_after_the_key_is_no_part_of_it() -> None:
    assert parse("@A/76/135, para. 69") == (Cite("A/76/135", "para. 69"),)


def test_a_citation_may_be_broken_over_two_lines() -> None:
    assert parse("@A/RES/76/19\n  OP4") == (Cite("A/RES/76/19", "OP4"),)


def test_a_semicolon_at_the_end_does_no_harm() -> None:
    assert parse("@A/76/135;") == (Cite("A/76/135"),)


@pytest.mark.parametrize("inside", ["@A/76/135; A/75/816", "@A/76/135 @A/75/816", "@A@B"])
def test_a_bracket_that_only_looks_like_a_citation_is_an_error_that_quotes_it(inside: str) -> None:
    with pytest.raises(NotebookError, match="cannot be read") as caught:
        parse(inside)

    assert f"[{inside}]" in caught.value.what


def test_a_cell_of_a_table_is_plain_text_but_for_its_citations() -> None:
    assert cited_text("**109** [@A/RES/76/19 OP1] <i>") == (
        Text("**109** "),
        Cite("A/RES/76/19", "OP1"),
        Text(" <i>"),
    )


@pytest.mark.parametrize("text", ["", "[@]", "[@ A/76/135]", "a@b.org", "[name@b.org]", "[@a"])
def test_what_is_no_citation_stays_text(text: str) -> None:
    assert "".join(piece.text for piece in cited_text(text) if isinstance(piece, Text)) == text


def test_a_link_whose_words_begin_with_an_at_sign_is_no_citation() -> None:
    assert PATTERN.search("[@unoda](https://disarmament.unoda.org)") is None


@pytest.mark.parametrize("unit", ["[@", "[@a ", "[@a;", "@a; ", "a", " "])
def test_a_long_line_is_searched_in_no_time(unit: str) -> None:
    text = "[@" + unit * 50_000
    began = time.process_time()
    PATTERN.search(text)

    assert time.process_time() - began < 1
