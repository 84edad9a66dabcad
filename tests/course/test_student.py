"""The students' edition leaks nothing and overwrites nobody's work."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kit.course import layout, student
from kit.document.cells import role
from kit.errors import DataError, NotebookError, UsageError
from kit.teach import exercise

Json = dict[str, Any]
ROOT = Path(__file__).parents[2]
FEWEST_WORDS = 5  # shorter sentences ("We do not know.") may stand anywhere


def cell(source: str, kind: str = "markdown", slide: str = "", *tags: str) -> Json:
    metadata: Json = {"slideshow": {"slide_type": slide}} if slide else {}
    metadata |= {"tags": list(tags)} if tags else {}
    made: Json = {"cell_type": kind, "metadata": metadata, "source": source}
    return made if kind == "markdown" else {**made, "outputs": [], "execution_count": None}


LESSON = [
    cell("# A lesson\n\nEverybody reads this sentence."),
    cell("**Say.** Nobody but the speaker reads this.", "markdown", "notes"),
    cell("Only the instructor knows these words.", "markdown", "", "Instructor"),
    cell('kit.quiz("Which?", {"This": "", "That": ""}, answer="This")', "code"),
    cell('kit.exercise("01.1")', "code"),
    cell('kit.check("01.1", ...)', "code"),
    cell('rows = record.votes(state="SGP")\nkit.check("01.1", len(rows))', "code", "", "solution"),
]
EXERCISE = """
[[exercise]]
name = "01.1"
task = "Count the rows for *Singapore*."
answer = "len(record.votes(state='SGP'))"
hints = ["Filter the table of votes by its state.", "Then count.", "len(…)"]
why = "There was one vote in each ballot."
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Write a small course of an instructor."""
    root = tmp_path / "course"
    (root / "notebooks" / "exercises").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    save(root / "notebooks" / "01_lesson.ipynb", LESSON)
    (root / "notebooks" / "exercises" / "01.toml").write_text(EXERCISE, encoding="utf-8")
    return root


def save(path: Path, cells: list[Json]) -> None:
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kit": {}}, "cells": cells}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def cells_of(path: Path) -> list[Json]:
    cells: list[Json] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def sentences(source: str) -> set[str]:
    """Part a cell into sentences and lines of code, by their words alone."""
    found = map(folded, re.split(r"\n|(?<=[.!?])\s", source))
    return {words for words in found if len(words.split()) >= FEWEST_WORDS}


def text_of(name: str, content: bytes) -> str:
    """Return all that somebody who opens a file can read."""
    text = content.decode("utf-8")
    if name.endswith(".ipynb"):
        sources = ["".join(one["source"]) for one in json.loads(text)["cells"]]
        text += "\n" + "\n".join(sources)
    return folded(text)


def secrets(root: Path) -> set[str]:
    """Gather the sentences that stand in no cell that students get, not even as part of another."""
    private: set[str] = set()
    public: list[str] = []
    for path in root.glob("notebooks/**/*.ipynb"):
        for one in cells_of(path):
            source = "".join(one["source"])
            if role(one["metadata"], path.name) == "content":
                public.append(folded(source))
            else:
                private |= sentences(source)
    known = "\n".join(public)
    return {words for words in private if words not in known}


@pytest.mark.parametrize("which", ["small", "whole"])
def test_no_sentence_of_notes_instructors_cells_or_solutions_is_in_any_file(
    course: Path, which: str
) -> None:
    root = course if which == "small" else ROOT
    secret = secrets(root)
    assert secret
    for name, content in student.edition(root).files.items():
        if not name.startswith("data/"):
            text = text_of(name, content)
            assert [words for words in secret if words in text] == [], name


@pytest.mark.parametrize("which", ["small", "whole"])
def test_no_answer_hint_or_reason_can_be_read_in_the_files_of_exercises(
    course: Path, which: str
) -> None:
    root = course if which == "small" else ROOT
    files = student.edition(root).files
    known = exercise.read_folder(root / "notebooks" / "exercises")
    for found in known.values():
        number = found.name.partition(".")[0]
        text = files[f"notebooks/exercises/{number}.toml"].decode()
        says = [mistake.says for mistake in found.mistakes]
        for hidden in (found.answer, found.why, *found.hints, *says):
            assert not hidden or hidden not in text


def test_what_students_get_is_whole_and_never_run(course: Path) -> None:
    files = student.edition(course).files
    kept = json.loads(files["notebooks/01_lesson.ipynb"])["cells"]
    wanted = [one["source"] for one in LESSON if role(one["metadata"], "") == "content"]
    assert ["".join(one["source"]) for one in kept] == wanted
    assert all(not one.get("outputs") for one in kept)


def test_outputs_that_an_instructor_saved_are_taken_out(course: Path) -> None:
    shown = {"output_type": "stream", "name": "stdout", "text": "The answer is twelve."}
    answered = {**LESSON[5], "outputs": [shown], "execution_count": 3}
    save(course / "notebooks" / "01_lesson.ipynb", [LESSON[0], answered])
    assert b"twelve" not in student.edition(course).files["notebooks/01_lesson.ipynb"]


def test_the_code_of_a_quiz_is_folded_and_other_code_is_not(course: Path) -> None:
    kept = json.loads(student.edition(course).files["notebooks/01_lesson.ipynb"])["cells"]
    is_folded = {
        "".join(one["source"])[:8]: one["metadata"].get("jupyter", {}).get("source_hidden", False)
        for one in kept
        if one["cell_type"] == "code"
    }
    assert is_folded == {"kit.quiz": True, "kit.exer": False, "kit.chec": False}


def test_a_students_exercises_have_the_instructors_answers(course: Path, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    student.write(folder, course=course)
    for place in (course, folder):
        (found,) = exercise.read_file(place / "notebooks" / "exercises" / "01.toml")
        assert found.answer == "len(record.votes(state='SGP'))"
        assert found.hints[1] == "Then count."


def test_two_editions_of_one_course_are_the_same_bytes(course: Path) -> None:
    assert student.edition(course) == student.edition(course)


def test_a_file_that_nobody_knows_is_left_out_and_named(course: Path) -> None:
    (course / "notebooks" / "marks.xlsx").write_bytes(b"x")
    (course / "notebooks" / "plan.svg").write_bytes(b"<svg/>")
    made = student.edition(course)
    assert made.left_out == ("notebooks/marks.xlsx",)
    assert "notebooks/plan.svg" in made.files


def test_what_a_machine_verified_is_nobody_elses(course: Path) -> None:
    (course / "data" / "verified.csv").write_text("who\nme\n", encoding="utf-8")
    assert "data/verified.csv" not in student.edition(course).files


# --- updates ---


@pytest.fixture
def given(course: Path, tmp_path: Path) -> Path:
    """Give the small course to students."""
    folder = tmp_path / "given"
    student.write(folder, course=course)
    return folder


def improve(course: Path) -> None:
    """Write a new version of the lesson."""
    save(course / "notebooks" / "01_lesson.ipynb", [*LESSON, cell("A new paragraph.")])


def lesson_in(folder: Path) -> Path:
    return folder / "notebooks" / "01_lesson.ipynb"


def test_an_update_never_overwrites_what_a_student_wrote(course: Path, given: Path) -> None:
    cells = cells_of(lesson_in(given))
    cells[-1]["source"] = 'kit.check("01.1", 12)'
    save(lesson_in(given), cells)
    before = lesson_in(given).read_bytes()
    improve(course)
    laid, _ = student.write(given, course=course)
    assert lesson_in(given).read_bytes() == before
    assert laid.kept == ("notebooks/01_lesson.ipynb",)


@pytest.mark.parametrize("where", [0, 2, 99])
def test_a_cell_that_a_student_added_is_work(course: Path, given: Path, where: int) -> None:
    cells = cells_of(lesson_in(given))
    cells.insert(where, cell("My own thought."))
    save(lesson_in(given), cells)
    improve(course)
    assert student.write(given, course=course)[0].kept == ("notebooks/01_lesson.ipynb",)


def test_an_update_replaces_what_nobody_changed_or_only_ran(course: Path, given: Path) -> None:
    cells = cells_of(lesson_in(given))
    for number, one in enumerate(cells):
        if one["cell_type"] == "code":
            one["execution_count"] = number
            one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
            one["metadata"]["collapsed"] = True
    save(lesson_in(given), cells)
    improve(course)
    laid, _ = student.write(given, course=course)
    assert laid.renewed == ("notebooks/01_lesson.ipynb",)
    assert "A new paragraph." in lesson_in(given).read_text(encoding="utf-8")


def test_outputs_stay_when_there_is_no_new_version(course: Path, given: Path) -> None:
    cells = cells_of(lesson_in(given))
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "seen"}]
    save(lesson_in(given), cells)
    laid, _ = student.write(given, course=course)
    assert "notebooks/01_lesson.ipynb" in laid.equal
    assert "seen" in lesson_in(given).read_text(encoding="utf-8")


def test_work_that_was_kept_stays_kept_at_the_next_update_too(course: Path, given: Path) -> None:
    cells = cells_of(lesson_in(given))
    cells[0]["source"] = "# Mine"
    save(lesson_in(given), cells)
    for _ in range(2):
        improve(course)
        assert student.write(given, course=course)[0].kept == ("notebooks/01_lesson.ipynb",)
    assert cells_of(lesson_in(given))[0]["source"] == "# Mine"


def test_a_students_own_files_are_not_touched(course: Path, given: Path) -> None:
    own = given / "notebooks" / ".kit-progress.json"
    own.write_text("{}", encoding="utf-8")
    (given / "essay.md").write_text("Mine.", encoding="utf-8")
    improve(course)
    student.write(given, course=course)
    assert own.read_text(encoding="utf-8") == "{}"
    assert (given / "essay.md").read_text(encoding="utf-8") == "Mine."


def test_a_folder_without_its_ledger_loses_nothing(course: Path, given: Path) -> None:
    cells = cells_of(lesson_in(given))
    cells[0]["source"] = "# Mine"
    save(lesson_in(given), cells)
    shutil.rmtree(given / ".kit")
    assert student.write(given, course=course)[0].kept == ("notebooks/01_lesson.ipynb",)


# --- refusals ---


def test_a_course_with_its_solutions_is_not_turned_into_an_edition(course: Path) -> None:
    before = lesson_in(course).read_bytes()
    with pytest.raises(UsageError, match="holds a course with its notes and solutions"):
        student.write(course, course=ROOT)
    assert lesson_in(course).read_bytes() == before


def test_a_damaged_notebook_writes_nothing(course: Path, tmp_path: Path) -> None:
    lesson_in(course).write_text("{", encoding="utf-8")
    with pytest.raises(NotebookError, match="not valid JSON"):
        student.write(tmp_path / "given", course=course)
    assert not (tmp_path / "given").exists()


def test_damaged_exercises_write_nothing(course: Path, tmp_path: Path) -> None:
    (course / "notebooks" / "exercises" / "01.toml").write_text("[[", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read"):
        student.write(tmp_path / "given", course=course)
    assert not (tmp_path / "given").exists()


# --- the command ---


def run(*arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kit", *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_takes_the_course_it_stands_in_and_says_what_it_did(course: Path) -> None:
    ended = run("student", where=course)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "student: 4 new" in ended.stdout
    assert lesson_in(course / "student").is_file()


def test_the_command_brings_the_folder_it_stands_in_up_to_date_from_the_kit(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "mine"
    student.write(folder)
    first = next(iter(sorted((folder / "notebooks").glob("*.ipynb"))))
    cells = cells_of(first)
    cells[0]["source"] = "# Mine"
    save(first, cells)
    ended = run("student", ".", where=folder)
    assert ended.returncode == 0
    assert f"  notebooks/{first.name}" in ended.stdout
    assert "rename it and run this command again" in ended.stdout


def test_the_command_refuses_the_course_itself_with_one_sentence(course: Path) -> None:
    ended = run("student", ".", where=course)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "Name another folder" in ended.stderr


def test_the_kits_own_course_is_the_default() -> None:
    assert layout.source() == ROOT
