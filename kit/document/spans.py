"""Inline nodes of markdown-it's tree, to inline content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kit.document import citation, htmltree, phrases
from kit.document.blocks import (
    Break,
    Deleted,
    Emphasis,
    Footnote,
    Inline,
    InlineCode,
    Strong,
    Text,
)
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown_it.tree import SyntaxTreeNode

    Lines = tuple[Sequence[SyntaxTreeNode], ...]

SPANS: Final[dict[str, Callable[[tuple[Inline, ...]], Inline]]] = {
    "em": Emphasis,
    "strong": Strong,
    "s": Deleted,
}
_COMMENT: Final = re.compile(r"<!--.*-->", re.DOTALL)
_DEEPEST: Final = 10  # tags of HTML within each other, in one line
_MOST_REFERENCES: Final = 20  # to one footnote, which every reference repeats


class Spans:
    """Reads the inline nodes of one text.

    Parameters
    ----------
    footnotes : mapping of int to tuple
        The lines of each footnote, by the number that the parser gave it.
    """

    def __init__(self, footnotes: Mapping[int, Lines]) -> None:
        self.footnotes = footnotes
        self.references = dict.fromkeys(footnotes, 0)
        self.within_notes = 0

    def read(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
        """Read inline nodes; HTML tags that come in pairs are spans.

        Parameters
        ----------
        nodes : sequence of SyntaxTreeNode
            What stands in one paragraph, heading or cell of a table.

        Returns
        -------
        tuple of Inline
            What they say, no two texts in a row.

        Raises
        ------
        NotebookError
            When a citation cannot be read, or footnotes refer to each other in a
            circle.
        """
        open_spans: list[tuple[htmltree.Element, str, list[Inline]]] = []
        content: list[Inline] = []
        for node in nodes:
            found = htmltree.tag(node.content) if node.type == "html_inline" else None
            closes, tag = found or (False, None)
            if tag is None:
                content.extend(self._one(node))
            elif tag.tag == "br":
                content.append(Break())
            elif tag.tag == "img":
                content.append(Text(tag.attributes.get("alt", "")))
            elif tag.tag in phrases.ELEMENTS and not closes and len(open_spans) < _DEEPEST:
                open_spans.append((tag, node.content, content))
                content = []
            elif closes and open_spans and open_spans[-1][0].tag == tag.tag:
                opening, _, outer = open_spans.pop()
                within = () if opening.ignored else phrases.joined(content)
                content = [*outer, *phrases.element(opening.tag, opening.attributes, within)]
            else:
                content.append(Text(node.content))
        while open_spans:
            _, written, outer = open_spans.pop()
            content = [*outer, Text(written), *content]
        return phrases.joined(content)

    def _one(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Read one inline node."""
        match node.type:
            case "inline":
                return self.read(node.children)
            case "text":
                return (Text(node.content),)
            case "softbreak":
                return (Text(" "),)
            case "hardbreak":
                return (Break(),)
            case "code_inline" | "fence" | "code_block":
                return (InlineCode(node.content.strip("\n")),)
            case "em" | "strong" | "s":
                return (SPANS[node.type](self.read(node.children)),)
            case "citation":
                return citation.parse(node.content)
            case "link":
                return phrases.link(str(node.attrs.get("href", "")), self.read(node.children))
            case "footnote_ref":
                return self._footnote(node)
            case "html_inline" if _COMMENT.fullmatch(node.content):
                return ()
            case _:
                return (Text(node.content),)

    def _footnote(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Bring a footnote's text to the place that refers to it; a note in a note is a bracket."""
        number = node.meta["id"]
        self.references[number] = self.references.get(number, 0) + 1
        if self.references[number] > _MOST_REFERENCES or self.within_notes > 1:
            raise NotebookError(
                "A footnote is referred to too often, or from footnotes in a circle",
                mend="Say it in the text",
            )
        self.within_notes += 1
        lines = [self.read(line) for line in self.footnotes.get(number, ())]
        self.within_notes -= 1
        content = phrases.trimmed(piece for line in lines for piece in (*line, Text(" ")))
        if self.within_notes:
            return (Text(" ("), *content, Text(")"))
        return (Footnote(content),) if content else ()
