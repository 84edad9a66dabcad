"""The tables behind figures, read back from every printed format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pypdf
import pytest

from kit.document import blocks as b
from kit.document.walk import every
from kit.render import briefing, handout, word
from kit.render.annex import MOST_ROWS, annexed
from tests.render.sample import META, SOURCES, cite, para, part, png, text, title

if TYPE_CHECKING:
    from collections.abc import Callable


def table(rows: int) -> b.Table:
    """Write a table that counts its rows."""
    columns = (b.Column("Country"), b.Column("Tally", align="right"))
    return b.Table(
        columns, tuple((text(f"State {n}"), text(str(900 + n))) for n in range(1, rows + 1))
    )


def document(rows: int = 3) -> b.Document:
    """Write a document with one figure, and words after it."""
    caption = (b.Text("Who counted what "), cite("OP1"))
    figure = b.Figure(
        "image/png", png(), "A white square stands for a count.", caption, table(rows)
    )
    section = b.Section((part(1, title("A count"), figure, para("Words after the figure.")),))
    return b.Document(META, (section,), SOURCES)


def pdf_words(data: bytes) -> str:
    """Read the words of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in reader.pages)


def word_words(data: bytes) -> str:
    """Read the words of a Word document in its order."""
    body = docx.Document(io.BytesIO(data)).element.body
    paragraphs = body.iter("{*}p")
    return " ".join("".join(run.text or "" for run in each.iter("{*}t")) for each in paragraphs)


FORMATS = pytest.mark.parametrize(
    ("render", "read"),
    [(briefing.render, pdf_words), (handout.render, pdf_words), (word.render, word_words)],
    ids=["briefing", "handout", "word"],
)


@FORMATS
def test_the_table_behind_a_figure_is_printed_after_the_text_and_before_the_sources(
    render: Callable[[b.Document], bytes], read: Callable[[bytes], str]
) -> None:
    said = read(render(document()))
    after = said.index("Words after the figure.")
    heading = said.index("Annex: the tables behind the figures", after)
    row = said.index("State 3 903", heading)
    assert said.index("Sources", row)
    assert "Its table is in the annex." in said[:after]
    assert said.count("Who counted what") == 2


@FORMATS
def test_no_more_of_it_than_about_a_page_is_printed_and_the_cut_is_stated(
    render: Callable[[b.Document], bytes], read: Callable[[bytes], str]
) -> None:
    said = read(render(document(rows=1_000)))
    assert f"State {MOST_ROWS} " in said
    assert f"State {MOST_ROWS + 1} " not in said
    assert f"Printed here: the first {MOST_ROWS} of 1,000 rows." in said


def test_the_caption_leads_to_the_annex() -> None:
    reader = pypdf.PdfReader(io.BytesIO(briefing.render(document())))
    links = [link.get_object() for link in reader.pages[0]["/Annots"]]
    assert [link["/Dest"] for link in links if link["/Contents"].startswith("Section")] == [
        "heading:annex"
    ]
    body = docx.Document(io.BytesIO(word.render(document()))).element.body
    (link,) = [one for one in body.iter("{*}hyperlink") if "annex" in "".join(one.itertext())]
    (anchor,) = link.xpath("./@w:anchor")
    (mark,) = body.xpath(f"//w:bookmarkStart[@w:name='{anchor}']")
    assert "Annex" in "".join(mark.getparent().itertext())


def test_a_document_whose_figures_have_no_tables_has_no_annex() -> None:
    bare = b.Document(META, (b.Section((part(1, b.Figure("image/png", png(), "A square.")),)),))
    assert annexed(bare) is bare


def test_no_figure_keeps_its_table_and_no_row_is_lost() -> None:
    made = annexed(document(rows=MOST_ROWS))
    assert [figure.table for figure in every(made, b.Figure)] == [None]
    assert [len(one.rows) for one in every(made, b.Table)] == [MOST_ROWS]
