"""A small course of one notebook, and the command line run in it as a user would."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def markdown(source: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "m", "metadata": metadata, "source": source}


def code(source: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": "c",
        "metadata": metadata,
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


@dataclass(frozen=True)
class Course:
    """A folder with notebooks/, data/ and slides/theme/."""

    root: Path

    def write(self, name: str, *cells: dict[str, Any]) -> Path:
        """Write a notebook of these cells, each with an id of its own."""
        numbered = [{**cell, "id": f"cell-{place}"} for place, cell in enumerate(cells)]
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": numbered}
        path = self.root / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook))
        return path

    def run(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run `kit` here."""
        return subprocess.run(
            [sys.executable, "-m", "kit", *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **options,
        )

    def files(self) -> dict[str, bytes]:
        """Read everything that was built."""
        folders = [self.root / name for name in ("slides", "briefings", "site")]
        found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in found}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    for folder in ("notebooks", "slides/theme"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data").symlink_to(ROOT / "data")
    made = Course(tmp_path)
    made.write("01_small", markdown("# A small notebook"), code("1 + 1"))
    return made
