"""The Word file, read back as Word and LibreOffice would read it."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import docx
import pypdf
import pytest
from docx.shared import Mm

from kit.document import blocks as b
from kit.document.edition import edition
from kit.document.walk import every
from kit.errors import RenderError
from kit.render import word
from tests.render.sample import (
    META,
    QUIZZES,
    SOURCES,
    SVG,
    bullets,
    cite,
    document,
    long_table,
    para,
    part,
    png,
    tallies,
    text,
    title,
)

if TYPE_CHECKING:
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def small(*blocks: b.Block, **meta: Any) -> b.Document:
    """Write a document of one section, each block in a cell of its own."""
    parts = tuple(part(cell, block) for cell, block in enumerate(blocks, start=1))
    return b.Document(replace(META, **meta), (b.Section(parts),), SOURCES)


@cache
def whole() -> bytes:
    """Render the sample."""
    return word.render(edition(document(), "briefing"))


def opened(data: bytes) -> Any:
    """Open a file as python-docx does."""
    return docx.Document(io.BytesIO(data))


def member(data: bytes, name: str) -> ET.Element:
    """Read a part of the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ET.fromstring(package.read(name))  # noqa: S314  the file is our own


def body(data: bytes) -> ET.Element:
    """Read the main part of the package."""
    return member(data, "word/document.xml")


def styled(data: bytes, style: str) -> list[str]:
    """Read the paragraphs of a style."""
    return [p.text for p in opened(data).paragraphs if p.style.name == style]


# --- what a file says about itself -----------------------------------------------------


def test_the_file_says_title_language_and_date() -> None:
    properties = opened(word.render(small(para("x"), lang="fr", date="2021-12-06"))).core_properties

    assert properties.title == META.title
    assert properties.language == "fr-FR"
    assert properties.created.date() == properties.modified.date() == date(2021, 12, 6)


def test_a_document_without_a_date_is_dated_all_the_same() -> None:
    properties = opened(word.render(small(para("x"), date=""))).core_properties

    assert properties.created.year == 1980


def test_the_words_are_marked_with_their_language() -> None:
    defaults = member(word.render(small(para("x"), lang="ru")), "word/styles.xml")

    assert {mark.get(f"{W}val") for mark in defaults.iter(f"{W}lang")} == {"ru-RU"}


def test_the_file_holds_nothing_that_the_kit_did_not_write() -> None:
    with zipfile.ZipFile(io.BytesIO(whole())) as package:
        names = set(package.namelist())

    assert not {name for name in names if "thumbnail" in name or "customXml" in name}
    assert {"word/document.xml", "word/styles.xml", "word/footnotes.xml"} <= names


def test_nothing_outside_is_referred_to_but_https_links() -> None:
    links = [b.Link(url, text("here")) for url in ("https://a.int/", "http://b.int/", "mailto:c@d")]

    data = word.render(small(para(*links), para(b.Footnote(text(links[0])))))

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        outside = [
            relationship.get("Target")
            for name in package.namelist()
            if name.endswith(".rels")
            for relationship in member(data, name).iter(RELATIONSHIPS)
            if relationship.get("TargetMode") == "External"
        ]
    assert set(outside) == {"https://a.int/", "https://undocs.org/A/RES/76/19"}
    (plain,) = (p.text for p in opened(data).paragraphs if p.text.startswith("here"))
    assert plain == "herehere (http://b.int/)here (mailto:c@d)"


def test_every_style_that_is_used_is_defined() -> None:
    data = whole()
    defined = {
        style.get(f"{W}styleId") for style in member(data, "word/styles.xml").iter(f"{W}style")
    }
    parts = [body(data), member(data, "word/footnotes.xml")]

    used = {
        mark.get(f"{W}val")
        for root in parts
        for tag in ("pStyle", "rStyle", "tblStyle")
        for mark in root.iter(f"{W}{tag}")
    }
    assert len(used) > 15
    assert used <= defined


