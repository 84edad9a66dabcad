"""Raw HTML, reduced to blocks; what cannot be reduced is shown as text.

No element, attribute or address of the HTML survives as markup: the tree holds
only what `kit.document.blocks` can say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from kit.document import htmltable, images, phrases
from kit.document.blocks import (
    Block,
    Break,
    Code,
    DefinitionList,
    Figure,
    Heading,
    Inline,
    List,
    Paragraph,
    Quote,
    Text,
)
from kit.document.citation import cited_text
from kit.document.printed import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Fetch = Callable[[str], tuple[str, bytes]]

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
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_BLOCKS: Final = frozenset(
    (
        *("p", "table", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote", "hr"),
        *("figure", "img"),
        *_BOXES,
        *_HEADINGS,
    )
)
_ALLOWED: Final = _BLOCKS | _IGNORED | phrases.ELEMENTS | htmltable.ELEMENTS | {"br"}
_CLOSES: Final = {  # what an opening tag ends, and within what it looks for it
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table"}),
    "tbody": ({"thead", "tbody"}, {"table"}),
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
        if tag in _BLOCKS and self.stack[-1].tag == "p":
            self.stack.pop()
        closes, within = _CLOSES.get(tag, (set(), set()))
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


@dataclass(frozen=True, slots=True)
class _Reducer:
    """Turns elements into blocks."""

    alt: str
    fetch: Fetch | None

    def blocks(self, children: Iterable[Element | str]) -> list[Block]:
        """Turn children into blocks; loose text becomes paragraphs."""
        blocks: list[Block] = []
        loose: list[Element | str] = []

        def flush() -> None:
            content = inline(loose)
            if content:
                blocks.append(Paragraph(content))
            loose.clear()

        for child in children:
            if isinstance(child, str) or not (child.tag in _BLOCKS or _holds_blocks(child)):
                loose.append(child)
            else:
                flush()
                blocks.extend([] if child.ignored else self._block(child))
        flush()
        return blocks

    def _block(self, element: Element) -> Sequence[Block]:
        """Turn one element into blocks."""
        match element.tag:
            case "ul" | "ol":
                return self._list(element)
            case "dl":
                return self._definitions(element)
            case "table":
                return htmltable.read(element, inline)
            case "pre":
                return [Code(shortened(text(element).strip("\n")), kind="output")]
            case "blockquote":
                return [Quote(tuple(self.blocks(element.children)))]
            case "img":
                return self._image(element)
            case "figure":
                return self._figure(element)
            case tag if tag in _HEADINGS:
                content = inline(element.children)
                return [Heading(_HEADINGS[tag], content)] if content else []
            case _:
                return self.blocks(element.children)

    def _list(self, element: Element) -> list[Block]:
        """Read a list; what stands in it outside an item belongs to the item before."""
        items: list[list[Element | str]] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag == "li":
                items.append([] if child.ignored else child.children)
            elif items:
                items[-1] = [*items[-1], child]
            elif isinstance(child, Element) or child.strip():
                items.append([child])
        made = [tuple(self.blocks(item)) for item in items]
        start = element.attributes.get("start", "")
        first = int(start) if re.fullmatch(r"\d{1,6}", start, re.ASCII) else 1
        kept = tuple(item for item in made if item)
        return [List(kept, element.tag == "ol", first)] if kept else []

    def _definitions(self, element: Element) -> list[Block]:
        """Read a list of terms; one that is written otherwise becomes paragraphs."""
        items: list[tuple[tuple[Inline, ...], tuple[Block, ...]]] = []
        for child in element.children:
            match child:
                case Element(tag="dt"):
                    items.append((inline(child.children), ()))
                case Element(tag="dd") if items:
                    term, said = items[-1]
                    items[-1] = (term, (*said, *self.blocks(child.children)))
                case Element():
                    return [
                        block
                        for inner in element.children
                        for block in self.blocks(
                            inner.children if isinstance(inner, Element) else [inner]
                        )
                    ]
        return [DefinitionList(tuple(items))] if items else []

    def _image(self, element: Element) -> list[Block]:
        """Keep an image that can be had without a request."""
        source = element.attributes.get("src", "")
        alternative = element.attributes.get("alt", "") or self.alt
        if self.fetch is not None:
            media, data = self.fetch(source)
        elif source.lower().startswith("data:"):
            media, data = images.load(source)
        else:
            return [Paragraph((Text(alternative or source),))]
        return [Figure(media, data, alternative)]

    def _figure(self, element: Element) -> list[Block]:
        """Read a figure; the caption of a single image belongs to it."""
        captions = [c for c in element.children if isinstance(c, Element) and c.tag == "figcaption"]
        others = [child for child in element.children if child not in captions]
        match self.blocks(others), captions:
            case [Figure() as figure], [caption]:
                return [replace(figure, caption=inline(caption.children))]
            case _:
                return self.blocks(element.children)


def reduce(html: str, *, alt: str = "", fetch: Fetch | None = None) -> tuple[Block, ...]:
    """Reduce HTML to blocks, or show it as text.

    Parameters
    ----------
    html : str
        HTML from a notebook, untrusted.
    alt : str
        Alternative text for an image that has none of its own.
    fetch : callable, optional
        Gives the media type and the bytes of an image at an address; without it
        only images that carry their own data are kept.

    Returns
    -------
    tuple of Block
        Tables, lists, paragraphs and the like. One `Code` block with the HTML as
        text when it holds an element that has no counterpart, such as a script.

    Raises
    ------
    NotebookError
        When an image cannot be had or a citation cannot be read.

    Examples
    --------
    >>> reduce("<p>One <b>two</b></p>")
    (Paragraph(content=(Text(text='One '), Strong(content=(Text(text='two'),)))),)
    >>> reduce("<script>alert(1)</script>")[0].text
    '<script>alert(1)</script>'
    """
    reader = _TreeReader()
    if len(html) > LONGEST or not reader.read(html):
        return (Code(shortened(html.strip()), language="html", kind="output"),)
    return tuple(_Reducer(alt, fetch).blocks(reader.root.children))


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


def inline(children: Iterable[Element | str]) -> tuple[Inline, ...]:
    """Turn elements into one run of inline content.

    Parameters
    ----------
    children : iterable of Element or str
        Elements and text; blocks among them become lines.

    Returns
    -------
    tuple of Inline
        The content without white space at its ends.
    """
    content: list[Inline] = []
    for piece in phrases.trimmed(_pieces(children)):
        if not (isinstance(piece, Break) and content and isinstance(content[-1], Break)):
            content.append(piece)
    return tuple(content)


def _pieces(children: Iterable[Element | str]) -> list[Inline]:
    """Turn children into inline content."""
    content: list[Inline] = []
    for child in children:
        if isinstance(child, str):
            content.extend(cited_text(_fold(child)))
        elif child.tag in {"br", "hr"}:
            content.append(Break())
        elif child.ignored:
            continue
        elif child.tag == "img":
            content.append(Text(child.attributes.get("alt", "")))
        elif child.tag in phrases.ELEMENTS:
            content.extend(phrases.element(child.tag, child.attributes, inline_of(child)))
        else:
            content.extend((Break(), *_pieces(child.children), Break()))
    return content


def inline_of(element: Element) -> tuple[Inline, ...]:
    """Turn what stands within an element into inline content, white space kept.

    Parameters
    ----------
    element : Element
        The element.

    Returns
    -------
    tuple of Inline
        Its content.
    """
    return phrases.joined(_pieces(element.children))


def _holds_blocks(element: Element) -> bool:
    """Tell whether an element has a block anywhere within."""
    inner = [child for child in element.children if isinstance(child, Element)]
    return any(child.tag in _BLOCKS or _holds_blocks(child) for child in inner)


def _fold(words: str) -> str:
    """Fold runs of white space to one space, as a browser does."""
    folded = " ".join(words.split())
    if not folded:
        return " " if words else ""
    return f"{' ' if words[0].isspace() else ''}{folded}{' ' if words[-1].isspace() else ''}"


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
