"""The presenter file, driving the audience's window from disk with the network cut."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kit.document import blocks as b
from kit.errors import RenderError
from kit.render import deck, presenter
from tests.render import sample
from tests.render.sample import bullets, para, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Frame, Page

    Show = Callable[..., Page]

PRIVATE = "Say this slowly, and only to yourself."
ALONE = "This cell has no slide of its own."


def with_notes(document: b.Document) -> b.Document:
    """Add notes to the third slide, and a section that holds nothing but notes."""
    first, second, third, *rest = document.sections
    notes = b.Part(90, (para(PRIVATE), bullets("Wait for an answer.")), role="notes")
    lonely = b.Section((b.Part(91, (para(ALONE),), role="notes"),))
    third = replace(third, parts=(*third.parts, notes))
    return replace(document, sections=(first, second, third, lonely, *rest))


@pytest.fixture(scope="module")
def markup() -> str:
    return presenter.render(sample.document(), with_notes(sample.document()))


def slide_of(window: Page | Frame) -> str:
    """Name the slide that a window shows."""
    name = window.evaluate("() => document.querySelector('.slides > .slide.present').id")
    assert isinstance(name, str)
    return name


def wait_for(window: Page | Frame, name: str) -> None:
    """Wait until a window shows a slide; a window behind another draws no frames to wait for."""
    window.wait_for_function(
        "name => document.querySelector('.slides > .slide.present')?.id === name",
        arg=name,
        polling=50,
    )


def started(page: Page) -> tuple[Frame, Frame, Page]:
    """Wait for both small slides, and open the audience's window."""
    now, then = page.frames[1:]
    for frame in (now, then):
        frame.wait_for_selector("html[data-ready]")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open the audience’s window").click()
    audience = opened.value
    audience.wait_for_selector("html[data-ready]")
    return now, then, audience


def test_the_notes_are_in_the_presenter_file_and_not_in_the_deck(markup: str) -> None:
    assert PRIVATE in markup
    assert ALONE in markup
    assert PRIVATE not in deck.render(sample.document())
    assert len(markup.encode()) < 800_000


def test_the_notes_of_a_title_without_more_stand_beside_it() -> None:
    bare = b.Section((), layout="title")
    noted = replace(bare, parts=(b.Part(2, (para(PRIVATE),), role="notes"),))
    next_slide = b.Section((b.Part(3, (title("Next"),)),))
    meta = b.Meta("A talk", "talk")
    markup = presenter.render(
        b.Document(meta, (bare, next_slide)), b.Document(meta, (noted, next_slide))
    )
    first, second = re.findall(r'<article class="note">(.*?)</article>', markup)
    assert "A talk" in first
    assert PRIVATE in first
    assert "No notes for this slide." in second


def test_an_audience_with_notes_is_refused() -> None:
    whole = with_notes(sample.document())
    with pytest.raises(RenderError, match="cell 90"):
        presenter.render(whole, whole)


def test_the_same_document_gives_the_same_bytes(markup: str) -> None:
    assert presenter.render(sample.document(), with_notes(sample.document())) == markup


