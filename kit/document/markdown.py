"""Markdown, as CommonMark and its common extensions have it, to blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from kit.document import citation, images, rawhtml
from kit.document.blocks import (
    Block,
    Break,
    Callout,
    Code,
    Column,
    DefinitionList,
    Deleted,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Inline,
    InlineCode,
    Link,
    List,
    Mark,
    PageBreak,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from markdown_it.rules_inline import StateInline

    Span = Callable[[tuple[Inline, ...]], Inline]

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
_ALERT: Final = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$")
_DIRECTIVE: Final = re.compile(r"\{(\w+)\}\s*(.*)")
_SPANS: Final[dict[str, Span]] = {"em": Emphasis, "strong": Strong, "s": Deleted}
_HTML_SPANS: Final[dict[str, Span]] = {
    "em": Emphasis,
    "i": Emphasis,
    "strong": Strong,
    "b": Strong,
    "mark": Mark,
    "del": Deleted,
    "s": Deleted,
}
_HTML_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\s*(/?)>")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a Markdown cell stands: what its images may refer to."""

    folder: Path | None = None
    attachments: Mapping[str, Any] = field(default_factory=dict)


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
        When an image cannot be had.

    Examples
    --------
    >>> blocks("# Adopted *without a vote*")
    (Heading(level=1, content=(Text(text='Adopted '), Emphasis(content=(Text(text='without a vote'),))), id=''),)
    """
    tree = SyntaxTreeNode(_parser().parse(text))
    return _Reader(surroundings, _footnotes(tree)).blocks(tree.children)


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

    Examples
    --------
    >>> inline("**Supports** the group")
    (Strong(content=(Text(text='Supports'),)), Text(text=' the group'))
    """
    tokens = _parser().parseInline(" ".join(text.split()))
    return _Reader(NOWHERE, {}).inline(SyntaxTreeNode(tokens).children)


