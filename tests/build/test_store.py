"""Tests of keeping the outputs of runs."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from kit.build.store import Store
from tests.build.conftest import code, notebook, prose

if TYPE_CHECKING:
    from pathlib import Path


def ran() -> dict[str, Any]:
    output = {"output_type": "stream", "name": "stdout", "text": "a\n"}
    cell = {**code("print('a')"), "outputs": [output], "execution_count": 1}
    return notebook(prose("# Old title"), cell, widgets={"state": {}})


def test_outputs_are_given_to_a_notebook_with_other_prose(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs")
    store.put("key", ran(), {"/data.csv": "hash"})
    kept = store.get("key", notebook(code("print('a')"), prose("# New title"), prose("more")))
    assert kept is not None
    executed, reads = kept
    assert [cell["source"] for cell in executed["cells"]] == ["print('a')", "# New title", "more"]
    assert executed["cells"][0]["outputs"] == ran()["cells"][1]["outputs"]
    assert executed["cells"][0]["execution_count"] == 1
    assert executed["metadata"]["widgets"] == {"state": {}}
    assert reads == {"/data.csv": "hash"}


def test_nothing_is_known_of_another_key(tmp_path: Path) -> None:
    assert Store(tmp_path / "runs").get("key", ran()) is None


@pytest.mark.parametrize("damage", [b"", b"x" * 200, None])
def test_a_damaged_file_counts_as_none(tmp_path: Path, damage: bytes | None) -> None:
    store = Store(tmp_path / "runs")
    store.put("key", ran(), {})
    path = tmp_path / "runs" / "key"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"!" if damage is None else damage)
    assert store.get("key", ran()) is None


def test_pruning_keeps_what_was_used_last(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs")
    for number in range(4):
        store.put(f"key{number}", ran(), {})
        os.utime(tmp_path / "runs" / f"key{number}", (time.time() - 100 + number,) * 2)
    store.get("key0", notebook(code("print('a')")))
    size = (tmp_path / "runs" / "key0").stat().st_size
    assert store.prune(size=2 * size, days=1) == 2
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {"key0", "key3"}


def test_pruning_removes_what_is_too_old(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs")
    for key, days in (("old", 3), ("new", 1)):
        store.put(key, ran(), {})
        os.utime(tmp_path / "runs" / key, (time.time() - days * 86_400,) * 2)
    assert store.prune(size=10**9, days=2) == 1
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["new"]


def test_pruning_a_store_that_was_never_used_does_nothing(tmp_path: Path) -> None:
    assert Store(tmp_path / "runs").prune(size=0, days=0) == 0
