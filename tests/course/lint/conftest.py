"""A course of one good lesson, which tests spoil."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.lint.lessons import Course

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.course.lint.lessons import Json


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Return a course with one lesson to which no rule objects."""
    return Course(tmp_path)


@pytest.fixture
def spoilt(course: Course) -> Callable[[Json], Course]:
    """Return what adds a cell to the good lesson, as its fifth."""

    def add(cell: Json) -> Course:
        course.cells.insert(4, cell)
        return course

    return add
