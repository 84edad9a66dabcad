"""The kit's formats through nbconvert's own door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from nbconvert.exporters import get_exporter

from kit.errors import ExecutionError

PROJECT = Path(__file__).parent.parent
FORMATS = {
    "deck": (".html", b"<!doctype html>"),
    "presenter": (".presenter.html", b"<!doctype html>"),
    "briefing": (".pdf", b"%PDF-"),
    "word": (".docx", b"PK"),
    "page": (".html", b"<!doctype html>"),
}


def notebook(folder: Path, *sources: str) -> Path:
    """Write a notebook whose first cell is Markdown and whose others are code."""
    cells = [
        {"cell_type": "code", "source": source, "execution_count": None, "outputs": []}
        for source in sources
    ]
    cells.insert(0, {"cell_type": "markdown", "source": "# A title"})
    numbered = [{**cell, "id": f"cell-{n}", "metadata": {}} for n, cell in enumerate(cells)]
    path = folder / "small.ipynb"
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": numbered}
    path.write_text(json.dumps(content))
    return path


def nbconvert(path: Path, form: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `jupyter nbconvert` as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", form, *options, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "JUPYTER_PLATFORM_DIRS": "1"},
    )


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_stands_in_nbconverts_list(form: str) -> None:
    assert form in {point.name for point in entry_points(group="nbconvert.exporters")}


@pytest.mark.parametrize("form", FORMATS)
def test_nbconvert_makes_a_file_of_each_format(form: str, tmp_path: Path) -> None:
    done = nbconvert(notebook(tmp_path, "6 * 7"), form)
    assert done.returncode == 0, done.stderr
    ending, magic = FORMATS[form]
    made = (tmp_path / f"small{ending}").read_bytes()
    assert made[: len(magic)].lower() == magic.lower()


def test_a_notebook_that_nbconvert_is_to_execute_runs_once(tmp_path: Path) -> None:
    path = notebook(tmp_path, "open('ran', 'a').write('x')")
    done = nbconvert(path, "deck", "--execute")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ran").read_text() == "x"


@pytest.mark.parametrize("form", ["deck", "briefing"])
def test_nbconvert_makes_what_a_build_makes_of_the_course(form: str, tmp_path: Path) -> None:
    source = PROJECT / "notebooks" / "06_resolution_76_19.ipynb"
    resources = {"metadata": {"name": source.stem, "path": str(source.parent)}}
    exporter = get_exporter(form)()
    by_nbconvert, _ = exporter.from_filename(str(source), resources=resources)
    made = by_nbconvert.encode() if isinstance(by_nbconvert, str) else by_nbconvert
    root = tmp_path / "course"
    (root / "notebooks").mkdir(parents=True)
    for name in ("data", "slides/theme", f"notebooks/{source.name}", "notebooks/exercises"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(PROJECT / name)
    command = [sys.executable, "-m", "kit", "build", "--quiet", "--only", form]
    subprocess.run(command, cwd=root, check=True, timeout=120)
    built = next(path for path in root.rglob(f"{source.stem}.*") if path.suffix != ".ipynb")
    assert built.read_bytes() == made


def test_a_failing_cell_is_one_paragraph_on_the_command_line(tmp_path: Path) -> None:
    done = nbconvert(notebook(tmp_path, "1 / 0"), "deck")
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stderr
    assert "cell 2" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "small.html").exists()


def test_a_failing_cell_raises_for_a_program(tmp_path: Path) -> None:
    with pytest.raises(ExecutionError, match="cell 2"):
        get_exporter("deck")().from_filename(str(notebook(tmp_path, "1 / 0")))
