"""Hostile notebooks: every product is a sound file that runs nothing and reads nothing, or is refused."""

from __future__ import annotations

import io
import time
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pypdf
import pytest

import kit
from kit import document
from kit.errors import KitError
from kit.render import briefing, deck, handout, page, presenter, word
from tests import leaks
from tests.security.corpus import CANARY, CORPUS, HEAVY, folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = pytest.mark.parametrize("name", CORPUS)
SAFE = ("https://", "http://", "mailto:", "#")

FORMS: dict[str, Callable[[document.Document], str | bytes]] = {
    "deck.html": lambda d: deck.render(document.edition(d, "audience")),
    "presenter.html": lambda d: presenter.render(
        document.edition(d, "audience"), document.edition(d, "presenter")
    ),
    "page.html": lambda d: page.render(document.edition(d, "instructor")),
    "briefing.pdf": lambda d: briefing.render(document.edition(d, "briefing")),
    "handout.pdf": lambda d: handout.render(document.edition(d, "presenter")),
    "word.docx": lambda d: word.render(document.edition(d, "briefing")),
}


@cache
def made(name: str) -> dict[str, bytes | KitError]:
    """Make every product of a hostile notebook, or note the error that a user would see."""
    with TemporaryDirectory() as root:
        try:
            read = document.read(
                CORPUS[name](), name="hostile", record=kit.load(), folder=folder(Path(root))
            )
        except KitError as error:
            return dict.fromkeys(FORMS, error)
        return {form: _rendered(render, read) for form, render in FORMS.items()}


def _rendered(
    render: Callable[[document.Document], str | bytes], read: document.Document
) -> bytes | KitError:
    """Make one product."""
    try:
        content = render(read)
    except KitError as error:
        return error
    return content.encode() if isinstance(content, str) else content


def files(name: str, ending: str = "") -> Iterator[tuple[str, bytes]]:
    """List the products that could be made."""
    for form, content in made(name).items():
        if isinstance(content, bytes) and form.endswith(ending):
            yield form, content


# --- every product ----------------------------------------------------------------------


@NAMES
def test_it_becomes_files_or_an_error_that_names_the_place_and_the_remedy(name: str) -> None:
    began = time.process_time()
    errors = [content for content in made(name).values() if isinstance(content, KitError)]

    for error in errors:
        assert "hostile.ipynb" in error.where
        assert error.mend
        assert len(str(error)) < 1_000
    assert time.process_time() - began < 60


@NAMES
def test_nothing_from_outside_the_folder_is_in_any_file(name: str) -> None:
    for form, content in files(name):
        assert leaks.found([CANARY, "rootx00rootroot"], form, content) == set()


def test_most_of_the_corpus_can_be_shown_and_some_must_be_refused() -> None:
    shown = [name for name in CORPUS if any(files(name))]

    assert len(CORPUS) >= 60
    assert len(shown) >= 60
    assert len(CORPUS) - len(shown) >= 20


# --- HTML ----------------------------------------------------------------------------------

_LOOK = """() => {
  const all = [...document.querySelectorAll('*')];
  const handlers = all.flatMap(e => e.getAttributeNames().filter(n => n.startsWith('on')));
  const inline = all.filter(e => e.hasAttribute('style') && e.closest('[data-cells], .part')
    && /url|expression|import/i.test(e.getAttribute('style'))).length;
  const addresses = all.flatMap(e => ['href', 'src', 'action', 'formaction', 'data', 'srcset', 'poster',
    'xlink:href'].map(a => e.getAttribute(a)).filter(v => v !== null));
  return {handlers, inline, addresses, pwned: window.pwned === undefined ? null : window.pwned};
}"""

_TRY = """() => {
  for (const s of document.querySelectorAll('select')) {
    for (const o of [...s.options].slice(0, 12)) { s.value = o.value; s.dispatchEvent(new Event('change', {bubbles: true})); }
  }
  for (const i of document.querySelectorAll('input[type=radio], input[type=checkbox]')) i.click();
  for (const i of document.querySelectorAll('input[type=search], input[type=text]')) {
    i.value = '<img src=x onerror=alert(1)>'; i.dispatchEvent(new Event('input', {bubbles: true}));
  }
  for (const b of document.querySelectorAll('.quiz button, .explorer button, summary')) b.click();
}"""


