"""`check` answers what is right and what is missing, and helps step by step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kit import mime

if TYPE_CHECKING:
    from pathlib import Path

EXERCISE = """
[[exercise]]
name = "90.1"
task = "Which?"
answer = '["OP1", "OP2", "OP3"]'
hints = ["First hint.", "Second hint.", "Third hint."]
why = "See the text."

[[exercise.mistakes]]
answer = '["PP1"]'
says = "That one is preambular."

[[exercise]]
name = "90.2"
task = "What share?"
answer = "163 / 193"
tolerance = 0.01
solution = "Ask your neighbour."
"""


@pytest.fixture
def check(notebook: Any, tmp_path: Path) -> Any:
    """Check an answer in a live notebook, and return what is said."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "90.toml").write_text(EXERCISE, encoding="utf-8")
    notebook.run("import kit")
    return lambda value, name="90.1": notebook.html(f"kit.check({name!r}, {value})")


def kept(tmp_path: Path) -> Any:
    return json.loads((tmp_path / ".kit-progress.json").read_text(encoding="utf-8"))["exercises"]


def test_a_right_answer_is_right_with_its_reason(check: Any) -> None:
    said = check("['OP3', 'OP2', 'OP1']")
    assert "<strong>Right.</strong> See the text." in said


def test_a_wrong_answer_says_what_is_missing_and_gives_the_first_hint(check: Any) -> None:
    said = check("['OP1', 'OP9']")
    assert "1 of 3 are there. Missing: 2. Does not belong: OP9." in said
    assert "Hint 1 of 3:</em> First hint." in said


def test_each_other_answer_gives_the_next_hint_and_then_the_solutions_place(check: Any) -> None:
    assert "First hint" in check("['OP1']")
    assert "Second hint" in check("['OP2']")
    assert "Third hint" in check("['OP3']")
    said = check("['OP4']")
    assert "every hint" in said
    assert "instructor" in said


def test_the_same_answer_again_costs_no_hint_wherever_its_cell_stands(check: Any) -> None:
    check("['OP1']")
    assert "First hint" in check("('OP1',)")
    assert "Second hint" in check("['OP2']")
    assert "First hint" in check("['OP1']")


def test_a_wrong_type_is_named_and_costs_no_hint(check: Any, tmp_path: Path) -> None:
    said = check("3")
    assert "Your answer is a number; a list is expected." in said
    assert "hint" not in said.casefold()
    assert not (tmp_path / ".kit-progress.json").exists()


def test_a_known_mistake_is_told_in_its_own_words(check: Any) -> None:
    assert "That one is preambular." in check("['PP1']")


def test_a_rounded_number_is_right_within_the_tolerance(check: Any) -> None:
    assert "Right." in check("0.84", "90.2")
    assert "Ask your neighbour." in check("0.5", "90.2")


@pytest.mark.usefixtures("check")
def test_nothing_given_is_not_an_answer(notebook: Any) -> None:
    for call in ("kit.check('90.1', ...)", "kit.check('90.1')"):
        assert "Not answered yet" in notebook.html(call)


def test_a_right_answer_stays_solved_after_a_wrong_one(check: Any, tmp_path: Path) -> None:
    check("['OP1', 'OP2', 'OP3']")
    check("['OP1']")
    assert kept(tmp_path)["90.1"]["right"]


def test_an_answer_is_checked_even_when_progress_cannot_be_kept(check: Any, tmp_path: Path) -> None:
    (tmp_path / ".kit-progress.json").write_text("{broken", encoding="utf-8")
    said = check("['OP1', 'OP2', 'OP3']")
    assert "Right." in said
    assert "Your progress cannot be read" in said
    assert (tmp_path / ".kit-progress.json").read_text(encoding="utf-8") == "{broken"


@pytest.mark.usefixtures("check")
def test_an_export_keeps_no_progress_and_prints_a_solution_as_right(
    notebook: Any, tmp_path: Path
) -> None:
    (bundle,) = notebook.export().run("kit.check('90.1', ['OP1', 'OP2', 'OP3'])")
    assert bundle["text/markdown"] == "**Right.** See the text."
    assert not (tmp_path / ".kit-progress.json").exists()


@pytest.mark.usefixtures("check")
def test_an_export_shows_an_open_check_as_a_note(notebook: Any) -> None:
    (bundle,) = notebook.export().run("kit.check('90.1', ...)")
    assert bundle[mime.NOTE]["kind"] == "live-only"


@pytest.mark.usefixtures("check")
@pytest.mark.parametrize("value", ["['OP1']", "3"])
def test_an_export_refuses_a_solution_that_is_not_right(notebook: Any, value: Any) -> None:
    said = notebook.export().fail(f"kit.check('90.1', {value})")
    assert said.startswith("The answer given to exercise 90.1 is not right: ")


@pytest.mark.usefixtures("check")
def test_a_misspelt_exercise_names_the_nearest(notebook: Any) -> None:
    assert 'the nearest is "90.1"' in notebook.fail("kit.check('9.01', 3)")
