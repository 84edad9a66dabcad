"""The course built in two places, each with its own time, language and order of sets."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from tests.building import FOLDERS, build_course

if TYPE_CHECKING:
    from pathlib import Path

# Kiritimati has tomorrow's date for most of the day; Turkish has letters of its own.
ELSEWHERE: Final = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "tr_TR.UTF-8",
    "LANG": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "76",
    "COLUMNS": "40",
}


def hashes(root: Path) -> dict[str, str]:
    """Hash every file that was made, by its path in the course."""
    made = [path for name in FOLDERS for path in (root / name).rglob("*") if path.is_file()]
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in made
    }


def test_every_file_of_the_course_has_the_same_bytes_wherever_it_is_built(
    built_course: Path, tmp_path: Path
) -> None:
    here = hashes(built_course)
    there = hashes(build_course(tmp_path / "a folder — elsewhere", **ELSEWHERE))
    assert len(here) > 10 * 6
    assert [path for path in here.keys() | there.keys() if here.get(path) != there.get(path)] == []
