"""Measure every slide of the built decks in Chromium, on the two screens that rooms have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.build import short
from kit.build.build import build
from kit.build.products import place as product
from kit.course import needs
from kit.course.lint.complaint import Complaint, Fault
from kit.course.lint.lesson import TEMPLATES, place
from kit.document import cells
from kit.errors import RenderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser

SCREENS: Final = ((1280, 720), (1024, 768))
# Pixels: a fiftieth of a screen's 720 for words, a seventieth for the labels of a chart.
WORDS: Final = 14.4
LABELS: Final = 10.3
_ROUNDING: Final = 0.05
_LONGEST: Final = 120_000  # milliseconds for one deck on one screen
_MOST_STATES: Final = 3  # states of an explorer that a complaint names


@dataclass(frozen=True, slots=True)
class Slide:
    """What was measured on one slide.

    Parameters
    ----------
    name : str
        The slide's place in the deck's address.
    cells : tuple of int
        The cells that stand on it; none for a slide that the deck adds.
    overflowing : tuple of str
        The states in which it overflows: "" is the first, others are an explorer's.
    words, labels : tuple of (float, str)
        The smallest size in pixels, of words and of labels in a chart, and where.
    """

    name: str
    cells: tuple[int, ...]
    overflowing: tuple[str, ...] = ()
    words: tuple[float, str] = (WORDS, "")
    labels: tuple[float, str] = (LABELS, "")


def check(root: Path, paths: Sequence[Path]) -> list[Complaint]:
    """Build the decks of notebooks, as far as they are not up to date, and measure them.

    Parameters
    ----------
    root : Path
        The course's folder.
    paths : sequence of Path
        The notebooks; templates have no deck.

    Returns
    -------
    list of Complaint
        One for each slide that overflows or is too small to be read, on each screen.

    Raises
    ------
    UsageError
        When there is no browser, or nothing that drives it.
    RenderError
        When a deck does not open.
    """
    lessons = [path for path in paths if path.parent.name != TEMPLATES]
    failed = {entry.name for entry in build(root, notebooks=lessons).failed}
    found: list[Complaint] = []
    with _driver() as started:
        browser = started.chromium.launch(
            executable_path=_browser(), args=["--no-sandbox"] if _is_root() else []
        )
        for path in lessons:
            if path.stem not in failed:
                deck = root / product("deck", path.stem)
                for screen in SCREENS:
                    slides = measure(browser, deck, screen)
                    found += _complaints(slides, screen, path, place(path, root))
        browser.close()
    return found


def measure(browser: Browser, deck: Path, screen: tuple[int, int]) -> list[Slide]:
    """Open a deck and measure its slides, each view of each explorer included.

    Parameters
    ----------
    browser : Browser
        A running Chromium.
    deck : Path
        The deck's file.
    screen : tuple of int
        Width and height in pixels.

    Returns
    -------
    list of Slide
        In the deck's order.

    Raises
    ------
    RenderError
        When the deck does not open.
    """
    from playwright.sync_api import Error

    width, height = screen
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(_LONGEST)
    try:
        page.goto(deck.resolve().as_uri())
        page.wait_for_selector("html[data-ready=true]")
        measured = page.evaluate(Path(__file__).with_suffix(".js").read_text(encoding="utf-8"))
    except Error as error:
        reason = error.message.splitlines()[0]
        raise RenderError(
            f"The deck does not open: {reason}", where=str(deck), mend="Build it again"
        ) from error
    finally:
        page.close()
    return [_slide(said) for said in measured]


def faults(slide: Slide, screen: tuple[int, int]) -> Iterator[tuple[str, Fault]]:
    """Say what is wrong with a slide.

    Parameters
    ----------
    slide : Slide
        What was measured.
    screen : tuple of int
        Width and height in pixels.

    Yields
    ------
    tuple of str and Fault
        The rule, and that the slide overflows, or that its words or labels are too small.
    """
    on = f"at {screen[0]} × {screen[1]}"
    cell = slide.cells[0] if slide.cells else 0
    where = "" if cell else f"slide {slide.name}"
    if slide.overflowing:
        yield (
            "overflow",
            Fault(
                f"The slide overflows {on}{_states(slide.overflowing)}",
                "Say less on it, make two slides of it, or put details into a cell of type skip",
                cell,
                where,
            ),
        )
    for (size, place_of_it), floor, called, mend in (
        (slide.words, WORDS, "words", "Show fewer rows, columns or words"),
        (slide.labels, LABELS, "labels of the chart", "Draw them larger, or draw less"),
    ):
        if size < floor - _ROUNDING:
            what = (
                f"The smallest {called} have {size:.1f} pixels {on}{place_of_it}, and from the "
                f"back of a room {floor} can be read"
            )
            yield "legible", Fault(what, mend, cell, where)


def _complaints(
    slides: Sequence[Slide], screen: tuple[int, int], path: Path, file: str
) -> Iterator[Complaint]:
    """Complain of the slides of a deck, but for the exceptions that their cells are tagged with."""
    written, _ = cells.read(short.read(path), path.stem)
    for slide in slides:
        tags = {tag for number in slide.cells for tag in written[number - 1].tags}
        for rule, fault in faults(slide, screen):
            if f"allow-{rule}" not in tags:
                yield Complaint(file, rule, fault)


def _slide(said: dict[str, Any]) -> Slide:
    """Read what the script in the page said of a slide."""
    words, labels = said["small"], said["figure"]
    return Slide(
        name=said["id"],
        cells=tuple(map(int, said["cells"].split())),
        overflowing=tuple(said["overflowing"]),
        words=(words["size"], f" (“{words['words']}”)") if words else (WORDS, ""),
        labels=(labels["size"], _states([labels["state"]])) if labels else (LABELS, ""),
    )


def _states(states: Sequence[str]) -> str:
    """Name the states of an explorer in which something is wrong."""
    named = [state for state in states if state][:_MOST_STATES]
    return f" when it shows {'; or '.join(named)}" if named and "" not in states else ""


def _browser() -> str:
    """Find the browser."""
    found = needs.browser()
    if not found:
        raise UsageError("There is no browser to measure slides in", mend="`kit doctor` says how")
    return found


def _is_root() -> bool:
    """Tell whether Chromium's sandbox is not to be had, as in a container."""
    import os

    return hasattr(os, "geteuid") and os.geteuid() == 0


def _driver() -> Any:  # noqa: ANN401  playwright may not be installed
    """Return what drives the browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise UsageError(
            "Nothing is installed that can drive a browser", mend="Run `pip install playwright`"
        ) from error
    return sync_playwright()
