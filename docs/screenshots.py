"""Make the pictures of the README: one explorer on a slide, in JupyterLab and on a printed page.

`make screenshots` lays the course out in a scratch folder, builds lesson 06, and
looks at it: in Chromium, in a real JupyterLab, and at the PDF through poppler.
"""

# ruff: noqa: INP001  a script, no package

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

from tests import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMAGES: Final = Path(__file__).parent / "images"
LESSON: Final = "06_resolution_76_19"
SLIDE: Final = "choose-a-paragraph-and-read-its-verb-first"
PARAGRAPH: Final = "OP4"  # what the explorer shows: two verbs in one paragraph
PRINTED: Final = 2  # the page on which the briefing prints the explorer
COLOURS: Final = 48  # more cannot be told apart, and each costs bytes
PATIENCE: Final = 60_000  # milliseconds; a kernel takes seconds to start on a busy machine


def main() -> None:
    """Make the three pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        kit("init", str(course), at=folder)
        kit("build", "06", "--only", "deck,briefing", at=course)
        with serving.chromium() as browser:
            slide(browser, course / "slides" / f"{LESSON}.html")
            notebook(browser, course, Path(folder))
        printed(course / "briefings" / f"{LESSON}.pdf", Path(folder))


def kit(*arguments: str, at: Path | str) -> None:
    """Run a command of the kit."""
    subprocess.run([sys.executable, "-m", "kit", *arguments], cwd=at, check=True)  # noqa: S603


def slide(browser: Any, deck: Path) -> None:  # noqa: ANN401  playwright's, untyped here
    """Take the slide with the explorer."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{deck.as_uri()}#/{SLIDE}")
    chooser = page.locator(f"#{SLIDE} select").first
    chooser.wait_for()
    chooser.select_option(label=PARAGRAPH)
    chooser.evaluate("control => control.blur()")
    take(page, "slide")


def notebook(browser: Any, course: Path, home: Path) -> None:  # noqa: ANN401  likewise
    """Take the cell with the explorer in JupyterLab, run and chosen."""
    with serving.kit_lab(course, home, "06") as lab:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(PATIENCE)
        page.goto(lab.address(f"/lab/workspaces/{LESSON}"))
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.click(".lm-MenuBar-itemLabel:text-is('Run')")
        page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.locator(".jp-tocItem-content", has_text="Choose a paragraph").first.click()
        chooser = page.locator(".jp-OutputArea select").first
        chooser.select_option(PARAGRAPH)
        page.wait_for_timeout(3000)  # until the kernel has answered and all is drawn
        page.locator(".jp-CodeCell", has=chooser).first.evaluate("cell => cell.scrollIntoView()")
        page.wait_for_timeout(1000)
        take(page, "notebook")


def printed(briefing: Path, folder: Path) -> None:
    """Take the page of the briefing on which the explorer is a table."""
    page = folder / "page"
    numbers = ["-f", str(PRINTED), "-l", str(PRINTED), "-singlefile", "-r", "110", "-png"]
    subprocess.run(["pdftoppm", *numbers, str(briefing), str(page)], check=True)  # noqa: S603, S607
    keep(page.with_suffix(".png"), "page")


def take(page: Page, name: str) -> None:
    """Take a picture of what a browser shows."""
    shot = IMAGES / f"{name}.png"
    page.screenshot(path=shot)
    page.close()
    keep(shot, name)


def keep(shot: Path, name: str) -> None:
    """Write a picture with few colours."""
    with Image.open(shot) as whole:
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
