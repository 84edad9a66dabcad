"""Inline content made from elements and links."""

from __future__ import annotations

import pytest

from kit.document.blocks import (
    Break,
    Cite,
    Emphasis,
    Footnote,
    InlineCode,
    Link,
    Mark,
    Strong,
    Text,
)
from kit.document.phrases import element, joined, link, plain, safe_address, trimmed

WORDS = (Text("x"),)


@pytest.mark.parametrize(
    "url",
    [
        "https://un.org",
        "HTTPS://UN.ORG",
        "http://un.org/a?b=c#d",
        "mailto:a@un.org",
        "#two-reports",
    ],
)
def test_an_address_on_the_web_or_in_the_document_is_kept(url: str) -> None:
    assert safe_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///x",
        "blob:x",
        "ftp://x",
        "//x",
        "/x",
        "x.html",
        " https://un.org",
        "https://un.org/a b",
        "https://un.org/\n",
        "https://un.org/\u202e",
        "https://un.org/\x00",
    ],
)
def test_any_other_address_is_not_kept(url: str) -> None:
    assert not safe_address(url)
    assert link(url, WORDS) == WORDS


def test_what_refers_elsewhere_is_put_behind_a_link() -> None:
    note = Footnote((Text("n"),))

    assert link("#a", (Text("see "), Strong((Cite("k"),)), Text(" there"), note)) == (
        Link("#a", (Text("see "), Strong(()), Text(" there"))),
        Text(" "),
        Cite("k"),
        note,
    )
    assert link("#a", (Text("see "), Cite("k"), Text(" there"))) == (
        Link("#a", (Text("see there"),)),
        Text(" "),
        Cite("k"),
    )


def test_of_a_link_within_a_link_the_inner_is_kept() -> None:
    inner = (Emphasis((Link("#b", WORDS),)),)

    assert link("#a", inner) == inner


def test_an_element_of_html_is_the_node_that_means_the_same() -> None:
    assert element("mark", {}, WORDS) == (Mark(WORDS),)
    assert element("var", {}, WORDS) == (Emphasis(WORDS),)
    assert element("kbd", {}, (Strong(WORDS),)) == (InlineCode("x"),)
    assert element("span", {"style": "color:red"}, WORDS) == WORDS
    assert element("a", {"href": "#a", "onclick": "x()"}, WORDS) == (Link("#a", WORDS),)


@pytest.mark.parametrize(
    ("tag", "words", "said"),
    [
        ("sup", "6", "⁶"),
        ("sup", "-2", "⁻²"),
        ("sub", "10", "₁₀"),
        ("sup", "st", "st"),
        ("sup", "n+1", "ⁿ⁺¹"),
        ("sup", "a+1", "^a+1"),
        ("sub", "i,j", "_i,j"),
    ],
)
def test_raised_and_lowered_figures_are_never_taken_for_others(
    tag: str, words: str, said: str
) -> None:
    assert plain(element(tag, {}, (Text(words),))) == said


def test_plain_words_have_no_citations_and_no_notes() -> None:
    content = (
        Text("a"),
        Break(),
        InlineCode("b"),
        Link("#x", (Mark((Text("c"),)),)),
        Cite("k"),
        Footnote((Text("d"),)),
    )

    assert plain(content) == "a bc"


def test_texts_in_a_row_become_one() -> None:
    assert joined([Text("a"), Text(""), Text("b"), Break(), Text(""), Text("c")]) == (
        Text("ab"),
        Break(),
        Text("c"),
    )


def test_white_space_at_the_ends_goes_and_within_stays() -> None:
    content = [Text(" "), Break(), Text(" a "), Strong((Text(" b "),)), Text("\n"), Break()]

    assert trimmed(content) == (Text("a "), Strong((Text(" b "),)))
    assert trimmed([Text(" "), Break()]) == ()
