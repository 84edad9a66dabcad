"""A copy of the built course, in which the commands of the documentation are run."""

from __future__ import annotations

import os
import shutil
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


@pytest.fixture
def scratch(built_course: Path, tmp_path: Path) -> Callable[[], Path]:
    """Give a copy of the built course, with the documentation beside it."""

    def copied() -> Path:
        course = tmp_path / "course"
        shutil.copytree(built_course, course)
        shutil.copytree(ROOT / "docs", course / "docs")
        for page in ROOT.glob("*.md"):
            shutil.copy(page, course)
        return course

    return copied
