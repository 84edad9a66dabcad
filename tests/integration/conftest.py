"""The course, built once as a user builds it, for all tests of a run."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("slides", "briefings", "site")


def build_course(root: Path, **environment: str) -> Path:
    """Copy notebooks, data and theme into a folder, and make all that `kit` makes of them."""
    for part in ("notebooks", "data", "slides/theme"):
        kept = shutil.ignore_patterns(".*", "verified.csv")
        shutil.copytree(ROOT / part, root / part, ignore=kept)
    for command in (
        ("build", "--only", "deck,presenter,handout,briefing,page,word"),
        ("brief", "state", "-p", "state=SGP", "--word"),
        ("brief", "topic", "-p", "topic=norms", "--word"),
        ("brief", "one_page", "--word"),
        ("site",),
    ):
        ran = subprocess.run(
            [sys.executable, "-m", "kit", *command, "--quiet"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert ran.returncode == 0, ran.stderr
    return root


@pytest.fixture(scope="session")
def built_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the course; the workers of one run share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root = shared / "built-course"
    with (shared / "built-course.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = root / "site" / "index.html"  # the last file that is written
        return root if whole.is_file() else build_course(root)
