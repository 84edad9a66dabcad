"""An executed notebook, read as one tree."""

from __future__ import annotations

import contextlib
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.document import EDITIONS, Document, edition, read
from kit.document.blocks import (
    Code,
    Figure,
    Heading,
    Link,
    Paragraph,
    Part,
    Section,
    Table,
    Text,
)
from kit.document.codec import as_json
from kit.document.phrases import plain
from kit.document.walk import every
from kit.errors import KitError, NotebookError
from tests.draft import (
    EXERCISE,
    EXPLORER,
    FIGURE,
    NOTE,
    PNG,
    QUIZ,
    TABLE,
    code,
    displayed,
    exercise,
    explorer,
    markdown,
    notebook,
    png,
    printed,
    quiz,
    resource,
    shown,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kit.record.record import Record


def made(record: Record, *cells: dict[str, Any], **metadata: Any) -> Document:
    """Read a notebook."""
    return read(notebook(*cells, **metadata), name="votes", record=record)


def slides(document: Document) -> list[list[int]]:
    """List the numbers of the cells on each slide."""
    return [[part.cell for part in section.parts] for section in document.sections]


def headings(document: Document) -> list[tuple[int, str]]:
    """List levels and words of the headings."""
    return [(h.level, plain(h.content)) for h in every(document.sections, Heading)]


# --- slides where the author says so -----------------------------------------------------


def test_slides_begin_where_slide_types_say(record: Record) -> None:
    document = made(
        record,
        markdown("# T", slide="slide"),
        markdown("a", slide="-"),
        markdown("b", slide="subslide"),
        markdown("## not a slide"),
        markdown("c", slide="fragment"),
        code("", printed("d"), slide="slide"),
        markdown("e", slide="skip"),
        markdown("f", slide="notes"),
    )

    assert slides(document) == [[1, 2], [3, 4, 5], [6, 7, 8]]
    assert [section.vertical for section in document.sections] == [False, True, False]


def test_fragments_skipped_cells_and_notes_are_marked(record: Record) -> None:
    document = made(
        record,
        markdown("a", slide="slide"),
        markdown("b", slide="fragment"),
        markdown("c", slide="skip"),
        markdown("d", slide="notes"),
        markdown("e", "deck-only"),
    )
    parts = document.sections[0].parts

    assert [part.fragment for part in parts] == [False, True, False, False, False]
    assert [part.on_slide for part in parts] == [True, True, False, True, True]
    assert [part.role for part in parts] == ["content", "content", "content", "notes", "content"]
    assert [part.in_briefing for part in parts] == [True, True, True, True, False]


def test_cells_before_the_first_slide_are_a_slide_of_their_own(record: Record) -> None:
    assert slides(made(record, markdown("a"), markdown("b", slide="slide"))) == [[1], [2]]


@pytest.mark.parametrize("layout", ["title", "section", "text", "columns", "figure"])
def test_a_tag_chooses_the_layout_of_the_slide_that_a_cell_begins(
    record: Record, layout: str
) -> None:
    document = made(
        record,
        markdown("a", slide="slide"),
        markdown("b", layout, slide="slide"),
        markdown("c", "figure"),
        markdown("d", slide="slide"),
    )

    assert [section.layout for section in document.sections] == ["text", layout, "text"]


# --- slides where the author does not -------------------------------------------------------


def test_without_slide_types_a_slide_begins_at_a_heading(record: Record) -> None:
    document = made(
        record,
        markdown("# T\n\nabout"),
        code("x", printed("a")),
        markdown("## A"),
        markdown("### B"),
        markdown("words"),
        markdown("## C"),
    )

    assert slides(document) == [[1, 2], [3, 4, 5], [6]]


def test_a_whole_lecture_in_one_cell_is_several_slides(record: Record) -> None:
    document = made(
        record, markdown("# T\n\na\n\n## B\n\nc\n\n### D\n\n## E"), code("", printed("f"))
    )

    assert slides(document) == [[1], [1], [1, 2]]
    assert headings(document) == [(1, "B"), (2, "D"), (1, "E")]


@pytest.mark.parametrize("kind", ["notes", "solution", "instructor"])
def test_a_hidden_cell_begins_no_slide(record: Record, kind: str) -> None:
    document = made(record, markdown("## A"), markdown("## Hidden", kind), markdown("a"))

    assert slides(document) == [[1, 2, 3]]


def test_a_heading_that_code_displays_begins_no_slide(record: Record) -> None:
    document = made(record, markdown("## A"), code("", shown(text_markdown="## B")), markdown("a"))

    assert slides(document) == [[1, 2, 3]]


# --- title, headings, links ---------------------------------------------------------------------


def test_the_title_is_taken_out_and_headings_rise_one_level(record: Record) -> None:
    document = made(record, markdown("# The *title*\n\na"), markdown("## A\n\n### B"))

    assert document.meta.title == "The title"
    assert headings(document) == [(1, "A"), (2, "B")]
    assert [section.layout for section in document.sections] == ["title", "text"]


def test_code_before_the_title_does_not_become_the_title_slide(record: Record) -> None:
    document = made(record, code("import kit"), markdown("# T"), markdown("## A"))

    assert [section.layout for section in document.sections] == ["text", "title", "text"]
    assert [section.layout for section in edition(document, "audience").sections] == [
        "title",
        "text",
    ]


def test_of_several_headings_of_level_1_none_is_the_title(record: Record) -> None:
    document = made(record, markdown("# A"), markdown("# B"))

    assert document.meta.title == "votes"
    assert headings(document) == [(1, "A"), (1, "B")]


def test_the_front_matter_states_the_title_before_the_heading_does(record: Record) -> None:
    document = made(record, markdown("# Heading"), kit={"title": "Stated"})

    assert document.meta.title == "Stated"
    assert headings(document) == []


def test_code_may_write_the_title_where_its_cell_is_tagged_so(record: Record) -> None:
    written = shown(text_markdown="# Votes of Singapore")

    assert made(record, code("", written)).meta.title == "votes"
    tagged = made(record, code("", written, tags=("title",)), markdown("## A"))
    assert tagged.meta.title == "Votes of Singapore"
    assert headings(tagged) == [(1, "A")]


def test_anchors_differ_and_links_find_them(record: Record) -> None:
    document = made(record, markdown("# T\n\n[x](#a-2)"), markdown("## A"), markdown("## A"))

    assert [h.id for h in every(document.sections, Heading)] == ["a", "a-2"]
    assert [link.url for link in every(edition(document, "audience"), Link)] == ["#a-2"]


# --- what cells say --------------------------------------------------------------------------------


def test_code_is_kept_as_source_or_shown_on_request(record: Record) -> None:
    document = made(
        record,
        code("\na = 1\n"),
        code("b = 2", tags=("show-input",)),
        code("c = 3", tags=("remove-input",)),
        code("d = 4", tags=("hide_input",)),
        code("  \n"),
    )

    assert list(every(document, Code)) == [
        Code("a = 1", "python", "source"),
        Code("b = 2", "python", "listing"),
    ]


def test_outputs_may_be_removed(record: Record) -> None:
    document = made(
        record,
        code("a", printed("x"), tags=("remove-output",)),
        code("b", {"broken": True}, tags=("hide-output",)),
    )

    assert [block.text for block in every(document, Code)] == ["a", "b"]


@pytest.mark.parametrize("tag", ["remove-cell", "remove_cell", "hide-cell"])
def test_a_removed_cell_is_not_read_at_all(record: Record, tag: str) -> None:
    document = made(record, markdown("[@nowhere] ![x](nowhere.png)", tag), markdown("a"))

    assert slides(document) == [[2]]


def test_the_code_of_a_quiz_or_an_exercise_is_not_kept_for_it_holds_the_answer(
    record: Record,
) -> None:
    document = made(
        record,
        code("quiz(answer=42)", displayed({QUIZ: quiz()})),
        code("exercise(answer=42)", displayed({EXERCISE: exercise()})),
        code("explore(f)", displayed({EXPLORER: explorer([printed("x")])})),
    )

    assert [block.text for block in every(document, Code) if block.kind == "source"] == [
        "explore(f)"
    ]


def test_raw_cells_are_left_out(record: Record) -> None:
    raw = {"cell_type": "raw", "metadata": {"format": "text/html"}, "source": "<script>x</script>"}

    assert made(record, raw).sections == ()


def test_an_image_may_lie_beside_the_notebook(record: Record, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    document = read(
        notebook(markdown("![A line](a.png)")), name="votes", record=record, folder=tmp_path
    )

    assert list(every(document, Figure)) == [Figure("image/png", png(), "A line")]


def test_an_image_takes_its_alternative_text_from_the_cell(record: Record) -> None:
    cell = code("", displayed({"image/png": PNG}))
    cell["metadata"]["alt"] = "A line"
    (figure,) = every(made(record, cell), Figure)

    assert figure.alt == "A line"


def test_characters_that_break_files_are_gone_from_the_whole_tree(record: Record) -> None:
    bad = "a\x00\x1b[1m\ud83d\u202eb"
    document = made(
        record,
        markdown(f"# {bad}\n\n`{bad}`\n\n```{bad}\n{bad}\n```"),
        code(bad, printed(bad), displayed({TABLE: resource({bad: "string"}, (bad,))})),
        kit={"subtitle": bad, "questions": [bad], "key_points": [bad], "marking": bad},
    )
    tree = json.dumps(as_json(document), ensure_ascii=False)

    assert not {"\x00", "\x1b", "\ud83d", "\u202e"} & set(tree)
    assert "\ufffd" in tree
    tree.encode("utf-8")


# --- errors ------------------------------------------------------------------------------------------

BROKEN: dict[str, dict[str, Any]] = {
    "an image that is not there": markdown("![x](nowhere.png)"),
    "a citation that cannot be read": markdown("[@A; B]"),
    "a citation of nothing": markdown("[@nowhere]"),
    "an output without a type": code("", {"x": 1}),
    "an output that is no object": code("", "x"),  # type: ignore[arg-type]
    "a table that is none": code("", displayed({TABLE: 5})),
    "a quiz that is none": code("", displayed({QUIZ: {}})),
    "an explorer with a broken view": code(
        "", displayed({EXPLORER: explorer([displayed({TABLE: 5})])})
    ),
    "an image that does not decode": code("", displayed({"image/png": "?"})),
    "content that nests too deeply": markdown("> " * 30 + "x"),
    "html that nests too deeply": code("", shown(text_html="<blockquote>" * 30)),
    "a metadata that is none": {**markdown("x"), "metadata": 5},
}


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_an_error_names_notebook_and_cell_and_how_to_mend_it(record: Record, kind: str) -> None:
    with pytest.raises(NotebookError) as caught:
        made(record, markdown("# T"), BROKEN[kind])

    assert caught.value.where == "votes.ipynb, cell 2"
    assert caught.value.mend


def test_json_that_nests_too_deeply_is_an_error_and_no_traceback(record: Record) -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]

    for bundle in ({"application/json": {"a": deep}}, {TABLE: resource({"a": "any"}, (deep,))}):
        with pytest.raises(NotebookError, match="too deeply"):
            made(record, code("", displayed(bundle)))


def test_a_broken_solution_is_an_error_too(record: Record) -> None:
    with pytest.raises(NotebookError, match="cell 1"):
        made(record, markdown("[@nowhere]", "solution"))


# --- anything at all ------------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=[]), max_size=20) | st.sampled_from(
    (
        *("# T", "## A\n\n- b", "| a |\n|---|\n| b |", "> [!NOTE]\n> x", "[@A/RES/76/19 OP4]"),
        *("<b>x</b>", "<script>x</script>", "![x](y.png)", "[x](#a)", "a[^1]\n\n[^1]: b"),
        *("\x1b[31mx\r\b", "\ud800", "---"),
    )
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=8,
)
_MEDIA = st.sampled_from(
    (
        *("text/plain", "text/html", "text/markdown", "text/latex", "application/json"),
        *("image/png", "image/svg+xml", "application/vnd.jupyter.widget-view+json", "x/y"),
        *(TABLE, EXPLORER, QUIZ, EXERCISE, FIGURE, NOTE),
    )
)
_OUTPUT = _JSON | st.fixed_dictionaries(
    {
        "output_type": st.sampled_from(["stream", "error", "display_data", "execute_result"])
        | _JSON,
        "text": _TEXT | st.lists(_TEXT, max_size=3) | _JSON,
        "data": st.dictionaries(_MEDIA, _TEXT | _JSON, max_size=3) | _JSON,
        "metadata": _JSON,
        "ename": _TEXT | _JSON,
        "evalue": _TEXT | _JSON,
    }
)
_CELL = _JSON | st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["markdown", "code", "raw"]) | _JSON,
        "source": _TEXT | st.lists(_TEXT, max_size=4) | _JSON,
    },
    optional={
        "metadata": st.fixed_dictionaries(
            {},
            optional={
                "tags": st.lists(
                    st.sampled_from(["solution", "columns", "remove-input", "notes"]) | _TEXT,
                    max_size=3,
                )
                | _JSON,
                "slideshow": st.fixed_dictionaries(
                    {"slide_type": st.sampled_from(["slide", "fragment", "skip", "notes"]) | _JSON}
                )
                | _JSON,
                "alt": _TEXT | _JSON,
            },
        )
        | _JSON,
        "attachments": _JSON,
        "outputs": st.lists(_OUTPUT, max_size=3) | _JSON,
    },
)
_NOTEBOOK = _JSON | st.fixed_dictionaries(
    {
        "nbformat": st.just(4) | _JSON,
        "cells": st.lists(_CELL, max_size=5) | _JSON,
        "metadata": st.dictionaries(
            st.sampled_from(["kit", "title"]), st.dictionaries(_TEXT, _JSON, max_size=2) | _JSON
        )
        | _JSON,
    }
)