@cache
def _parser() -> MarkdownIt:
    """Make the parser once in a process."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(colon_fence_plugin)
    parser.inline.ruler.before("link", "citation", _citation_rule)
    return parser


def _citation_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's signature
    """Recognise a citation in brackets."""
    found = citation.PATTERN.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("citation", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _footnotes(tree: SyntaxTreeNode) -> dict[int, SyntaxTreeNode]:
    """Find the texts of footnotes, which the parser puts at the end."""
    return {
        node.meta["id"]: node
        for block in tree.children
        if block.type == "footnote_block"
        for node in block.children
        if node.type == "footnote"
    }


class _Reader:
    """Turns nodes of markdown-it's tree into blocks and inline content."""

    def __init__(self, surroundings: Surroundings, footnotes: dict[int, SyntaxTreeNode]) -> None:
        self.surroundings = surroundings
        self.footnotes = footnotes

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Read nodes that are blocks."""
        return tuple(block for node in nodes for block in self._block(node))

    def _block(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        """Read one block."""
        match node.type:
            case "heading":
                return (Heading(int(node.tag[1:]), self._line(node)),)
            case "paragraph":
                return self._paragraph(node)
            case "bullet_list" | "ordered_list":
                items = tuple(self.blocks(item.children) for item in node.children)
                start = int(node.attrs.get("start", 1))
                return (List(items, ordered=node.type == "ordered_list", start=start),)
            case "blockquote":
                return (self._quote(node),)
            case "fence" | "code_block":
                return (Code(node.content.rstrip("\n"), language=node.info.split(" ")[0]),)
            case "colon_fence":
                return (self._directive(node),)
            case "table":
                return (self._table(node),)
            case "dl":
                return (self._definitions(node),)
            case "html_block":
                return rawhtml.reduce(node.content)
            case "hr":
                return (PageBreak(),)
            case "footnote_block":
                return ()
            case _:
                return (Paragraph((Text(node.content),)),)

    def _line(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Read the one line of inline content that a node holds."""
        return tuple(
            piece
            for child in node.children
            if child.type == "inline"
            for piece in self.inline(child.children)
        )

    def _paragraph(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        """Read a paragraph; its images become figures that follow it."""
        children = [child for line in node.children for child in line.children]
        words = [child for child in children if child.type != "image"]
        content = _stripped(self.inline(words))
        figures = tuple(self._figure(child) for child in children if child.type == "image")
        return ((Paragraph(content),) if content else ()) + figures

    def _figure(self, node: SyntaxTreeNode) -> Figure:
        """Fetch an image; its title is the caption."""
        media, data = images.load(
            str(node.attrs["src"]),
            folder=self.surroundings.folder,
            attachments=self.surroundings.attachments,
        )
        return Figure(media, data, node.content, inline(str(node.attrs.get("title", ""))))

    def _quote(self, node: SyntaxTreeNode) -> Block:
        """Read a quotation, or the box that GitHub writes as one."""
        first = node.children[0] if node.children else None
        if first is not None and first.type == "paragraph":
            pieces = first.children[0].children
            found = _ALERT.match(pieces[0].content) if pieces else None
            if found:
                kind = found[1].lower()
                rest = self.inline(pieces[2:])
                opening: tuple[Block, ...] = (Paragraph(rest),) if rest else ()
                return _callout(kind, "", opening + self.blocks(node.children[1:]))
        return Quote(self.blocks(node.children))

    def _directive(self, node: SyntaxTreeNode) -> Block:
        """Read a box written between colons; an unknown one is shown as text."""
        found = _DIRECTIVE.match(node.info)
        if found and found[1] in CALLOUTS:
            return _callout(found[1], found[2], blocks(node.content, self.surroundings))
        return Code(f":::{node.info}\n{node.content}:::")

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

    def inline(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
        """Read inline nodes; HTML tags that come in pairs are spans."""
        open_spans: list[tuple[str, str, list[Inline]]] = []
        content: list[Inline] = []
        for node in nodes:
            tag = _HTML_TAG.fullmatch(node.content) if node.type == "html_inline" else None
            name = tag[2].lower() if tag else ""
            if tag and name == "br":
                content.append(Break())
            elif tag and name in _HTML_SPANS and not tag[1]:
                open_spans.append((name, node.content, content))
                content = []
            elif tag and tag[1] and open_spans and open_spans[-1][0] == name:
                span = _HTML_SPANS[name](tuple(content))
                content = open_spans.pop()[2]
                content.append(span)
            else:
                content.extend(self._inline(node))
        while open_spans:
            _, written, outer = open_spans.pop()
            content = [*outer, Text(written), *content]
        return tuple(content)

    def _inline(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Read one inline node."""
        match node.type:
            case "inline":
                return self.inline(node.children)
            case "text":
                return (Text(node.content),) if node.content else ()
            case "softbreak":
                return (Text(" "),)
            case "hardbreak":
                return (Break(),)
            case "code_inline":
                return (InlineCode(node.content),)
            case "em" | "strong" | "s":
                return (_SPANS[node.type](self.inline(node.children)),)
            case "citation":
                return citation.parse(node.content)
            case "link":
                content = self.inline(node.children)
                url = str(node.attrs.get("href", ""))
                return (Link(url, content),) if rawhtml.safe_address(url) else content
            case "footnote_ref":
                return self._footnote(node)
            case _:
                return (Text(node.content),)

    def _footnote(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Bring a footnote's text to the place that refers to it."""
        note = self.footnotes.pop(node.meta["id"], None)
        if note is None:
            return ()
        lines = [self._line(child) for child in note.children if child.type == "paragraph"]
        content: list[Inline] = []
        for line in lines:
            content += [Text(" "), *line] if content else line
        return (Footnote(tuple(content)),)


def _callout(kind: str, title: str, content: tuple[Block, ...]) -> Callout:
    """Make a box, with its usual title when the author gave none."""
    heading = inline(title) if title else (Text(CALLOUTS[kind]),)
    return Callout(_KINDS.get(kind, kind), heading, content)  # type: ignore[arg-type]


def _column(cell: SyntaxTreeNode, content: tuple[Inline, ...]) -> Column:
    """Read the heading of a column and how its cells stand."""
    style = str(cell.attrs.get("style", ""))
    align = style.removeprefix("text-align:")
    title = plain(content)
    return Column(title, align if align in {"right", "center"} else "left")  # type: ignore[arg-type]


def plain(content: tuple[Inline, ...]) -> str:
    """Say inline content in plain characters.

    Parameters
    ----------
    content : tuple of Inline
        Any inline content.

    Returns
    -------
    str
        Its words; citations and footnotes are left out.

    Examples
    --------
    >>> plain(inline("**Supports** the group [@A/RES/76/19 OP4]"))
    'Supports the group '
    """
    words = []
    for piece in content:
        match piece:
            case Text(text) | InlineCode(text):
                words.append(text)
            case Emphasis() | Strong() | Deleted() | Mark() | Link():
                words.append(plain(piece.content))
            case Break():
                words.append(" ")
            case _:
                pass
    return "".join(words)


def _stripped(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Drop white space that images leave at the ends of a paragraph."""
    pieces = list(content)
    while pieces and isinstance(pieces[0], Text) and not pieces[0].text.strip():
        pieces.pop(0)
    while pieces and isinstance(pieces[-1], Text) and not pieces[-1].text.strip():
        pieces.pop()
    return tuple(pieces)
