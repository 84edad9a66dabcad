"""The site as a folder: complete in itself, without notes, the same each time."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kit.build.build import build as build_course
from kit.errors import NotebookError, UsageError
from kit.site import pages
from tests import axe, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLIDE = {"slideshow": {"slide_type": "slide"}}


def write(root: Path, name: str, *, title: str = "A lesson", **front: Any) -> Path:
    """Write a notebook with a note and a solution."""
    cells = [
        ("markdown", f"# {title}", SLIDE),
        ("markdown", "Words to read.", {}),
        ("markdown", "NOTE-OF-THE-SPEAKER", {"slideshow": {"slide_type": "notes"}}),
        ("code", "print('shown')", {}),
        ("code", "'SOLUTION-OF-THE-EXERCISE'", {"tags": ["solution"]}),
    ]
    made = [
        {"cell_type": kind, "id": f"cell-{place}", "metadata": metadata, "source": source}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for place, (kind, source, metadata) in enumerate(cells)
    ]
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kit": front}, "cells": made}
    path = root / "notebooks" / f"{name}.ipynb"
    path.write_text(json.dumps(content))
    return path


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a course of two lessons, and its site, once."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("notebooks", "slides/theme"):
        (root / folder).mkdir(parents=True)
    (root / "data").symlink_to(serving.ROOT / "data")
    write(
        root,
        "01_first",
        title="The first lesson",
        minutes={"teach": 30, "practise": 15},
        objectives=["Read a <b>paragraph</b>."],
    )
    write(root, "02_second", title="The second lesson")
    assert build_course(root, formats=pages.FORMATS).exit_code == 0
    pages.build(root)
    return root


@pytest.fixture(scope="module")
def built(course: Path) -> Path:
    return course / "site"


@pytest.fixture
def root(course: Path, tmp_path: Path) -> Path:
    """Copy the built course, to be changed."""
    return Path(shutil.copytree(course, tmp_path / "course", symlinks=True))


class Links(HTMLParser):
    """Collects where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value or "" for name, value in attrs if name == "href"]


def links(path: Path) -> list[str]:
    parser = Links()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser.found


def test_every_link_of_the_index_leads_to_a_file_of_the_site(built: Path) -> None:
    found = [link for link in links(built / "index.html") if not link.startswith("#")]
    assert len(found) >= 2 * 5
    for link in found:
        assert not re.match(r"[a-z]+:|/|\.\.", link)
        assert (built / link).is_file(), link


def test_the_index_says_minutes_and_objectives_as_text(built: Path) -> None:
    text = (built / "index.html").read_text(encoding="utf-8")
    assert "The first lesson" in text
    assert "30 min, 15 min of practice" in text
    assert "Read a &lt;b&gt;paragraph&lt;/b&gt;." in text


def test_nothing_in_the_site_holds_notes_or_solutions(built: Path) -> None:
    for path in built.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"NOTE-OF-THE-SPEAKER" not in content, path
            assert b"SOLUTION-OF-THE-EXERCISE" not in content, path


def test_a_short_deck_is_offered_after_the_lessons(root: Path) -> None:
    notebooks = root / "notebooks"
    first = json.loads((notebooks / "01_first.ipynb").read_text())
    first["cells"][0]["metadata"]["tags"] = ["short-15"]
    (notebooks / "01_first.ipynb").write_text(json.dumps(first))
    deck = 'minutes = 15\ntitle = "The whole story"\nnotes = "**Minutes.** 1"\n'
    (notebooks / "short_15_minutes.toml").write_text(deck, encoding="utf-8")
    assert build_course(root, formats=pages.FORMATS).exit_code == 0
    index = pages.build(root)
    text = index.read_text(encoding="utf-8")
    assert text.index("The second lesson") < text.index("The whole story")
    assert "15 min" in text
    assert "slides/short_15_minutes.html" in links(index)
    assert (root / "site" / "slides" / "short_15_minutes.html").is_file()


def test_two_builds_give_the_same_bytes(root: Path) -> None:
    built = root / "site"
    before = {path: path.read_bytes() for path in built.rglob("*") if path.is_file()}
    pages.build(root)
    assert {path: path.read_bytes() for path in built.rglob("*") if path.is_file()} == before


def test_what_is_no_longer_in_the_course_leaves_the_site(root: Path) -> None:
    built = root / "site"
    (root / "notebooks" / "02_second.ipynb").unlink()
    pages.build(root)
    assert not (built / "notebooks" / "02_second.ipynb").exists()
    assert not (built / "slides" / "02_second.html").exists()
    assert (built / "notebooks" / "01_first.ipynb").exists()


def test_a_product_that_was_not_made_has_no_link(root: Path) -> None:
    for folder in ("slides", "briefings", "site"):
        shutil.rmtree(root / folder)
    index = pages.build(root)
    assert set(links(index)) == {
        "#kit-main",
        "search.html",
        "notebooks/01_first.ipynb",
        "notebooks/02_second.ipynb",
    }


def test_a_course_without_notebooks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    with pytest.raises(UsageError, match="no notebook yet"):
        pages.build(tmp_path)


def test_a_damaged_notebook_is_named(root: Path) -> None:
    (root / "notebooks" / "01_first.ipynb").write_text("not a notebook")
    with pytest.raises(NotebookError) as caught:
        pages.build(root)
    assert "01_first.ipynb" in caught.value.where


@pytest.mark.browser
def test_index_and_search_ask_for_nothing_and_break_no_rule_of_accessibility(
    built: Path, browser: Browser
) -> None:
    for width in (1280, 360):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, said=complaints: said.append(message.text))
        for scheme in ("light", "dark", "contrast"):
            page.goto((built / "index.html").as_uri())
            page.select_option("#kit-scheme", scheme)
            page.wait_for_timeout(300)  # colours fade
            assert axe.violations(page) == []
            page.fill("#kit-query", "binding")
            page.press("#kit-query", "Enter")
            page.wait_for_selector(".hit mark")
            page.select_option("#kit-scheme", scheme)
            page.wait_for_timeout(300)
            assert axe.violations(page) == []
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width
        assert {url.partition("#")[0] for url in asked} == {
            (built / name).as_uri() for name in ("index.html", "search.html")
        }
        assert complaints == []
        context.close()


@pytest.mark.browser
def test_lessons_can_be_run_where_the_site_is_served_and_not_from_disk(
    root: Path, browser: Browser
) -> None:
    live = root / "site" / "live" / "files"
    live.mkdir(parents=True)
    shutil.copy(root / "notebooks" / "01_first.ipynb", live)
    index = pages.build(root)
    with serving.static(index.parent) as url:
        context = browser.new_context()
        page = context.new_page()
        for address, count in ((f"{url}/index.html", 1), (index.as_uri(), 0)):
            page.goto(address)
            assert page.locator("a:visible", has_text="Run").count() == count
            assert page.locator("text=Nothing to install").is_visible() == bool(count)
        context.close()
