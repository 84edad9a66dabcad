"""Raw HTML, reduced to blocks; what cannot be reduced is shown as text.

No element, attribute or address of the HTML survives as markup: the tree holds
only what `kit.document.blocks` can say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from kit.document import images
from kit.document.blocks import (
    Block,
    Break,
    Code,
    Column,
    Deleted,
    Emphasis,
    Figure,
    Heading,
    Inline,
    InlineCode,
    Link,
    List,
    Mark,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DEEPEST: Final = 60  # levels of elements; a bomb is deeper, a page is not

_VOID: Final = frozenset({"br", "hr", "img", "wbr", "col"})
_IGNORED: Final = frozenset({"style", "head", "title", "colgroup", "col", "hr", "wbr"})
_TRANSPARENT: Final = frozenset(
    (
        *("html", "body", "div", "span", "section", "article", "main", "header", "footer"),
        *("center", "figure", "figcaption", "small", "big", "font", "u", "sup", "sub", "abbr"),
        *("cite", "q", "time", "label", "thead", "tbody", "tfoot", "dl", "dt", "dd"),
        *("details", "summary"),
    )
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_WRAPPERS: Final[dict[str, Callable[[tuple[Inline, ...]], Inline]]] = {
    "strong": Strong,
    "b": Strong,
    "em": Emphasis,
    "i": Emphasis,
    "var": Emphasis,
    "mark": Mark,
    "del": Deleted,
    "s": Deleted,
}
_BLOCK_TAGS: Final = frozenset({"p", "table", "ul", "ol", "li", "pre", "blockquote", *_HEADINGS})
_PHRASE_TAGS: Final = frozenset({"a", "br", "code", "kbd", "samp", "tt", "img", "ins", *_WRAPPERS})
_CELL_TAGS: Final = frozenset({"tr", "td", "th", "caption"})
ALLOWED: Final = (
    _TRANSPARENT | _IGNORED | _BLOCK_TAGS | _PHRASE_TAGS | _CELL_TAGS | frozenset({"tr"})
)


@dataclass(slots=True)
class _Element:
    """An element while it is being read."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element | str] = field(default_factory=list)


