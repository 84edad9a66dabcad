"""`kit site` as an instructor meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import code

if TYPE_CHECKING:
    from tests.cli.conftest import Course


def test_makes_the_site_and_says_where_it_is(course: Course) -> None:
    done = course.run("site")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"{course.root / 'site' / 'index.html'}\n")
    files = course.files()
    assert {"site/index.html", "site/search.html", "site/01_small.html"} <= set(files)
    assert not [name for name in files if name.startswith("site/") and "presenter" in name]


def test_a_page_leads_back_to_the_index_where_there_is_one(course: Course) -> None:
    link = b'<a href="index.html">The course</a>'
    course.run("build")
    assert link not in course.files()["site/01_small.html"]
    course.run("site")
    assert link in course.files()["site/01_small.html"]
    (course.root / "slides" / "theme" / "theme.toml").write_text('wordmark = "Academy"')
    course.run("build")
    assert link in course.files()["site/01_small.html"]


def test_a_failing_notebook_is_told_and_no_site_is_made(course: Course) -> None:
    course.write("02_failing", code("1 / 0"))
    done = course.run("site")
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert not (course.root / "site" / "index.html").exists()


def test_pyodide_goes_with_live(course: Course) -> None:
    done = course.run("site", "--pyodide", "somewhere")
    assert done.returncode == 2
    assert done.stderr.startswith("kit: --pyodide goes with --live")


def test_a_folder_without_pyodide_is_refused_before_anything_is_made(course: Course) -> None:
    done = course.run("site", "--live", "--pyodide", "data")
    assert done.returncode == 2
    assert "lacks" in done.stderr
    assert not (course.root / "site" / "live").exists()
