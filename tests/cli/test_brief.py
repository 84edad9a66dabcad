"""`kit brief` as a user meets it: engines, and a cluster to do the work."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Course, code, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

DASK = [sys.executable, "-m"]
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@pytest.fixture
def template(course: Course) -> Course:
    """Give a course with a template of one parameter."""
    (course.root / "notebooks" / "briefings").mkdir()
    course.write(
        "briefings/state",
        markdown("# A State"),
        code("state = 'SGP'", tags=["parameters", "remove-cell"]),
        code("print('I am', state)"),
    )
    return course


@pytest.fixture
def scheduler() -> Iterator[str]:
    """Start a scheduler and two workers, and give the address."""
    import socket

    pytest.importorskip("distributed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    options = ["--no-dashboard", "--host", "127.0.0.1"]
    commands = [[*DASK, "distributed.cli.dask_scheduler", *options, "--port", str(port)]]
    commands += [
        [*DASK, "distributed.cli.dask_worker", *options, "--no-nanny", "--nthreads", "1", address]
    ] * 2
    started = [subprocess.Popen(command, **QUIET) for command in commands]
    yield address
    for process in started:
        process.kill()
        process.wait()


def test_both_engines_give_the_same_bytes(template: Course) -> None:
    made = []
    for engine in ("fork", "kernel"):
        done = template.run("brief", "state", "-p", "state=FRA", "--engine", engine)
        assert done.returncode == 0, done.stderr
        path = template.root / "briefings" / "state-FRA.pdf"
        made.append(path.read_bytes())
        path.unlink()
    assert made[0] == made[1]


def test_a_cluster_gives_the_same_bytes(template: Course, scheduler: str) -> None:
    for _ in range(100):
        done = template.run("brief", "state", "-p", "state=FRA", "--scheduler", scheduler)
        if "no worker" not in done.stderr and "no answer" not in done.stderr:
            break
        time.sleep(0.2)
    assert done.returncode == 0, done.stderr
    path = template.root / "briefings" / "state-FRA.pdf"
    there = path.read_bytes()
    path.unlink()
    assert template.run("brief", "state", "-p", "state=FRA").returncode == 0
    assert path.read_bytes() == there


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--scheduler", "tcp://192.0.2.1:8786"], "insist with --insecure"),
        (["--scheduler", "tls://192.0.2.1:8786"], "needs certificates"),
        (["--scheduler", "tls://192.0.2.1:8786", "--tls-ca", "ca.pem"], "together"),
        (["--insecure"], "Name it with --scheduler"),
    ],
)
def test_an_unsafe_or_unfinished_wish_is_refused_in_one_sentence(
    template: Course, arguments: list[str], says: str
) -> None:
    done = template.run("brief", "state", *arguments)
    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr
