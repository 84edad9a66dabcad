"""What tests in every folder may ask for."""

from __future__ import annotations

import fcntl
import os
import signal
from typing import TYPE_CHECKING, Final

import pytest

from tests import serving
from tests.building import build_course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

# The folders whose files take longest, by what was measured.
_LONGEST: Final = ("integration", "docs", "course", "security", "render", "site", "cli", "build")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option by which golden files are written anew."""
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )


def pytest_configure() -> None:
    """Let what the tests start be interrupted: in a shell's background it would not be."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start one worker more than there are processors: one waits for a browser or a server."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and try once more what fails while it drives a browser.

    A file goes to one worker as a whole, with all that its tests share: the long files
    first, so that no worker is left with one at the end. Each retry is reported.
    """
    items.sort(key=_rank)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _rank(item: pytest.Item) -> int:
    """Say when a test's turn is, by its folder."""
    folders = [item.nodeid.startswith(f"tests/{name}/") for name in _LONGEST]
    return folders.index(True) if True in folders else len(folders)


@pytest.fixture(scope="session")
def built_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the course once for all workers of a run; who changes anything in it takes a copy."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root = shared / "built-course"
    with (shared / "built-course.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = root / "site" / "index.html"  # the last file that is written
        return root if whole.is_file() else build_course(root)


# One a module, not one a session: while playwright runs, its event loop runs too, and
# the tests that start a kernel in the same process could not start theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; where there is none, skip, or fail if CI is "true"."""
    with serving.chromium() as started:
        yield started
