"""What commands share, seen from outside."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Course


def test_a_build_ends_by_saying_where_its_few_files_lie(course: Course) -> None:
    done = course.run("build", "--only", "deck,page")
    assert done.stdout.splitlines()[-2:] == ["slides/01_small.html", "site/01_small.html"]


def test_a_build_of_many_files_names_their_folders(course: Course) -> None:
    for name in ("02_more", "03_more"):
        (course.root / "notebooks" / f"{name}.ipynb").write_bytes(
            (course.root / "notebooks" / "01_small.ipynb").read_bytes()
        )
    done = course.run("build", "--only", "deck,page")
    assert done.stdout.splitlines()[-1] == "6 files in site/, slides/"


def test_a_quiet_build_says_nothing(course: Course) -> None:
    assert course.run("build", "--only", "page", "--quiet").stdout == ""


def test_files_are_named_from_where_the_user_stands(course: Course) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kit", "slides", "01"],
        cwd=course.root / "notebooks",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "../slides/01_small.presenter.html" in done.stdout.splitlines()
