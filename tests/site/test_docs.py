"""The documentation as pages of the site."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import kit
from kit.errors import NotebookError
from kit.render.theme import Theme
from kit.site import docs

ROOT = Path(__file__).parents[2]


class Page(HTMLParser):
    """The identifiers and the links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if tag == "a":
            self.links.append(found.get("href") or "")


@pytest.fixture(scope="module")
def record() -> Any:
    return kit.load()


@pytest.fixture(scope="module")
def ours(record: Any) -> dict[str, str]:
    return docs.render(ROOT, record=record, theme=Theme())


def written(root: Path, **pages: str) -> Path:
    """Write a small repository's documentation."""
    (root / "docs" / "decisions").mkdir(parents=True)
    for name, text in pages.items():
        (root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    return root


def rendered(root: Path, record: Any) -> dict[str, str]:
    return docs.render(root, record=record, theme=Theme())


def test_every_link_leads_to_a_page_and_a_place_that_exist(ours: dict[str, str]) -> None:
    read = {address: Page(text) for address, text in ours.items()}
    broken = []
    for address, page in read.items():
        for link in page.links:
            name, _, anchor = link.partition("#")
            if re.match("https?:|mailto:", link):
                continue
            to = posixpath.normpath(posixpath.join(posixpath.dirname(address), name))
            to = to if name else address
            if to != "index.html" and (to not in read or (anchor and anchor not in read[to].ids)):
                broken.append((address, link))
    assert broken == []


def test_the_reference_tells_of_every_public_name(ours: dict[str, str]) -> None:
    ids = Page(ours["docs/reference.html"]).ids
    names = {f"kit{name}" for name in kit.__all__ if name != "explorers"}
    assert names <= ids
    assert {f"explorers{name}" for name in kit.explorers.__all__} <= ids


def test_the_index_comes_first_and_its_links_are_the_order_of_the_list(
    tmp_path: Path, record: Any
) -> None:
    index = "# Home\n\n[B](b.md), then [A](a.md#part)\n"
    root = written(tmp_path, index=index, a="# A\n\n## Part\n", b="# B\n\nSee [home](index.md).\n")
    made = rendered(root, record)
    assert next(iter(made)) == "docs/index.html"
    assert Page(made["docs/a.html"]).links[2:6] == ["index.html", "b.html", "#kit-main", "#part"]


def test_a_link_to_a_file_that_the_site_does_not_carry_is_only_its_words(
    tmp_path: Path, record: Any
) -> None:
    root = written(tmp_path, index="# Home\n\nSee [the code](../secret.md).\n")
    page = rendered(root, record)["docs/index.html"]
    assert "the code" in page
    assert "secret" not in page


def test_markup_in_a_page_stays_text(tmp_path: Path, record: Any) -> None:
    hostile = "# Home\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n"
    page = rendered(written(tmp_path, index=hostile), record)["docs/index.html"]
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_a_page_without_a_title_is_named(tmp_path: Path, record: Any) -> None:
    root = written(tmp_path, index="# Home\n", bare="Only words.\n")
    with pytest.raises(NotebookError, match=r"docs/bare\.md"):
        rendered(root, record)


def test_a_course_without_documentation_gets_none(tmp_path: Path, record: Any) -> None:
    assert rendered(tmp_path, record) == {}


def test_the_same_files_give_the_same_bytes(ours: dict[str, str], record: Any) -> None:
    assert rendered(ROOT, record) == ours
