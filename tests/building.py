"""The whole course, built as a user builds it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = ("slides", "briefings", "site")


def build_course(root: Path, **environment: str) -> Path:
    """Lay the course out in a folder, and make all that `kit` makes of it."""
    root.mkdir(parents=True)
    for command in (
        ("init", "."),
        ("build", "--only", "deck,presenter,handout,briefing,page,word", "--quiet"),
        ("brief", "state", "-p", "state=SGP", "--word", "--quiet"),
        ("brief", "topic", "-p", "topic=norms", "--word", "--quiet"),
        ("brief", "one_page", "--word", "--quiet"),
        ("site", "--quiet"),
    ):
        ran = subprocess.run(
            [sys.executable, "-m", "kit", *command],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert ran.returncode == 0, ran.stderr
    return root
