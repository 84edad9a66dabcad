"""axe-core in an open page: what breaks WCAG 2.2 A and AA, or best practice."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# The rules whose answer depends on the colours that are chosen.
COLOURS: Final = ("color-contrast", "link-in-text-block")
SCHEMES: Final = ("light", "dark", "contrast")

# Hidden slides cost axe-core most of its time: they leave the page while it looks at the one
# that is shown, all of whose fragments are shown too.
LEAVE_ALONE: Final = """slide => {
  window.stage = slide.parentElement;
  window.slides = [...stage.children];
  stage.replaceChildren(slide);
  for (const part of slide.querySelectorAll(".fragment")) part.classList.add("visible");
}"""
PUT_BACK: Final = "() => stage.replaceChildren(...slides)"

_RUN: Final = """async ([rules, within]) => {
  const context = within ? { include: [[within]] } : document;
  const said = await axe.run(context, { runOnly: rules, resultTypes: ["violations"] });
  return said.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ""}`.trim()));
}"""


def violations(page: Page, *, within: str = "", rules: Sequence[str] = ()) -> list[str]:
    """Name each element that breaks a rule, in the whole page or in a part of it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_script())
    only: dict[str, Any] = (
        {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)}
    )
    found: list[str] = page.evaluate(_RUN, [only, within])
    return found


@cache
def _script() -> str:
    """Read axe-core from the wheel that carries it."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