class Watch:
    """A page in which every sign of something running or asking is noted."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.signs: list[str] = []
        self.own = ""
        page.on("dialog", self._dialog)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.signs.append(f"error {error}"))
        page.on("request", self._request)
        page.on("popup", lambda popup: self.signs.append(f"window {popup.url}"))
        page.on("download", lambda file: self.signs.append(f"download {file.url}"))

    def _dialog(self, dialog: Any) -> None:
        self.signs.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.signs.append(f"{message.type} {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.own, "data:", "blob:", "about:")):
            self.signs.append(f"request {request.url}")

    def visit(self, path: Path) -> list[dict[str, Any]]:
        """Open a file, try all that can be tried in it, and look at what is in each frame."""
        self.own = path.as_uri()
        self.signs.clear()
        self.page.goto(self.own)
        for key in ("ArrowRight", "ArrowRight", "End"):
            self.page.keyboard.press(key)
        self.page.evaluate(_TRY)
        self.page.wait_for_timeout(20)
        seen = [frame.evaluate(_LOOK) for frame in self.page.frames]
        if self.page.url.partition("#")[0] != self.own:
            self.signs.append(f"navigation {self.page.url}")
        return seen


@pytest.fixture(scope="module")
def watch(browser: Any) -> Iterator[Watch]:
    """Give one watched window for all files: one after another is opened in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(20_000)
    yield Watch(context.new_page())
    context.close()


@pytest.mark.browser
@NAMES
def test_nothing_runs_and_nothing_is_asked_for_in_a_browser(
    name: str, watch: Watch, tmp_path: Path
) -> None:
    for form, content in files(name, ".html"):
        path = tmp_path / form
        path.write_bytes(content)
        frames = watch.visit(path)

        assert watch.signs == [], form
        for seen in frames:
            assert seen["pwned"] is None
            assert seen["handlers"] == []
            assert seen["inline"] == 0
            assert bad_addresses(seen, form) == []


def bad_addresses(seen: dict[str, Any], form: str = "") -> list[str]:
    """List addresses that lead where none may; the presenter file frames the deck that it carries."""
    own = ("blob:null/",) if form == "presenter.html" else ()
    return [a for a in seen["addresses"] if not a.startswith((*SAFE, "data:image/", *own))]


@pytest.mark.browser
@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror='window.pwned=1'>",
        "<img src='https://example.org/spy.gif'>",
        "<a href='javascript:alert(1)'>x</a>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
        "<b onclick='x()'>x</b>",
        "<script>throw new Error('x')</script>",
    ],
)
def test_the_watch_sees_what_a_careless_page_does(body: str, browser: Any, tmp_path: Path) -> None:
    window = browser.new_page()  # of its own: some of these pages lead away from themselves
    watch = Watch(window)
    path = tmp_path / "careless.html"
    path.write_text(f"<!doctype html><title>x</title>{body}", encoding="utf-8")
    try:
        frames = watch.visit(path)
    except Exception:  # noqa: BLE001  a page that navigates away cannot be asked
        frames = []
    window.close()

    assert watch.signs or any(
        seen["pwned"] or seen["handlers"] or bad_addresses(seen) for seen in frames
    )


# --- PDF -----------------------------------------------------------------------------------

_ACTIVE = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/SubmitForm", "/RichMedia"}


def _keys(value: Any, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """Walk all dictionaries of a PDF."""
    value = value.get_object() if isinstance(value, pypdf.generic.IndirectObject) else value
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from _keys(inner, seen)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner, seen)


@NAMES
def test_a_pdf_opens_and_holds_nothing_active(name: str) -> None:
    for form, content in files(name, ".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(content), strict=True)
        assert len(reader.pages) > 0, form
        for key, value in _keys(reader.trailer["/Root"], set()):
            assert key not in _ACTIVE, form
            if key == "/URI" and isinstance(value, str):
                assert value.startswith(SAFE), form
        assert not reader.attachments, form


# --- Word ----------------------------------------------------------------------------------

_FIELDS = ("PAGE", "NUMPAGES", "HYPERLINK", "SEQ", "REF", "PAGEREF", "TOC", "STYLEREF")


@NAMES
def test_a_word_file_is_sound_xml_and_holds_nothing_active(name: str) -> None:
    for _, content in files(name, ".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            for part in archive.namelist():
                assert ".." not in part
                assert not part.endswith((".bin", ".vml", ".ole"))
                if part.endswith((".xml", ".rels")):
                    _check_part(ET.fromstring(archive.read(part)))  # noqa: S314  our own file


def _check_part(root: ET.Element) -> None:
    """See that a part refers to nothing but the web, and has only fields that number."""
    for element in root.iter():
        if element.get("TargetMode") == "External":
            assert element.get("Target", "").startswith(SAFE)
        if element.tag.endswith("}instrText"):
            assert (element.text or "").split()[0] in _FIELDS
        assert not element.tag.endswith(("}object", "}control", "}altChunk", "}subDoc"))


def test_the_large_notebooks_are_large() -> None:
    for name, build in HEAVY.items():
        assert callable(build), name