@pytest.mark.browser
def test_the_audience_follows_the_presenter(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    now, then, audience = started(page)
    names = now.locator(".slides > .slide").evaluate_all("slides => slides.map(s => s.id)")
    assert slide_of(audience) == names[0]
    wait_for(then, names[1])
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for window, name in ((now, names[3]), (audience, names[3])):
        wait_for(window, name)
    page.locator("#kit-place").get_by_text(f"4 / {len(names)}").wait_for()
    fragment = audience.locator(".slide.present .fragment.visible")
    assert fragment.count() == 0
    page.keyboard.press("ArrowRight")
    fragment.wait_for()
    wait_for(then, names[4])
    page.get_by_role("button", name="Back").click()
    fragment.wait_for(state="detached")
    page.keyboard.press("End")
    wait_for(audience, names[-1])


@pytest.mark.browser
def test_the_presenter_follows_the_audience(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    now, _, audience = started(page)
    names = now.locator(".slides > .slide").evaluate_all("slides => slides.map(s => s.id)")
    audience.keyboard.press("ArrowRight")
    audience.keyboard.press("ArrowRight")
    wait_for(now, names[2])
    page.locator("#kit-place").get_by_text("3 / ").wait_for()
    assert slide_of(audience) == names[2]


@pytest.mark.browser
def test_two_hands_at_once_end_on_the_same_slide(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    now, _, audience = started(page)
    for _ in range(5):
        audience.keyboard.press("ArrowRight", delay=0)
        page.keyboard.press("ArrowRight", delay=0)
        audience.keyboard.press("ArrowLeft", delay=0)
    page.wait_for_timeout(1000)  # both hands rest
    assert slide_of(audience) == slide_of(now)


@pytest.mark.browser
def test_what_is_chosen_in_an_explorer_is_shown_to_all(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    now, _, audience = started(page)
    now.get_by_label("State", exact=True).evaluate(
        "box => { box.value = '2'; box.dispatchEvent(new Event('change', {bubbles: true})) }"
    )
    view = audience.locator(".explorer .view").first
    view.get_by_text("Japan").wait_for(state="attached")


@pytest.mark.browser
def test_the_notes_of_the_slide_are_shown_and_no_others(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    now, _, audience = started(page)
    assert not page.get_by_text(PRIVATE).is_visible()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_text(PRIVATE).wait_for()
    assert page.get_by_text(ALONE).is_visible()  # it belongs to the slide before it
    assert page.locator(".note:visible").count() == 1
    for window in (now, audience):
        assert PRIVATE not in window.content()


@pytest.mark.browser
def test_a_black_screen_and_colours_reach_the_audience(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    _, then, audience = started(page)
    button = page.get_by_role("button", name="Black screen")
    button.click()
    audience.wait_for_selector("html.blank")
    assert button.get_attribute("aria-pressed") == "true"
    assert then.locator("html.blank").count() == 0
    button.click()
    audience.wait_for_selector("html:not(.blank)")
    page.get_by_label("Colours").select_option("contrast")
    audience.wait_for_selector("html[data-scheme=contrast]")


@pytest.mark.browser
def test_time_is_told_against_the_plan(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert "55:00" in page.locator(".time").inner_text()
    page.get_by_role("button", name="Start").click()
    page.clock.run_for(10 * 60 * 1000)
    spent = page.locator("#kit-spent")
    assert re.fullmatch(r"9:59|10:0\d", spent.inner_text())
    assert page.locator("#kit-pace").inner_text().startswith("About 10 minutes behind")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60 * 1000)
    assert re.fullmatch(r"9:59|10:0\d", spent.inner_text())
    page.get_by_role("button", name="Set to zero").click()
    assert spent.inner_text() == "0:00"


@pytest.mark.browser
def test_axe_finds_nothing(show: Show, markup: str, axe: Callable[[Page], list[str]]) -> None:
    page = show(markup, viewport={"width": 1440, "height": 900})
    assert axe(page) == []


@pytest.mark.browser
def test_without_a_script_all_notes_can_be_read(show: Show, markup: str) -> None:
    page = show(markup, java_script_enabled=False)
    assert page.get_by_text(PRIVATE).is_visible()
    assert page.get_by_role("heading", name="Key points").is_visible()


@pytest.mark.browser
def test_hostile_notes_stay_words(show: Show) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    document = b.Document(
        b.Meta(evil, evil), (b.Section((b.Part(1, (sample.title(evil), para(evil))),)),)
    )
    section = document.sections[0]
    notes = b.Part(2, (para(evil),), role="notes")
    noted = replace(document, sections=(replace(section, parts=(*section.parts, notes)),))
    page = show(presenter.render(document, noted))
    page.frames[1].wait_for_selector("html[data-ready]")
    page.keyboard.press("ArrowRight")
    page.locator(".note:visible").get_by_text(evil).first.wait_for()
    assert page.locator("img[src='x']").count() == 0
