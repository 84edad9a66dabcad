"""`kit build` as a user meets it: what it makes, and what it says when it cannot."""

from __future__ import annotations

import json
import re
import resource
import signal
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING, Any, Final, get_args

import pytest
from pypdf import PdfReader

from kit.render.theme import Paper
from tests.cli.conftest import Course, code, markdown

if TYPE_CHECKING:
    from collections.abc import Callable


A4: Final = (595, 842)
LETTER: Final = (612, 792)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Give the one paragraph in which a command complained."""
    said = [line for line in done.stderr.splitlines() if line.startswith("kit: ")]
    assert len(said) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode != 0
    return said[0]


def test_makes_deck_presenter_briefing_and_page(course: Course) -> None:
    done = course.run("build")
    assert done.returncode == 0, done.stderr
    assert sorted(course.files()) == [
        "briefings/01_small.pdf",
        "site/01_small.html",
        "slides/01_small.html",
        "slides/01_small.presenter.html",
    ]


def test_an_unchanged_build_writes_nothing(course: Course) -> None:
    course.run("build")
    before = {path: (course.root / path).stat().st_mtime_ns for path in course.files()}
    done = course.run("build", "--explain")
    assert done.returncode == 0
    assert "fresh" in done.stdout
    assert {path: (course.root / path).stat().st_mtime_ns for path in course.files()} == before


def test_a_changed_cell_is_built_again(course: Course) -> None:
    course.run("build")
    before = course.files()
    course.write("01_small", markdown("# Another title"))
    course.run("build")
    assert course.files().keys() == before.keys()
    assert all(before[path] != content for path, content in course.files().items())


def sheet(course: Course, name: str) -> tuple[int, int]:
    """Measure the first page of a PDF, in points."""
    box = PdfReader(course.root / "briefings" / f"{name}.pdf").pages[0].mediabox
    return round(box.width), round(box.height)


def test_the_paper_is_that_of_the_theme_unless_another_is_asked_for(course: Course) -> None:
    course.run("build")
    assert sheet(course, "01_small") == A4
    done = course.run("build", "--paper", "us-letter", "--explain")
    assert "01_small: rendered, it is asked for on other paper" in done.stdout
    assert sheet(course, "01_small") == LETTER
    (course.root / "slides" / "theme" / "theme.toml").write_text('paper = "us-letter"')
    course.run("build", "--paper", "a4")
    assert sheet(course, "01_small") == A4


def test_the_next_plain_build_goes_back_to_the_papers_of_the_theme(course: Course) -> None:
    course.run("build", "--paper", "us-letter")
    assert course.run("build", "--paper", "us-letter", "--explain").stdout.count("fresh") == 1
    course.run("build")
    assert sheet(course, "01_small") == A4


def test_a_briefing_is_made_on_the_paper_that_is_asked_for(course: Course) -> None:
    done = course.run("brief", "01", "--paper", "us-letter")
    assert done.returncode == 0, done.stderr
    assert sheet(course, "01_small") == LETTER


def test_the_help_names_every_paper(course: Course) -> None:
    for name in ("build", "brief"):
        assert f"--paper {{{','.join(get_args(Paper))}}}" in course.run(name, "--help").stdout


def test_a_notebook_that_is_not_there_is_named_with_those_that_are(course: Course) -> None:
    said = complaint(course.run("build", "07"))
    assert "'07'" in said
    assert "01_small" in said


def broken_json(course: Course) -> None:
    (course.root / "notebooks" / "01_small.ipynb").write_text('{"cells": [')


def failing_cell(course: Course) -> None:
    course.write("01_small", markdown("# A small notebook"), code("votes = {}\nvotes['Utopia']"))


def unknown_citation(course: Course) -> None:
    course.write("01_small", markdown("# A small notebook"), markdown("So it is [@A/RES/76/91]."))


def image_without_alternative_text(course: Course) -> None:
    png = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5E"
        "rkJggg=="
    )
    shown = f"from IPython.display import Image\nimport base64\nImage(base64.b64decode('{png}'))"
    course.write("01_small", markdown("# A small notebook"), code(shown))


@pytest.mark.parametrize(
    ("break_it", "what", "where"),
    [
        (broken_json, "JSON", "01_small.ipynb"),
        (failing_cell, "KeyError", "cell 2"),
        (unknown_citation, "A/RES/76/91", "cell 2"),
        (image_without_alternative_text, "alternative text", "cell 2"),
    ],
)
def test_a_broken_notebook_is_explained_and_earlier_files_stay(
    course: Course, break_it: Callable[[Course], Any], what: str, where: str
) -> None:
    course.run("build")
    before = course.files()
    break_it(course)
    said = complaint(course.run("build"))
    assert what in said
    assert where in said
    assert course.files() == before


def test_an_endless_cell_is_stopped_at_the_limit(course: Course) -> None:
    course.run("build")
    before = course.files()
    course.write("01_small", markdown("# A small notebook"), code("while True: pass"))
    said = complaint(course.run("build", "--seconds", "2"))
    assert "2" in said
    assert "cell 2" in said
    assert course.files() == before


def test_one_broken_notebook_does_not_stop_the_others(course: Course) -> None:
    course.write("02_broken", code("1/0"))
    said = complaint(course.run("build"))
    assert "ZeroDivisionError" in said
    assert "slides/01_small.html" in course.files()
    assert not [path for path in course.files() if "02_broken" in path]


def test_an_output_folder_that_cannot_be_written_is_explained(course: Course) -> None:
    (course.root / "briefings").write_text("a file where a folder should be")
    said = complaint(course.run("build"))
    assert "briefings" in said


def test_a_full_disk_leaves_earlier_files_whole(course: Course) -> None:
    course.run("build")
    before = course.files()
    course.write("01_small", markdown("# A small notebook"), markdown("More words."))

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    said = complaint(course.run("build", preexec_fn=small_files_only))
    assert "space" in said or "large" in said
    assert course.files() == before


def test_a_folder_that_is_no_course_is_explained(tmp_path: Any) -> None:
    said = complaint(Course(tmp_path).run("build"))
    assert "kit init" in said


def test_an_unknown_format_is_explained(course: Course) -> None:
    assert "poster" in complaint(course.run("build", "--only", "poster"))


def test_json_progress_is_one_object_a_line(course: Course) -> None:
    done = course.run("build", "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert events
    assert all(isinstance(event, dict) for event in events)


def test_watch_builds_at_each_save_and_ends_with_the_interrupt(course: Course) -> None:
    command = [sys.executable, "-m", "kit", "build", "01", "--only", "page", "--watch", "--json"]
    process = subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = map(json.loads, process.stdout)
    ready = next(event for event in told if event["event"] == "ready")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", ready["address"])
    with urllib.request.urlopen(ready["address"], timeout=10) as answer:  # noqa: S310  our own
        assert "What has been built" in answer.read().decode()
    course.write("01_small", markdown("# Saved again"))
    assert next(event for event in told if event["event"] == "notebook")["outcome"] == "built"
    assert next(event for event in told if event["event"] == "end")["failed"] == 0
    assert b"Saved again" in (course.root / "site" / "01_small.html").read_bytes()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    process.stdout.close()
