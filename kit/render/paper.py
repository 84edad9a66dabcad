"""What print asks of a tree: checked, cleaned and numbered before it is typeset."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from kit.document.blocks import (
    Block,
    Cite,
    Document,
    Explorer,
    Figure,
    Heading,
    Link,
    Paragraph,
    Part,
    Strong,
    Text,
)
from kit.document.walk import every, rewrite
from kit.errors import RenderError
from kit.render.annex import annexed
from kit.render.words import GIVE_ALT, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

# Control characters but the tab and the line feed; what turns the direction of the line;
# the byte order mark; and code points that are no characters.
_UNSEEN: Final = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef"
)
_NONCHARACTERS: Final = "".join(
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
)
_HALVES: Final = r"\ud800-\udfff"
_INVISIBLE: Final = re.compile(f"[{_UNSEEN}{_NONCHARACTERS}{_HALVES}]")
_SPACE: Final = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_EDGES: Final = re.compile(r"[\W_]+")
_SCHEMES: Final = ("https://", "http://", "mailto:")
_DEEPEST: Final = 20  # nodes within nodes; Typst gives up not far beyond
_IMAGE_DATA: Final = ("data:image/png;base64,", "data:image/jpeg;base64,")


def prepared(document: Document) -> Document:
    """Make an edition ready for print.

    Characters that a reader cannot see are taken out: control characters and
    those that turn the direction of the line. Headings start at level 1 and never
    skip one; a heading within a box becomes a label, for it heads no part of the
    document. Of an explorer only the printed states are kept. A link that leads
    nowhere becomes its words. The tables behind figures follow as an annex.

    Parameters
    ----------
    document : Document
        An edition, its sources numbered.

    Returns
    -------
    Document
        The same content, safe to typeset.

    Raises
    ------
    RenderError
        When a figure has no alternative text, or one that only repeats its caption,
        or is an SVG that refers to a file outside itself; when headings skip a
        level; when a citation has no source. The message names the cell.
    """
    for part in parts(document):
        _check_depth(part, place(document, part))
    document = rewrite(document, str, visible)
    document = rewrite(document, Text, lambda t: Text(_SPACE.sub(" ", t.text)))
    document = rewrite(document, Explorer, printed)
    document = _with_labels_in_boxes(document)
    document = _levelled(_untitled(document))
    document = _linked(document)
    known = {source.key for source in document.sources}
    for part in parts(document):
        _check(part, known, place(document, part))
    return annexed(document)


def parts(document: Document) -> Iterator[Part]:
    """Give the parts of a document in reading order.

    Parameters
    ----------
    document : Document
        Any document.

    Yields
    ------
    Part
        What each cell contributed.
    """
    for section in document.sections:
        yield from section.parts


def place(document: Document, part: Part) -> str:
    """Name the place of a part as a reader of the notebook would count.

    Parameters
    ----------
    document : Document
        The document the part is of.
    part : Part
        What one cell contributed.

    Returns
    -------
    str
        Such as "05-votes.ipynb, cell 7".
    """
    return f"{document.meta.name}.ipynb, cell {part.cell}"


def visible(text: str) -> str:
    r"""Take out the characters that cannot be seen but change what is.

    Parameters
    ----------
    text : str
        Any text, broken or hostile as it may be.

    Returns
    -------
    str
        The text without control characters, without those that turn the direction
        of the line, and with U+FFFD for halves of characters.

    Examples
    --------
    >>> visible("vo\x00te\u202e 150-8")
    'vote 150-8'
    """
    return _INVISIBLE.sub(lambda found: "\ufffd" if "\ud800" <= found[0] <= "\udfff" else "", text)


def printed(explorer: Explorer) -> Explorer:
    """Keep of an explorer the states that are printed.

    Parameters
    ----------
    explorer : Explorer
        All states.

    Returns
    -------
    Explorer
        One view for each printed state, in their order; the initial state when
        none is named.
    """
    choices = explorer.printed or (explorer.initial,)
    return replace(
        explorer,
        states={choice: index for index, choice in enumerate(choices)},
        views=tuple(explorer.views[explorer.states[choice]] for choice in choices),
        initial=choices[0],
        printed=choices,
    )


def _with_labels_in_boxes(document: Document) -> Document:
    """Turn headings inside other blocks into labels."""

    def label(heading: Heading) -> Paragraph:
        return Paragraph((Strong(heading.content),))

    def flat(part: Part) -> Part:
        blocks: tuple[Block, ...] = tuple(
            block if isinstance(block, Heading) else rewrite(block, Heading, label)
            for block in part.blocks
        )
        return replace(part, blocks=blocks)

    return rewrite(document, Part, flat)


def _untitled(document: Document) -> Document:
    """Take out a first heading that only repeats the title."""
    first = next(every(document.sections, Heading), None)
    if first is None or _bare(plain(first.content)) != _bare(document.meta.title):
        return document
    return rewrite(document, Heading, lambda h: None if h is first else h)


def _levelled(document: Document) -> Document:
    """Let the highest heading have level 1, and refuse a skipped level."""
    headings = [
        (block, part)
        for part in parts(document)
        for block in part.blocks
        if isinstance(block, Heading)
    ]
    above = min((heading.level for heading, _ in headings), default=1) - 1
    before = 0
    for heading, part in headings:
        level = heading.level - above
        if level > before + 1:
            raise RenderError(
                f"The heading {plain(heading.content).strip()!r} skips from level "
                f"{before + above} to level {heading.level}",
                where=place(document, part),
                mend=f"Make it a heading of level {before + above + 1}",
            )
        before = level
    return rewrite(document, Heading, lambda h: replace(h, level=h.level - above))


def _linked(document: Document) -> Document:
    """Turn links that lead nowhere into their words."""
    anchors = {"#" + heading.id for heading in every(document.sections, Heading) if heading.id}

    def kept(link: Link) -> Link | Strong | Text:
        if link.url in anchors or link.url.lower().startswith(_SCHEMES):
            return link
        return Text(plain(link.content))

    return rewrite(document, Link, kept)


def _check(part: Part, known: set[str], where: str) -> None:
    """Refuse what must not be printed."""
    for figure in every(part, Figure):
        _check_alt(figure, where)
        if figure.media == "image/svg+xml":
            _check_svg(figure.data, where)
    for cite in every(part, Cite):
        if cite.key not in known:
            raise RenderError(
                f"{cite.key!r} is cited but not in the list of sources",
                where=where,
                mend="Choose an edition of the document before rendering it",
            )


def _check_depth(part: Part, where: str) -> None:
    """Refuse content nested so deeply that no reader, and no renderer, could follow."""
    level: list[object] = [part]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in _children(node)]
    if level:
        raise RenderError(
            "The cell nests its content too deeply", where=where, mend="Write it flatter"
        )


def _children(node: object) -> Iterator[object]:
    """Give the nodes directly within a node."""
    if is_dataclass(node):
        for field in fields(node):
            yield from _nodes(getattr(node, field.name))


def _nodes(value: object) -> Iterator[object]:
    """Give the nodes in the value of a field, however many tuples they stand in."""
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif is_dataclass(value):
        yield value


def _check_alt(figure: Figure, where: str) -> None:
    """Ask for an alternative text that says more than the caption."""
    if not figure.alt.strip():
        raise RenderError(
            "A figure has no alternative text",
            where=where,
            mend=GIVE_ALT,
        )
    if _bare(figure.alt) == _bare(plain(figure.caption)):
        raise RenderError(
            "The alternative text of a figure only repeats its caption",
            where=where,
            mend="Say in it what a reader who cannot see the figure must know",
        )


def _bare(text: str) -> str:
    """Compare texts by their letters and digits alone."""
    return _EDGES.sub("", text).casefold()


def _check_svg(data: bytes, where: str) -> None:
    """Refuse a drawing that is not one file: Typst would read what it refers to."""
    try:
        root = ET.fromstring(data)  # noqa: S314  expat bounds entity expansion
    except (ET.ParseError, ValueError, LookupError) as error:
        raise RenderError(
            f"A figure is not a valid SVG: {error}", where=where, mend="Draw it again"
        ) from error
    for element in root.iter():
        for name, value in element.attrib.items():
            target = "".join(value.split())
            if name.rpartition("}")[2] == "href" and not target.startswith(("#", *_IMAGE_DATA)):
                if element.tag.rpartition("}")[2] == "a":
                    continue
                raise RenderError(
                    "A figure refers to a file outside itself",
                    where=where,
                    mend="Save the drawing with its images embedded",
                )
