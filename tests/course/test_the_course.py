"""The course keeps its own rules, on paper and on the screen."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kit.course.lint import check, screens
from kit.course.lint.course import notebooks


@pytest.fixture(scope="module")
def course(built_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the built course: what the lint runs it keeps there."""
    copy = tmp_path_factory.mktemp("linted") / "course"
    return Path(shutil.copytree(built_course, copy))


def test_no_notebook_and_no_template_breaks_a_rule(course: Path) -> None:
    assert [str(complaint) for complaint in check(course)] == []


@pytest.mark.browser
@pytest.mark.usefixtures("browser")  # for its skip where there is none
def test_every_slide_fits_both_screens_and_can_be_read_in_every_state(course: Path) -> None:
    with ThreadPoolExecutor() as apart:  # playwright runs once in a thread
        found = apart.submit(screens.check, course, notebooks(course)).result()
    assert [str(complaint) for complaint in found] == []
