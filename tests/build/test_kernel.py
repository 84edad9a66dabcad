"""Tests of running notebooks in a Jupyter kernel. Few: a kernel takes a second to start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kit.build.execute import run
from kit.build.outcome import MIB, Limits
from kit.errors import ExecutionError
from tests.build.conftest import code, notebook, prose

if TYPE_CHECKING:
    from pathlib import Path


def failure(tmp_path: Path, *cells: str, kernel: str = "python3", **limits: float) -> str:
    given = notebook(*cells, kernelspec={"name": kernel, "display_name": kernel})
    with pytest.raises(ExecutionError) as caught:
        run(given, path=tmp_path / "a.ipynb", engine="kernel", limits=Limits(**limits))
    return str(caught.value)


def test_a_failing_cell_is_named_with_its_last_words(tmp_path: Path) -> None:
    said = failure(tmp_path, "a = 1", "print('so far')\n1 / 0")
    assert "ZeroDivisionError: division by zero" in said
    assert "so far" in said
    assert "a.ipynb, cell 2" in said


def test_an_endless_cell_is_stopped_and_named(tmp_path: Path) -> None:
    said = failure(tmp_path, "1", "while True: pass", seconds=5)
    assert "limit of 5 seconds" in said
    assert "cell 2" in said


def test_a_kernel_that_dies_is_reported_with_its_cell(tmp_path: Path) -> None:
    said = failure(tmp_path, "1", "import os\nos._exit(3)")
    assert "the kernel died" in said
    assert "cell 2" in said


def test_too_much_memory_is_refused(tmp_path: Path) -> None:
    said = failure(tmp_path, "kept = bytearray(900 * 2**20)", memory=600 * MIB)
    assert "limit of 600 MiB" in said


def test_too_much_output_is_refused(tmp_path: Path) -> None:
    said = failure(tmp_path, "1", "while True: print('x' * 1000)", output=MIB)
    assert "more output than its limit of 1 MiB" in said
    assert "cell 2" in said


def test_a_kernel_that_is_not_installed_is_named(tmp_path: Path) -> None:
    said = failure(tmp_path, "1", kernel="fortran77")
    assert "fortran77" in said
    assert "jupyter kernelspec list" in said


def test_nothing_is_left_beside_the_notebook(tmp_path: Path) -> None:
    before = dict(os.environ)
    cells = [prose("# Title"), code("print('a')"), "import random\nrandom.random()"]
    first, second = (
        run(notebook(*cells), path=tmp_path / "a.ipynb", engine="kernel") for _ in range(2)
    )
    assert first == second
    assert list(tmp_path.iterdir()) == []
    assert dict(os.environ) == before
