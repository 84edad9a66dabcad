"""Blocks as HTML elements: what the deck, the presenter file and the page share.

Everything passes through htpy and its `Markup`, which escape every string. There is
no inline style and no event handler, so the strict policy of `kit.render.shell` holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, assert_never

import htpy as h
from markupsafe import Markup, escape

from kit.document import blocks as b
from kit.errors import RenderError
from kit.render import interactive, shell, tables, words
from kit.render.labels import labels
from kit.render.shell import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from htpy import Renderable

_SCHEMES: Final = ("https://", "http://", "mailto:", "#")
# Forms, for what stands everywhere in a text.
_PARAGRAPH: Final = escape(h.p[GAP])
_ITEM: Final = escape(h.li[GAP])
_STRESSED: Final = {
    kind: escape(element[GAP])
    for kind, element in (
        (b.Emphasis, h.em),
        (b.Strong, h.strong),
        (b.Deleted, h.del_),
        (b.Mark, h.mark),
    )
}
_REFERENCE: Final = escape(h.a(".cite", href=f"#{GAP}", aria_label=GAP)[GAP])
_WITHIN: Final = escape(h.a(href=GAP)[GAP])
_TO_THE_WEB: Final = escape(h.a(href=GAP, rel="noopener noreferrer", target="_blank")[GAP])
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Writer:
    """Writes blocks, and remembers what a reader must find elsewhere.

    One writer serves one file. `base_level` is the level of the heading above
    the blocks, `folds_code` puts source code behind a summary; `footnotes` and
    `cited` fill up until `take_footnotes` and `take_cited` empty them, once a
    slide or once a page.
    """

    lang: str = "en"
    name: str = ""  # of the notebook, for messages
    base_level: int = 2
    folds_code: bool = False
    footnotes: list[h.Node] = field(default_factory=list)
    cited: dict[tuple[int, str, str], None] = field(default_factory=dict)
    pool: tables.RowPool | None = None  # while an explorer is written
    known: dict[object, Markup] = field(default_factory=dict)  # references and heads, as written
    ids: set[str] = field(default_factory=set)
    last_level: int = 2
    label: dict[str, str] = field(init=False)
    _notes_written: int = 0
    _explorers: int = 0
    _quizzes: int = 0

    def __post_init__(self) -> None:
        """Find the words of the document's language."""
        self.label = labels(self.lang)

    def part(self, part: b.Part) -> Markup:
        """Write what one cell contributed; an error names the cell.

        Parameters
        ----------
        part : Part
            From an edition.

        Returns
        -------
        Markup
            Its blocks.

        Raises
        ------
        RenderError
            When a block cannot be written.
        """
        try:
            return self.blocks(part.blocks)
        except RenderError as error:
            place = error.where or f"{self.name}.ipynb, cell {part.cell}"
            raise RenderError(error.what, where=place, mend=error.mend) from error

    # --- inline content ---

    def inline(self, content: Iterable[b.Inline]) -> str | Renderable:
        """Write inline content."""
        pieces = [self._inline(item) for item in content]
        return pieces[0] if len(pieces) == 1 else shell.joined(pieces)

    def _inline(self, item: b.Inline) -> str | Renderable:
        """Write one piece of inline content."""
        match item:
            case b.Text(text):
                return text
            case b.Emphasis() | b.Strong() | b.Deleted() | b.Mark():
                return _STRESSED[item.__class__] % (self.inline(item.content),)
            case b.InlineCode(text):
                return h.code[text]
            case b.Link(url, content):
                return h.fragment[self.link(url, self.inline(content))]
            case b.Cite():
                return self._cite(item)
            case b.Break():
                return h.br
            case b.Footnote(content):
                return self._footnote(content)
            case _:
                assert_never(item)

    def link(self, url: str, content: h.Node) -> h.Node:
        """Write a link, which may lead to the web, to a mail address or within the file."""
        if not url.lower().startswith(_SCHEMES):
            raise RenderError(
                f"A link leads to {url!r}, which an export must not open",
                mend="Use an address that begins with https://, http://, mailto: or #",
            )
        return (_WITHIN if url.startswith("#") else _TO_THE_WEB) % (url, h.fragment[content])

    def _cite(self, cite: b.Cite) -> Markup:
        """Write a reference as its number and place, and remember it."""
        self.cited.setdefault((cite.number, cite.key, cite.locator))
        if cite not in self.known:
            self.known[cite] = _reference(cite)
        return self.known[cite]

    def _footnote(self, content: tuple[b.Inline, ...]) -> h.Element:
        """Leave a letter here and put the note aside."""
        self._notes_written += 1
        number = self._notes_written
        letter = _letter(number)
        note, back = f"kit-note-{number}", f"kit-note-back-{number}"
        self.footnotes.append(
            h.li(id=note)[
                h.span(".letter", aria_hidden="true")[letter],
                h.span[
                    self.inline(content),
                    " ",
                    h.a(".back", href=f"#{back}", aria_label=f"Back to the text of note {letter}")[
                        "↑"
                    ],
                ],
            ]
        )
        return h.sup[h.a(".note", href=f"#{note}", id=back, aria_label=f"Note {letter}")[letter]]

    # --- blocks ---

    def blocks(self, content: Iterable[b.Block]) -> Markup:
        """Write blocks, one after the other."""
        return shell.joined(map(self.block, content))

    def block(self, item: b.Block) -> str | Renderable:
        """Write one block."""
        match item:
            case b.Heading():
                return self._heading(item)
            case b.Paragraph(content):
                return _PARAGRAPH % (self.inline(content),)
            case b.List(items, ordered, start):
                entries = shell.joined(_ITEM % (self._item(entry),) for entry in items)
                if ordered:
                    return h.ol(start=None if start == 1 else start)[entries]
                return h.ul[entries]
            case b.DefinitionList(items):
                return h.dl[
                    shell.joined(
                        piece
                        for term, what in items
                        for piece in (h.dt[self.inline(term)], h.dd[self._item(what)])
                    )
                ]
            case b.Quote(content):
                return h.blockquote[self.blocks(content)]
            case b.Table():
                return tables.table(self, item)
            case b.Figure():
                return self._figure(item)
            case b.Code():
                return self._code(item)
            case b.Callout(kind, title, content):
                return h.div(f".callout.{kind}", role="note")[
                    h.p(".callout-title")[h.span(".kind")[self.label[kind]], self.inline(title)],
                    self.blocks(content),
                ]
            case b.Explorer():
                self._explorers += 1
                return interactive.explorer(self, item, f"kit-x{self._explorers}")
            case b.Quiz():
                self._quizzes += 1
                return interactive.quiz(self, item, f"kit-q{self._quizzes}")
            case b.Exercise():
                return interactive.exercise(self, item)
            case b.PageBreak():
                return ""
            case _:
                assert_never(item)

    def _item(self, content: Sequence[b.Block]) -> Markup:
        """Write an item of a list, without a paragraph around its only sentence."""
        match content:
            case (b.Paragraph(sentence), *rest) if not any(
                isinstance(x, b.Paragraph) for x in rest
            ):
                return shell.joined((self.inline(sentence), self.blocks(rest)))
            case _:
                return self.blocks(content)

    def _code(self, code: b.Code) -> h.Element:
        """Write code that was run, folded where it only stands behind the text, or its output."""
        kind = code.kind
        pre = h.pre(f".{kind}", data_language=code.language or None)[h.code[code.text]]
        if code.kind == "source" and self.folds_code:
            return h.details(".code")[h.summary["Code"], pre]
        return pre

    def _heading(self, heading: b.Heading) -> h.Element:
        """Write a heading below the one above it, skipping no level."""
        level = max(heading.level + 1, self.base_level + 1)
        self.last_level = min(level, self.last_level + 1, 6)
        tag = (h.h1, h.h2, h.h3, h.h4, h.h5, h.h6)[self.last_level - 1]
        return tag(id=self.unique_id(heading.id) if heading.id else None)[
            self.inline(heading.content)
        ]

    def unique_id(self, wanted: str) -> str:
        """Return an identifier that no other element of the file has."""
        wanted = "-".join(wanted.split()) or "part"
        candidate, count = wanted, 1
        while candidate in self.ids:
            count += 1
            candidate = f"{wanted}-{count}"
        self.ids.add(candidate)
        return candidate

    def _figure(self, figure: b.Figure) -> h.Element:
        """Write a figure as an image, which cannot run anything, with its table behind it."""
        if not figure.alt.strip():
            raise RenderError(
                "A figure has no alternative text",
                mend=words.GIVE_ALT,
            )
        return h.figure[
            h.img(src=shell.data_url(figure.media, figure.data), alt=figure.alt),
            h.figcaption[self.inline(figure.caption)] if figure.caption else None,
            self._behind(figure.table) if figure.table else None,
        ]

    def _behind(self, table: b.Table) -> h.Element:
        """Write the table behind a figure, folded."""
        return h.details(".data")[
            h.summary["The figures behind this chart"],
            h.div(".data-table", tabindex="0", role="group", aria_label="Table of the figure")[
                tables.table(self, table)
            ],
        ]

    # --- what a reader finds elsewhere ---

    def take_footnotes(self) -> h.Element | None:
        """Write the notes put aside since the last time."""
        notes, self.footnotes = self.footnotes, []
        return h.ol(".footnotes", aria_label=self.label["notes_list"])[notes] if notes else None

    def take_cited(self) -> list[tuple[int, str, str]]:
        """Return number, key and place of what was cited since the last time."""
        cited, self.cited = list(self.cited), {}
        return sorted(cited)


def _reference(cite: b.Cite) -> Markup:
    """Write a reference as its number and place, leading to the list of sources."""
    if not cite.number:
        return escape(h.span(".cite")[f"[{', '.join(filter(None, (cite.key, cite.locator)))}]"])
    place = f", {cite.locator}" if cite.locator else ""
    return _REFERENCE % (
        tables.source_id(cite.number),
        f"Source {cite.number}, {cite.key}{place}",
        f"[{cite.number}{place}]",
    )


def _letter(number: int) -> str:
    """Return a, b, ... z, aa, ab, ... for 1, 2, ..."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters
