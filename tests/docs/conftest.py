"""A built course that the tests of the documentation share, across processes too."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Let `kit`, `python` and `jupyter` be those of this very environment."""
    kept = {name: value for name, value in os.environ.items() if name not in {"KIT_EXPORT", "CI"}}
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
        "PYTHONPATH": str(ROOT),
        "MAKEFLAGS": "",
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """Lay the course out and build it, once for all processes that test."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    course = shared / "documented-course"
    with (shared / "documented-course.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (course / "ready").is_file():
            for command in (["init", str(course)], ["build", "--quiet"]):
                ran = subprocess.run(
                    [sys.executable, "-m", "kit", *command],
                    cwd=course if command[0] == "build" else shared,
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert ran.returncode == 0, ran.stderr
            (course / "ready").touch()
    return course


@pytest.fixture
def scratch(built: Path, tmp_path: Path) -> Callable[[], Path]:
    """Give a copy of the built course, with the documentation beside it."""

    def copied() -> Path:
        course = tmp_path / "course"
        shutil.copytree(built, course)
        shutil.copytree(ROOT / "docs", course / "docs")
        for page in ROOT.glob("*.md"):
            shutil.copy(page, course)
        return course

    return copied
