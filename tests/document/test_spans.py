"""Inline nodes of markdown-it's tree, read on their own."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from kit.document.blocks import Break, Emphasis, Inline, InlineCode, Strong, Text
from kit.document.spans import Spans


def read(source: str) -> tuple[Inline, ...]:
    """Read a line of CommonMark."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark").parseInline(source))
    return Spans({}).read(tree.children)


def test_texts_that_follow_each_other_are_one() -> None:
    assert read("a\nb &amp; c") == (Text("a b & c"),)


def test_tags_of_html_enclose_what_stands_between_them() -> None:
    assert read("<b>a <i>b</i></b>c") == (
        Strong((Text("a "), Emphasis((Text("b"),)))),
        Text("c"),
    )


@pytest.mark.parametrize("source", ["<b>a", "a</b>", "<b>a</i>", "<b><i>a</b>", "<b>" * 40 + "a"])
def test_tags_that_do_not_pair_are_text(source: str) -> None:
    assert read(source) == (Text(source),)


def test_hidden_words_are_not_shown() -> None:
    assert read("a<span style='display:none'>answer</span>") == (Text("a"),)


def test_code_and_breaks_in_html_are_code_and_breaks() -> None:
    assert read("<kbd>F</kbd><br>x<wbr>y") == (InlineCode("F"), Break(), Text("x<wbr>y"))
