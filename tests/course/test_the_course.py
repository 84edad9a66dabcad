"""The course keeps its own rules, on paper and on the screen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kit.course.lint import check, course, screens

ROOT = Path(__file__).parents[2]


def test_no_notebook_and_no_template_breaks_a_rule() -> None:
    assert [str(complaint) for complaint in check(ROOT)] == []


@pytest.mark.browser
@pytest.mark.usefixtures("browser")  # for its skip where there is none
def test_every_slide_fits_both_screens_and_can_be_read_in_every_state() -> None:
    with ThreadPoolExecutor() as apart:  # playwright runs once in a thread
        found = apart.submit(screens.check, ROOT, course.notebooks(ROOT)).result()
    assert [str(complaint) for complaint in found] == []
