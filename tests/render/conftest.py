"""A window for the tests of HTML: it opens a file from disk and watches what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.axe import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@dataclass
class Watch:
    """What pages did that they must not do."""

    own: set[str] = field(default_factory=set)
    sins: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page: requests, errors, violations of the policy, dialogs."""
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.sins.append(f"error: {error}"))
        page.on("dialog", self._dialog)

    def _request(self, request: Any) -> None:
        address = request.url.partition("#")[0]
        if address not in self.own and not address.startswith(("data:", "blob:")):
            self.sins.append(f"request: {address[:200]}")

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.sins.append(f"console: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.sins.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def watch() -> Watch:
    """Watch pages; the test fails at its end if one did what it must not."""
    return Watch()


@pytest.fixture
def show(browser: Browser, tmp_path: Path, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open an HTML text from disk, with no network, in a window of the given size."""
    contexts = []

    def opened(text: str, address: str = "", **options: Any) -> Page:
        file = tmp_path / "file.html"
        file.write_text(text, encoding="utf-8", newline="\n")
        watch.own.add(file.as_uri())
        options.setdefault("viewport", {"width": 1280, "height": 720})
        context = browser.new_context(offline=True, **options)
        context.on("page", watch.over)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(file.as_uri() + address)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.sins == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return a check by axe-core."""
    return violations
