"""Markdown, as CommonMark and its common extensions have it."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.document.blocks import (
    Block,
    Break,
    Callout,
    Cite,
    Code,
    Column,
    DefinitionList,
    Deleted,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Inline,
    InlineCode,
    Link,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)
from kit.document.markdown import DEEPEST, LONGEST, Surroundings, blocks, inline
from kit.document.walk import every
from kit.errors import KitError, NotebookError
from tests.draft import PNG, SVG, png

if TYPE_CHECKING:
    from pathlib import Path


def text(*content: str | Inline) -> tuple[Inline, ...]:
    """Write inline content; strings are texts."""
    return tuple(Text(piece) if isinstance(piece, str) else piece for piece in content)


def para(*content: str | Inline) -> Paragraph:
    """Write a paragraph."""
    return Paragraph(text(*content))


# --- CommonMark -------------------------------------------------------------------


def test_headings_keep_their_level() -> None:
    assert blocks("# A\n\n### B *c*\n\nD\n-") == (
        Heading(1, text("A")),
        Heading(3, text("B ", Emphasis(text("c")))),
        Heading(2, text("D")),
    )


def test_a_heading_without_words_is_none() -> None:
    assert blocks("#\n\nx") == (para("x"),)


def test_phrases_nest() -> None:
    assert blocks("*a **b** `c*d`* ~~e~~") == (
        para(
            Emphasis(text("a ", Strong(text("b")), " ", InlineCode("c*d"))), " ", Deleted(text("e"))
        ),
    )


def test_a_line_end_is_a_space_and_two_spaces_or_a_backslash_are_a_break() -> None:
    assert blocks("a\nb  \nc\\\nd") == (para("a b", Break(), "c", Break(), "d"),)


def test_lists_nest_and_keep_their_numbers() -> None:
    assert blocks("4. a\n   - b\n   - c\n\n     d\n5. e") == (
        List(
            (
                (para("a"), List(((para("b"),), (para("c"), para("d"))))),
                (para("e"),),
            ),
            ordered=True,
            start=4,
        ),
    )


def test_quotations_nest() -> None:
    assert blocks("> a\n>> b\n\n> - c") == (
        Quote((para("a"), Quote((para("b"),)))),
        Quote((List(((para("c"),),)),)),
    )


def test_code_keeps_its_characters_and_its_language() -> None:
    assert blocks("```python title=x\na <b> [@c]\n  \n  e\n```\n\n    d") == (
        Code("a <b> [@c]\n  \n  e", "python"),
        Code("d"),
    )


def test_entities_and_escapes_are_the_characters_they_stand_for() -> None:
    assert blocks(r"&copy; &lt;b&gt; \*x\* \<b\>") == (para("© <b> *x* <b>"),)


def test_quotation_marks_are_curled_and_nothing_else_is_replaced() -> None:
    assert blocks('"Norms" aren\'t (c) -- ... `"x"`') == (
        para("“Norms” aren’t (c) -- ... ", InlineCode('"x"')),
    )


def test_a_rule_breaks_the_page_unless_it_stands_within_something() -> None:
    assert blocks("a\n\n---\n\n> b\n>\n> ---\n\n- ***") == (
        para("a"),
        PageBreak(),
        Quote((para("b"),)),
        List(((),)),
    )


def test_a_link_keeps_its_address() -> None:
    assert blocks("[a *b*](https://un.org/x 'title') <mailto:a@un.org> [c][d]\n\n[d]: #e") == (
        para(
            Link("https://un.org/x", text("a ", Emphasis(text("b")))),
            " ",
            Link("mailto:a@un.org", text("mailto:a@un.org")),
            " ",
            Link("#e", text("c")),
        ),
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java&#115;cript:alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "vbscript:x",
        "//example.org",
        "02-votes.ipynb",
    ],
)
def test_a_link_elsewhere_keeps_its_words_alone(address: str) -> None:
    assert blocks(f"[Read]({address})") == (para("Read"),)


def test_an_address_without_words_is_no_link() -> None:
    assert not list(every(blocks("[](https://un.org)"), Link))


# --- extensions --------------------------------------------------------------------


def test_a_table_keeps_alignment_phrases_and_escaped_bars() -> None:
    (table,) = blocks("| State | Yes | Note |\n|---|--:|:-:|\n| *Japan* | 0 | a \\| b |\n| x |\n")

    assert table == Table(
        (Column("State"), Column("Yes", "right"), Column("Note", "center")),
        (
            (text(Emphasis(text("Japan"))), text("0"), text("a | b")),
            (text("x"), (), ()),
        ),
    )


def test_a_citation_in_the_head_of_a_table_is_an_error_for_it_would_be_lost() -> None:
    with pytest.raises(NotebookError, match="heading of a table's column"):
        blocks("| A [@A/76/135] |\n|---|\n| b |")


def test_a_footnote_stands_where_it_is_referred_to() -> None:
    assert blocks("a[^1] b\n\n[^1]: *c*\n") == (
        para("a", Footnote(text(Emphasis(text("c")))), " b"),
    )


def test_a_footnote_written_within_the_line_is_a_footnote() -> None:
    assert blocks("a^[b *c*]") == (para("a", Footnote(text("b ", Emphasis(text("c"))))),)


def test_a_footnote_of_several_paragraphs_with_a_list_and_code_loses_no_word() -> None:
    (made,) = blocks("a[^n]\n\n[^n]: one\n\n    two\n\n    - three\n\n    ```\n    four\n    ```\n")

    assert made == para("a", Footnote(text("one two three ", InlineCode("four"))))


def test_a_footnote_referred_to_twice_stands_in_both_places() -> None:
    note = Footnote(text("x"))

    assert blocks("a[^1] b[^1]\n\n[^1]: x") == (para("a", note, " b", note),)


def test_an_unknown_footnote_stays_as_it_is_written() -> None:
    assert blocks("a[^1]") == (para("a[^1]"),)


def test_a_footnote_within_a_footnote_stands_in_brackets() -> None:
    assert blocks("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c") == (para("a", Footnote(text("b (c)"))),)


@pytest.mark.parametrize(
    "source",
    ["a[^1]\n\n[^1]: b[^1]", "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]", "a[^1] " * 30 + "\n\n[^1]: b"],
)
def test_footnotes_in_a_circle_or_without_end_are_an_error(source: str) -> None:
    with pytest.raises(NotebookError, match="footnote"):
        blocks(source)


def test_terms_are_followed_by_what_they_mean() -> None:
    assert blocks("OEWG\n: Open-ended\n: *working* group\n\nGGE\n: Experts\n") == (
        DefinitionList(
            (
                (text("OEWG"), (para("Open-ended"), para(Emphasis(text("working")), " group"))),
                (text("GGE"), (para("Experts"),)),
            )
        ),
    )


@pytest.mark.parametrize(
    ("word", "kind", "title"),
    [
        ("NOTE", "note", "Note"),
        ("tip", "tip", "Tip"),
        ("Important", "important", "Important"),
        ("WARNING", "warning", "Warning"),
        ("CAUTION", "caution", "Caution"),
    ],
)
def test_an_alert_of_github_is_a_box(word: str, kind: str, title: str) -> None:
    assert blocks(f"> [!{word}]\n> a\n> b\n>\n> - c") == (
        Callout(kind, text(title), (para("a b"), List(((para("c"),),)))),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("source", ["> [!NOTE] a\n> b", "> [!OTHER]\n> a", "> a\n> [!NOTE]", ">"])
def test_a_quotation_that_is_no_alert_stays_a_quotation(source: str) -> None:
    assert isinstance(blocks(source)[0], Quote)


@pytest.mark.parametrize(
    ("word", "kind", "title"),
    [("note", "note", "Note"), ("hint", "tip", "Hint"), ("danger", "caution", "Caution")],
)
def test_a_directive_between_colons_is_a_box(word: str, kind: str, title: str) -> None:
    assert blocks(f":::{{{word}}}\na\n:::") == (Callout(kind, text(title), (para("a"),)),)  # type: ignore[arg-type]


def test_a_directive_may_have_a_title_of_its_own() -> None:
    assert blocks(":::{tip} Read *this*\na\n:::") == (
        Callout("tip", text("Read ", Emphasis(text("this"))), (para("a"),)),
    )


def test_boxes_nest_and_may_stand_within_a_quotation() -> None:
    assert blocks("> ::::{note}\n> :::{tip}\n> a\n> :::\n> ::::") == (
        Quote((Callout("note", text("Note"), (Callout("tip", text("Tip"), (para("a"),)),)),)),
    )


def test_a_box_knows_the_footnotes_and_addresses_that_stand_outside_it() -> None:
    (box, *_) = blocks(":::{note}\na[^1] [b]\n:::\n\n[^1]: c\n\n[b]: https://un.org\n")

    assert box == Callout(
        "note",
        text("Note"),
        (para("a", Footnote(text("c")), " ", Link("https://un.org", text("b"))),),
    )


def test_a_directive_that_nobody_knows_is_shown_as_it_is_written() -> None:
    assert blocks(":::{figure} a.png\n*b*\n:::\n\nc") == (
        Code(":::{figure} a.png\n*b*\n:::"),
        para("c"),
    )


def test_a_box_that_is_not_closed_reaches_to_the_end() -> None:
    assert blocks(":::{note}\na\n   ") == (Callout("note", text("Note"), (para("a"),)),)


# --- citations ----------------------------------------------------------------------


def test_citations_are_read_in_prose_tables_headings_and_lists() -> None:
    made = blocks("# A [@a]\n\n[@b; @c OP1]\n\n| T |\n|---|\n| [@d] |\n\n- **[@e]**\n")

    assert [(cite.key, cite.locator) for cite in every(made, Cite)] == [
        ("a", ""),
        ("b", ""),
        ("c", "OP1"),
        ("d", ""),
        ("e", ""),
    ]


@pytest.mark.parametrize("source", [r"\[@a]", "`[@a]`", "```\n[@a]\n```", "[@a](https://un.org)"])
def test_a_citation_that_is_escaped_or_code_is_none(source: str) -> None:
    assert not list(every(blocks(source), Cite))


def test_a_citation_among_the_words_of_a_link_stands_behind_it() -> None:
    assert blocks("[see [@A/76/135 p. 9] there](https://un.org)") == (
        para(Link("https://un.org", text("see there")), " ", Cite("A/76/135", "p. 9")),
    )


def test_a_citation_in_the_alternative_text_of_an_image_does_no_harm() -> None:
    (figure,) = blocks(f"![a [@b]](data:image/png;base64,{PNG})")

    assert isinstance(figure, Figure)
    assert not list(every(figure, Cite))


# --- raw HTML ------------------------------------------------------------------------


def test_a_block_of_html_is_reduced() -> None:
    assert blocks("<div onclick='x()'><b>a</b></div>") == (para(Strong(text("a"))),)


def test_a_block_of_html_with_a_script_is_shown_as_it_is_written() -> None:
    assert blocks("<script>\nalert(1)\n</script>") == (
        Code("<script>\nalert(1)\n</script>", "html", "output"),
    )


def test_html_within_a_line_is_reduced_and_markdown_between_its_tags_still_counts() -> None:
    assert blocks(
        "<b>a *b*</b> <span style='x'>c</span><br/>10<sup>6</sup> <a href='https://un.org'>d</a>"
    ) == (
        para(
            Strong(text("a ", Emphasis(text("b")))),
            " c",
            Break(),
            "10⁶ ",
            Link("https://un.org", text("d")),
        ),
    )


@pytest.mark.parametrize(
    "written", ["<script>alert(1)</script>", "<img-x>", "<b>", "</b>", "<?php x ?>", "<i><b></i>"]
)
def test_html_within_a_line_that_has_no_counterpart_is_text(written: str) -> None:
    assert blocks(f"a {written} c") == (para(f"a {written} c"),)


@pytest.mark.parametrize("source", ["a <!-- the answer --> b", "a b\n\n<!-- the answer -->\n"])
def test_a_comment_is_not_shown(source: str) -> None:
    assert "answer" not in repr(blocks(source))


def test_a_link_in_html_elsewhere_keeps_its_words_alone() -> None:
    assert blocks("<a href='javascript:alert(1)'>a</a> b") == (para("a b"),)


# --- images --------------------------------------------------------------------------


def test_an_image_is_a_figure_after_its_paragraph(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())

    assert blocks("x ![A *line*](a.png 'The **caption**') y", Surroundings(tmp_path)) == (
        para("x  y"),
        Figure("image/png", png(), "A line", text("The ", Strong(text("caption")))),
    )


def test_an_image_may_be_attached_to_the_cell() -> None:
    cell = Surroundings(attachments={"a.png": {"image/png": PNG}})

    assert blocks("![A](attachment:a.png)", cell) == (Figure("image/png", png(), "A"),)


@pytest.mark.parametrize(
    "source",
    [
        "[![A](IMAGE)](https://un.org)",
        "**![A](IMAGE)**",
        "<img alt=A src='IMAGE'>",
        "x <img alt=A src='IMAGE'>",
    ],
)
def test_an_image_within_something_else_is_not_lost(source: str) -> None:
    made = blocks(source.replace("IMAGE", f"data:image/png;base64,{PNG}"))

    assert made[-1] == Figure("image/png", png(), "A")


def test_an_image_in_a_box_is_not_lost() -> None:
    (box,) = blocks(f"> [!NOTE]\n> x ![A](data:image/png;base64,{PNG})")

    assert isinstance(box, Callout)
    assert box.blocks == (para("x"), Figure("image/png", png(), "A"))


def test_a_drawing_may_stand_as_data() -> None:
    address = SVG.replace("<", "%3C").replace(">", "%3E").replace('"', "%22").replace(" ", "%20")
    (figure,) = blocks(f"![A](data:image/svg+xml,{address})")

    assert isinstance(figure, Figure)
    assert figure.data == SVG.encode()


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.png", "file:///etc/passwd", "../a.png", "a.png", "javascript:x"],
)
@pytest.mark.parametrize("written", ["![A]({})", "<img src='{}'>", "[![A]({})](https://un.org)"])
def test_an_image_that_is_not_beside_the_notebook_is_an_error(
    address: str, written: str, tmp_path: Path
) -> None:
    with pytest.raises(NotebookError):
        blocks(written.format(address), Surroundings(tmp_path))


# --- limits ---------------------------------------------------------------------------


def test_content_nested_too_deeply_is_an_error_and_never_lost() -> None:
    for depth in range(1, 40):
        source = "".join(f"{'  ' * level}- x\n" for level in range(depth)) + "  " * depth + "- last"
        with contextlib.suppress(NotebookError):
            assert "last" in repr(blocks(source))
    with pytest.raises(NotebookError, match="too deeply"):
        blocks("> " * (DEEPEST + 2) + "x")


def test_a_text_without_end_is_an_error_that_says_how_long_it_is() -> None:
    with pytest.raises(NotebookError, match="50,001 characters"):
        blocks("x" * (LONGEST + 1))


def test_a_large_picture_in_the_text_does_not_count_as_words() -> None:
    with pytest.raises(NotebookError, match="no PNG"):
        blocks(f"![A](data:image/png;base64,{'A' * (LONGEST * 4)})")


@pytest.mark.parametrize(
    "unit",
    [
        *("[", "![", "[a](", "*a ", "**a*", "`a``", "<", "<a ", "<!--x", "^[", "[^1]", "|"),
        *(
            "|a|\n|-|\n",
            "&",
            "\\",
            '"',
            '"a ',
            "~~a",
            "[@a",
            "<b>",
            "a\n: b\n",
            "> [!NOTE]\n",
            "1. a\n",
        ),
        *("[^a]: ", ":::{note}\n"),
    ],
)
def test_a_malicious_text_is_read_in_a_moment(unit: str) -> None:
    source = unit * (10_000 // len(unit))
    began = time.process_time()
    with contextlib.suppress(NotebookError):
        blocks(source)

    assert time.process_time() - began < 4


# --- one line --------------------------------------------------------------------------


def test_a_line_has_phrases_citations_and_footnotes_and_no_blocks() -> None:
    assert inline("# a\n*b* [@c]^[d]") == text(
        "# a ", Emphasis(text("b")), " ", Cite("c"), Footnote(text("d"))
    )


def test_an_empty_line_is_nothing() -> None:
    assert inline(" \n ") == ()


# --- anything at all --------------------------------------------------------------------

_PIECES = st.sampled_from(
    (
        *("#", " ", "\n", "\n\n", "- ", "1. ", "> ", "```", "`", "*", "**", "_", "~~", "[", "]"),
        *("(", ")", "![", "](", "|", "|-|", "---", ":", ": ", ":::", "{note}", "[^1]", "[^1]: "),
        *("^[", "[!NOTE]", "<b>", "</b>", "<!--", "-->", "<div>", "<td>", "&lt;", "\\"),
        *("[@A OP1]", "[@", "@b", ";", "\t", "    ", "x", "é", "\u202e", "\0", "\ud800"),
        *("https://un.org", "#x", "javascript:"),
    )
)


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_text_is_read_or_refused_in_words(source: str) -> None:
    made: tuple[Block, ...] = ()
    with contextlib.suppress(KitError):
        made = blocks(source)

    for table in every(made, Table):
        assert all(len(row) == len(table.columns) for row in table.rows)
    for link in every(made, Link):
        assert link.url.lower().startswith(("https://", "http://", "mailto:", "#"))
        assert not list(every(link.content, Link))
