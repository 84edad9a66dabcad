"""Pyodide: only the official files are used, and the first that differs is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.errors import UsageError
from kit.site import pyodide


def test_a_file_that_is_not_the_official_one_is_refused_by_name(tmp_path: Path) -> None:
    for name in pyodide.expected():
        (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(UsageError, match="not the one that Pyodide") as caught:
        pyodide.read(tmp_path)
    assert Path(caught.value.where).name in pyodide.expected()


def test_missing_files_are_counted_and_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"lacks \d+ files of Pyodide .* among them"):
        pyodide.read(tmp_path)


def test_every_needed_file_has_a_hash_and_every_package_its_needs() -> None:
    assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256 in pyodide.expected().values())
    packages = pyodide.official()["packages"]
    for entry in packages.values():
        assert set(entry["depends"]) <= set(packages)


def test_the_version_fits_the_kernel_that_uses_it() -> None:
    constants = pytest.importorskip("jupyterlite_pyodide_kernel.constants")
    ours, theirs = pyodide.official()["version"], constants.PYODIDE_VERSION
    assert ours.partition(".")[0] == theirs.partition(".")[0]


def test_its_pandas_is_one_that_the_kit_works_with() -> None:
    from importlib.metadata import requires

    from packaging.requirements import Requirement

    needed = {
        requirement.name: requirement.specifier
        for requirement in map(Requirement, requires("ict-outcomes-kit") or [])
    }
    packages = pyodide.official()["packages"]
    for name in ("pandas", "matplotlib"):
        assert needed[name].contains(packages[name]["version"])
