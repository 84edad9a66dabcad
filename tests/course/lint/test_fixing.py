"""What `--fix` mends, and what it leaves alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kit.course.lint.fixing import fix
from kit.errors import NotebookError
from tests.course.lint.lessons import md

if TYPE_CHECKING:
    from tests.course.lint.lessons import Course


def test_outputs_counts_metadata_kernel_and_unfolded_solutions_are_mended(course: Course) -> None:
    course.cells[2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    course.cells[2]["execution_count"] = 7
    course.cells[0]["metadata"]["ExecuteTime"] = {}
    course.metadata |= {"widgets": {}, "kernelspec": {"name": "my-env"}}
    del course.cells[-1]["metadata"]["jupyter"]
    course.cells[-1]["source"] = 'kit.check("01.3", 3)'
    course.cells.append(md("It is three.", "solution", slide="skip"))
    assert fix(course.write())
    raw = json.loads(course.path.read_text(encoding="utf-8"))
    course.cells, front = raw["cells"], raw["metadata"].pop("kit")
    course.metadata = raw["metadata"]
    assert front == course.front
    for rule in ("clean", "kernel", "solutions"):
        assert course.faults(rule) == []
    assert "".join(course.cells[-2]["source"]) == '# Solution\nkit.check("01.3", 3)'
    assert "".join(course.cells[-1]["source"]) == "**Solution.**\n\nIt is three."


def test_sources_tags_and_front_matter_stay_as_they_are(course: Course) -> None:
    course.cells[2]["execution_count"] = 7
    fix(course.write())
    raw = json.loads(course.path.read_text(encoding="utf-8"))
    assert [cell["source"] for cell in raw["cells"]] == [cell["source"] for cell in course.cells]
    assert raw["cells"][2]["metadata"]["tags"] == ["remove-cell"]
    assert raw["metadata"]["kit"] == course.front


def test_a_clean_file_is_not_touched(course: Course) -> None:
    before = course.write().stat()
    assert not fix(course.path)
    after = course.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_no_notebook_is_refused(course: Course) -> None:
    course.write().write_text("[]", encoding="utf-8")
    with pytest.raises(NotebookError, match="not a notebook"):
        fix(course.path)
    assert course.path.read_text(encoding="utf-8") == "[]"
