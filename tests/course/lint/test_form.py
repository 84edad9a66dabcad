"""Rules on the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.course.lint.lessons import code, md

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.course.lint.lessons import Course, Json

    Spoil = Callable[[Json], Course]


def test_clean_refuses_outputs_counts_and_stray_metadata(course: Course) -> None:
    assert course.faults("clean") == []
    course.cells[2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    course.cells[2]["execution_count"] = 7
    course.cells[0]["metadata"]["ExecuteTime"] = {}
    course.metadata["widgets"] = {}
    assert [(fault.cell, fault.place) for fault in course.faults("clean")] == [
        (0, "metadata"),
        (1, ""),
        (3, ""),
        (3, ""),
    ]


def test_kernel_refuses_the_kernel_of_one_computer(course: Course) -> None:
    assert course.faults("kernel") == []
    course.metadata["kernelspec"] = {"name": "my-env", "display_name": "Mine"}
    assert "kernelspec" in course.says("kernel")


def test_tags_names_the_nearest_to_one_that_nothing_reads(course: Course) -> None:
    assert course.faults("tags") == []
    course.cells[3]["metadata"]["tags"] = ["solutoin"]
    course.cells[5]["metadata"]["slideshow"] = {"slide_type": "slid"}
    assert course.says("tags").splitlines() == [
        "Nothing reads the tag 'solutoin'; the nearest is \"solution\"",
        "There is no slide type 'slid'; the nearest is \"slide\"",
    ]


def test_order_refuses_what_is_not_there_and_what_comes_later(course: Course) -> None:
    assert course.faults("order") == []
    course.front["needs"] = ["00_befor", "02_after"]
    assert course.says("order").splitlines() == [
        "It needs '00_befor', which is not there; the nearest is \"00_before\"",
        "It needs '02_after', which comes later",
    ]


def test_order_refuses_two_with_one_number_and_a_name_without(course: Course) -> None:
    course.others = (*course.others, "01_other")
    assert course.says("order") == "01_other has the same number"
    course.name = "lesson"
    assert "does not say where it stands" in course.says("order")


def test_front_names_what_is_lacking(course: Course) -> None:
    assert course.faults("front") == []
    del course.front["key_points"]
    assert course.says("front") == "The front matter lacks its key points"


def test_parameters_must_be_there_in_one_cell(course: Course) -> None:
    course.name = "briefings/state"
    course.cells = [course.cells[0], code('state = "SGP"', "parameters")]
    assert course.faults("parameters") == []
    course.cells += [code("pass", "parameters")]
    assert course.says("parameters") == "A second cell is tagged 'parameters'"
    course.cells[1]["source"] = "print(1)"
    assert "assigns none" in course.says("parameters")
    course.cells[1]["source"] = "state = "
    assert "not valid Python" in course.says("parameters")


def test_runs_names_the_cell_that_fails(course: Course) -> None:
    assert course.faults("runs") == []
    course.cells[2]["source"] = "undefined"
    (fault,) = course.faults("runs")
    assert fault.cell == 3


def test_runs_fails_when_a_solution_is_wrong(course: Course) -> None:
    course.cells[-1]["source"] = 'kit.check("01.3", 4)'
    (fault,) = course.faults("runs")
    assert "01.3 is not right" in fault.what


def test_readable_refuses_a_citation_that_cannot_be_read_wherever_it_stands(
    spoilt: Spoil,
) -> None:
    course = spoilt(md("See [@A/RES/76/19; OP4]."))
    course.front["key_points"] = ["See [@A/RES/76/19; OP4]."]
    course.exercises = course.exercises.replace("[@A/RES/76/19 OP3]", "[@A/RES/76/19; OP3]")
    assert [(fault.cell, fault.place) for fault in course.faults("readable")] == [
        (5, ""),
        (21, ""),  # where the exercise is shown
        (0, "front matter"),
        (0, "exercises/01.toml, exercise 01.3"),
    ]


def test_readable_accepts_the_good_lesson(course: Course) -> None:
    assert course.faults("readable") == []
