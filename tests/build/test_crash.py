"""Builds that are killed at random moments leave every earlier file whole."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from kit.build.write import sweep, write_all
from tests.build.conftest import Project, prose

if TYPE_CHECKING:
    from collections.abc import Callable

WRITES = 40
BUILDS = 10

WRITER = """
import sys
from pathlib import Path
from kit.build.write import write_all
root, generation = Path(sys.argv[1]), 1
print("ready", flush=True)
while True:
    contents = {f"slides/{n}.html": f"{generation} {n} ".encode() * 20_000 for n in range(4)}
    write_all(root, contents)
    generation += 1
"""

BUILDER = """
import sys
from pathlib import Path
from kit.build.build import build
build(Path(sys.argv[1]), formats=["deck", "briefing"])
"""


def run_until(moment: float, script: str, root: Path, *, wait: bool = False) -> None:
    """Start a script and kill it after so many seconds."""
    environment = {**os.environ, "KIT_TEST_ROOT": str(root)}
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    assert process.stdout
    with process.stdout:
        if wait:
            process.stdout.readline()
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()


def is_of_one_generation(content: bytes) -> bool:
    """Tell whether a file is exactly one that the writer has written."""
    generation, number, _ = content.split(b" ", 2)
    return content == b"%s %s " % (generation, number) * 20_000


def test_files_stay_whole_when_their_writer_is_killed(tmp_path: Path) -> None:
    write_all(tmp_path, {f"slides/{n}.html": f"0 {n} ".encode() * 20_000 for n in range(4)})
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    left_something = 0
    for _ in range(WRITES):
        run_until(chance.uniform(0, 0.03), WRITER, tmp_path, wait=True)
        left_something += bool(list((tmp_path / "slides").glob(".part-*")))
        files = sorted((tmp_path / "slides").glob("[0-9].html"))
        assert len(files) == 4
        assert all(is_of_one_generation(path.read_bytes()) for path in files)
        sweep([tmp_path / "slides"])
    assert left_something, "no writer was killed while it wrote"
    assert len(list((tmp_path / "slides").iterdir())) == 4


def products(root: Path) -> dict[str, str]:
    """Return the hash of every product."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("slides", "briefings")
        for path in (root / folder).glob("[!.]*")
    }


def still_running(root: Path) -> list[str]:
    """List the processes that a killed build of a project has left."""
    mark = f"KIT_TEST_ROOT={root}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def eventually(condition: Callable[[], bool]) -> bool:
    """Wait a little for a condition."""
    for _ in range(100):
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_build_that_is_killed_leaves_earlier_products_and_the_next_is_right(
    project: Project,
) -> None:
    versions: list[dict[str, str]] = []
    for title in ("Old", "New"):
        for name in ("01_first", "02_second"):
            project.write(name, prose(f"# {title}"), f"print('{title} {name}')")
        project.build(formats=["deck", "briefing"])
        versions.append(products(project.root))
    allowed = {(path, digest) for version in versions for path, digest in version.items()}
    chance = random.Random(2)  # noqa: S311 - moments, not secrets
    titles = ["Old", "New"]
    for number in range(BUILDS):
        title = titles[number % 2]
        for name in ("01_first", "02_second"):
            project.write(name, prose(f"# {title}"), f"print('{title} {name}')")
        for kept in (project.root / ".kit" / "runs").iterdir():
            kept.unlink()  # so that it has to be run, not only rendered
        run_until(chance.uniform(0.1, 1.6), BUILDER, project.root)
        assert set(products(project.root).items()) <= allowed
        assert len(products(project.root)) == 4
    project.build(formats=["deck", "briefing"])
    assert products(project.root) == versions[(BUILDS - 1) % 2]
    assert not list(project.root.rglob(".part-*"))
    assert eventually(lambda: not still_running(project.root)), still_running(project.root)
