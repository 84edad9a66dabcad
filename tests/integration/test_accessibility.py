"""The course as it is built holds to WCAG 2.2 AA and to best practice, by axe-core.

All rules are run in light colours: once on each whole file, then on each slide as it
is shown, and on the last state of each of its explorers. The rules that depend on
colours are run again in dark and in high contrast. A deck is opened once. The short
decks show slides of these ten, and are not opened again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests import axe
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LESSONS: Final = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
SHOWN: Final = ".slides > .slide.present"
LAST_STATES: Final = """slide => [...slide.querySelectorAll(".explorer")].map(({ id }) =>
  [id, [...Kit.explorers.get(id).views.keys()].at(-1)])"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window in which nothing moves or fades."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, reduced_motion="reduce", offline=True
    )
    yield context.new_page()
    context.close()


def broken(page: Page, within: str = "") -> list[str]:
    """Run all rules in light colours, and those of colours in the others."""
    found = []
    for scheme in axe.SCHEMES:
        page.evaluate("name => { document.documentElement.dataset.scheme = name }", scheme)
        rules = () if scheme == "light" else axe.COLOURS
        found += [f"{scheme}: {one}" for one in axe.violations(page, within=within, rules=rules)]
    return found


@pytest.mark.browser
@pytest.mark.parametrize("lesson", LESSONS)
def test_no_slide_of_a_deck_and_no_last_state_of_an_explorer_breaks_a_rule(
    page: Page, built_course: Path, lesson: str
) -> None:
    page.goto((built_course / "slides" / f"{lesson}.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    found = axe.violations(page)
    for name in page.locator(".slides > .slide").evaluate_all("all => all.map(({ id }) => id)"):
        page.evaluate("name => { location.hash = `#${encodeURIComponent(name)}` }", name)
        slide = page.wait_for_selector(f"{SHOWN}[id='{name}']")
        slide.evaluate(axe.LEAVE_ALONE)
        explorers = slide.evaluate(LAST_STATES)
        found += [f"{name}: {one}" for one in broken(page, SHOWN)]
        for explorer, state in explorers:
            page.evaluate("([id, state]) => Kit.explorers.get(id).show(state)", [explorer, state])
            found += [f"{name}, {state}: {one}" for one in broken(page, f"#{explorer}")]
        page.evaluate(axe.PUT_BACK)
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("file", [*LESSONS, "index", "search"])
def test_no_page_of_the_site_breaks_a_rule(page: Page, built_course: Path, file: str) -> None:
    page.goto((built_course / "site" / f"{file}.html").as_uri())
    page.wait_for_selector("#kit-main")
    assert broken(page) == []


@pytest.mark.browser
def test_what_breaks_a_rule_is_found_in_each_of_the_colours(page: Page) -> None:
    page.set_content(
        "<html lang=en><title>Pale</title><style>p { color: #eee; background: #fff }</style>"
        "<main><h1>Pale</h1><p>words</p><img src='data:,'></main></html>"
    )
    found = broken(page)
    assert {one.partition(":")[0] for one in found} == set(axe.SCHEMES)
    assert any("image-alt" in one for one in found)
