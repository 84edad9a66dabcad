"""The search: what it finds is what the record's own search finds, and it says where from."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from kit.record import load
from kit.render.theme import Theme
from kit.site import search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from kit.record import Record


@pytest.fixture(scope="module")
def record() -> Record:
    return load()


@pytest.fixture(scope="module")
def found(record: Record) -> dict[str, Any]:
    return search.entries(record)


@pytest.fixture(scope="module")
def page(
    browser: Browser, record: Record, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    file = tmp_path_factory.mktemp("site") / "search.html"
    file.write_text(search.render(record, theme=Theme()), encoding="utf-8")
    context = browser.new_context()
    made: Any = context.new_page()
    made.complaints = []
    made.on("console", lambda message: made.complaints.append(message.text))
    made.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.goto(file.as_uri())
    made.wait_for_selector("[data-ready]")
    yield made
    context.close()


def ask(page: Any, words: str, kind: str = "") -> list[str]:
    """Search, and give the words of each result shown."""
    page.select_option("#kit-kind", kind)
    page.fill("#kit-query", words)
    while page.locator("#kit-more").is_visible():
        page.click("#kit-more")
    return [hit.text_content() for hit in page.locator(".hit").all()]


def test_every_row_says_its_source_its_status_and_its_grade(found: dict[str, Any]) -> None:
    assert len(found["rows"]) > 1000
    for kind, head, _, source, _, grade in found["rows"]:
        text, status, _ = found["sources"][source]
        assert found["kinds"][kind]
        assert head
        assert text
        assert status
        assert grade in {"A", "B"}


def test_no_lead_can_be_found(record: Record, found: dict[str, Any]) -> None:
    said = json.dumps(found, ensure_ascii=False)
    assert len(record.leads) > 0
    assert '"C"' not in said


def test_the_file_is_the_same_each_time(record: Record) -> None:
    assert search.render(record, theme=Theme()) == search.render(record, theme=Theme())


def test_the_policy_allows_no_request_and_the_script_writes_no_markup(record: Record) -> None:
    text = search.render(record, theme=Theme())
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    assert scripts
    for script in scripts:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval", script)


@pytest.mark.browser
@pytest.mark.parametrize("words", ["binding", "additional norms", '"additional norms"', "acknowl"])
def test_it_finds_the_rows_that_the_record_finds(page: Any, record: Record, words: str) -> None:
    by_record = [hit for hit in record.search(words) if hit.table == "paragraphs"]
    shown = {hit.field for hit in by_record} - {"key_terms", "grade_note"}
    assert shown
    rows = {hit.key for hit in by_record if hit.field in shown}
    place = str(search_kind(page, "Paragraph"))
    text = "\n".join(ask(page, words, place))
    for key in rows:
        document, _, paragraph = key.partition(" ")
        assert f"{document} · {paragraph}" in text


def search_kind(page: Any, name: str) -> int:
    """Return the value of a choice."""
    option = page.locator("#kit-kind option", has_text=re.compile(f"^{name}$"))
    return int(option.get_attribute("value"))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("COTE D'IVOIRE", "Côte d'Ivoire"), ("turkiye", "Türkiye"), ("TÜRKIYE", "Türkiye")],
)
def test_case_and_accents_do_not_matter(page: Any, typed: str, meant: str) -> None:
    found = ask(page, typed)
    assert found
    assert all(meant.casefold() in said.casefold() for said in found)


@pytest.mark.browser
def test_the_words_are_marked_as_they_are_written(page: Any) -> None:
    ask(page, "turkiye")
    marks = set(page.locator(".hit mark").all_text_contents())
    assert marks == {"Türkiye"}


@pytest.mark.browser
def test_a_word_is_found_at_its_beginning_only(page: Any) -> None:
    assert ask(page, "inding") == []
    assert "Nothing in the record" in page.inner_text("#kit-count")


@pytest.mark.browser
def test_markup_that_is_typed_stays_text(page: Any) -> None:
    ask(page, "<img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0
    assert page.complaints == []


@pytest.mark.browser
def test_the_address_carries_the_words(page: Any) -> None:
    ask(page, "côte d'ivoire")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("[data-ready]")
    assert page.input_value("#kit-query") == "côte d'ivoire"
    assert page.locator(".hit").count() > 0
