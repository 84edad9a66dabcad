"""Tests of building on every save."""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING

import pytest

from kit.build.watch import watch
from tests.build.conftest import Project, prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from kit.build.report import Report


class Watching:
    """A watch in a thread."""

    def __init__(self, project: Project, *formats: str) -> None:
        self.reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        self._stop = threading.Event()
        ready: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=watch,
            args=(project.root, self._stop),
            kwargs={"on_ready": ready.put, "on_built": self.reports.put, "formats": formats},
        )
        self._thread.start()
        self.address = ready.get(timeout=60)
        self.next()

    def next(self) -> dict[str, str]:
        """Return the outcomes of the next build."""
        report = self.reports.get(timeout=60)
        return {entry.name: entry.outcome for entry in report.entries}

    def stop(self) -> None:
        """End it."""
        self._stop.set()
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()


@pytest.fixture
def start(project: Project) -> Iterator[Callable[..., Watching]]:
    started: list[Watching] = []

    def begin(*formats: str) -> Watching:
        started.append(Watching(project, *formats))
        return started[-1]

    yield begin
    for watching in started:
        watching.stop()


def test_what_is_saved_is_built_and_nothing_else(
    project: Project, start: Callable[..., Watching]
) -> None:
    project.write("01_first", prose("# First"))
    project.write("02_second", prose("# Second"), "1 / 0")
    watching = start("briefing")
    time.sleep(0.3)
    project.write("02_second", prose("# Second"), "1 / 1")
    assert watching.next() == {"02_second": "built"}
    data = project.root / "data" / "own.csv"
    data.parent.mkdir()
    data.write_text("a\n1\n")
    assert watching.next() == {"01_first": "built", "02_second": "built"}
    project.write("03_third", prose("# Third"))
    assert watching.next()["03_third"] in {"built", "rendered"}
    (project.root / "notebooks" / "01_first.ipynb").unlink()
    assert watching.next().keys() == {"02_second", "03_third"}


def test_what_reads_a_saved_notebook_is_built_too(
    project: Project, start: Callable[..., Watching]
) -> None:
    project.write("01_first", prose("# First"))
    project.write("02_second", prose("# Second"), "open('01_first.ipynb').read();")
    project.write("03_third", prose("# Third"), "open('beside.txt').read()")
    (project.root / "notebooks" / "beside.txt").write_text("old")
    watching = start("briefing")
    time.sleep(0.3)
    project.write("01_first", prose("# First and foremost"))
    assert watching.next() == {"01_first": "rendered"}
    assert watching.next() == {"02_second": "built"}
    time.sleep(0.3)
    (project.root / "notebooks" / "beside.txt").write_text("new")
    assert watching.next() == {"03_third": "built"}


def test_a_save_runs_from_the_cell_that_has_changed(
    project: Project, start: Callable[..., Watching]
) -> None:
    slow = "import pathlib, time\npathlib.Path('ran').open('a').write('x')\ntime.sleep(0.1)"
    cells = [prose("# First"), slow, "1 + 1"]
    project.write("01_first", *cells)
    watching = start("briefing")
    for number in range(3):
        time.sleep(0.3)
        project.write("01_first", *cells, f"{number} + 1")
        assert watching.next() == {"01_first": "built"}
    # Once at the start, once when it was first saved.
    assert (project.root / "notebooks" / "ran").read_text() == "xx"


@pytest.mark.browser
def test_an_open_deck_follows_and_keeps_its_slide(
    project: Project, start: Callable[..., Watching], browser: Browser
) -> None:
    slides = [prose("# Title"), prose("## One\n\nText one"), prose("## Two\n\nText two")]
    project.write("01_first", *slides)
    watching = start("deck")
    page = browser.new_page()
    page.goto(watching.address)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="slides/01_first.html").click()
    deck = opened.value
    begun = deck.url
    deck.locator("html[data-ready]").wait_for()
    deck.locator("body").press("ArrowRight")
    deck.wait_for_url(lambda url: url != begun)
    place = deck.url
    project.write("01_first", *slides, prose("## Three\n\nFresh words"))
    deck.get_by_text("Fresh words").first.wait_for(state="attached")
    assert deck.url == place
    project.write("01_first", *slides, "1 / 0")
    page.get_by_role("alert").get_by_text("ZeroDivisionError").wait_for()
    assert "EventSource" not in (project.root / "slides" / "01_first.html").read_text()
    deck.close()
    page.close()
