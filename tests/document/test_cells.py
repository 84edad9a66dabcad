"""The cells of a notebook, checked one by one."""

from __future__ import annotations

from typing import Any

import pytest

from kit.document.cells import read, role
from kit.errors import NotebookError
from tests.draft import code, markdown, notebook


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "notebook",
        {},
        {"nbformat": 3, "worksheets": []},
        {"nbformat": 5, "cells": []},
        {"nbformat": "4", "cells": []},
        {"nbformat": 4},
        {"nbformat": 4, "cells": {}},
    ],
)
def test_what_is_no_notebook_of_format_4_is_refused_by_its_name(broken: object) -> None:
    with pytest.raises(NotebookError, match=r"votes\.ipynb"):
        read(broken, "votes")


@pytest.mark.parametrize(
    "change",
    [
        {"cell_type": "heading"},
        {"cell_type": None},
        {"cell_type": ["markdown"]},
        {"source": None},
        {"source": 5},
        {"source": ["a", 5]},
        {"metadata": []},
        {"metadata": {"tags": "notes"}},
        {"metadata": {"tags": [5]}},
        {"metadata": {"slideshow": "slide"}},
        {"metadata": {"slideshow": {"slide_type": 5}}},
        {"metadata": {"alt": 5}},
        {"attachments": []},
        {"outputs": {"a": 1}},
    ],
)
def test_a_malformed_cell_is_refused_by_notebook_and_number(change: dict[str, Any]) -> None:
    with pytest.raises(NotebookError, match=r"votes\.ipynb, cell 2\)"):
        read(notebook(markdown("a"), {**markdown("b"), **change}), "votes")


@pytest.mark.parametrize("cell", [None, 5, "x", []])
def test_a_cell_that_is_no_object_is_refused_by_its_number(cell: Any) -> None:
    with pytest.raises(NotebookError, match="cell 1"):
        read(notebook(cell), "votes")


def test_metadata_that_is_no_object_is_refused() -> None:
    with pytest.raises(NotebookError, match="metadata"):
        read({**notebook(), "metadata": []}, "votes")


def test_a_source_may_be_a_list_of_lines_and_fields_may_be_missing_or_null() -> None:
    cells, metadata = read(
        {
            "nbformat": 4,
            "cells": [
                {"cell_type": "markdown", "source": ["a\n", "b"]},
                {
                    "cell_type": "code",
                    "source": "",
                    "metadata": None,
                    "attachments": None,
                    "outputs": None,
                },
            ],
        },
        "votes",
    )

    assert [cell.source for cell in cells] == ["a\nb", ""]
    assert metadata == {}


def test_cells_are_counted_from_1_and_keep_their_order() -> None:
    cells, _ = read(notebook(markdown("a"), code("b"), markdown("c")), "votes")

    assert [(cell.number, cell.kind, cell.source) for cell in cells] == [
        (1, "markdown", "a"),
        (2, "code", "b"),
        (3, "markdown", "c"),
    ]


def test_a_tag_means_the_same_however_it_is_spelt() -> None:
    (cell, *_), _ = read(notebook(markdown("a", "Solution ", "remove_cell", "HIDE-INPUT")), "votes")

    assert cell.tags == {"solution", "remove-cell", "hide-input"}


def test_a_slide_type_that_is_null_or_a_hyphen_is_none() -> None:
    cell = markdown("a") | {"metadata": {"slideshow": {"slide_type": None}}}
    cells, _ = read(notebook(cell, markdown("b", slide="-")), "votes")

    assert [cell.slide_type for cell in cells] == ["", "-"]


@pytest.mark.parametrize(
    ("tags", "slide", "seen_by"),
    [
        ([], "", "content"),
        ([], "notes", "notes"),
        (["Notes"], "", "notes"),
        (["solution"], "", "solution"),
        (["INSTRUCTOR"], "slide", "instructor"),
        (["instructor", "solution"], "", "solution"),
        (["solution"], "notes", "solution"),
        (["notes", "instructor"], "", "instructor"),
        (["solutions"], "", "content"),
    ],
)
def test_of_several_circles_of_readers_the_narrowest_counts(
    tags: list[str], slide: str, seen_by: str
) -> None:
    metadata = {"tags": tags, "slideshow": {"slide_type": slide}}

    assert role(metadata, "votes") == seen_by
