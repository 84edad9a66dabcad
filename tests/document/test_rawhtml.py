"""Raw HTML, reduced to blocks or shown as text."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.document import rawhtml
from kit.document.blocks import (
    Block,
    Break,
    Cite,
    Code,
    DefinitionList,
    Emphasis,
    Figure,
    Heading,
    InlineCode,
    Link,
    List,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)
from kit.document.phrases import plain
from kit.document.printed import LONGEST
from kit.document.walk import every
from kit.errors import KitError, NotebookError
from tests.draft import PNG, png


def para(*content: object) -> Paragraph:
    """Write a paragraph; strings are texts."""
    return Paragraph(tuple(Text(c) if isinstance(c, str) else c for c in content))  # type: ignore[misc]


def words(html: str) -> list[str]:
    """Read the words of each paragraph."""
    return [plain(block.content) for block in every(rawhtml.reduce(html), Paragraph)]


# --- what is reduced -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "content"),
    [
        ("<b>x</b>", Strong((Text("x"),))),
        ("<STRONG onclick='alert(1)'>x</STRONG>", Strong((Text("x"),))),
        ("<i>x</i>", Emphasis((Text("x"),))),
        ("<code>a &lt; b</code>", InlineCode("a < b")),
        ("<kbd>Esc</kbd>", InlineCode("Esc")),
        ("<a href='https://un.org'>x</a>", Link("https://un.org", (Text("x"),))),
        ("<span style='color:red'>x</span>", Text("x")),
        ("<p>x</p>", Text("x")),
        ("x &amp; y", Text("x & y")),
    ],
)
def test_a_phrase_keeps_its_meaning_and_nothing_else(html: str, content: object) -> None:
    assert rawhtml.reduce(html) == (para(content),)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "other.ipynb",
        "",
    ],
)
def test_a_link_elsewhere_keeps_its_words_alone(address: str) -> None:
    escaped = address.replace("<", "&lt;")

    assert rawhtml.reduce(f'<a href="{escaped}">Read</a>') == (para("Read"),)


def test_blocks_beside_each_other_do_not_run_together() -> None:
    assert words("<div>one</div><div>two</div>three<hr>four<section>five</section>") == [
        "one",
        "two",
        "three",
        "four",
        "five",
    ]


def test_tags_that_html_lets_an_author_leave_open_are_closed() -> None:
    assert words("<p>one<p>two <b>strong<p>three") == ["one", "two strong", "three"]
    assert rawhtml.reduce("<ul><li>a<li><p>b<li>c</ul>") == (
        List(((para("a"),), (para("b"),), (para("c"),))),
    )


def test_lists_keep_their_kind_start_and_nesting() -> None:
    assert rawhtml.reduce("<ol start=3><li>a<ul><li>b</ul></ol>") == (
        List(((para("a"), List(((para("b"),),))),), ordered=True, start=3),
    )


def test_nothing_of_a_badly_made_list_is_lost() -> None:
    assert words("<ul>zero<li>one</li>more<ul><li>two</li></ul></ul>") == [
        "zero",
        "one",
        "more",
        "two",
    ]


def test_a_list_of_terms_keeps_terms_and_meanings() -> None:
    assert rawhtml.reduce("<dl><dt>OEWG<dd>Open-ended working group<dt>GGE</dl>") == (
        DefinitionList(
            (
                ((Text("OEWG"),), (para("Open-ended working group"),)),
                ((Text("GGE"),), ()),
            )
        ),
    )


def test_headings_quotations_and_preformatted_text_keep_their_kind() -> None:
    assert rawhtml.reduce("<h2>A</h2><blockquote>B</blockquote><pre>C\n  D</pre>") == (
        Heading(2, (Text("A"),)),
        Quote((para("B"),)),
        Code("C\n  D", kind="output"),
    )


def test_figures_are_raised_that_are_raised() -> None:
    assert rawhtml.reduce("10<sup>6</sup>, 1<sup>st</sup>, H<sub>2</sub>O") == (
        para("10⁶, 1st, H₂O"),
    )


def test_line_breaks_are_kept_and_not_doubled() -> None:
    assert rawhtml.reduce("a<br>b<br><br>c<br>") == (para("a", Break(), "b", Break(), "c"),)


def test_a_citation_is_a_citation_also_in_html() -> None:
    assert rawhtml.reduce("<p>Welcomed [@A/RES/76/19 OP1]</p>") == (
        para("Welcomed ", Cite("A/RES/76/19", "OP1")),
    )


@pytest.mark.parametrize(
    "html",
    [
        "<!-- the answer is 42 -->x",
        "<style>.answer{}</style>x",
        "<div hidden>the answer is 42</div>x",
        "<div style='Display : NONE'>the answer is 42</div>x",
        "<p>x<span style='visibility:hidden'>the answer is 42</span></p>",
        "x<table hidden><tr><td>the answer is 42</table>",
        "<ul><li hidden>the answer is 42</ul>x",
    ],
)
def test_what_a_browser_would_not_show_is_not_shown(html: str) -> None:
    assert "answer" not in repr(rawhtml.reduce(html))
    assert words(html) == ["x"]


# --- images --------------------------------------------------------------------------


def test_an_image_with_its_own_data_is_kept() -> None:
    html = f"<img alt='A line' src='data:image/png;base64,{PNG}'>"

    assert rawhtml.reduce(html) == (Figure("image/png", png(), "A line"),)


def test_an_image_elsewhere_becomes_its_words_and_no_request() -> None:
    assert rawhtml.reduce("<img src='https://example.org/spy.png' alt='A line'>") == (
        para("A line"),
    )
    assert rawhtml.reduce("<img src='https://example.org/spy.png'>") == (
        para("https://example.org/spy.png"),
    )


def test_an_image_of_a_markdown_cell_is_fetched() -> None:
    made = rawhtml.reduce("<img src='a.png' width=400>", fetch=lambda _: ("image/png", b"x"))

    assert made == (Figure("image/png", b"x", ""),)


def test_the_alternative_text_of_the_cell_serves_an_image_without_one() -> None:
    (figure,) = rawhtml.reduce(f"<img src='data:image/png;base64,{PNG}'>", alt="A line")

    assert isinstance(figure, Figure)
    assert figure.alt == "A line"


def test_a_figure_has_its_caption() -> None:
    html = (
        f"<figure><img alt=x src='data:image/png;base64,{PNG}'><figcaption>C</figcaption></figure>"
    )

    assert rawhtml.reduce(html) == (Figure("image/png", png(), "x", (Text("C"),)),)


def test_a_broken_image_is_an_error() -> None:
    with pytest.raises(NotebookError, match="base64"):
        rawhtml.reduce("<img src='data:image/png;base64,?'>")


# --- what is shown as text -------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p>x</p><SCRIPT src=//example.org>",
        "<iframe src='https://example.org'></iframe>",
        "<object data='x'></object>",
        "<embed src='x'>",
        "<svg onload='alert(1)'></svg>",
        "<math><mtext></mtext></math>",
        "<form action='https://example.org'><input name=x><button>Go</button></form>",
        "<video src='x'></video>",
        "<link rel=stylesheet href='https://example.org/x.css'>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
        "<base href='https://example.org'>",
        "<template><b>x</b></template>",
        "<textarea>x</textarea>",
        "<custom-element>x</custom-element>",
        "<p>x<![foo[ y ]]>",
    ],
)
def test_html_that_has_no_counterpart_is_shown_as_it_is_written(html: str) -> None:
    assert rawhtml.reduce(html) == (Code(html, language="html", kind="output"),)


def test_elements_nested_like_a_bomb_are_shown_as_text() -> None:
    html = "<div>" * 10_000

    assert isinstance(rawhtml.reduce(html)[0], Code)


def test_text_without_end_is_cut() -> None:
    (code,) = rawhtml.reduce("<script>" + "x" * 5_000_000)

    assert isinstance(code, Code)
    assert len(code.text) < LONGEST + 100


@pytest.mark.parametrize("html", ["a < b", "<", "<b", "x &", "&bogus; &#xfffffff;", "</b>", "<3"])
def test_what_only_looks_like_html_keeps_its_words(html: str) -> None:
    blocks = rawhtml.reduce(html)

    assert all(isinstance(block, Paragraph) for block in blocks)


@pytest.mark.parametrize(
    "unit",
    [
        *("<", "<a", "<a ", "</", "<!--", "<!", "<![CDATA[", "<?", "&", "&#x", "<a x='", "<b>"),
        *("<td>", "<table><tr><td>", "<ul><li>", "<p>", "<dl><dd>"),
        "<td rowspan=1000 colspan=1000>",
    ],
)
def test_malformed_html_is_read_in_no_time(unit: str) -> None:
    html = "<table><tr>" + unit * (100_000 // len(unit))
    began = time.process_time()
    rawhtml.reduce(html)

    assert time.process_time() - began < 3


# --- anything at all --------------------------------------------------------------------

_PIECES = st.sampled_from(
    (
        *("<", ">", "</", "/>", "<!--", "-->", "<![", "]]>", "<?", "&", ";", "'", '"', "=", " "),
        *("b", "p", "a", "li", "ul", "dl", "dt", "dd", "td", "tr", "table", "script", "style"),
        *("<p>", "<b>", "</b>", "<td colspan=2>", "<th rowspan=3>", "<tr>", "<table>", "<li>"),
        *("<ul>", "<caption>", "<img ", "href", "src", "[@A OP1]", "\0", "\ud800", "x", "\n"),
    )
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_text_is_read_or_refused_in_words(html: str) -> None:
    blocks: tuple[Block, ...] = ()
    with contextlib.suppress(KitError):
        blocks = rawhtml.reduce(html)

    for table in every(blocks, Table):
        assert all(len(row) == len(table.columns) for row in table.rows)
