"""Writing several files: all of them, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kit.errors import OutputError
from kit.record.writing import write_together

if TYPE_CHECKING:
    from pathlib import Path


def test_files_and_their_folders_are_written(tmp_path: Path) -> None:
    write_together({tmp_path / "a" / "one": b"1", tmp_path / "two": b"2"})
    assert (tmp_path / "a" / "one").read_bytes() == b"1"
    assert (tmp_path / "two").read_bytes() == b"2"


def test_when_one_cannot_be_written_none_is_changed_and_nothing_is_left(tmp_path: Path) -> None:
    first, new = tmp_path / "first", tmp_path / "new"
    first.write_bytes(b"before")
    blocked = tmp_path / "blocked"
    (blocked / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match="Nothing was changed"):
        write_together({first: b"after", new: b"new", blocked: b"a folder stands here"})
    assert first.read_bytes() == b"before"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["blocked", "first"]


def test_a_files_permissions_stay(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"1")
    file.chmod(0o640)
    write_together({file: b"2"})
    assert file.stat().st_mode & 0o777 == 0o640
