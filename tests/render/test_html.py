"""Blocks as HTML elements."""

from __future__ import annotations

import re

import htpy as h
import pytest

from kit.document import blocks as b
from kit.errors import RenderError
from kit.render.html import Writer
from tests.render import sample
from tests.render.sample import bullets, para, text, title


def written(*blocks: b.Block, writer: Writer | None = None) -> str:
    """Write blocks as a string."""
    return str(h.fragment[(writer or Writer()).blocks(blocks)])


def test_inline_content_has_the_elements_that_mean_it() -> None:
    content = (
        b.Emphasis(text("a")),
        b.Strong(text("b")),
        b.Deleted(text("c")),
        b.Mark(text("d")),
        b.InlineCode("e"),
        b.Break(),
    )
    expected = "<em>a</em><strong>b</strong><del>c</del><mark>d</mark><code>e</code><br>"
    assert written(b.Paragraph(content)) == f"<p>{expected}</p>"


def test_every_string_is_escaped() -> None:
    evil = "<b>&\"'</b>"
    markup = written(
        para(evil),
        b.Code(evil, evil),
        b.Table((b.Column(evil),), ((text(evil),),), text(evil), note=evil),
        b.Figure("image/png", b"x", evil, text(evil)),
        b.Exercise(evil, (para(evil),), evil, 1, (text(evil),)),
        b.DefinitionList(((text(evil), (para(evil),)),)),
    )
    assert "<b>" not in markup
    assert markup.count("&lt;b&gt;&amp;&#34;&#39;&lt;/b&gt;") == 15


def test_levels_of_headings_are_never_skipped() -> None:
    markup = written(title("a", 4), title("b", 6), title("c", 2), title("d", 3))
    assert re.findall(r"<(h\d)>", markup) == ["h3", "h4", "h3", "h4"]


def test_identifiers_are_never_used_twice() -> None:
    markup = written(title("a", 2, "x"), title("b", 2, "x"), title("c", 2, "two words"))
    assert re.findall(r'id="([^"]*)"', markup) == ["x", "x-2", "two-words"]


def test_an_item_with_one_sentence_has_no_paragraph() -> None:
    assert written(bullets("a", b.Quote((para("b"),)))) == (
        "<ul><li>a</li><li><blockquote><p>b</p></blockquote></li></ul>"
    )
    assert written(b.List(((para("a"),),), ordered=True, start=4)) == (
        '<ol start="4"><li>a</li></ol>'
    )


def test_a_figure_is_an_image_and_never_markup() -> None:
    markup = written(
        b.Figure("image/svg+xml", sample.SVG, "Bars.", text("Votes"), sample.tallies())
    )
    assert "<svg" not in markup
    assert re.search(r'<img src="data:image/svg\+xml,[^"<>#]+" alt="Bars.">', markup)
    assert "<details" in markup
    assert "A/RES/73/27" in markup


def test_a_figure_without_words_is_refused() -> None:
    with pytest.raises(RenderError, match="alternative text"):
        written(b.Figure("image/png", b"x", "  "))


@pytest.mark.parametrize("url", ["https://example.org/", "http://x.org", "mailto:a@b.org", "#x"])
def test_a_link_may_lead_to_the_web_to_mail_and_within(url: str) -> None:
    markup = written(para(b.Link(url, text("here"))))
    assert f'href="{url}"' in markup
    assert ("noopener noreferrer" in markup) == (url[0] != "#")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", ""]
)
def test_a_link_to_anything_else_is_refused(url: str) -> None:
    with pytest.raises(RenderError, match="leads to"):
        written(para(b.Link(url, text("here"))))


def test_a_reference_shows_number_and_place_and_says_its_source() -> None:
    writer = Writer()
    markup = written(para(sample.cite("OP4")), writer=writer)
    assert 'href="#kit-source-1"' in markup
    assert 'aria-label="Source 1, A/RES/76/19, OP4"' in markup
    assert ">[1, OP4]<" in markup
    assert writer.take_cited() == [(1, "A/RES/76/19", "OP4")]
    assert writer.take_cited() == []


def test_a_reference_that_nobody_numbered_shows_its_key() -> None:
    assert ">[A/RES/76/19, OP4]<" in written(para(sample.cite("OP4", number=0)))


def test_a_note_stands_apart_and_leads_back() -> None:
    writer = Writer()
    markup = written(
        para("x", b.Footnote(text("first")), b.Footnote(text("second"))), writer=writer
    )
    notes = str(writer.take_footnotes())
    for number, letter in ((1, "a"), (2, "b")):
        assert f'href="#kit-note-{number}"' in markup
        assert f'aria-label="Note {letter}"' in markup
        assert f'id="kit-note-{number}"' in notes
        assert f'href="#kit-note-back-{number}"' in notes
    assert writer.take_footnotes() is None


def test_the_twenty_seventh_note_has_a_letter_too() -> None:
    writer = Writer()
    written(para(*(b.Footnote(text(str(n))) for n in range(28))), writer=writer)
    letters = re.findall(r'class="letter"[^>]*>(\w+)<', str(writer.take_footnotes()))
    assert letters[24:] == ["y", "z", "aa", "ab"]


def test_boxes_speak_the_language_of_the_document() -> None:
    callout = b.Callout("warning", text("x"), ())
    assert ">Warning<" in written(callout)
    assert ">Avertissement<" in written(callout, writer=Writer("fr"))


def test_a_break_of_the_page_is_nothing_on_a_screen() -> None:
    assert written(b.PageBreak()) == ""
