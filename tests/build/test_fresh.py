"""Tests of finding out that a build has nothing to do. What it finds is in `test_build`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from kit.build.fresh import HOME, groups, helpers, is_fresh, notebooks_of, notes
from kit.build.inputs import stamp

COSTLY = ["json", "typing", "pathlib", "re", "dataclasses", "hashlib", "argparse", "pandas"]


def test_nothing_that_costs_is_imported(tmp_path: Path) -> None:
    script = (
        "import sys, kit.cli, kit.build.fresh as fresh\n"
        f"fresh.is_fresh({str(tmp_path)!r})\n"
        "print(*sys.modules)"
    )
    command = [
        sys.executable,
        "-I",
        "-c",
        f"sys = __import__('sys'); sys.path.append({HOME!r})\n{script}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not set(COSTLY) & set(done.stdout.split())


def test_every_file_of_the_kit_that_decides_an_output_is_in_a_group(tmp_path: Path) -> None:
    known = {path for paths in groups(str(tmp_path)).values() for path in paths}
    package = Path(HOME) / "kit"
    for folder in ("build", "document", "record", "render", "teach"):
        for path in (package / folder).rglob("*.py"):
            assert str(path) in known
    assert str(package / "errors.py") in known
    assert not any("/cli/" in path or path.endswith("exporters.py") for path in known)


def test_only_notebooks_directly_in_the_folder_are_the_course(tmp_path: Path) -> None:
    for name in ("notebooks/02.ipynb", "notebooks/01.ipynb", "notebooks/more/03.ipynb"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({}))
    (tmp_path / "notebooks" / "helper.py").write_text("")
    names = [Path(path).name for path in notebooks_of(str(tmp_path))]
    assert names == ["01.ipynb", "02.ipynb"]
    assert helpers(str(tmp_path / "notebooks")) == [str(tmp_path / "notebooks" / "helper.py")]


def test_notes_vouch_for_exactly_what_they_name(tmp_path: Path) -> None:
    root, notebook = str(tmp_path), tmp_path / "notebooks" / "01.ipynb"
    for path in (notebook, tmp_path / "out.pdf"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    inputs = [path for paths in groups(root).values() for path in paths]
    stamps = {path: stamp(path) for path in [*inputs, str(notebook), str(tmp_path / "out.pdf")]}
    (tmp_path / ".kit").mkdir()
    written = notes(root, stamps, [(str(notebook), ["briefing"], [str(tmp_path / "out.pdf")])])
    (tmp_path / ".kit" / "stamps").write_bytes(written)
    assert is_fresh(root, None, ("briefing",)) == 1
    assert is_fresh(root, None, ("deck",)) is None
    assert is_fresh(root, [str(tmp_path / "other.ipynb")], ("briefing",)) is None
    (tmp_path / "notebooks" / "helper.py").write_text("")
    assert is_fresh(root, None, ("briefing",)) is None