class _TreeReader(HTMLParser):
    """Reads HTML into elements and notices what may not stand there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("div")
        self.stack = [self.root]
        self.reducible = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag not in ALLOWED or len(self.stack) > DEEPEST:
            self.reducible = False
            return
        if tag in {"li", "tr", "td", "th", "p"}:
            self._close_open(tag)
        element = _Element(tag, {name: value or "" for name, value in attrs})
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
        """Close an element that HTML lets an author leave open."""
        closes = {"td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr", "td", "th"}}.get(tag, {tag})
        while self.stack[-1].tag in closes:
            self.stack.pop()


def reduce(html: str, *, alt: str = "") -> tuple[Block, ...]:
    """Reduce HTML to blocks, or show it as text.

    Parameters
    ----------
    html : str
        HTML from a notebook, untrusted.
    alt : str
        Alternative text for an image that has none of its own.

    Returns
    -------
    tuple of Block
        Tables, lists, paragraphs and the like. One `Code` block with the HTML as
        text when it holds an element that has no counterpart, such as a script.

    Examples
    --------
    >>> reduce("<p>One <b>two</b></p>")
    (Paragraph(content=(Text(text='One '), Strong(content=(Text(text='two'),)))),)
    >>> reduce("<script>alert(1)</script>")[0].text
    '<script>alert(1)</script>'
    """
    reader = _TreeReader()
    reader.feed(html)
    reader.close()
    if not reader.reducible:
        return (Code(html.strip(), language="html", kind="output"),)
    return tuple(_blocks(reader.root.children, alt))


def _blocks(children: Iterable[_Element | str], alt: str) -> list[Block]:
    """Turn children into blocks; loose text becomes paragraphs."""
    blocks: list[Block] = []
    loose: list[_Element | str] = []

    def flush() -> None:
        content = _trimmed(_inline(loose))
        if content:
            blocks.append(Paragraph(content))
        loose.clear()

    for child in children:
        if isinstance(child, str) or (child.tag in _PHRASE_TAGS and child.tag != "img"):
            loose.append(child)
        elif child.tag in _IGNORED:
            continue
        elif child.tag in _TRANSPARENT and not _holds_blocks(child):
            loose.append(child)
        else:
            flush()
            blocks.extend(_block(child, alt))
    flush()
    return blocks


def _holds_blocks(element: _Element) -> bool:
    """Tell whether an element has a block or an image anywhere within."""
    inner = [child for child in element.children if isinstance(child, _Element)]
    return any(
        child.tag in _BLOCK_TAGS or child.tag in {"img", "div"} or _holds_blocks(child)
        for child in inner
    )


def _block(element: _Element, alt: str) -> list[Block]:
    """Turn one element into blocks."""
    match element.tag:
        case "p":
            if _holds_blocks(element):
                return _blocks(element.children, alt)
            content = _trimmed(_inline(element.children))
            return [Paragraph(content)] if content else []
        case "ul" | "ol":
            items = [c for c in element.children if isinstance(c, _Element) and c.tag == "li"]
            made = tuple(tuple(_blocks(item.children, alt)) for item in items)
            return [List(made, ordered=element.tag == "ol")]
        case "table":
            return _table(element)
        case "pre":
            return [Code(_text(element).strip("\n"), kind="output")]
        case "blockquote":
            return [Quote(tuple(_blocks(element.children, alt)))]
        case "img":
            return _image(element, alt)
        case tag if tag in _HEADINGS:
            return [Heading(_HEADINGS[tag], _trimmed(_inline(element.children)))]
        case _:
            return _blocks(element.children, alt)


def _image(element: _Element, alt: str) -> list[Block]:
    """Keep an image that carries its own data; anything else would be a request."""
    source = element.attributes.get("src", "")
    alternative = element.attributes.get("alt", "") or alt
    if not source.startswith("data:image/"):
        return [Paragraph((Text(alternative or source),))]
    media, data = images.load(source)
    return [Figure(media, data, alternative)]


def _inline(children: Iterable[_Element | str]) -> list[Inline]:
    """Turn children into inline content."""
    content: list[Inline] = []
    for child in children:
        if isinstance(child, str):
            content.append(Text(_fold(child)))
        elif child.tag == "br":
            content.append(Break())
        elif child.tag in {"code", "kbd", "samp", "tt"}:
            content.append(InlineCode(_text(child)))
        elif child.tag in _WRAPPERS:
            content.append(_WRAPPERS[child.tag](tuple(_inline(child.children))))
        elif child.tag == "a" and safe_address(child.attributes.get("href", "")):
            content.append(Link(child.attributes["href"], tuple(_inline(child.children))))
        elif child.tag == "img":
            content.append(Text(child.attributes.get("alt", "")))
        elif child.tag not in _IGNORED:
            content.extend(_inline(child.children))
    return [piece for piece in content if piece != Text("")]


def safe_address(url: str) -> bool:
    """Tell whether a link may keep its address.

    Parameters
    ----------
    url : str
        The address as the author wrote it.

    Returns
    -------
    bool
        True for https, http, mailto and places in the same document.

    Examples
    --------
    >>> safe_address("https://docs.un.org/en/A/RES/76/19"), safe_address("javascript:alert(1)")
    (True, False)
    """
    return url.startswith(("https://", "http://", "mailto:", "#")) and not any(
        character.isspace() or ord(character) < ord(" ") for character in url
    )


def _fold(text: str) -> str:
    """Fold runs of white space to one space, as a browser does."""
    folded = " ".join(text.split())
    if not folded:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{folded}{' ' if text[-1].isspace() else ''}"


def _trimmed(content: list[Inline]) -> tuple[Inline, ...]:
    """Take the white space from both ends of inline content."""
    if content and isinstance(content[0], Text):
        content[0] = Text(content[0].text.lstrip())
    if content and isinstance(content[-1], Text):
        content[-1] = Text(content[-1].text.rstrip())
    return tuple(piece for piece in content if piece != Text(""))


def _text(element: _Element) -> str:
    """Collect all text within an element."""
    return "".join(c if isinstance(c, str) else _text(c) for c in element.children)


def _descendants(element: _Element, tag: str) -> list[_Element]:
    """List elements of one name, not looking into tables within."""
    found = []
    for child in element.children:
        if isinstance(child, _Element):
            if child.tag == tag:
                found.append(child)
            elif child.tag != "table":
                found.extend(_descendants(child, tag))
    return found


def _table(element: _Element) -> list[Block]:
    """Read a table; its first row heads it."""
    grid = [
        [c for c in row.children if isinstance(c, _Element) and c.tag in {"td", "th"}]
        for row in _descendants(element, "tr")
    ]
    grid = [row for row in grid if row]
    if not grid:
        return []
    width = max(len(row) for row in grid)
    head, *body = grid
    columns = [Column(_text(cell).strip()) for cell in head]
    columns += [Column("")] * (width - len(columns))
    rows = tuple(
        tuple(
            _trimmed(_inline(row[index].children)) if index < len(row) else ()
            for index in range(width)
        )
        for row in body
    )
    heading = bool(body) and all(row[0].tag == "th" for row in body)
    captions = _descendants(element, "caption")
    caption = _trimmed(_inline(captions[0].children)) if captions else ()
    return [Table(tuple(columns), rows, caption, header_columns=int(heading))]
