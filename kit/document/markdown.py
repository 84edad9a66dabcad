"""Markdown, as CommonMark and its common extensions have it, to blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from kit.document import citation, htmltree, images, phrases, rawhtml
from kit.document.blocks import (
    Block,
    Callout,
    Code,
    Column,
    DefinitionList,
    Figure,
    Heading,
    Inline,
    List,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    Text,
)
from kit.document.spans import SPANS, Spans
from kit.document.walk import every
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from markdown_it.rules_inline import StateInline

    from kit.document.spans import Lines

LONGEST: Final = 50_000  # characters without images; a chapter has some 30,000
DEEPEST: Final = 20  # levels of markdown-it's tokens; a list within a list adds two

CALLOUTS: Final = {
    "note": "Note",
    "tip": "Tip",
    "hint": "Hint",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "danger": "Caution",
}
_KINDS: Final = {"hint": "tip", "danger": "caution"}
_ALERT: Final = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_DIRECTIVE: Final = re.compile(r"\s*\{([\w-]+)\}\s*(.*)")
_AROUND: Final = frozenset({"link", *SPANS})
_EMBEDDED: Final = re.compile(r"data:image/[^\s)>\"']*")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a Markdown cell stands: what its images may refer to."""

    folder: Path | None = None
    attachments: Mapping[str, Any] = field(default_factory=dict)

    def image(self, url: str) -> tuple[str, bytes]:
        """Fetch the image that an address names."""
        return images.load(url, folder=self.folder, attachments=self.attachments)


NOWHERE: Final = Surroundings()


def blocks(text: str, surroundings: Surroundings = NOWHERE) -> tuple[Block, ...]:
    """Read a Markdown text.

    Parameters
    ----------
    text : str
        CommonMark with GitHub's tables and alerts, footnotes, definition lists,
        `:::{note}` boxes and citations such as `[@A/RES/76/19 OP4]`.
    surroundings : Surroundings
        The folder and the attachments that images may come from.

    Returns
    -------
    tuple of Block
        What the text says. Raw HTML is reduced by `kit.document.rawhtml`.

    Raises
    ------
    NotebookError
        When an image cannot be had, a citation cannot be read, or the text is too
        long or nests too deeply.

    Examples
    --------
    >>> blocks("# Adopted *without a vote*")
    (Heading(level=1, content=(Text(text='Adopted '), Emphasis(content=(Text(text='without a vote'),))), id=''),)
    """
    length = len(_EMBEDDED.sub("", text))
    if length > LONGEST:
        raise NotebookError(
            f"A Markdown text has {length:,} characters", mend="Divide it among several cells"
        )
    tokens = _parser().parse(f"{text}\n")
    if any(token.level > DEEPEST for token in tokens):
        raise NotebookError("A Markdown text nests its content too deeply", mend="Write it flatter")
    tree = SyntaxTreeNode(tokens)
    return _Reader(surroundings, text.split("\n"), _footnotes(tree)).blocks(tree.children)


def inline(text: str) -> tuple[Inline, ...]:
    """Read Markdown that stands within a line, such as a caption.

    Parameters
    ----------
    text : str
        One paragraph's worth of Markdown.

    Returns
    -------
    tuple of Inline
        Its content; block constructs are taken as text.

    Raises
    ------
    NotebookError
        When a citation cannot be read, or the text is too long.

    Examples
    --------
    >>> inline("**Supports** the group")
    (Strong(content=(Text(text='Supports'),)), Text(text=' the group'))
    """
    if len(text) > LONGEST:
        raise NotebookError(f"A line has {len(text):,} characters", mend="Write it shorter")
    found: dict[str, Any] = {}
    tree = SyntaxTreeNode(_parser().parseInline(" ".join(text.split()), found))
    notes = {
        number: (tuple(SyntaxTreeNode(note["tokens"]).children),)
        for number, note in found.get("footnotes", {}).get("list", {}).items()
    }
    return phrases.trimmed(Spans(notes).read(tree.children))


