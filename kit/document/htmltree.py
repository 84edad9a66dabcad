"""HTML as a tree of elements, read from text that may be broken or hostile."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from kit.document import phrases

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

DEEPEST: Final = 60  # levels of elements; a bomb is deeper, a page is not
LONGEST: Final = 1_000_000  # characters; a table of 1,000 rows has some 100,000

_VOID: Final = frozenset({"br", "hr", "img", "wbr", "col"})
_IGNORED: Final = frozenset({"style", "head", "title", "colgroup", "col", "hr", "wbr"})
_BOXES: Final = frozenset(
    (
        *("html", "body", "div", "section", "article", "main", "header", "footer", "nav"),
        *("aside", "address", "center", "figcaption", "details", "summary", "hgroup"),
    )
)
BLOCKS: Final = frozenset(
    (
        *("p", "table", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote", "hr"),
        *("figure", "img"),
        *_BOXES,
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_TABLE: Final = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_ALLOWED: Final = BLOCKS | _IGNORED | phrases.ELEMENTS | _TABLE | {"br"}
_NO_PHRASES: Final = _ALLOWED - phrases.ELEMENTS
_CLOSES: Final = {  # what an opening tag ends, and within what it looks for it
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr", "caption"}, {"table"}),
    "thead": ({"caption"}, {"table"}),
    "tbody": ({"thead", "tbody", "caption"}, {"table"}),
    "tfoot": ({"thead", "tbody", "caption"}, {"table"}),
}
_INVISIBLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")


@dataclass(slots=True, eq=False)
class Element:
    """An element while it is being read."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def ignored(self) -> bool:
        """Whether a browser would show nothing of it."""
        hidden = "hidden" in self.attributes or _INVISIBLE.search(self.attributes.get("style", ""))
        return self.tag in _IGNORED or bool(hidden)


class _TreeReader(HTMLParser):
    """Reads HTML into elements and notices what may not stand there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self.stack = [self.root]
        self.reducible = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag not in _ALLOWED or len(self.stack) > DEEPEST:
            self.reducible = False
            return
        self._close_open(tag)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(element)
        if tag not in _VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest open element of that name."""
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag == tag:
                del self.stack[depth:]
                return

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.stack[-1].children.append(data)

    def _close_open(self, tag: str) -> None:
        """Close what HTML lets an author leave open."""
        if tag in BLOCKS and tag != "img":
            self._close({"p"}, _NO_PHRASES)
        self._close(*_CLOSES.get(tag, (set(), set())))

    def _close(self, closes: AbstractSet[str], within: AbstractSet[str]) -> None:
        """Close the nearest open element of some names, not looking beyond others."""
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag in closes:
                del self.stack[depth:]
                return
            if self.stack[depth].tag in within:
                return

    def read(self, html: str) -> bool:
        """Read a text, and tell whether it can be reduced.

        `close` of the parser would look for the end of every tag that has none, again
        and again; here what has no end is text.
        """
        try:
            self.feed(html)
        except AssertionError:  # the parser's answer to an unknown marked section
            return False
        self.handle_data(unescape(self.rawdata))
        return self.reducible


def parse(html: str) -> Element | None:
    """Read HTML into elements.

    Parameters
    ----------
    html : str
        Any text, untrusted.

    Returns
    -------
    Element or None
        An element that holds all others; None when the text is too long, nests too
        deeply or has an element that no block can stand for, such as a script.
    """
    reader = _TreeReader()
    return reader.root if len(html) <= LONGEST and reader.read(html) else None


def tag(written: str) -> tuple[bool, Element] | None:
    """Read a single tag, as it stands within a line of Markdown.

    Parameters
    ----------
    written : str
        The tag with its angle brackets.

    Returns
    -------
    tuple of bool and Element, or None
        Whether it closes, and its element; None when it has no counterpart.

    Examples
    --------
    >>> tag("</b>")
    (True, Element(tag='b', attributes={}, children=[]))
    """
    found = _TAG.match(written)
    reader = _TreeReader()
    if found is None or not reader.read(written):
        return None
    if found[1]:
        return True, Element(found[2].lower())
    match reader.root.children:
        case [Element() as element, *_]:
            return False, element
        case _:
            return None


def text(element: Element) -> str:
    """Collect all text within an element.

    Parameters
    ----------
    element : Element
        The element.

    Returns
    -------
    str
        Its characters as they are, line breaks included.
    """
    return "".join(
        child if isinstance(child, str) else "\n" if child.tag == "br" else text(child)
        for child in element.children
        if isinstance(child, str) or not child.ignored
    )
