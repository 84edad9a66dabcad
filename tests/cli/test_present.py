"""`kit present`: the presenter's file, built when it is not up to date."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

from kit import cli
from tests.cli.conftest import code

if TYPE_CHECKING:
    import pytest

    from tests.cli.conftest import Course


def test_builds_and_prints_the_path_when_no_browser_is_wanted(course: Course) -> None:
    done = course.run("present", "01", "--no-open")
    assert done.returncode == 0, done.stderr
    file = course.root / "slides" / "01_small.presenter.html"
    assert done.stdout == f"{file}\n"
    assert file.is_file()
    assert (course.root / "slides" / "01_small.html").is_file()


def test_opens_the_file_in_the_browser(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or True)
    monkeypatch.chdir(course.root)
    assert cli.main(["present", "01"]) == 0
    assert opened == [(course.root / "slides" / "01_small.presenter.html").as_uri()]


def test_prints_the_path_where_there_is_no_browser(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    monkeypatch.chdir(course.root)
    assert cli.main(["present", "01"]) == 0
    assert capsys.readouterr().out.endswith("01_small.presenter.html\n")


def test_a_failing_notebook_opens_nothing(course: Course) -> None:
    course.write("02_failing", code("1 / 0"))
    done = course.run("present", "02", "--no-open")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert done.stdout == ""
