"""The document tree: what a notebook says, free of how any reader sees it.

A `Document` is a sequence of sections; a section is one slide and holds parts;
a part is what one notebook cell contributed and holds blocks; a block holds
inline content. Everything is frozen. No renderer knows what a notebook is, and
nothing here knows what HTML is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# --- inline content -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters, never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words, usually italic."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Important words, usually bold."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Words struck out."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that are pointed at: a search hit, a changed clause."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class InlineCode:
    """A few characters of code."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link whose address is https, http, mailto or a place in the document ("#id")."""

    url: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to a source of the record, with a place in it ("OP4", "para. 16").

    `number` is 0 until an edition has been chosen and its sources counted.
    """

    key: str
    locator: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author asked for."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note that stands at the foot of the page or the end of the slide."""

    content: tuple[Inline, ...]


Inline = Text | Emphasis | Strong | Deleted | Mark | InlineCode | Link | Cite | Break | Footnote

# --- blocks -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of a section (a slide)."""

    level: int
    content: tuple[Inline, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A bulleted or numbered list; an item is a sequence of blocks."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms, each with what it means."""

    items: tuple[tuple[tuple[Inline, ...], tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `align` is how its cells stand; numbers stand right."""

    title: str
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; the first `header_columns` columns head their rows."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    caption: tuple[Inline, ...] = ()
    header_columns: int = 0
    note: str = ""  # such as "The first 200 of 2,316 rows."


@dataclass(frozen=True, slots=True)
class Figure:
    """An image with alternative text; `media` is image/svg+xml, image/png or image/jpeg."""

    media: str
    data: bytes
    alt: str
    caption: tuple[Inline, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """Code that the author shows ("listing"), a code cell's own code, or what it printed."""

    text: str
    language: str = ""
    kind: Literal["listing", "source", "output"] = "listing"


@dataclass(frozen=True, slots=True)
class Callout:
    """A box apart from the prose; "live" stands for what only a running notebook shows."""

    kind: Literal["note", "tip", "important", "warning", "caution", "error", "live"]
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """One control of an explorer: a choice, a number on a scale, or a switch.

    `options` are the labels, in order; a switch has ("off", "on").
    """

    name: str
    label: str
    kind: Literal["choice", "range", "switch"]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explorer:
    """Finite states of something a reader can choose among.

    `states` maps the option index of each control, in the controls' order, to an
    index in `views`; equal states share a view. `initial` and each entry of
    `printed` are such tuples of option indices.
    """

    title: str
    controls: tuple[Control, ...]
    states: dict[tuple[int, ...], int]
    views: tuple[tuple[Block, ...], ...]
    initial: tuple[int, ...]
    printed: tuple[tuple[int, ...], ...]
    text_filter: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a quiz offers, with what is said to who picks it.

    In a matching quiz `partner` is what belongs to the choice; in an ordering
    quiz the choices stand in their right order.
    """

    content: tuple[Inline, ...]
    correct: bool = False
    feedback: tuple[Inline, ...] = ()
    partner: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question with its choices; `why` is said after any answer.

    A "text" quiz has no choices but `accepted` forms of the answer.
    """

    question: tuple[Inline, ...]
    kind: Literal["single", "multiple", "ordering", "match", "text"] = "single"
    choices: tuple[Choice, ...] = ()
    accepted: tuple[str, ...] = ()
    why: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task for the student; it is checked live, and only stated in an export."""

    name: str
    task: tuple[Block, ...]
    expects: str = ""
    minutes: int = 0
    hints: tuple[tuple[Inline, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page in print, nothing on a screen."""


Block = (
    Heading
    | Paragraph
    | List
    | DefinitionList
    | Quote
    | Table
    | Figure
    | Code
    | Callout
    | Explorer
    | Quiz
    | Exercise
    | PageBreak
)

# --- the whole ----------------------------------------------------------------

Role = Literal["content", "notes", "instructor", "solution"]
Layout = Literal["title", "section", "text", "columns", "figure"]


@dataclass(frozen=True, slots=True)
class Part:
    """What one cell contributed.

    `cell` counts from 1, as a reader of the notebook would count. A `fragment`
    appears on its slide one step later. `on_slide` is False for cells that only
    the reading editions show (slide type "skip").
    """

    cell: int
    blocks: tuple[Block, ...]
    role: Role = "content"
    fragment: bool = False
    on_slide: bool = True
    in_briefing: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """One slide; in a reading edition, the parts simply follow each other.

    Its first heading has level 1. The notebook's own title stands in `Meta`
    alone: a section with the layout "title" shows it above its parts.
    """

    parts: tuple[Part, ...]
    layout: Layout = "text"
    vertical: bool = False  # a subslide


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the list of sources, ready to be printed."""

    key: str
    number: int
    text: str  # the citation in United Nations style
    status: str  # closed vocabulary of the record, such as "official-record"
    grades: tuple[str, ...]  # the grades of the facts cited from it, such as ("A",)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a document says about itself."""

    title: str
    name: str  # the notebook's file name without its ending
    lang: str = "en"
    subtitle: str = ""
    date: str = ""  # ISO date of the newest source, never the day of the run
    teach_minutes: int = 0
    practise_minutes: int = 0
    questions: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    key_points: tuple[tuple[Inline, ...], ...] = ()
    audience: str = ""
    marking: str = ""  # such as "Unclassified"
    provenance: tuple[tuple[str, str], ...] = ()  # label and value, in printing order


@dataclass(frozen=True, slots=True)
class Document:
    """A notebook as one tree."""

    meta: Meta
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = field(default=())
