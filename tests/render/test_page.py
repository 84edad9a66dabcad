"""The reading page: narrow and wide, with and without a script, on paper."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from kit.document import blocks as b
from kit.render import page as pages
from kit.render.theme import Theme
from tests.render import sample
from tests.render.sample import para, part, text, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Show = Callable[..., Page]


@pytest.fixture(scope="module")
def markup() -> str:
    return pages.render(sample.document(), links=(("Slides", "../slides/05.html"),))


def test_a_page_is_whole_and_the_same_each_time(markup: str) -> None:
    assert pages.render(sample.document(), links=(("Slides", "../slides/05.html"),)) == markup
    assert len(markup.encode()) < 500_000
    assert "default-src &#39;none&#39;" in markup


def test_cells_that_no_slide_shows_are_on_the_page(markup: str) -> None:
    assert "Only the reading editions show this." in markup


def test_what_not_every_reader_sees_is_labelled() -> None:
    parts = (
        b.Part(1, (title("A task"), para("Do it."))),
        b.Part(2, (para("This is how."),), role="solution"),
        b.Part(3, (para("Give them time."),), role="instructor"),
    )
    markup = pages.render(b.Document(b.Meta("M", "m"), (b.Section(parts),)))
    assert markup.index(">Solution<") < markup.index("This is how.")
    assert markup.index(">For the instructor<") < markup.index("Give them time.")


def test_code_is_folded_and_the_title_that_it_writes_stands_before_it() -> None:
    parts = (
        part(
            1,
            b.Code("Markdown('## Written')", "python", "source"),
            title("Written", 1),
            para("text"),
        ),
    )
    markup = pages.render(b.Document(b.Meta("M", "m"), (b.Section(parts),)))
    assert markup.index(">Written</h2>") < markup.index('<details class="code">')
    assert markup.index("<summary>Code</summary>") < markup.index("Markdown(&#39;")
    assert '<a href="#written">Written</a>' in markup
    shown = b.Section((part(1, title("Shown", 1), b.Code("kit.load()")),))
    assert "<details" not in pages.render(b.Document(b.Meta("M", "m"), (shown,)))


def test_a_logo_takes_the_place_of_the_wordmark() -> None:
    theme = Theme(logo=sample.png(), logo_media="image/png", logo_alt="Academy of Diplomacy")
    markup = pages.render(sample.document(), theme=theme)
    assert 'alt="Academy of Diplomacy"' in markup
    assert "ICT Outcomes Kit" not in markup


@pytest.mark.browser
def test_headings_form_one_outline(show: Show, markup: str) -> None:
    page = show(markup)
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.browser
def test_the_contents_lead_to_every_section(show: Show, markup: str) -> None:
    page = show(markup)
    links = page.get_by_role("navigation", name="Contents").get_by_role("link")
    targets = links.evaluate_all(
        "links => links.map(a => document.getElementById(a.getAttribute('href').slice(1))?.tagName)"
    )
    assert len(targets) > 10
    assert set(targets) == {"H2"}


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_page_flows_at_any_width(show: Show, markup: str, width: int) -> None:
    page = show(markup, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_a_wide_table_scrolls_by_keyboard(show: Show) -> None:
    columns = tuple(b.Column(f"A long heading {n}") for n in range(12))
    rows = (tuple(text(f"unbreakable{n}") for n in range(12)),)
    wide = b.Table(columns, rows, text("Wide"))
    section = b.Section((part(1, title("Wide"), wide),))
    page = show(
        pages.render(b.Document(b.Meta("M", "m"), (section,))),
        viewport={"width": 400, "height": 600},
    )
    box = page.get_by_role("group", name="Wide")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert box.evaluate("box => box.scrollLeft") > 0


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(
    show: Show, markup: str, scheme: str, width: int, axe: Callable[[Page], list[str]]
) -> None:
    page = show(markup, viewport={"width": width, "height": 800})
    page.get_by_label("Colours").select_option(scheme)
    assert axe(page) == []


@pytest.mark.browser
def test_colours_follow_the_system(show: Show, markup: str) -> None:
    dark = show(markup, color_scheme="dark")
    assert dark.locator("html").get_attribute("data-scheme") == "dark"
    light = show(markup, color_scheme="light")
    assert light.locator("html").get_attribute("data-scheme") == "light"


@pytest.mark.browser
def test_a_link_opens_a_state_and_back_returns_from_it(show: Show, markup: str) -> None:
    page = show(markup, "#kit-x1;x1=5.0.0.0")
    explorer = page.locator("#kit-x1")
    assert "Türkiye" in explorer.locator(".view").inner_text()
    page.get_by_label("State", exact=True).select_option("Japan")
    assert page.evaluate("location.hash") == "#kit-x1;x1=2.0.0.0"
    page.go_back()
    page.wait_for_function("() => location.hash.endsWith('x1=5.0.0.0')")
    assert "Türkiye" in explorer.locator(".view").inner_text()


@pytest.mark.browser
def test_a_search_on_the_page_hides_the_other_rows(show: Show, markup: str) -> None:
    page = show(markup)
    page.get_by_label("Search the rows").fill("japan")
    rows = page.locator("#kit-x2 tbody tr:visible")
    assert rows.count() == 17
    assert "17 of 120 rows" in page.locator("#kit-x2").get_by_role("status").inner_text()


@pytest.mark.browser
def test_without_a_script_everything_is_there(show: Show, markup: str) -> None:
    page = show(markup, java_script_enabled=False, viewport={"width": 320, "height": 640})
    assert page.get_by_text("State: Singapore").is_visible()
    assert page.get_by_text("25 experts").is_visible()
    assert page.get_by_role("button").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
def test_the_page_prints_on_a4(show: Show, markup: str) -> None:
    printed = show(markup).pdf(prefer_css_page_size=True)
    first = PdfReader(io.BytesIO(printed)).pages[0]
    width, height = (float(side) for side in first.mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert "Skip to the text" not in first.extract_text()


@pytest.mark.browser
def test_no_string_ever_becomes_markup(show: Show) -> None:
    evil = '"></script><script>alert(1)</script><img src=x onerror=alert(1)>'
    words = text(evil)
    meta = b.Meta(
        evil,
        evil,
        subtitle=evil,
        marking=evil,
        objectives=(evil,),
        key_points=(words,),
        provenance=((evil, evil),),
    )
    section = b.Section((part(1, b.Heading(1, words, evil), para(evil, b.Footnote(words))),))
    sources = (b.Source(evil, 1, evil, evil, (evil,)),)
    page = show(pages.render(b.Document(meta, (section,), sources), links=((evil, "x.html"),)))
    assert page.locator("img").count() == 0
    assert evil in (page.locator("h1").text_content() or "")


@pytest.mark.browser
def test_the_first_tab_skips_to_the_text(show: Show, markup: str) -> None:
    page = show(markup)
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to the text").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "kit-main"
