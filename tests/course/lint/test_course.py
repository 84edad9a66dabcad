"""The whole lint: what it reads, runs, and complains of."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from kit.course.lint import check
from kit.course.lint.course import notebooks
from kit.course.lint.registry import RULES
from tests.course.lint.lessons import notes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.course.lint.lessons import Course


def test_a_good_lesson_gets_no_complaint(course: Course) -> None:
    for other in course.others:
        course.write()
        shutil.copy(course.path, course.path.with_stem(other))
    assert check(course.root, [course.write()]) == []


def test_a_template_may_do_without_what_a_lesson_needs(course: Course) -> None:
    course.name = "briefings/one_page"
    course.cells = course.cells[:1]
    course.front = {}
    assert check(course.root, [course.write()]) == []


def test_lessons_and_templates_are_found_in_order(course: Course) -> None:
    course.write()
    course.name = "briefings/state"
    course.write()
    assert [path.stem for path in notebooks(course.root)] == ["01_lesson", "state"]


def test_a_file_that_is_no_notebook_is_a_complaint_and_the_others_are_still_checked(
    course: Course,
) -> None:
    course.front["minutes"]["teach"] = 99
    course.write().with_stem("00_before").write_text("{", encoding="utf-8")
    found = check(course.root)
    assert [c.rule for c in found if c.file == "notebooks/00_before.ipynb"] == ["readable"]
    assert "minutes" in {c.rule for c in found if c.file == "notebooks/01_lesson.ipynb"}


def test_a_complaint_names_file_cell_rule_and_remedy(course: Course) -> None:
    course.cells[3]["source"] = "## The text has verbs\n\nTODO"
    (complaint,) = [c for c in check(course.root, [course.write()]) if c.rule == "placeholder"]
    assert str(complaint) == (
        "notebooks/01_lesson.ipynb, cell 4: “TODO” stands where words should. "
        "Write them, or take it out. [placeholder]"
    )


def test_a_tag_on_a_cell_allows_an_exception_for_one_rule(course: Course) -> None:
    course.cells[3]["source"] = "## The text has verbs\n\nTODO"
    course.cells[3]["metadata"]["tags"] = ["allow-placeholder"]
    rules = {complaint.rule for complaint in check(course.root, [course.write()])}
    assert not rules & {"placeholder", "tags"}


def test_a_second_check_takes_the_outputs_from_the_cache(course: Course) -> None:
    path = course.write()
    check(course.root, [path])
    kept = list((course.root / ".kit" / "runs").iterdir())
    before = [file.stat().st_ino for file in kept]
    check(course.root, [path])
    assert [file.stat().st_ino for file in kept] == before


def test_the_file_is_not_touched(course: Course) -> None:
    before = course.write().read_bytes()
    check(course.root, [course.path])
    assert course.path.read_bytes() == before


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_it_demands(name: str) -> None:
    rule = RULES[name]
    assert rule.name == name
    assert rule.demands[0].isupper()
    assert not rule.demands.endswith(".")


def test_a_lesson_that_does_not_run_is_told_once_and_what_is_written_is_still_checked(
    course: Course,
) -> None:
    course.cells[2]["source"] += "\n1 / 0"
    course.cells[3]["source"] = "## The text has verbs\n\nTODO"
    found = check(course.root, [course.write()])
    (failed,) = [complaint for complaint in found if complaint.rule == "runs"]
    assert failed.fault.cell == 3
    assert "ZeroDivisionError" in failed.fault.what
    assert "placeholder" in {complaint.rule for complaint in found}
    assert "live" not in {complaint.rule for complaint in found}


def test_json_of_the_notebook_may_hold_lines(course: Course) -> None:
    course.cells[0]["source"] = ["# A short lesson\n", "\n", "It is short."]
    path = course.write()
    assert isinstance(json.loads(path.read_text())["cells"][0]["source"], list)
    assert {complaint.rule for complaint in check(course.root, [path])} <= {"order"}


def shorten(course: Course, minutes: int) -> Path:
    """Mark a slide of two minutes for a short deck, and declare the deck."""
    course.cells[3]["metadata"]["tags"] = [f"short-{minutes}"]
    course.write()
    path = course.path.with_name("short.toml").with_stem(f"short_{minutes}_minutes")
    path.write_text(
        f'minutes = {minutes}\ntitle = "Short"\nopening = "Words."\n'
        f"notes = {json.dumps(notes(4)['source'])}\n",
        encoding="utf-8",
    )
    return path


def test_a_short_deck_that_fits_its_minutes_gets_no_complaint(course: Course) -> None:
    deck = shorten(course, 6)
    assert notebooks(course.root) == [course.path, deck]
    assert check(course.root, [deck]) == []


def test_a_short_deck_must_fit_its_minutes(course: Course) -> None:
    (complaint,) = check(course.root, [shorten(course, 7)])
    assert complaint.rule == "minutes"
    assert complaint.fault.what == (
        "It states 7 minutes to teach, and those of its notes add up to 6"
    )


def test_a_complaint_about_a_short_deck_names_the_cell_in_its_notebook(course: Course) -> None:
    course.cells[4]["metadata"]["slideshow"]["slide_type"] = "skip"
    found = check(course.root, [shorten(course, 6)])
    assert ("notes", "01_lesson.ipynb, cell 4") in {(each.rule, each.where) for each in found}


def test_a_tag_of_a_short_deck_that_is_not_declared_is_a_complaint(course: Course) -> None:
    shorten(course, 6).unlink()
    (complaint,) = [each for each in check(course.root, [course.path]) if each.rule == "tags"]
    assert "short-6" in complaint.fault.what
