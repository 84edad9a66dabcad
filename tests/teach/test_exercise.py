"""Exercises as they are written in TOML, and as a cell shows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kit import mime
from kit.errors import DataError
from kit.teach import exercise

GOOD = """
[[exercise]]
name = "90.1"
task = "How many *operative* paragraphs are there?"
expects = "a number"
minutes = 3
objective = 1
answer = "7"
hints = ["Look at the labels.", "They begin with OP."]
why = "They are numbered."

[[exercise.mistakes]]
answer = "13"
says = "That is the number of preambular ones."
"""


@pytest.fixture
def write(tmp_path: Path) -> object:
    """Write an exercise file beside the notebook."""

    def written(text: str, name: str = "90.toml") -> Path:
        folder = tmp_path / "exercises"
        folder.mkdir(exist_ok=True)
        file = folder / name
        file.write_text(text, encoding="utf-8")
        return file

    return written


def test_a_file_gives_its_exercises(write: Any) -> None:
    (found,) = exercise.read_file(write(GOOD))
    assert (found.name, found.minutes, found.expected()) == ("90.1", 3, 7)
    assert found.mistake_for(lambda wrong: wrong == 13).says.startswith("That is")
    assert found.mistake_for(lambda wrong: wrong == 14) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[exercise]]\nname = '1'\ntask = 't'", "lacks its answer"),
        ("[[exercise]]\nname = '1'\nanswer = '1'", "lacks its task"),
        (
            "[[exercise]]\nname = '1'\ntask='t'\nanswer='1'\nhnits=[]",
            "'hnits' is not a field of an exercise; the nearest is \"hints\"",
        ),
        ("[[exercise]]\nname = '1'\ntask='t'\nanswer='1'\nhints=['a','b','c','d']", "4 hints"),
        (
            "[[exercise]]\nname = '1'\ntask='t'\nanswer='1'\nmistakes=[{answer='2'}]",
            "needs answer and says",
        ),
        ("[[exercise]\n", "put back the one that came with the course"),
        ("exercise = 3", "Begin each with the line [[exercise]]"),
        ("exercise = ['90.1']", "Begin each with the line [[exercise]]"),
        (
            GOOD.replace("minutes = 3", "minutes = 'three'"),
            "The minutes of an exercise cannot be 'three'",
        ),
        (
            "[[exercise]]\nname='1'\ntask='t'\nanswer='1'\nhints=4",
            "The hints of an exercise cannot be 4",
        ),
        (GOOD + GOOD, "is there twice"),
    ],
)
def test_a_file_that_lacks_something_is_refused_in_one_sentence(
    write: Any, text: Any, says: Any
) -> None:
    file = write(text)
    with pytest.raises(DataError) as caught:
        exercise.read_folder(file.parent)
    assert says in str(caught.value)
    assert "90.toml" in str(caught.value)


def test_an_answer_that_fails_names_the_file(write: Any) -> None:
    (found,) = exercise.read_file(write(GOOD.replace('answer = "7"', 'answer = "1 / 0"')))
    with pytest.raises(DataError, match=r"90\.1 cannot be computed \(ZeroDivisionError"):
        found.expected()


def test_a_cell_shows_task_kind_of_answer_minutes_and_how_to_check(
    notebook: Any, write: Any
) -> None:
    write(GOOD)
    html = notebook.html("import kit\nkit.exercise('90.1')")
    for part in ("Exercise 90.1", "<em>operative</em>", "a number", "3 minutes", "kit.check("):
        assert part in html
    assert "They begin with OP" not in html


def test_an_export_hands_over_the_task_without_the_answer(notebook: Any, write: Any) -> None:
    write(GOOD)
    payload = notebook.payload("import kit\nkit.exercise('90.1')", mime.EXERCISE)
    assert payload == {
        "name": "90.1",
        "task": "How many *operative* paragraphs are there?",
        "expects": "a number",
        "minutes": 3,
        "hints": ["Look at the labels.", "They begin with OP."],
    }


def test_the_document_accepts_it(notebook: Any, write: Any) -> None:
    from kit.document import outputs

    write(GOOD)
    (bundle,) = notebook.export().run("import kit\nkit.exercise('90.1')")
    (block,) = outputs.read([{"output_type": "display_data", "data": bundle, "metadata": {}}])
    assert block.name == "90.1"


def test_a_misspelt_exercise_names_the_nearest(notebook: Any, write: Any) -> None:
    write(GOOD)
    said = notebook.fail("import kit\nkit.exercise('90.l')")
    assert said.startswith("There is no exercise '90.l'; the nearest is \"90.1\".")
    assert "Write it in quotes" in notebook.fail("kit.exercise(90.1)")


COURSE = sorted((Path(__file__).parents[2] / "notebooks" / "exercises").glob("*.toml"))


@pytest.mark.parametrize("file", COURSE, ids=lambda file: file.stem)
def test_every_exercise_of_the_course_can_be_computed_and_its_mistakes_are_wrong(file: Any) -> None:
    from kit.teach.compare import Rules, compare

    for found in exercise.read_file(file):
        rules = Rules(found.tolerance, found.ordered)
        assert found.name.startswith(file.stem)
        assert compare(found.expected(), found.expected(), rules).right
        for mistake in found.mistakes:
            alone = exercise.Exercise("x", "x", mistake.answer)
            assert not compare(alone.expected(), found.expected(), rules).right, mistake
