"""Laying a course out, and bringing it up to date without touching anybody's work."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kit.course import layout
from kit.errors import OutputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    for name in ("notebooks/00_start.ipynb", "notebooks/01_next.ipynb", "data/sources.csv"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"first edition of {name}")
    (root / "notebooks" / ".ipynb_checkpoints").mkdir()
    (root / "notebooks" / ".ipynb_checkpoints" / "00_start.ipynb").write_text("a checkpoint")
    (root / "data" / "verified.csv").write_text("what somebody verified on another machine")
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def renew(course: Path) -> None:
    for name in ("notebooks/00_start.ipynb", "notebooks/01_next.ipynb"):
        (course / name).write_text(f"second edition of {name}")


def test_a_new_folder_gets_everything_that_belongs_to_the_course(
    course: Path, folder: Path
) -> None:
    laid = layout.lay_out(folder, course=course)
    assert set(laid.added) == {
        "notebooks/00_start.ipynb",
        "notebooks/01_next.ipynb",
        "data/sources.csv",
        "README.md",
    }
    assert (laid.renewed, laid.kept, laid.equal) == ((), (), ())
    assert not (folder / "data" / "verified.csv").exists()
    assert not (folder / "notebooks" / ".ipynb_checkpoints").exists()


def test_an_update_renews_what_was_not_touched(course: Path, folder: Path) -> None:
    layout.lay_out(folder, course=course)
    renew(course)
    laid = layout.lay_out(folder, course=course)
    assert set(laid.renewed) == {"notebooks/00_start.ipynb", "notebooks/01_next.ipynb"}
    assert (folder / "notebooks/00_start.ipynb").read_text().startswith("second edition")


def test_an_update_never_overwrites_work(course: Path, folder: Path) -> None:
    layout.lay_out(folder, course=course)
    (folder / "notebooks/00_start.ipynb").write_text("my own work")
    renew(course)
    laid = layout.lay_out(folder, course=course)
    assert laid.kept == ("notebooks/00_start.ipynb",)
    assert (folder / "notebooks/00_start.ipynb").read_text() == "my own work"
    again = layout.lay_out(folder, course=course)
    assert again.kept == ("notebooks/00_start.ipynb",)
    assert (folder / "notebooks/00_start.ipynb").read_text() == "my own work"


def test_files_that_were_there_before_the_course_are_kept(course: Path, folder: Path) -> None:
    (folder / "notebooks").mkdir(parents=True)
    (folder / "notebooks/00_start.ipynb").write_text("here before")
    (folder / "notes.txt").write_text("mine")
    laid = layout.lay_out(folder, course=course)
    assert laid.kept == ("notebooks/00_start.ipynb",)
    assert (folder / "notebooks/00_start.ipynb").read_text() == "here before"
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_renamed_notebook_lets_the_new_edition_in_beside_it(course: Path, folder: Path) -> None:
    layout.lay_out(folder, course=course)
    (folder / "notebooks/00_start.ipynb").write_text("my own work")
    (folder / "notebooks/00_start.ipynb").rename(folder / "notebooks/my_start.ipynb")
    renew(course)
    laid = layout.lay_out(folder, course=course)
    assert "notebooks/00_start.ipynb" in laid.added
    assert (folder / "notebooks/my_start.ipynb").read_text() == "my own work"


def test_a_second_run_changes_nothing(course: Path, folder: Path) -> None:
    layout.lay_out(folder, course=course)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    laid = layout.lay_out(folder, course=course)
    assert (laid.added, laid.renewed, laid.kept) == ((), (), ())
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("content", ["not json", "[]", '{"a": 1}'])
def test_a_damaged_ledger_stops_before_anything_is_written(
    course: Path, folder: Path, content: str
) -> None:
    layout.lay_out(folder, course=course)
    renew(course)
    (folder / ".kit/laid-out.json").write_text(content)
    with pytest.raises(OutputError, match="cannot be read"):
        layout.lay_out(folder, course=course)
    assert (folder / "notebooks/00_start.ipynb").read_text().startswith("first edition")


def test_a_file_and_the_course_itself_are_refused(course: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        layout.lay_out(tmp_path / "file", course=course)
    with pytest.raises(UsageError, match="the course itself"):
        layout.lay_out(course, course=course)


def test_the_kits_own_course_is_complete(folder: Path) -> None:
    layout.lay_out(folder)
    assert list((folder / "notebooks").glob("*.ipynb"))
    assert list((folder / "notebooks/exercises").glob("*.toml"))
    assert json.loads((folder / "data/datapackage.json").read_text())["name"]
