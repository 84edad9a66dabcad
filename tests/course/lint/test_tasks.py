"""Rules on what students do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.lint.lessons import code, md

if TYPE_CHECKING:
    from tests.course.lint.lessons import Course


def test_size_refuses_too_few_and_too_many_cells(course: Course) -> None:
    assert course.faults("size") == []
    course.cells = course.cells[:19]
    assert course.says("size") == "It has 19 cells"
    course.cells = [md("Words.")] * 46
    assert course.says("size") == "It has 46 cells"


def test_live_asks_for_two_explorers_and_a_quiz(course: Course) -> None:
    assert course.faults("live") == []
    course.cells[7] = md("No explorer.")
    course.cells[9] = md("No quiz.")
    assert course.says("live") == "It has 1 explorers\nIt has no quiz"


def test_objectives_must_each_be_practised(course: Course) -> None:
    assert course.faults("objectives") == []
    course.front["objectives"].append("Do what nobody asks.")
    assert "No exercise practises objective 3, 'Do what nobody asks.'" in course.says("objectives")


def test_objectives_refuses_a_number_that_is_none(course: Course) -> None:
    course.exercises = course.exercises.replace("objective = 1", "objective = 7")
    assert "It practises objective 7, and there are 2" in course.says("objectives")


def test_exercises_must_be_shown_checked_and_solved(course: Course) -> None:
    assert course.faults("exercises") == []
    course.cells = course.cells[:-3]
    assert course.says("exercises") == "No cell shows it\nNo cell checks it\nNo cell solves it"


def test_exercises_are_three_with_three_hints_and_the_lessons_number(course: Course) -> None:
    course.exercises = course.exercises.replace('"It is no more than three.", ', "", 1)
    assert course.says("exercises") == "It has 2 hints"
    course.exercises = course.exercises.partition('[[exercise]]\nname = "01.3"')[0]
    course.cells = course.cells[:-3]
    assert "It has 2 exercises" in course.says("exercises")
    course.exercises = course.exercises.replace("01.2", "02.2")
    assert "Its name does not say its notebook" in course.says("exercises")


def test_exercises_refuses_one_that_the_file_does_not_have(course: Course) -> None:
    course.cells.append(code('kit.exercise("01.9")'))
    assert course.says("exercises") == "The exercise 01.9 is not in exercises/01.toml"


def test_solutions_must_be_folded(course: Course) -> None:
    assert course.faults("solutions") == []
    course.cells[-1]["metadata"]["jupyter"] = {"source_hidden": False}
    assert course.says("solutions") == "The solution is not folded"


@pytest.mark.parametrize("first", ["kit.check('01.3', 3)", "# Solution: 3", "# 3\n# Solution", ""])
def test_the_first_line_of_a_solution_gives_nothing_away(course: Course, first: str) -> None:
    course.cells[-1]["source"] = first
    assert "first line of the solution" in course.says("solutions")


@pytest.mark.parametrize("first", ["# Solution", "#Solution.", "# Solution\n3"])
def test_a_solution_may_begin_with_its_name(course: Course, first: str) -> None:
    course.cells[-1]["source"] = first
    assert course.faults("solutions") == []


def test_a_solution_in_words_begins_with_its_name_too(course: Course) -> None:
    course.cells.append(md("It is three.", "solution", slide="skip"))
    assert "first line of the solution" in course.says("solutions")
    course.cells[-1]["source"] = "**Solution.**\n\nIt is three."
    assert course.faults("solutions") == []


def test_solutions_stand_in_no_other_cell(course: Course) -> None:
    course.cells[-2]["source"] = 'kit.check("01.3", 3)'
    assert course.says("solutions") == "The answer to exercise 01.3 is for everybody to see"


def test_answers_must_compute(course: Course) -> None:
    assert course.faults("answers") == []
    course.exercises = course.exercises.replace('answer = "3"', 'answer = "record.nothing"')
    assert "The answer to exercise 01.3 cannot be computed" in course.says("answers")


def test_answers_refuses_a_mistake_that_is_right(course: Course) -> None:
    course.exercises = course.exercises.replace('answer = "4"', 'answer = "6 / 2"')
    assert course.says("answers") == "The mistake 6 / 2 is the right answer"
