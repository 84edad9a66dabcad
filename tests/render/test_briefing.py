"""The briefing, read back as a screen reader and an archive would read it."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import page
import pikepdf
import pypdf
import pytest

from kit.document import blocks as b
from kit.document.edition import edition
from kit.errors import RenderError
from kit.render import briefing
from tests.render.sample import (
    META,
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
    from collections.abc import Iterator

A4 = (595, 842)
LETTER = (612, 792)
NOTEBOOK = b'{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'


def small(*blocks: b.Block, **meta: Any) -> b.Document:
    """Write a document of one section, each block in a cell of its own."""
    parts = tuple(part(cell, block) for cell, block in enumerate(blocks, start=1))
    return b.Document(replace(META, **meta), (b.Section(parts),), SOURCES)


@cache
def whole() -> bytes:
    """Render the sample with everything on."""
    return briefing.render(edition(document(), "briefing"), notebook=NOTEBOOK)


def pages(data: bytes) -> list[str]:
    """Read the words of each page, its line ends as spaces."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def words(data: bytes) -> str:
    """Read the words of all pages."""
    return " ".join(pages(data))


def bookmarks(data: bytes) -> list[Any]:
    """Read the titles of the bookmarks, those of a lower level as a list."""

    def titles(entries: Any) -> list[Any]:
        return [titles(e) if isinstance(e, list) else e["/Title"] for e in entries]

    return titles(pypdf.PdfReader(io.BytesIO(data)).outline)


