"""Tests of writing files: whole, or not at all."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kit.build.write import sweep, write_all
from kit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    write_all(tmp_path, {"slides/a.html": b"old deck", "briefings/a.pdf": b"old briefing"})
    return tmp_path


def test_files_are_written_with_their_folders(tmp_path: Path) -> None:
    contents = {"slides/a.html": b"deck", "site/deep/b.html": b"page", "empty.txt": b""}
    write_all(tmp_path, contents)
    assert files(tmp_path) == contents


def test_a_file_that_has_its_content_is_not_touched(earlier: Path) -> None:
    before = (earlier / "slides/a.html").stat()
    write_all(earlier, {"slides/a.html": b"old deck"})
    after = (earlier / "slides/a.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_where_a_folder_should_be_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "briefings").write_text("a file")
    with pytest.raises(OutputError) as caught:
        write_all(tmp_path, {"slides/a.html": b"deck", "briefings/a.pdf": b"new"})
    assert "a file stands where a folder should be" in caught.value.what
    assert "briefings/a.pdf" in caught.value.where
    assert files(tmp_path) == {"briefings": b"a file"}


def test_a_folder_where_the_file_should_be_is_refused(earlier: Path) -> None:
    (earlier / "site/a.html").mkdir(parents=True)
    with pytest.raises(OutputError, match="a folder stands where the file should be"):
        write_all(earlier, {"slides/a.html": b"new", "site/a.html": b"new"})
    assert (earlier / "slides/a.html").read_bytes() == b"old deck"


def test_a_file_beyond_the_size_limit_leaves_everything_as_it_was(earlier: Path) -> None:
    before = files(earlier)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OutputError, match="larger than is allowed"):
            write_all(earlier, {"slides/a.html": b"new", "briefings/a.pdf": b"x" * 5000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(earlier) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs"]
    mounted = subprocess.run(["mount", *options, disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a disk can be mounted only by root")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_everything_as_it_was(small_disk: Path) -> None:
    write_all(small_disk, {"slides/a.html": b"old"})
    with pytest.raises(OutputError) as caught:
        write_all(small_disk, {"slides/a.html": b"new", "slides/b.html": b"x" * 100_000})
    assert "no space left" in caught.value.what
    assert "Free some space" in caught.value.mend
    assert files(small_disk) == {"slides/a.html": b"old"}


def test_a_read_only_disk_is_named(small_disk: Path) -> None:
    write_all(small_disk, {"slides/a.html": b"old"})
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(OutputError, match="read-only"):
        write_all(small_disk, {"slides/a.html": b"new"})
    assert files(small_disk) == {"slides/a.html": b"old"}


NOBODY = 65534


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Give a folder that another user can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write_all(folder, {"slides/a.html": b"old deck"})
        yield folder
        (folder / "slides").chmod(0o755)


def test_a_folder_that_may_not_be_written_is_named(open_to_all: Path) -> None:
    (open_to_all / "slides").chmod(0o555)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        if os.geteuid() == 0:  # root may write anywhere, so this is tried by somebody else
            os.setuid(NOBODY)
        try:
            write_all(open_to_all, {"slides/a.html": b"new"})
        except OutputError as error:
            os.write(writer, str(error).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    assert b"you may not write there" in os.read(reader, 1000)
    os.close(reader)
    assert (open_to_all / "slides/a.html").read_bytes() == b"old deck"


def test_sweeping_removes_what_a_killed_build_left_and_nothing_else(earlier: Path) -> None:
    child = os.fork()
    if child == 0:
        os.fsync = lambda _: os._exit(0)  # type: ignore[assignment]
        write_all(earlier, {"slides/a.html": b"new"})
    os.waitpid(child, 0)
    assert len(list((earlier / "slides").iterdir())) == 2
    sweep([earlier / "slides", earlier / "missing"])
    assert files(earlier / "slides") == {"a.html": b"old deck"}
