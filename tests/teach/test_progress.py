"""Progress: a small file that the student owns, and a page to hand in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from kit import mime

if TYPE_CHECKING:
    from pathlib import Path

EXERCISES = "".join(
    f'[[exercise]]\nname = "90.{n}"\ntask = "t"\nanswer = "{n}"\n' for n in (1, 2, 3)
)


@pytest.fixture
def student(notebook: Any, tmp_path: Path) -> Any:
    """Be a student with three exercises: one solved at the second try, one tried."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "90.toml").write_text(EXERCISES, encoding="utf-8")
    notebook.run("import kit\nfor value in (5, 1): kit.check('90.1', value)\nkit.check('90.2', 7)")
    return notebook


def test_each_exercise_shows_how_far_it_is(student: Any) -> None:
    html = student.html("kit.progress()")
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', html))
    assert rows["90.1"] == "solved after 1 other answer"
    assert rows["90.2"] == "tried 1 answer"
    assert rows["90.3"] == "not yet tried"
    assert re.search(r"1 of \d+ exercises solved", html)


def test_the_page_to_hand_in_names_the_student_and_says_that_it_is_no_proof(
    student: Any, tmp_path: Path
) -> None:
    said = student.html("kit.progress(hand_in='Ann <b>Example</b>')")
    page = (tmp_path / "progress-ann-b-example-b.html").read_text(encoding="utf-8")
    assert "progress-ann-b-example-b.html" in said
    assert "Ann &lt;b&gt;Example&lt;/b&gt;" in page
    assert "no proof" in page
    assert re.search(r"<code>[0-9a-f]{64}</code>", page)
    assert "<script" not in page


def test_the_fingerprint_follows_the_answers_and_nothing_else(student: Any, tmp_path: Path) -> None:
    def fingerprint() -> Any:
        student.run("kit.progress(hand_in='A')")
        page = (tmp_path / "progress-a.html").read_text(encoding="utf-8")
        return re.search(r"<code>([0-9a-f]{64})</code>", page)[1]

    first = fingerprint()
    student.run("kit.check('90.2', 8)")
    assert fingerprint() == first
    student.run("kit.check('90.2', 2)")
    assert fingerprint() != first


@pytest.mark.usefixtures("student")
def test_the_file_holds_no_answer_in_clear(tmp_path: Path) -> None:
    content = json.loads((tmp_path / ".kit-progress.json").read_text(encoding="utf-8"))
    assert set(content["exercises"]) == {"90.1", "90.2"}
    assert all(
        re.fullmatch("[0-9a-f]{16}", digest)
        for kept in content["exercises"].values()
        for digest in [*kept["wrong"], kept["right"] or "0" * 16]
    )


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"exercises": {"90.1": 3}}', '{"exercises": {"90.1": {}}}']
)
def test_a_damaged_file_is_named_with_what_to_do(
    student: Any, tmp_path: Path, content: Any
) -> None:
    (tmp_path / ".kit-progress.json").write_text(content, encoding="utf-8")
    said = student.fail("kit.progress()")
    assert said.startswith("Your progress cannot be read (.kit-progress.json). Delete the file")


def test_a_file_deleted_starts_again(student: Any, tmp_path: Path) -> None:
    (tmp_path / ".kit-progress.json").unlink()
    assert "0 of" in student.html("kit.progress()")


def test_nothing_is_left_of_a_write_but_the_file(student: Any, tmp_path: Path) -> None:
    student.run("kit.progress(hand_in='A')")
    assert {file.name for file in tmp_path.iterdir()} == {
        ".kit-progress.json",
        "exercises",
        "progress-a.html",
    }


def test_an_export_shows_a_note_instead(student: Any) -> None:
    (bundle,) = student.export().run("kit.progress(hand_in='A')")
    assert bundle[mime.NOTE]["kind"] == "live-only"
