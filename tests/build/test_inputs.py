"""Tests of finding, stamping and hashing inputs."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from kit.build.inputs import Hashes, stamp, walk


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def later() -> int:
    """Return a time at which every file so far has settled."""
    return time.time_ns() + 10**9


def test_hidden_files_and_bytecode_are_not_inputs(tmp_path: Path) -> None:
    for name in ("a.csv", ".hidden", "sub/b.csv", "__pycache__/c.pyc", ".git/d"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert walk(str(tmp_path)) == [str(tmp_path / "a.csv"), str(tmp_path / "sub/b.csv")]
    assert walk(str(tmp_path), deep=False) == [str(tmp_path / "a.csv")]
    assert walk(str(tmp_path), endings=(".pdf",)) == []
    assert walk(str(tmp_path / "missing")) == []


def test_a_folder_has_no_stamp(tmp_path: Path) -> None:
    assert stamp(str(tmp_path)) is None
    assert stamp(str(tmp_path / "missing")) is None


def test_a_hash_is_remembered_as_long_as_the_stamp_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    first = Hashes({}, later())
    assert first.of(str(path)) == sha(b"one")
    remembered = {str(path): [first.used[str(path)][0], "from memory"]}
    assert Hashes(remembered, later()).of(str(path)) == "from memory"
    path.write_bytes(b"two")
    assert Hashes(remembered, later()).of(str(path)) == sha(b"two")


def test_a_change_that_hides_its_time_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    before = path.stat()
    hashes = Hashes({}, later())
    hashes.of(str(path))
    time.sleep(0.02)
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert Hashes(hashes.used, later()).of(str(path)) == sha(b"two")


def test_a_file_that_was_just_written_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    hashes = Hashes({}, time.time_ns())
    hashes.of(str(path))
    assert hashes.used[str(path)][0] != stamp(str(path))


def test_a_clock_that_was_set_back_only_costs_a_look(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    long_ago = 10**9
    hashes = Hashes({}, long_ago)
    assert hashes.of(str(path)) == sha(b"one")
    path.write_bytes(b"two")
    assert Hashes(hashes.used, long_ago).of(str(path)) == sha(b"two")


def test_files_that_change_meanwhile_are_listed(tmp_path: Path) -> None:
    for name in ("kept", "changed", "removed"):
        (tmp_path / name).write_text("one")
    for now in (later(), time.time_ns()):
        hashes = Hashes({}, now)
        for name in ("kept", "changed", "removed"):
            hashes.of(str(tmp_path / name))
        (tmp_path / "changed").write_text("other")
        (tmp_path / "removed").unlink()
        assert {Path(path).name for path in hashes.changed()} == {"changed", "removed"}
        (tmp_path / "changed").write_text("one")
        (tmp_path / "removed").write_text("one")


def test_a_missing_file_has_no_hash(tmp_path: Path) -> None:
    assert Hashes({}, later()).of(str(tmp_path / "missing")) == ""