@cache
def _parser() -> MarkdownIt:
    """Make the parser once in a process."""
    parser = MarkdownIt(
        "commonmark", {"html": True, "maxNesting": DEEPEST + 4, "typographer": True}
    )
    # Straight quotation marks become curly ones; nothing else is "replaced".
    parser.enable(["table", "strikethrough", "smartquotes"])
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.use(container_plugin, "box", validate=lambda info, _: _DIRECTIVE.match(info) is not None)
    parser.inline.ruler.before("link", "citation", _citation_rule)
    # Every address is judged where a link or an image is made.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _citation_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's signature
    """Recognise a citation in brackets, but not while a link looks for its end."""
    found = None if silent else citation.PATTERN.match(state.src, state.pos)
    if found is None:
        return False
    state.push("citation", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _footnotes(tree: SyntaxTreeNode) -> dict[int, Lines]:
    """Find the lines of footnotes, which the parser puts at the end."""
    return {
        note.meta["id"]: tuple(
            line.children if line.type == "inline" else (line,)
            for line in note.walk()
            if line.type in {"inline", "fence", "code_block"}
        )
        for block in tree.children
        if block.type == "footnote_block"
        for note in block.children
        if note.type == "footnote"
    }


class _Reader:
    """Turns nodes of markdown-it's tree into blocks and inline content."""

    def __init__(
        self,
        surroundings: Surroundings,
        lines: Sequence[str],
        footnotes: Mapping[int, Lines],
    ) -> None:
        self.surroundings = surroundings
        self.lines = lines
        self.inline = Spans(footnotes).read

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Read nodes that are blocks."""
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> Sequence[Block]:
        """Read one block."""
        match node.type:
            case "heading":
                content = self._line(node)
                return (Heading(int(node.tag[1:]), content),) if content else ()
            case "paragraph":
                return self._paragraph(node.children[0].children)
            case "bullet_list" | "ordered_list":
                items = tuple(self.blocks(item.children) for item in node.children)
                start = int(node.attrs.get("start", 1))
                return (List(items, ordered=node.type == "ordered_list", start=start),)
            case "blockquote":
                return (self._quote(node),)
            case "fence" | "code_block":
                language = node.info.split(maxsplit=1)[0] if node.info.strip() else ""
                return (Code(node.content.rstrip("\n"), language),)
            case "container_box":
                return (self._box(node),)
            case "table":
                return (self._table(node),)
            case "dl":
                return (self._definitions(node),)
            case "html_block":
                return rawhtml.reduce(node.content, fetch=self.surroundings.image)
            case "hr":
                return (PageBreak(),) if node.level == 0 else ()
            case "footnote_block":
                return ()
            case _:
                return (Paragraph((Text(node.content),)),)

    def _line(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Read the one line of inline content that a node holds."""
        return phrases.trimmed(
            piece
            for child in node.children
            if child.type == "inline"
            for piece in self.inline(child.children)
        )

    def _paragraph(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Read a paragraph; its images become figures that follow it."""
        images = [node for node in nodes if node.type == "image" or _only_image(node)]
        figures = tuple(figure for node in images for figure in self._figures(node))
        words = [node for node in nodes if node not in images] if images else nodes
        content = phrases.trimmed(self.inline(words))
        return ((Paragraph(content),) if content else ()) + figures

    def _figures(self, node: SyntaxTreeNode) -> Sequence[Block]:
        """Fetch an image, or the image that is all of a link; its title is the caption."""
        if node.type == "image":
            media, data = self.surroundings.image(str(node.attrs["src"]))
            caption = inline(str(node.attrs.get("title", "")))
            return [Figure(media, data, phrases.plain(self.inline(node.children)), caption)]
        if node.type == "html_inline":
            return rawhtml.reduce(node.content, fetch=self.surroundings.image)
        return self._figures(node.children[0])

    def _quote(self, node: SyntaxTreeNode) -> Block:
        """Read a quotation, or the box that GitHub writes as one."""
        first = node.children[0] if node.children else None
        if first is not None and first.type == "paragraph":
            opening, *rest = first.children[0].children or (None,)
            found = _ALERT.fullmatch(opening.content) if opening and opening.content else None
            if found and (not rest or rest[0].type in {"softbreak", "hardbreak"}):
                content = self._paragraph(rest[1:]) + self.blocks(node.children[1:])
                return self._callout(found[1].lower(), "", content)
        return Quote(self.blocks(node.children))

    def _box(self, node: SyntaxTreeNode) -> Block:
        """Read a box written between colons; an unknown one is shown as text."""
        found = _DIRECTIVE.match(node.info)
        if found and found[1].lower() in CALLOUTS:
            return self._callout(found[1].lower(), found[2].strip(), self.blocks(node.children))
        first, after = node.map or (0, 0)
        return Code("\n".join(self.lines[first : after + 1]).rstrip())

    def _callout(self, kind: str, title: str, content: tuple[Block, ...]) -> Callout:
        """Make a box, with its usual title when the author gave none."""
        heading = inline(title) if title else (Text(CALLOUTS[kind]),)
        return Callout(_KINDS.get(kind, kind), heading, content)  # type: ignore[arg-type]

    def _table(self, node: SyntaxTreeNode) -> Table:
        """Read a table in GitHub's notation."""
        head = node.children[0].children[0]
        body = node.children[1].children if len(node.children) > 1 else []
        columns = tuple(_column(cell, self._line(cell)) for cell in head.children)
        rows = tuple(tuple(self._line(cell) for cell in row.children) for row in body)
        return Table(columns, rows)

    def _definitions(self, node: SyntaxTreeNode) -> DefinitionList:
        """Read a definition list."""
        items: list[tuple[tuple[Inline, ...], tuple[Block, ...]]] = []
        for child in node.children:
            if child.type == "dt":
                items.append((self._line(child), ()))
            elif items:
                term, said = items.pop()
                items.append((term, said + self.blocks(child.children)))
        return DefinitionList(tuple(items))


def _only_image(node: SyntaxTreeNode) -> bool:
    """Tell whether a node is a link, or a stressed phrase, around an image alone."""
    if node.type not in _AROUND:
        return _is_image_tag(node)
    return len(node.children) == 1 and (
        node.children[0].type == "image" or _only_image(node.children[0])
    )


def _is_image_tag(node: SyntaxTreeNode) -> bool:
    """Tell whether a node is an image written as HTML."""
    found = htmltree.tag(node.content) if node.type == "html_inline" else None
    return found is not None and found[1].tag == "img"


def _column(cell: SyntaxTreeNode, content: tuple[Inline, ...]) -> Column:
    """Read the heading of a column and how its cells stand."""
    style = str(cell.attrs.get("style", ""))
    align = style.removeprefix("text-align:")
    if any(True for _ in every(content, phrases.REFERRING)):
        raise NotebookError(
            "The heading of a table's column holds a citation or a footnote",
            mend="Put it in a cell, or in the text",
        )
    title = phrases.plain(content)
    return Column(title, align if align in {"right", "center"} else "left")  # type: ignore[arg-type]
