"""What tests in every folder may ask for."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

_SYSTEM: Final = Path("/usr/bin/chromium")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option by which golden files are written anew."""
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )


def pytest_configure() -> None:
    """Let what the tests start be interrupted: in a shell's background it would not be."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a test that drives a browser once more when it fails; each retry is reported."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


# One a module, not one a session: while playwright runs, its event loop runs too, and
# the tests that start a kernel in the same process could not start theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium; where there is none, skip, or fail if CI is "true"."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        opened = _launched(started)
        if opened is None:
            reason = "There is no Chromium here: install it, or run `playwright install chromium`"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        yield opened
        opened.close()


def _launched(started: Playwright) -> Browser | None:
    """Start the system's Chromium or playwright's own, whichever there is."""
    own = Path(started.chromium.executable_path)
    found = next((path for path in (_SYSTEM, own) if path.is_file()), None)
    if found is None:
        return None
    return started.chromium.launch(executable_path=str(found), args=["--no-sandbox"])