def test_properties_stand_in_the_order_of_the_schema() -> None:
    orders = {
        "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs "
        "spacing ind contextualSpacing jc outlineLvl sectPr",
        "rPr": "rStyle rFonts b i caps strike noProof color spacing sz szCs highlight u vertAlign lang",
        "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    }
    data = whole()

    for name in ("word/document.xml", "word/styles.xml", "word/footnotes.xml"):
        for tag, order in orders.items():
            for properties in member(data, name).iter(f"{W}{tag}"):
                found = [child.tag.removeprefix(W) for child in properties]
                assert found == sorted(found, key=order.split().index)


# --- structure ---------------------------------------------------------------------------


def test_title_subtitle_and_headings_have_their_styles() -> None:
    data = word.render(small(title("One"), para("x"), title("Below", 2), para("y")))

    assert styled(data, "Title") == [META.title]
    assert styled(data, "Subtitle") == [META.subtitle]
    assert styled(data, "Heading 1") == ["One", "Sources"]
    assert styled(data, "Heading 2") == ["Below"]


def test_key_points_stand_before_the_text() -> None:
    paragraphs = [p.text for p in opened(word.render(small(para("The text")))).paragraphs]

    points = [n for n, words in enumerate(paragraphs) if words.startswith(("Verbs", "A possib"))]
    assert len(points) == 2
    assert max(points) < paragraphs.index("The text")


def test_a_table_repeats_its_header_row_and_keeps_its_rows_whole() -> None:
    table = opened(word.render(small(long_table(80)))).tables[0]

    marked = [row._tr.find(f".//{W}tblHeader") is not None for row in table.rows]
    whole_rows = [row._tr.find(f".//{W}cantSplit") is not None for row in table.rows]
    assert marked == [True] + [False] * 80
    assert all(whole_rows)
    assert [cell.text for cell in table.rows[0].cells] == ["Row", "What it says", "Number"]


def test_numbers_stand_right() -> None:
    table = opened(word.render(small(tallies()))).tables[0]

    for row in table.rows:
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert [str(side).split(" ")[0] for side in sides] == ["LEFT"] + ["RIGHT"] * 4


def test_a_table_says_what_it_is_and_is_numbered() -> None:
    data = word.render(small(tallies(), long_table(3)))

    captions = styled(data, "Caption") + styled(data, "caption")
    assert [words[:7] for words in captions] == ["Table 1", "Table 2"]
    spoken = [mark.get(f"{W}val") for mark in body(data).iter(f"{W}tblCaption")]
    assert spoken == ["Votes in plenary, 2018 to 2022", "A long table"]
    assert "The first 3 of 2,316 rows." in styled(data, "Table Note")


@pytest.mark.parametrize(("paper", "sheet"), [("a4", (210, 297)), ("us-letter", (216, 279))])
def test_a_table_too_wide_for_the_page_turns_it_and_turns_it_back(
    paper: Any, sheet: tuple[int, int]
) -> None:
    columns = tuple(b.Column(f"Column {n}") for n in range(12))
    row = tuple(text(f"acknowledgement {n}") for n in range(12))
    wide = b.Table(columns, (row,), text("Wide"))

    made = opened(word.render(small(para("before"), wide, para("after")), paper=paper))
    sections = made.sections

    assert [s.page_width > s.page_height for s in sections] == [False, True, False]
    assert all(META.title in s.header.paragraphs[0].text for s in sections)
    sides = [(round(s.page_width.mm), round(s.page_height.mm)) for s in sections]
    assert sides == [sheet, sheet[::-1], sheet]
    room = sections[1].page_width - sections[1].left_margin - sections[1].right_margin
    assert sum(column.width for column in made.tables[0].columns) <= room + Mm(1)


def test_a_table_without_rows_says_so() -> None:
    table = opened(word.render(small(b.Table((b.Column("A"), b.Column("B")), ())))).tables[0]

    assert [cell.text for cell in table.rows[1].cells] == ["No rows.", ""]


def test_figures_have_their_alternative_text_and_caption() -> None:
    data = word.render(
        small(
            b.Figure("image/svg+xml", SVG, "Bars, the longest for 75/32.", text("Yes votes")),
            b.Figure("image/png", png(4, 2), "A white patch."),
        )
    )

    shapes = opened(data).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [
        "Bars, the longest for 75/32.",
        "A white patch.",
    ]
    assert styled(data, "Caption") + styled(data, "caption") == ["Figure 1  Yes votes"]


def test_a_drawing_keeps_its_proportions_within_the_page() -> None:
    shape = opened(
        word.render(small(b.Figure("image/svg+xml", SVG, "Bars, the longest for 75/32.")))
    ).inline_shapes[0]

    assert shape.width.cm <= 16.01
    assert shape.width / shape.height == pytest.approx(640 / 300, rel=0.01)


def test_each_numbered_list_counts_from_its_own_start() -> None:
    items = ((para("a"),), (para("b"),))

    data = word.render(
        small(b.List(items, ordered=True), b.List(items, ordered=True, start=5), bullets("c"))
    )

    numbers = [mark.get(f"{W}val") for mark in body(data).iter(f"{W}numId")][2:]  # key points first
    first, second, bullet = numbers[0], numbers[2], numbers[4]
    assert len({first, second, bullet}) == 3
    starts = {
        num.get(f"{W}numId"): num.find(f".//{W}startOverride").get(f"{W}val")  # type: ignore[union-attr]
        for num in member(data, "word/numbering.xml").iter(f"{W}num")
        if num.find(f".//{W}startOverride") is not None
    }
    assert (starts[first], starts[second]) == ("1", "5")


def test_nested_lists_go_one_level_deeper() -> None:
    nested = b.List(((para("outer"), bullets("inner")),))

    levels = {
        "".join(t.text or "" for t in p.iter(f"{W}t")): level.get(f"{W}val")
        for p in body(word.render(small(nested))).iter(f"{W}p")
        if (level := p.find(f".//{W}ilvl")) is not None
    }
    assert (levels["outer"], levels["inner"]) == ("0", "1")


def test_footnotes_are_footnotes() -> None:
    data = word.render(
        small(
            para("Two", b.Footnote(text("first", b.Footnote(text("inner"))))),
            para("more", b.Footnote(text("second"))),
        )
    )

    notes = [
        "".join(t.text or "" for t in note.iter(f"{W}t")).strip()
        for note in member(data, "word/footnotes.xml").iter(f"{W}footnote")
        if note.get(f"{W}type") is None
    ]
    assert notes == ["first (inner)", "second"]
    references = [mark.get(f"{W}id") for mark in body(data).iter(f"{W}footnoteReference")]
    assert references == ["1", "2"]


def test_emphasis_of_every_kind_is_kept() -> None:
    content = [kind(text(kind.__name__)) for kind in (b.Emphasis, b.Strong, b.Deleted, b.Mark)]

    paragraph = next(
        p for p in opened(word.render(small(para(*content)))).paragraphs if "Deleted" in p.text
    )
    emphasis, strong, deleted, marked = paragraph.runs
    assert emphasis.italic
    assert strong.bold
    assert deleted.font.strike
    assert marked.font.highlight_color is not None


def test_citations_lead_to_the_list_of_sources() -> None:
    data = word.render(small(para("It welcomes ", cite("OP2"), ".")))

    anchors = {link.get(f"{W}anchor") for link in body(data).iter(f"{W}hyperlink")}
    places = {mark.get(f"{W}name") for mark in body(data).iter(f"{W}bookmarkStart")}
    assert "source_1" in anchors & places
    assert "It welcomes [1, OP2]." in [p.text for p in opened(data).paragraphs]


def test_links_within_the_document_lead_to_their_heading() -> None:
    link = b.Link("#below", text("see below"))

    data = word.render(small(para(link), title("Below", 1, "below"), para("x")))

    anchors = [link.get(f"{W}anchor") for link in body(data).iter(f"{W}hyperlink")]
    places = {mark.get(f"{W}name") for mark in body(data).iter(f"{W}bookmarkStart")}
    assert set(filter(None, anchors)) <= places
    assert len(list(filter(None, anchors))) == 1


def test_sources_tell_status_and_grade() -> None:
    data = word.render(small(para("x")))

    assert styled(data, "Source")[0] == f"[1]\t{SOURCES[0].text}"
    assert styled(data, "Source Note") == [
        "official record · grade A · https://undocs.org/A/RES/76/19",
        "official record · grade A, B",
        "state text · grade A",
    ]


def test_an_explorer_tells_which_state_is_printed() -> None:
    control = b.Control("y", "Year", "choice", ("2018", "2020"))
    views = ((para("View number 0"),), (para("View number 1"),))
    explorer = b.Explorer("Votes", (control,), {(0,): 0, (1,): 1}, views, (0,), ((1,),))

    said = "\n".join(p.text for p in opened(word.render(small(explorer))).paragraphs)

    assert "Shown here. Year: 2020." in said
    assert "Year: 2018, 2020." in said
    assert "View number 1" in said
    assert "View number 0" not in said


def test_a_quiz_is_written_without_its_answer() -> None:
    quiz = b.Quiz(
        text("Which verb?"),
        "single",
        (b.Choice(text("welcomes"), correct=True, feedback=text("Well read")),),
        why=text("It is in the text"),
    )

    said = "\n".join(p.text for p in opened(word.render(small(quiz))).paragraphs)

    assert "welcomes" in said
    assert "Well read" not in said
    assert "It is in the text" not in said


def test_code_keeps_its_lines_and_spaces() -> None:
    code = b.Code("if vote:\n    count  += 1\n\tdone")

    (written,) = styled(word.render(small(code)), "Code Block")

    assert written == "if vote:\n    count  += 1\n\tdone"


def test_what_xml_cannot_hold_is_left_out() -> None:
    said = [
        p.text
        for p in opened(word.render(small(para("a\x00b\x0b\u202ec\ud800]]><w:p/>")))).paragraphs
    ]

    assert "abc\ufffd]]><w:p/>" in said


@pytest.mark.parametrize(
    "figure",
    [
        b.Figure("image/png", png(), ""),
        b.Figure("image/png", b"no image", "A patch."),
        b.Figure("image/png", png()[:20], "A patch."),
        b.Figure("image/png", png().replace(b"IDAT", b"\xb0DAT"), "A patch."),
        b.Figure(
            "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' width='0'/>", "A patch."
        ),
    ],
)
def test_a_figure_that_cannot_be_shown_is_refused_by_cell(figure: b.Figure) -> None:
    with pytest.raises(RenderError, match=r"05-resolution.ipynb, cell 2"):
        word.render(small(para("x"), figure))


# --- determinism, and a second opinion ------------------------------------------------------


def test_the_bytes_do_not_depend_on_place_time_or_process() -> None:
    script = (
        "import hashlib\n"
        "from kit.document.edition import edition\n"
        "from kit.render import word\n"
        "from tests.render.sample import document\n"
        "print(hashlib.sha256(word.render(edition(document(), 'briefing'))).hexdigest())\n"
    )
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242"}

    printed = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | elsewhere | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert printed.strip() == hashlib.sha256(whole()).hexdigest()


def test_the_package_bears_no_date_of_the_run() -> None:
    with zipfile.ZipFile(io.BytesIO(whole())) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_loses_no_word(tmp_path: Path) -> None:
    tree = edition(document(), "briefing")
    (tmp_path / "briefing.docx").write_bytes(whole())

    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "briefing.docx"],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        check=True,
        timeout=120,
    )

    sheets = pypdf.PdfReader(tmp_path / "briefing.pdf").pages
    said = "".join("".join(sheet.extract_text().split()) for sheet in sheets)
    printed = {found.text for found in every((tree.meta.key_points, tree.sections), b.Text)}
    unprinted = {"Test yourself: " + quiz.kind for quiz in QUIZZES} | {"Try it yourself"}
    lost = {words for words in printed - unprinted if "".join(words.split()) not in said}
    assert len(printed) > 100
    assert lost == set()