def sizes(data: bytes) -> list[tuple[int, int]]:
    """Measure the pages in points."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [(round(s.mediabox.width), round(s.mediabox.height)) for s in reader.pages]


def structure(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Read the structure tree in order: each element's role and its attributes."""

    def walk(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(node, pikepdf.Array):
            for item in node:
                yield from walk(item)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            plain = {key: str(node[key]) for key in ("/Alt", "/T", "/Lang") if key in node}
            yield str(node["/S"]).removeprefix("/"), plain
            if "/K" in node:
                yield from walk(node["/K"])

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(walk(pdf.Root.StructTreeRoot.K))


def roles(data: bytes) -> list[str]:
    """Read the roles of the structure tree in order."""
    return [role for role, _ in structure(data)]


def failures(data: bytes, profile: str) -> list[str]:
    """List the rules of a profile that a file breaks."""
    return [found.rule_id for found in page.validate_pdf_bytes(data, profile=profile).failures]


# --- standards ---------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_every_kind_of_block_keeps_the_standards(profile: str, paper: Any) -> None:
    data = briefing.render(document(), paper=paper, notebook=NOTEBOOK)

    assert failures(data, profile) == []


def _broken(change: Any) -> bytes:
    """Spoil the sample in one way."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole())) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def _without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _without_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def _without_alternative_text(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
            del item["/Alt"]


def _without_embedded_fonts(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            for key in ("/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


@pytest.mark.parametrize(
    ("change", "profile"),
    [
        (_without_language, "ua1"),
        (_without_structure, "ua1"),
        (_without_structure, "3a"),
        (_without_embedded_fonts, "ua1"),
        (_without_embedded_fonts, "3a"),
    ],
)
def test_the_validator_sees_what_is_spoilt(change: Any, profile: str) -> None:
    assert failures(_broken(change), profile) != []


def test_the_validator_sees_a_figure_without_alternative_text() -> None:
    assert any("ALT" in rule for rule in failures(_broken(_without_alternative_text), "ua1"))


# --- what a screen reader finds ------------------------------------------------------


def test_the_file_says_its_title_and_language() -> None:
    data = briefing.render(small(para("Bonjour"), title="Deux rapports", lang="fr-CH"))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.open_metadata()["dc:title"] == "Deux rapports"


def test_the_file_is_dated_by_its_newest_source() -> None:
    data = briefing.render(small(para("x"), date="2021-12-06"))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20211206")
    assert "Sources to 6 December 2021" in words(data)


def test_header_cells_are_marked_and_data_cells_are_not() -> None:
    found = roles(briefing.render(small(tallies())))

    assert found.count("TH") == 5
    assert found.count("TD") == 7 * 5


def test_a_header_that_repeats_on_each_page_is_read_once() -> None:
    data = briefing.render(small(long_table(120)))

    assert sum("What it says" in sheet for sheet in pages(data)) >= 3
    assert roles(data).count("TH") == 3


def test_a_figure_is_read_by_its_alternative_text() -> None:
    figure = b.Figure("image/svg+xml", SVG, "Bars, the longest for 75/32.", text("Yes votes"))
    raster = b.Figure("image/png", png(), "A white square.")

    found = structure(briefing.render(small(figure, raster)))

    alts = [more["/Alt"] for role, more in found if role == "Figure" and "/Alt" in more]
    assert alts == ["Bars, the longest for 75/32.", "A white square."]


def test_headings_lists_tables_and_quotations_keep_their_order() -> None:
    data = briefing.render(
        small(
            title("First"),
            para("x"),
            title("Below", 2),
            bullets("a", "b"),
            tallies(),
            b.Quote((para("said"),)),
            key_points=(),
            provenance=(),
        )
    )

    wanted = {"H1", "H2", "L", "Table", "BlockQuote"}
    assert [role for role in roles(data) if role in wanted] == [
        "H1",
        "H2",
        "L",
        "Table",
        "BlockQuote",
        "H1",  # the sources
        "L",
    ]


def test_the_text_runs_from_title_to_provenance() -> None:
    said = words(whole())

    places = [
        said.index(phrase)
        for phrase in (
            "What the Assembly decided in 2021",
            "Verbs carry the decision",
            "Preambular paragraph 10 first",
            "Adopted by consensus on 12 March 2021",
            "Adopted by consensus on 28 May 2021",
            "resolution 76/19, A/RES/76/19",
            "2026.1",
        )
    ]
    assert places == sorted(places)


def test_bookmarks_are_the_headings() -> None:
    data = briefing.render(
        small(title("One"), para("x"), title("Two"), title("Below", 2), para("y"))
    )

    assert bookmarks(data) == ["One", "Two", ["Below"], "Sources"]


def test_no_notice_of_a_page_is_read_as_content() -> None:
    data = briefing.render(small(*(para("word " * 300) for _ in range(6))))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        for sheet in pdf.pages[1:]:
            marked = [
                str(step.operands[0])
                for step in pikepdf.parse_content_stream(sheet)
                if str(step.operator) in {"BDC", "BMC"}
            ]
            assert "/Artifact" in marked


# --- what a reader sees ----------------------------------------------------------------


def test_the_masthead_tells_title_marking_and_audience() -> None:
    first = pages(briefing.render(small(para("x"), marking="Restricted", audience="Capitals")))[0]

    assert META.title in first
    assert META.subtitle in first
    assert "Capitals" in first
    assert "Restricted" in first


def test_each_page_tells_its_number_and_the_whole() -> None:
    sheets = pages(whole())

    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        assert f"Page {number} of {len(sheets)}" in sheet


def test_later_pages_repeat_the_title_above_the_text() -> None:
    assert all(META.title in sheet for sheet in pages(whole())[1:])


def test_a_heading_that_repeats_the_title_is_not_printed_twice() -> None:
    first = pages(briefing.render(small(title(META.title), para("x"))))[0]

    assert first.count(META.title) == 1


def test_a_heading_with_nothing_beneath_it_is_not_printed() -> None:
    said = words(whole())

    assert "Search a long list" in said
    assert "Test yourself" not in said  # the quizzes below it are not printed


def test_a_dividing_slide_heads_the_slides_that_follow() -> None:
    divider = b.Section((part(1, title("Part one")),), "section")
    slide = b.Section((part(2, title("A slide"), para("x")),))

    data = briefing.render(b.Document(META, (divider, slide), SOURCES))

    assert bookmarks(data) == ["Part one", ["A slide"], "Sources"]


def test_contents_are_listed_only_when_the_document_is_long() -> None:
    short = briefing.render(small(title("One"), para("x")))
    many = briefing.render(
        small(*(block for n in range(12) for block in (title(f"Heading {n}"), para("x"))))
    )
    long = briefing.render(small(title("One"), *(para("word " * 500) for _ in range(10))))

    assert "TOC" not in roles(short)
    assert "TOC" in roles(many)
    assert "TOC" in roles(long)


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("us-letter", LETTER)])
def test_the_sheet_is_the_one_asked_for(paper: Any, size: tuple[int, int]) -> None:
    assert set(sizes(briefing.render(small(para("x")), paper=paper))) == {size}


def test_words_are_never_divided() -> None:
    word = "internationalisation"

    assert words(briefing.render(small(para(f"{word} " * 90)))).split().count(word) == 90


def test_a_document_of_nothing_is_still_a_document() -> None:
    data = briefing.render(b.Document(b.Meta("Empty", "empty"), ()))

    assert failures(data, "ua1") == []
    assert "Empty" in words(data)


def test_labels_speak_the_language_of_the_document() -> None:
    said = words(briefing.render(small(para("Texte"), lang="fr")))

    assert "SOURCES AU" not in said
    assert "Sources au 7 décembre 2022" in said
    assert "Page 1 sur 1" in said


# --- tables ----------------------------------------------------------------------------


def table(columns: int, cell: str, rows: int = 3) -> b.Table:
    """Write a table by its width."""
    return b.Table(
        tuple(b.Column(f"Column {n}") for n in range(columns)),
        tuple(
            tuple(text(f"{cell} {row}.{column}") for column in range(columns))
            for row in range(rows)
        ),
        text("A table"),
        1,
    )


def test_a_table_that_fits_stays_on_the_page() -> None:
    assert set(sizes(briefing.render(small(para("x"), table(5, "some"))))) == {A4}


def test_a_table_too_wide_for_the_page_turns_it_sideways() -> None:
    data = briefing.render(small(para("before"), table(14, "someword"), para("after")))

    assert sizes(data) == [A4, A4[::-1], A4]
    assert roles(data).count("Table") == 1


def test_a_table_too_wide_for_any_page_repeats_its_key_column() -> None:
    data = briefing.render(small(table(40, "someword")))

    found = roles(data).count("Table")
    said = words(data)
    assert found > 1
    assert said.count("Column 0 ") == found
    assert said.count("someword 0.0") == found
    assert said.count("someword 0.39") == 1
    assert f"part 1 of {found}" in said


def test_numbers_stand_right_so_that_their_digits_align() -> None:
    numbers = b.Table(
        (b.Column("Symbol"), b.Column("Yes", "right")),
        tuple((text(f"row{n}"), text(n)) for n in ("7", "1,104")),
    )
    ends: list[float] = []

    def visit(said: str, page_at: Any, text_at: Any, _: Any, size: float) -> None:
        digits = said.strip().replace(",", "")
        if digits in {"7", "1104"}:
            ends.append(page_at[4] + text_at[4] + 0.497 * size * len(digits))

    data = briefing.render(small(numbers))
    pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(visitor_text=visit)

    short, long = ends
    assert abs(short - long) < 4  # a comma is narrower than a digit


def test_a_word_longer_than_a_page_does_not_break_the_table() -> None:
    data = briefing.render(small(table(3, "x" * 500)))

    assert failures(data, "3a") == []
    assert words(data).replace(" ", "").replace("\u200b", "").count("x" * 500) == 9


def test_a_table_without_rows_says_so() -> None:
    said = words(briefing.render(small(b.Table((b.Column("State"),), ()))))

    assert "No rows." in said


# --- explorers, quizzes, exercises -------------------------------------------------------


def explorer(printed: tuple[tuple[int, ...], ...]) -> b.Explorer:
    """Write an explorer of four states."""
    controls = (
        b.Control("year", "Year", "choice", ("2018", "2020")),
        b.Control("side", "Line", "choice", ("first", "second")),
    )
    keys = [(0, 0), (0, 1), (1, 0), (1, 1)]
    views = tuple((para(f"View number {n}"),) for n in range(4))
    return b.Explorer(
        "How did they vote?",
        controls,
        {key: n for n, key in enumerate(keys)},
        views,
        (0, 0),
        printed,
    )


def test_an_explorer_prints_the_states_that_were_named() -> None:
    said = words(briefing.render(small(explorer(((0, 1), (1, 1))))))

    assert "How did they vote?" in said
    assert "Year: 2018; Line: second." in said
    assert "Year: 2020; Line: second." in said
    assert "Year: 2018, 2020; Line: first, second." in said
    assert ["View number 1" in said, "View number 3" in said] == [True, True]
    assert ["View number 0" in said, "View number 2" in said] == [False, False]


def test_an_explorer_without_a_named_state_prints_the_first_it_shows() -> None:
    said = words(briefing.render(small(explorer(()))))

    assert "View number 0" in said
    assert "View number 1" not in said


def test_a_quiz_is_printed_without_its_answer() -> None:
    quiz = b.Quiz(
        text("Which verb?"),
        "single",
        (
            b.Choice(text("welcomes"), correct=True, feedback=text("Well read")),
            b.Choice(text("endorses")),
        ),
        why=text("It is in the text"),
    )

    said = words(briefing.render(small(quiz)))

    assert "welcomes" in said
    assert "Well read" not in said
    assert "It is in the text" not in said


@pytest.mark.parametrize("kind", ["ordering", "match"])
def test_printed_choices_do_not_stand_in_the_order_of_the_answer(kind: Any) -> None:
    choices = tuple(
        b.Choice(text(word), partner=text(word * 2)) for word in ("zulu", "mike", "alfa")
    )

    said = words(briefing.render(small(b.Quiz(text("Order?"), kind, choices))))

    assert said.index("alfa") < said.index("mike") < said.index("zulu")


# --- citations and sources ---------------------------------------------------------------


def test_a_citation_leads_to_its_source() -> None:
    data = briefing.render(small(para("It welcomes ", cite("OP2"), ".")))

    assert "[1, OP2]" in words(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        links = [note for sheet in pdf.pages for note in sheet.get("/Annots", [])]
        inner = [
            note for note in links if "/Dest" in note or note.get("/A", {}).get("/S") == "/GoTo"
        ]
    assert len(inner) == 1


def test_sources_tell_status_grade_and_address() -> None:
    data = briefing.render(small(para("x", cite())))

    said = words(data)
    assert "official record · grade A · https://undocs.org/A/RES/76/19" in said
    assert "official record · grade A, B" in said
    assert "state text · grade A" in said
    with pikepdf.open(io.BytesIO(data)) as pdf:
        addresses = {
            str(note.A.URI)
            for sheet in pdf.pages
            for note in sheet.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }
    assert addresses == {"https://undocs.org/A/RES/76/19"}


def test_footnotes_stand_at_the_foot_of_their_page() -> None:
    said = pages(briefing.render(small(para("Left out", b.Footnote(text("Two clauses."))))))[0]

    assert said.index("Left out") < said.index("Two clauses.")


def test_the_notebook_is_attached_as_the_source() -> None:
    with pikepdf.open(io.BytesIO(whole())) as pdf:
        name, *others = pdf.attachments
        attached = pdf.attachments[name]
        assert others == []
        assert name == "05-resolution.ipynb"
        assert attached.get_file().read_bytes() == NOTEBOOK
        assert str(attached.obj.AFRelationship) == "/Source"


# --- hostile words -------------------------------------------------------------------------

HOSTILE = (
    '#import "briefing.typ"',
    '#read("/etc/passwd")',
    "#panic()",
    "$ 1 + 1 $",
    "@ref and <label>",
    "\\u{41} \\ back",
    "*bold* _emphasis_ `code`",
    "= heading",
    "- item",
    "// comment /* comment */",
    '#eval("1") #sys.inputs',
    "</payload>{{ jinja }}{% raw %}",
    'x"))) #panic() //',
    'x\\"))) #panic() //',
    "x\\u{22}))) #panic() //",
    "~ -- --- ... 'q' \"q\"",
)


@pytest.mark.parametrize("words_of_evil", HOSTILE)
def test_markup_in_a_text_is_printed_as_it_stands(words_of_evil: str) -> None:
    data = briefing.render(
        small(
            title(f"H {words_of_evil}"),
            para(words_of_evil),
            bullets(words_of_evil),
            b.Table((b.Column(words_of_evil),), ((text(words_of_evil),),), text(words_of_evil)),
            b.Code(words_of_evil),
            b.Figure("image/png", png(), words_of_evil),
            title=words_of_evil,
            subtitle="",
            marking="",
            provenance=((words_of_evil, words_of_evil),),
        )
    )

    wanted = " ".join(words_of_evil.split())
    assert words(data).count(wanted) >= 7
    assert "root:" not in words(data)
    assert failures(data, "ua1") == []


def test_what_cannot_be_seen_is_not_printed() -> None:
    said = words(briefing.render(small(para("ab\x00c\u202ed\u2066e\x1b\ud800f"))))

    assert "abcde\ufffdf" in said


def test_a_drawing_that_asks_for_a_file_is_refused_by_cell() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="../a.png"/></svg>'

    with pytest.raises(RenderError, match=r"05-resolution.ipynb, cell 2"):
        briefing.render(small(para("x"), b.Figure("image/svg+xml", svg, "A drawing")))


# --- errors --------------------------------------------------------------------------------


def test_a_figure_without_alternative_text_is_refused_by_cell() -> None:
    with pytest.raises(RenderError, match=r"no alternative text.*cell 3"):
        briefing.render(small(para("x"), para("y"), b.Figure("image/png", png(), " ")))


def test_an_alternative_text_that_repeats_the_caption_is_refused_by_cell() -> None:
    figure = b.Figure("image/png", png(), "Yes votes, by year.", text("Yes votes by year"))

    with pytest.raises(RenderError, match=r"repeats its caption.*cell 1"):
        briefing.render(small(figure))


def test_a_skipped_level_is_refused_by_cell() -> None:
    with pytest.raises(RenderError, match=r"level 1 to level 3.*cell 2"):
        briefing.render(small(title("One"), title("Too deep", 3), para("x")))


def test_a_character_without_a_shape_is_refused_by_cell() -> None:
    with pytest.raises(RenderError, match=r"U\+4E2D.*cell 2"):
        briefing.render(small(para("fine"), para("中"), para("fine")))


def test_a_character_without_a_shape_in_the_title_is_not_blamed_on_a_cell() -> None:
    with pytest.raises(RenderError, match=r"U\+4E2D.*title, key points or sources"):
        briefing.render(small(para("fine"), title="中"))


def test_a_broken_image_is_refused_by_cell() -> None:
    with pytest.raises(RenderError, match="cell 2"):
        briefing.render(small(para("x"), b.Figure("image/png", png()[:30], "A square")))


def test_a_logo_that_is_no_image_is_refused() -> None:
    with pytest.raises(RenderError, match="cannot be typeset"):
        briefing.render(small(para("x")), logo=b"no image")


def test_a_notebook_that_is_no_text_is_refused() -> None:
    with pytest.raises(RenderError, match="not UTF-8"):
        briefing.render(small(para("x")), notebook=b"\xff\xfe")


# --- determinism ----------------------------------------------------------------------------


def test_the_bytes_do_not_depend_on_place_time_or_process() -> None:
    script = (
        "import hashlib\n"
        "from kit.document.edition import edition\n"
        "from kit.render import briefing\n"
        "from tests.render.sample import document\n"
        f"data = briefing.render(edition(document(), 'briefing'), notebook={NOTEBOOK!r})\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    elsewhere = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4242",
        "SOURCE_DATE_EPOCH": "1",
    }

    printed = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | elsewhere | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert printed.strip() == hashlib.sha256(whole()).hexdigest()


def heights(sheet: pypdf.PageObject, word: str) -> list[float]:
    """Measure how high above the sheet's edge each text stands that begins with a word."""
    found: list[float] = []

    def note(said: str, matrix: list[float], *_: Any) -> None:
        if said.strip().startswith(word):
            found.append(matrix[5])

    sheet.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("lines", range(24, 40, 2))
def test_neither_a_short_table_nor_the_head_of_the_sources_is_torn_apart(lines: int) -> None:
    rows = tuple((text(f"Row {n} of it"), text(str(n))) for n in range(1, 8))
    table = b.Table((b.Column("Name"), b.Column("Number", align="right")), rows)
    before = [para(f"Line {n}.") for n in range(lines)]
    for blocks in ([*before, table], before):
        made = pages(briefing.render(small(*blocks, key_points=(), subtitle="")))
        (start,) = [place for place, said in enumerate(made) if "Sources Grade A" in said]
        assert "[1]" in made[start].partition("Sources Grade A")[2]
        holding = [place for place, said in enumerate(made) if "of it" in said]
        assert len(holding) == (1 if table in blocks else 0)


@pytest.mark.parametrize("columns", [3, 6, 10])
@pytest.mark.parametrize("length", [15, 59])
def test_no_table_is_kept_together_that_is_taller_than_a_page(columns: int, length: int) -> None:
    row = ("word " * 12)[:length]
    heads = tuple(b.Column(f"Head {n}") for n in range(columns))
    rows = tuple((text(f"Row {n}"), text(row), *(text("x"),) * (columns - 2)) for n in range(1, 13))
    reader = pypdf.PdfReader(io.BytesIO(briefing.render(small(b.Table(heads, rows)))))
    found = [height for sheet in reader.pages for height in heights(sheet, "Row")]
    assert len(found) == 12
    assert min(found) > 70


@pytest.mark.parametrize("lines", range(24, 40, 4))
def test_what_a_document_was_made_of_stands_at_the_foot_of_its_last_page(lines: int) -> None:
    data = briefing.render(small(*(para(f"Line {n}.") for n in range(lines))))
    (height,) = heights(pypdf.PdfReader(io.BytesIO(data)).pages[-1], "2026.1")
    assert 60 < height < A4[1] / 6
