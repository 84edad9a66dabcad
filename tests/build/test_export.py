"""Tests of exporting one product of one notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kit.build.export import export
from kit.errors import ExecutionError, NotebookError
from tests.build.conftest import notebook, prose

if TYPE_CHECKING:
    from pathlib import Path


def test_a_notebook_that_is_open_is_run_afresh_and_rendered(tmp_path: Path) -> None:
    given = notebook(prose("# A title"), "import os\nprint('export', os.environ['KIT_EXPORT'])")
    path = tmp_path / "open.ipynb"
    page = export(given, path=path, form="page", theme=tmp_path)
    assert b"export 1" in page
    assert export(given, path=path, form="briefing", theme=tmp_path).startswith(b"%PDF-")


def test_a_failure_is_told_like_that_of_a_build(tmp_path: Path) -> None:
    path = tmp_path / "open.ipynb"
    with pytest.raises(ExecutionError, match="ZeroDivisionError"):
        export(notebook("1 / 0"), path=path, form="page", theme=tmp_path)
    with pytest.raises(NotebookError, match="A/RES/99/1"):
        export(notebook(prose("[@A/RES/99/1]")), path=path, form="page", theme=tmp_path)
