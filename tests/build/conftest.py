"""What the tests of the build engine share: notebooks, a project, warm processes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from kit.build.build import build
from kit.build.pools import Pools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kit.build.report import Report


def code(source: str, *tags: str) -> dict[str, Any]:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def prose(source: str) -> dict[str, Any]:
    """Return a Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells: dict[str, Any] | str, **metadata: Any) -> dict[str, Any]:
    """Return a notebook; a string is the source of a code cell."""
    listed = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": metadata,
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(listed)],
    }


@dataclass(frozen=True)
class Project:
    """A project in a temporary folder."""

    root: Path
    pools: Pools

    def write(self, name: str, *cells: dict[str, Any] | str, **metadata: Any) -> Path:
        """Write a notebook of the course."""
        path = self.root / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook(*cells, **metadata)))
        return path

    def build(self, **options: Any) -> Report:
        """Build briefings, the fastest product, with the processes that all tests share."""
        return build(self.root, **{"formats": ["briefing"], "pools": self.pools, **options})

    def outcomes(self, **options: Any) -> dict[str, str]:
        """Build, and return the outcome of each notebook."""
        return {entry.name: entry.outcome for entry in self.build(**options).entries}

    def output(self, name: str) -> Path:
        """Return where the briefing of a notebook is."""
        return self.root / "briefings" / f"{name}.pdf"


@pytest.fixture(scope="session")
def pools() -> Iterator[Pools]:
    """Give the processes that all tests of a worker share."""
    with Pools(2) as shared:
        yield shared


@pytest.fixture
def project(tmp_path: Path, pools: Pools) -> Project:
    """Give an empty project."""
    (tmp_path / "notebooks").mkdir()
    return Project(tmp_path, pools)
