"""Tests of reading notebooks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kit.build.notebook import checked, kernel_name, language, parse, read, tags, without_outputs
from kit.errors import NotebookError

if TYPE_CHECKING:
    from pathlib import Path

MINIMAL: dict[str, Any] = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}


def with_cell(**cell: Any) -> dict[str, Any]:
    return {**MINIMAL, "cells": [{"cell_type": "code", "metadata": {}, "source": "", **cell}]}


def test_missing_notebook_is_named_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "99_missing.ipynb"
    with pytest.raises(NotebookError) as caught:
        read(path)
    assert "no such notebook" in str(caught.value)
    assert str(path) in caught.value.where
    assert caught.value.mend


def test_folder_in_the_place_of_a_notebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="cannot be read"):
        read(tmp_path)


def test_invalid_json_is_named_by_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text('{\n "cells": [,]\n}')
    with pytest.raises(NotebookError) as caught:
        read(path)
    assert "not valid JSON" in caught.value.what
    assert "line 2, column 12" in caught.value.where


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(NotebookError, match="UTF-8"):
        parse(b'{"nbformat": 4, "cells": ["\xff"]}', where="x.ipynb")


def test_json_nested_without_end_is_refused() -> None:
    with pytest.raises(NotebookError, match="nested too deeply"):
        parse(b"[" * 200_000, where="x.ipynb")


@pytest.mark.parametrize("content", ["[]", "{}", '"text"', '{"cells": []}'])
def test_json_that_is_no_notebook_is_refused(content: str) -> None:
    with pytest.raises(NotebookError, match="not a notebook"):
        parse(content.encode(), where="x.ipynb")


@pytest.mark.parametrize("version", [3, 5, "4"])
def test_another_format_is_refused_with_its_number(version: object) -> None:
    with pytest.raises(NotebookError, match=f"format {version}"):
        checked({**MINIMAL, "nbformat": version}, where="x.ipynb")


@pytest.mark.parametrize(
    "cell",
    [
        "text",
        {"cell_type": "heading", "source": ""},
        {"cell_type": "code", "source": 3},
        {"cell_type": "code", "source": ["a", 3]},
        {"cell_type": "code", "source": "", "metadata": []},
    ],
)
def test_a_malformed_cell_is_named_by_its_number(cell: object) -> None:
    good = {"cell_type": "markdown", "metadata": {}, "source": ""}
    with pytest.raises(NotebookError) as caught:
        checked({**MINIMAL, "cells": [good, cell]}, where="x.ipynb")
    assert caught.value.where == "x.ipynb, cell 2"


def test_lines_of_a_source_are_joined() -> None:
    found = checked(with_cell(source=["a = 1\n", "b = 2"]), where="x.ipynb")
    assert found["cells"][0]["source"] == "a = 1\nb = 2"


def test_checking_leaves_the_given_notebook_as_it_was() -> None:
    given = with_cell(source=["a"])
    before = json.dumps(given)
    without_outputs(checked(given, where="x.ipynb"))
    assert json.dumps(given) == before


def test_saved_outputs_and_widgets_are_forgotten() -> None:
    saved = with_cell(outputs=[{"output_type": "stream"}], execution_count=7)
    saved["metadata"] = {"widgets": {}, "title": "kept"}
    found = without_outputs(checked(saved, where="x.ipynb"))
    assert found["cells"][0]["outputs"] == []
    assert found["cells"][0]["execution_count"] is None
    assert found["metadata"] == {"title": "kept"}


def test_tags_that_are_not_a_list_count_as_none() -> None:
    assert tags({"metadata": {"tags": "parameters"}}) == frozenset()


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({}, "python"),
        ({"kernelspec": {"language": "R", "name": "ir"}}, "r"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": "odd"}, "python"),
    ],
)
def test_language_comes_from_the_metadata(metadata: dict[str, Any], expected: str) -> None:
    assert language({**MINIMAL, "metadata": metadata}) == expected


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"kernelspec": {"name": "ir"}}, "ir"),
        ({"kernelspec": {"name": 3}}, "python3"),
        ({"kernelspec": "odd"}, "python3"),
        ({}, "python3"),
    ],
)
def test_the_kernel_asked_for_comes_from_the_metadata(
    metadata: dict[str, Any], expected: str
) -> None:
    assert kernel_name({**MINIMAL, "metadata": metadata}) == expected