@given(_NOTEBOOK)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
def test_any_json_is_a_document_or_an_error_in_words(record: Record, content: Any) -> None:
    with contextlib.suppress(KitError):
        document = read(content, name="any", record=record)
        for name in EDITIONS:
            shape_holds(edition(document, name))


def shape_holds(document: Document) -> None:
    """See that a tree is what renderers may rely on."""
    json.dumps(as_json(document)).encode("utf-8")
    json.dumps(as_json(document), ensure_ascii=False).encode("utf-8")
    for table in every(document, Table):
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert table.header_columns <= len(table.columns)
    for part in every(document, Part):
        assert part.blocks
    for section in every(document, Section):
        tops = [b.level for p in section.parts for b in p.blocks if isinstance(b, Heading)]
        assert tops[:1] in ([], [1])
        assert all(later <= earlier + 1 for earlier, later in pairwise(tops))
    ids = [heading.id for heading in every(document.sections, Heading)]
    assert len(set(ids)) == len(ids)
    assert all(link.url != "#" for link in every(document, Link))
    assert all(paragraph.content != (Text(""),) for paragraph in every(document, Paragraph))


@given(
    st.lists(
        st.builds(
            lambda source, tag, slide: markdown(source, *tag, slide=slide),
            _TEXT,
            st.lists(st.sampled_from(["solution", "instructor", "notes", "columns"]), max_size=2),
            st.sampled_from(["", "-", "slide", "subslide", "fragment", "skip", "notes"]),
        )
        | st.builds(lambda source: code(source, printed(source)), _TEXT),
        max_size=8,
    )
)
@settings(deadline=None)
def test_a_well_formed_notebook_loses_no_cell_on_the_way_to_the_instructor(
    record: Record, cells: list[dict[str, Any]]
) -> None:
    try:
        document = made(record, *cells)
    except NotebookError:
        return
    everything = {part.cell for part in every(document, Part) if part.blocks}
    kept = {part.cell for part in every(edition(document, "instructor"), Part)}

    assert kept == everything
