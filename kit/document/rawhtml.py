"""Raw HTML, reduced to blocks; what cannot be reduced is shown as text.

No element, attribute or address of the HTML survives as markup: the tree holds
only what `kit.document.blocks` can say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kit.document import htmltable, htmltree, images, phrases
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
from kit.document.htmltree import Element
from kit.document.printed import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Fetch = Callable[[str], tuple[str, bytes]]

_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


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
            if isinstance(child, str) or not (child.tag in htmltree.BLOCKS or _holds_blocks(child)):
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
                return [Code(shortened(htmltree.text(element).strip("\n")), kind="output")]
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
                items[-1] = [*items[-1], Element("div", children=[child])]
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
    root = htmltree.parse(html)
    if root is None:
        return (Code(shortened(html.strip()), language="html", kind="output"),)
    return tuple(_Reducer(alt, fetch).blocks(root.children))


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
    return any(child.tag in htmltree.BLOCKS or _holds_blocks(child) for child in inner)


def _fold(words: str) -> str:
    """Fold runs of white space to one space, as a browser does."""
    folded = " ".join(words.split())
    if not folded:
        return " " if words else ""
    return f"{' ' if words[0].isspace() else ''}{folded}{' ' if words[-1].isspace() else ''}"
