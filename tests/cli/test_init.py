"""`kit init` as a student meets it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def init(folder: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kit", "init", folder]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=60)


def test_lays_the_course_out_and_says_what_to_do_next(tmp_path: Path) -> None:
    done = init("my-course", tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "my-course" / "README.md").is_file()
    assert "cd my-course" in done.stdout
    assert "kit lab" in done.stdout


def test_names_the_files_that_it_kept(tmp_path: Path) -> None:
    init(".", tmp_path)
    (tmp_path / "README.md").write_text("my own words")
    done = init(".", tmp_path)
    assert done.returncode == 0
    assert "  README.md\n" in done.stdout
    assert "cd ." not in done.stdout
    assert (tmp_path / "README.md").read_text() == "my own words"


def test_complains_in_one_paragraph(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = init("file", tmp_path)
    assert done.returncode == 2
    assert done.stderr == "kit: This is a file (file). Name a folder.\n"
