"""The desk: the right first notebook, its contents beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.course import desk
from kit.errors import UsageError


def test_the_course_begins_with_the_lowest_number() -> None:
    found = [Path(name) for name in ("06_b.ipynb", "00_a.ipynb", "01_c.ipynb")]
    assert desk.first_notebook(found) == Path("00_a.ipynb")
    assert desk.first_notebook(found[::2]) == Path("01_c.ipynb")


def test_a_course_without_notebooks_says_so() -> None:
    with pytest.raises(UsageError, match="no notebook yet"):
        desk.first_notebook([])


def test_only_the_lessons_count_as_notebooks(tmp_path: Path) -> None:
    (tmp_path / "notebooks" / "briefings").mkdir(parents=True)
    for name in ("b.ipynb", "a.ipynb", "a.txt", "briefings/c.ipynb"):
        (tmp_path / "notebooks" / name).write_text("{}")
    assert [path.name for path in desk.notebooks(tmp_path)] == ["a.ipynb", "b.ipynb"]


def test_a_workspace_without_a_notebook_opens_none() -> None:
    made = desk.workspace(name="empty")
    assert set(made["data"]) == {"layout-restorer:data"}
    assert made["data"]["layout-restorer:data"]["main"]["dock"]["widgets"] == []
