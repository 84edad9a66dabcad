"""The deck, driven in Chromium from disk with the network cut."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from kit.document import blocks as b
from kit.errors import RenderError
from kit.render import deck
from tests.axe import LEAVE_ALONE, PUT_BACK
from tests.render import sample
from tests.render.sample import bullets, para, part, text, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Show = Callable[..., Page]

PRESENT = ".slides > .slide.present"


@pytest.fixture(scope="module")
def markup() -> str:
    return deck.render(sample.document())


def small(*sections: b.Section, **meta: Any) -> str:
    """Render a deck of these sections alone."""
    return deck.render(b.Document(b.Meta("A small deck", "small", **meta), sections))


def one(*blocks: b.Block, **options: bool) -> b.Section:
    """Write a section of one cell."""
    return b.Section((part(1, *blocks, **options),))


def here(page: Page) -> str:
    """Name the slide that is shown."""
    name = page.locator(PRESENT).get_attribute("id")
    assert name is not None
    return name


def go(page: Page, name: str) -> None:
    """Go to a slide by its address."""
    page.evaluate("name => { location.hash = name }", name)
    page.wait_for_function(
        "name => document.querySelector('.slides > .slide.present')?.id === name", arg=name
    )


# --- the file ---


def test_a_deck_is_small_and_whole(markup: str) -> None:
    assert len(markup.encode()) < 500_000
    assert markup.startswith("<!doctype html>")
    for address in re.findall(r'(?:src|href|url)\s*[=(]\s*"?([a-z]+:[^")]*)', markup):
        assert address.startswith(("data:", "https://example.org/", "https://undocs.org/"))


def test_the_policy_names_every_script_and_style_by_its_hash(markup: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', markup)
    policy = policy.replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", markup, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", markup, re.DOTALL)
    assert len(scripts) == 5
    assert len(styles) == 1
    for content in scripts + styles:
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_there_is_no_inline_style_and_no_handler(markup: str) -> None:
    body = markup[markup.index("<body>") : markup.index("<script>", markup.index("<body>"))]
    assert not re.search(r"<[^>]*\s(style|on\w+)=", body)


def test_the_same_document_gives_the_same_bytes(markup: str) -> None:
    assert deck.render(sample.document()) == markup


@pytest.mark.parametrize("role", ["notes", "instructor", "solution"])
def test_what_is_not_for_the_audience_is_refused(role: b.Role) -> None:
    private = b.Section((b.Part(7, (para("Not for the room."),), role=role),))
    with pytest.raises(RenderError, match=f"{role}.*cell 7"):
        small(private)


def test_the_answers_of_a_quiz_cannot_be_read_in_the_source(markup: str) -> None:
    for words in ("So says the text.", "Supports the", "A word that is missing", "weaker verb"):
        assert words not in markup


def test_the_deck_speaks_its_language() -> None:
    markup = small(one(title("Un titre"), para("Du texte")), lang="fr")
    assert '<html lang="fr">' in markup


# --- on screen ---


@pytest.mark.browser
def test_every_slide_is_reached_and_nothing_is_asked_for(show: Show, markup: str) -> None:
    page = show(markup)
    names = page.locator(".slides > .slide").evaluate_all("slides => slides.map(s => s.id)")
    seen = [here(page)]
    for _ in range(len(names) * 2):
        page.keyboard.press("ArrowRight")
        if here(page) != seen[-1]:
            seen.append(here(page))
    assert seen == names
    page.keyboard.press("Home")
    assert here(page) == names[0]


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_nothing_is_cut_and_nothing_is_too_small(
    show: Show, markup: str, size: tuple[int, int]
) -> None:
    page = show(markup, viewport={"width": size[0], "height": size[1]})
    for number in range(page.locator(".slides > .slide").count()):
        slide = page.locator(".slides > .slide").nth(number)
        go(page, slide.get_attribute("id") or "")
        cut = slide.evaluate(
            """slide => [slide, ...slide.querySelectorAll(".body, .part, .view, td, th")]
              .filter(box => box.scrollHeight > box.clientHeight + 2
                          || box.scrollWidth > box.clientWidth + 2)
              .map(box => box.className || box.tagName)"""
        )
        smallest = slide.evaluate(
            """slide => Math.min(...[...slide.querySelectorAll(".body *")]
              .filter(box => box.checkVisibility() && box.innerText?.trim()
                          && !box.closest(".visually-hidden, option"))
              .map(box => parseFloat(getComputedStyle(box).fontSize)))"""
        )
        assert cut == [], slide.get_attribute("id")
        assert smallest >= 12, slide.get_attribute("id")


@pytest.mark.browser
def test_a_fragment_appears_one_step_later(show: Show) -> None:
    page = show(
        small(
            b.Section(
                (
                    part(1, title("Two steps"), para("first")),
                    part(2, para("then"), fragment=True),
                )
            ),
            one(title("After")),
        )
    )
    page.keyboard.press("ArrowRight")
    then = page.get_by_text("then", exact=True)
    assert not then.is_visible()
    page.keyboard.press("ArrowRight")
    assert then.is_visible()
    assert here(page) == "two-steps"
    page.keyboard.press("ArrowRight")
    assert here(page) == "after"


@pytest.mark.browser
def test_the_foot_names_source_status_and_grade(show: Show, markup: str) -> None:
    page = show(markup, "#the-sponsors-changed-and-so-did-the")
    foot = page.locator(f"{PRESENT} .foot").inner_text()
    assert "2 votes · official record · A, B" in foot
    assert re.search(r"5 / \d+", foot)


@pytest.mark.browser
def test_a_reference_leads_to_its_source_and_back(show: Show, markup: str) -> None:
    page = show(markup, "#the-sponsors-changed-and-so-did-the")
    page.locator(f"{PRESENT} a.cite").first.click()
    page.wait_for_function("() => location.hash === '#sources'")
    assert here(page) == "sources"
    page.go_back()
    page.wait_for_function("() => location.hash.startsWith('#the-sponsors')")
    assert here(page) == "the-sponsors-changed-and-so-did-the"


@pytest.mark.browser
def test_a_long_table_goes_on_with_its_header(show: Show) -> None:
    page = show(small(one(title("Long"), sample.long_table(45))))
    tables = page.locator("section table")
    rows = [
        tables.nth(n).locator("tbody th").evaluate_all("cells => cells.map(c => c.textContent)")
        for n in range(tables.count())
    ]
    assert [*chain(*rows)] == [f"Row {n}" for n in range(1, 46)]
    assert tables.count() > 1
    for n in range(tables.count()):
        assert tables.nth(n).locator("thead th").count() == 3
        assert len(rows[n]) >= 5
    assert tables.last.locator("tfoot").text_content() == "The first 45 of 2,316 rows."
    assert page.locator("section tfoot").count() == 1


@pytest.mark.browser
def test_the_table_behind_a_figure_opens_and_closes_by_keyboard(show: Show, markup: str) -> None:
    page = show(markup, "#two-consensus-texts-gathered-more-votes-than")
    page.locator(f"{PRESENT} summary").focus()
    page.keyboard.press("Enter")
    cell = page.locator(f"{PRESENT} .data-table").get_by_text("A/RES/75/32")
    assert cell.is_visible()
    page.keyboard.press("Escape")
    assert not cell.is_visible()
    assert "overview" not in (page.locator("html").get_attribute("class") or "")


# --- keys ---


@pytest.mark.browser
def test_the_keys_that_people_know(show: Show, markup: str) -> None:
    page = show(markup)
    root = page.locator("html")

    def has(name: str) -> bool:
        return name in (root.get_attribute("class") or "").split()

    for key in ("Space", "PageDown", "ArrowRight", "n"):
        before = here(page)
        page.keyboard.press(key)
        assert here(page) != before, key
        if key == "ArrowRight":
            page.keyboard.press("ArrowRight")  # past the fragment
    page.keyboard.press("Home")
    page.keyboard.press("b")
    assert has("blank")
    page.keyboard.press("b")
    assert not has("blank")
    for scheme in ("dark", "contrast", "light"):
        page.keyboard.press("t")
        assert root.get_attribute("data-scheme") == scheme
    page.keyboard.press("o")
    assert has("overview")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert not has("overview")
    assert here(page) == "what-this-lesson-is-for"
    page.keyboard.press("Escape")
    assert has("overview")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.keyboard.press("s")
    assert page.get_by_text("05-resolution.presenter.html").is_visible()


@pytest.mark.browser
def test_single_letters_can_be_turned_off(show: Show, markup: str) -> None:
    page = show(markup)
    page.keyboard.press("?")
    page.get_by_label("Single letters are keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-scheme") == "light"


@pytest.mark.browser
def test_the_tab_key_walks_through_the_controls_of_a_slide(show: Show, markup: str) -> None:
    page = show(markup, "#see-how-a-state-s-vote-moves")
    walked = []
    for _ in range(8):
        page.keyboard.press("Tab")
        walked.append(
            page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
            )
        )
        visible = page.evaluate(
            "document.activeElement === document.body"
            " || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        )
        assert visible
    assert walked[:4] == ["State", "Plenary", "Year", "Show the vote in words"]
    assert walked[4:8] == ["‹", "›", "Overview", "Help"]


# --- explorers ---


@pytest.mark.browser
def test_an_explorer_moves_by_keyboard_and_says_what_it_shows(show: Show, markup: str) -> None:
    page = show(markup, "#see-how-a-state-s-vote-moves")
    explorer = page.locator(f"{PRESENT} .explorer")
    assert "Singapore" in explorer.locator(".view").inner_text()
    page.get_by_label("State", exact=True).focus()
    page.keyboard.press("ArrowDown")
    assert here(page) == "see-how-a-state-s-vote-moves"
    assert "Switzerland" in explorer.locator(".view").inner_text()
    assert "Singapore" not in explorer.locator(".view").inner_text()
    status = explorer.get_by_role("status").inner_text()
    assert status == "Switzerland, Plenary, 2021, Show the vote in words: 4 rows"
    page.get_by_label("Year").focus()
    page.keyboard.press("ArrowLeft")
    assert explorer.locator(".value").inner_text() == "2020"
    assert page.get_by_label("Year").get_attribute("aria-valuetext") == "2020"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert here(page) == "search-a-long-list"


@pytest.mark.browser
def test_a_link_opens_a_state_and_back_returns_from_it(show: Show, markup: str) -> None:
    page = show(markup, "#see-how-a-state-s-vote-moves;x1=5.0.0.0")
    view = page.locator(f"{PRESENT} .view")
    assert "Türkiye" in view.inner_text()
    assert "2018" in view.inner_text()
    page.get_by_label("State", exact=True).select_option("Japan")
    assert page.evaluate("location.hash") == "#see-how-a-state-s-vote-moves;x1=2.0.0.0"
    page.go_back()
    page.wait_for_function("() => location.hash.endsWith('x1=5.0.0.0')")
    assert "Türkiye" in view.inner_text()
    assert page.get_by_label("State", exact=True).input_value() == "5"


@pytest.mark.browser
@pytest.mark.parametrize(
    "address", ["#x;x1=9.9.9.9", "#;x1=", "#;x9=0", "#%E0%A4%A", "#constructor", "#;x1=0.0.0.0.0"]
)
def test_an_address_that_leads_nowhere_does_no_harm(show: Show, markup: str, address: str) -> None:
    page = show(markup, address)
    assert here(page) == "what-the-assembly-decided-in-2021"
    assert "Singapore" in (page.locator(".view").first.text_content() or "")


@pytest.mark.browser
def test_what_cannot_be_chosen_is_not_offered(show: Show, markup: str) -> None:
    page = show(markup, "#see-how-a-state-s-vote-moves")
    assert page.get_by_label("First Committee").is_enabled()
    page.get_by_label("First Committee").check()
    year = page.get_by_label("Year")
    assert year.is_disabled()
    assert page.locator(f"{PRESENT} .value").inner_text() == "2021"
    assert "First Committee" in page.locator(f"{PRESENT} .view").inner_text()
    page.get_by_label("Plenary").check()
    assert year.is_enabled()


@pytest.mark.browser
def test_a_search_finds_rows_whatever_their_accents(show: Show, markup: str) -> None:
    page = show(markup, "#search-a-long-list")
    explorer = page.locator(f"{PRESENT} .explorer")
    page.get_by_label("Search the rows").fill("turkiye african")
    rows = explorer.locator("tbody tr:visible")
    found = rows.evaluate_all("rows => rows.map(row => row.cells[0].textContent)")
    assert found
    assert all(name.startswith("Türkiye") for name in found)
    assert explorer.get_by_role("status").inner_text() == "all groups: 6 of 120 rows"
    page.get_by_label("Search the rows").fill("")
    page.get_by_role("button", name="Later rows").click()
    assert "of 120" in explorer.locator(".pager").inner_text()


@pytest.mark.browser
def test_every_row_of_a_long_explorer_can_be_reached(show: Show, markup: str) -> None:
    page = show(markup, "#search-a-long-list")
    explorer = page.locator(f"{PRESENT} .explorer")
    seen: list[str] = []
    while True:
        seen += explorer.locator("tbody tr:visible td:last-child").all_inner_texts()
        if page.get_by_role("button", name="Later rows").is_disabled():
            break
        page.get_by_role("button", name="Later rows").click()
    assert seen == [str(n) for n in range(120)]


@pytest.mark.browser
def test_a_row_that_fills_the_slide_is_counted_as_one_row(show: Show) -> None:
    rows = tuple((text(f"{n}. " + "many words " * 160),) for n in range(1, 6))
    explorer = b.Explorer(
        "Long rows",
        (b.Control("which", "Which", "choice", ("all", "none")),),
        {(0,): 0, (1,): 1},
        ((b.Table((b.Column("Words"),), rows),), (para("None."),)),
        (0,),
        ((0,),),
    )
    page = show(small(one(title("Long rows"), explorer)), "#long-rows")
    said = page.locator(f"{PRESENT} .pager span")
    for number in range(1, 5):
        assert said.inner_text() == f"Row {number} of 5"
        page.get_by_role("button", name="Later rows").click()
    assert said.inner_text() == "Row 5 of 5"
    assert page.get_by_role("button", name="Later rows").is_disabled()


def test_rows_that_states_share_are_written_once() -> None:
    markup = small(one(title("Shared"), sample.search_explorer(200)))
    for n in range(200):
        name = f"{sample.STATES[n % len(sample.STATES)]} {n}".replace("’", "’")
        assert markup.count(f">{name}<") == 1


# --- quizzes ---


@pytest.mark.browser
def test_a_single_choice_is_judged_with_its_feedback(show: Show, markup: str) -> None:
    page = show(markup, "#test-yourself-single")
    verdict = page.locator(f"{PRESENT} .verdict")
    page.get_by_role("button", name="Check").click()
    assert verdict.inner_text() == "Choose an answer first."
    page.get_by_label("It takes note of it.").check()
    page.get_by_role("button", name="Check").click()
    assert "Not yet." in verdict.inner_text()
    assert "A weaker verb" in verdict.inner_text()
    page.get_by_label("It welcomes it.").check()
    assert verdict.inner_text() == ""
    page.get_by_role("button", name="Check").click()
    assert verdict.inner_text().startswith("Right.")
    assert "not treated alike" in verdict.inner_text()


@pytest.mark.browser
def test_several_choices_are_judged_together(show: Show, markup: str) -> None:
    page = show(markup, "#test-yourself-multiple")
    verdict = page.locator(f"{PRESENT} .verdict")
    page.get_by_label("capacity-building").check()
    page.get_by_role("button", name="Check").click()
    assert "Something is still missing." in verdict.inner_text()
    page.get_by_label("human rights").check()
    page.get_by_role("button", name="Check").click()
    assert verdict.inner_text().startswith("Right.")


@pytest.mark.browser
def test_an_order_is_judged_item_by_item(show: Show, markup: str) -> None:
    page = show(markup, "#test-yourself-ordering")
    offered = page.locator(f"{PRESENT} .pick label").all_inner_texts()
    right = [choice.content[0].text for choice in sample.QUIZZES[2].choices]
    assert sorted(offered) == sorted(right)
    assert offered != right
    for place, words in enumerate(right):
        page.get_by_label(words).select_option(str(place + 1) if place < 2 else "1")
    page.get_by_role("button", name="Check").click()
    assert "2 of 4 are in place." in page.locator(f"{PRESENT} .verdict").inner_text()
    for place, words in enumerate(right):
        page.get_by_label(words).select_option(label=str(place + 1))
    page.get_by_role("button", name="Check").click()
    assert page.locator(f"{PRESENT} .verdict").inner_text().startswith("Right.")


@pytest.mark.browser
def test_a_match_is_judged(show: Show, markup: str) -> None:
    page = show(markup, "#test-yourself-match")
    for choice in sample.QUIZZES[3].choices:
        page.get_by_label(choice.content[0].text, exact=True).select_option(
            label=choice.partner[0].text
        )
    page.get_by_role("button", name="Check").click()
    assert page.locator(f"{PRESENT} .verdict").inner_text().startswith("Right.")


@pytest.mark.browser
def test_a_written_answer_is_taken_in_any_accepted_form(show: Show, markup: str) -> None:
    page = show(markup, "#test-yourself-text")
    page.get_by_label("Your answer").fill("endorses")
    page.keyboard.press("Enter")
    assert "Not yet." in page.locator(f"{PRESENT} .verdict").inner_text()
    page.get_by_label("Your answer").fill("  SUPPORTS, the ")
    page.keyboard.press("Enter")
    assert page.locator(f"{PRESENT} .verdict").inner_text().startswith("Right.")
    assert here(page) == "test-yourself-text"


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_a_word_without_an_end_and_a_table_without_one_stay_on_the_slide(
    show: Show, size: tuple[int, int]
) -> None:
    word = b.Table((b.Column("Hash"), b.Column("Of")), ((text("9f" * 90), text("a file " * 20)),))
    columns = tuple(b.Column(f"Heading {n}") for n in range(16))
    wide = b.Table(columns, (tuple(text(f"value {n}") for n in range(16)),) * 3, header_columns=1)
    page = show(
        small(one(title("Long"), word), one(title("Wide"), wide)),
        viewport=dict(zip(("width", "height"), size, strict=True)),
    )
    over = "overwide" if size == (1280, 720) else "overtall"
    slides = page.locator(".slides > .slide")
    assert slides.evaluate_all(f"all => all.map(s => s.dataset.{over})") == ["false"] * 3
    for cell in page.locator("td, th").all():
        assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1")


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_the_foot_shows_what_is_said_of_three_sources_whole(
    show: Show, size: tuple[int, int]
) -> None:
    sources = tuple(
        b.Source(key, number, "A source", "un-publication", ("A",))
        for number, key in enumerate(
            ("unoda-fact-sheet", "unoda-information-security-page", "usa-2021-05-28"), start=1
        )
    )
    cites = tuple(b.Cite(source.key, "", source.number) for source in sources)
    section = one(title("Three sources"), b.Paragraph(cites))
    meta = b.Meta("A title that takes the room which it is given, and then some more", "small")
    markup = deck.render(b.Document(meta, (section,), sources))
    width, height = size
    page = show(markup, "#three-sources", viewport={"width": width, "height": height})
    cited = page.locator(f"{PRESENT} .cited")
    assert cited.inner_text().count("UN publication · A") == 3
    assert cited.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert cited.evaluate("it => it.scrollHeight <= it.clientHeight + 2")


# --- readers of every kind ---


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_axe_finds_nothing_on_any_slide(
    show: Show, markup: str, scheme: str, axe: Callable[[Page], list[str]]
) -> None:
    page = show(markup)
    page.keyboard.press("?")
    page.get_by_label("Colours").select_option(scheme)
    assert axe(page) == []
    page.keyboard.press("Escape")
    for number in range(page.locator(".slides > .slide").count()):
        name = page.locator(".slides > .slide").nth(number).get_attribute("id") or ""
        go(page, name)
        page.locator(PRESENT).evaluate(LEAVE_ALONE)
        assert axe(page) == [], name
        page.evaluate(PUT_BACK)


@pytest.mark.browser
def test_without_a_script_all_slides_can_be_read(show: Show, markup: str) -> None:
    page = show(markup, java_script_enabled=False)
    body = page.locator("body").inner_text()
    for words in ("25 experts", "Row 30", "Singapore", "left two passages out", "Welcomes"):
        assert words.lower() in body.lower()
    assert "State: Singapore · Body: Plenary · Year: 2021" in body
    assert page.get_by_role("button").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.browser
def test_a_narrow_screen_reads_the_slides_as_one_page(show: Show, markup: str) -> None:
    page = show(markup, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.get_by_text("25 experts").is_visible()
    page.get_by_label("State", exact=True).select_option("Japan")
    assert "Japan" in page.locator(".view").first.inner_text()


@pytest.mark.browser
def test_the_reading_view_can_be_entered_and_left(show: Show, markup: str) -> None:
    page = show(markup)
    page.keyboard.press("?")
    page.get_by_role("link", name="Read all slides as one page").click()
    page.wait_for_selector("html.reader[data-ready]")
    assert page.get_by_text("25 experts").is_visible()
    page.get_by_role("button", name="Show as slides").click()
    page.wait_for_selector("html.deck[data-ready]")


@pytest.mark.browser
def test_print_gives_one_slide_a_page(show: Show, markup: str) -> None:
    page = show(markup, "#search-a-long-list")
    count = page.locator(".slides > .slide").count()
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    pages = PdfReader(io.BytesIO(printed)).pages
    assert len(pages) == count
    assert [float(side) for side in pages[0].mediabox[2:]] == [960.0, 540.0]
    words = pages[3].extract_text()
    assert "Preambular paragraph 10" in words
    assert "left two passages out" in words  # a fragment is printed too


@pytest.mark.browser
def test_less_motion_means_none(show: Show, markup: str) -> None:
    page = show(markup, reduced_motion="reduce")
    durations = page.locator("button, a").evaluate_all(
        "all => all.map(one => getComputedStyle(one).transitionDuration)"
    )
    assert set(durations) == {"0s"}


# --- hostile content ---

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "<!--<script>",
    "</title><svg onload=alert(1)>",
    "{{7*7}}${alert(1)}",
    "</style><style>*{display:none}",
    "\u202egnp.exe\u2028</template></select><iframe src=https://example.org>",
)


@pytest.mark.browser
@pytest.mark.parametrize("evil", HOSTILE)
def test_no_string_ever_becomes_markup(show: Show, evil: str) -> None:
    words = text(evil)
    table = b.Table((b.Column(evil), b.Column("b")), ((words, words),), words, 1, evil)
    other = b.Table((b.Column("a"), b.Column("b")), ((text("x"), words),), words)
    control = b.Control(evil, evil, "choice", (evil, "other"))
    slider = b.Control("s", evil, "range", (evil, "1"))
    explorer = b.Explorer(
        evil,
        (control, slider),
        {(0, 0): 0, (1, 0): 1, (0, 1): 1},
        ((table,), (other, b.Code(evil, evil), b.Callout("note", words, ()))),
        (0, 0),
        (),
        text_filter=True,
    )
    quiz = b.Quiz(words, "single", (b.Choice(words, correct=True, feedback=words),), why=words)
    match = b.Quiz(words, "match", (b.Choice(words, partner=words),))
    exercise = b.Exercise(evil, (para(evil),), evil, 5, (words,))
    section = one(
        b.Heading(1, words, evil),
        b.Figure(
            "image/svg+xml",
            f"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><text>{evil}</text></svg>".encode(),
            evil,
            words,
        ),
        explorer,
    )
    rest = one(b.Heading(1, words, evil), quiz, match, exercise, para(b.Cite(evil, evil, 1)))
    sources = (b.Source(evil, 1, evil, evil, (evil,)),)
    meta = b.Meta(evil, evil, subtitle=evil, marking=evil, audience=evil, questions=(evil,))
    page = show(deck.render(b.Document(meta, (section, rest), sources)))
    for _ in range(page.locator(".slides > .slide").count() + 2):
        page.keyboard.press("PageDown")
    page.locator(".explorer input[type=radio]").nth(1).evaluate("box => box.click()")
    page.locator(".quiz input").first.evaluate("box => box.click()")
    page.locator(".check").first.evaluate("button => button.click()")
    assert page.locator("img[src='x'], svg, iframe, script[src], [onmouseover]").count() == 0
    assert page.title().split() == evil.split()
    assert evil.replace("\n", " ") in (page.locator("h1").text_content() or "")


def test_a_link_that_could_run_is_refused() -> None:
    for url in ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", " //x", "x.html"):
        with pytest.raises(RenderError, match="leads to"):
            small(one(title("Links"), para(b.Link(url, text("click")))))


@pytest.mark.browser
def test_a_stranger_cannot_drive_the_deck(show: Show, markup: str) -> None:
    page = show(markup)
    page.evaluate(
        "postMessage({kit: 'go', slide: 3, step: -1}, '*');"
        "postMessage(JSON.stringify({method: 'slide', args: [3]}), '*')"
    )
    page.wait_for_timeout(200)
    assert here(page) == "what-the-assembly-decided-in-2021"


@pytest.mark.browser
def test_a_slide_without_a_title_is_still_named(show: Show) -> None:
    page = show(small(one(para("Only text."))))
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("heading", name="A small deck").count() >= 1
    assert page.get_by_text("Only text.", exact=True).bounding_box()["y"] < 200  # type: ignore[index]


@pytest.mark.browser
def test_what_cannot_fit_can_still_be_scrolled_to(show: Show) -> None:
    words = " ".join(["unsplittable"] * 1500)
    page = show(small(one(title("Too much"), b.Callout("note", (), (para(words),)))))
    page.keyboard.press("ArrowRight")
    body = page.locator(f"{PRESENT} .body")
    assert page.locator(PRESENT).get_attribute("data-overwide") == "true"
    body.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(300)
    assert body.evaluate("box => box.scrollTop") > 0


def test_reveal_is_the_official_build_of_6_0_1() -> None:
    # Compared with dist/reveal.js of the release on npm.
    digest = hashlib.sha256(deck.reveal().encode()).hexdigest()
    assert digest == "3fb84c30d2e610dd598843d75a123ef2c4dbc588847cda86cd8c7a61e18ddb6b"
    assert "</script" not in deck.reveal()


def test_another_heading_on_the_title_slide_is_not_lost() -> None:
    section = b.Section((part(1, title("Another heading"), para("x")),), "title")
    markup = deck.render(b.Document(b.Meta("The title", "t"), (section,)))
    assert re.search(r"<h2 [^>]*>The title</h2>.*<h3[^>]*>Another heading</h3>", markup, re.DOTALL)


def test_the_title_slide_is_written_when_the_document_has_none() -> None:
    markup = small(one(title("First"), bullets("x")), subtitle="What it is about")
    assert markup.index("What it is about") < markup.index(">First<")


def test_a_document_with_one_source_lists_it() -> None:
    alone = replace(sample.document(), sections=(), sources=sample.SOURCES[:1])
    listed = deck.render(alone)
    assert "kit-source-1" in listed
    assert "kit-source-2" not in listed


@pytest.mark.browser
def test_a_long_text_in_an_explorer_is_leafed_through(show: Show) -> None:
    control = b.Control("c", "Choose", "choice", ("all", "none"))
    views = (tuple(para(f"Part {n}: " + "a sentence. " * 40) for n in range(9)), (para("none"),))
    explorer = b.Explorer("Long", (control,), {(0,): 0, (1,): 1}, views, (0,), ())
    page = show(small(one(title("Long"), explorer)))
    page.keyboard.press("ArrowRight")
    seen: list[str] = []
    later = page.get_by_role("button", name="Later parts")
    while True:
        seen += page.locator(f"{PRESENT} .view > p:visible").all_inner_texts()
        view = page.locator(f"{PRESENT} .view")
        assert view.evaluate("box => box.scrollHeight <= box.clientHeight + 2")
        if later.is_disabled():
            break
        later.click()
    assert [words.partition(":")[0] for words in seen] == [f"Part {n}" for n in range(9)]


@pytest.mark.browser
def test_a_script_that_runs_to_the_left_turns_the_keys_round(show: Show) -> None:
    page = show(small(one(title("واحد")), one(title("اثنان")), lang="ar"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert here(page) == "اثنان"
    page.keyboard.press("ArrowRight")
    assert here(page) == "واحد"


@pytest.mark.browser
def test_a_window_that_grows_narrow_becomes_a_page(show: Show, markup: str) -> None:
    page = show(markup, "#search-a-long-list")
    page.set_viewport_size({"width": 480, "height": 700})
    page.wait_for_selector("html[data-ready]:not(.deck)")
    assert page.get_by_text("25 experts").is_visible()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_selector("html.deck[data-ready]")
    assert here(page) == "search-a-long-list"
