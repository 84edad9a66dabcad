"""The prose of a lesson, passage by passage, wherever it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from kit.course.lint.code import FILLED
from kit.document import markdown
from kit.document.blocks import (
    Callout,
    Cite,
    DefinitionList,
    Heading,
    InlineCode,
    List,
    Paragraph,
    Quote,
    Table,
    Text,
)
from kit.document.phrases import plain
from kit.document.walk import every, rewrite
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kit.course.lint.lesson import Lesson, Shown
    from kit.document.blocks import Block, Inline, Role

Kind = Literal["heading", "paragraph", "cell", "quiz", "other"]

_QUOTED: Final = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_LISTS: Final = {"questions": "question", "objectives": "objective", "key_points": "key point"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, an item of a list, a heading, a cell of a table, or a string in code.

    Parameters
    ----------
    text : str
        Its words; `FILLED` stands for what code fills in, and for code itself.
    cites : tuple of Cite
        What it cites.
    kind : {"heading", "paragraph", "cell", "quiz", "other"}
        What it is; "quiz" and "other" are strings in code.
    role : str
        Who may see it.
    cell : int
        Its cell; 0 when it is not in a cell.
    place : str
        The place, when it is not in a cell.
    reads_record : bool
        Whether the code around it uses the record.
    """

    text: str
    cites: tuple[Cite, ...] = ()
    kind: Kind = "paragraph"
    role: Role = "content"
    cell: int = 0
    place: str = ""
    reads_record: bool = False

    @property
    def unquoted(self) -> str:
        """Its words without those in quotation marks."""
        return _QUOTED.sub(FILLED, self.text)

    @property
    def quotations(self) -> tuple[str, ...]:
        """The words in quotation marks."""
        return tuple(found[1:-1].strip() for found in _QUOTED.findall(self.text))

    @property
    def is_computed(self) -> bool:
        """Whether code fills something of the record in."""
        return self.reads_record and FILLED in self.text


@lru_cache(maxsize=1)  # every rule asks for those of the same lesson
def passages(lesson: Lesson) -> tuple[Passage, ...]:
    """List the prose of a lesson.

    Parameters
    ----------
    lesson : Lesson
        Any.

    Returns
    -------
    tuple of Passage
        Front matter, cells in their order, exercises.
    """
    return tuple(_passages(lesson))


def _passages(lesson: Lesson) -> Iterator[Passage]:
    """List front matter, cells and exercises."""
    for name in ("title", "subtitle"):
        if isinstance(lesson.front.get(name), str):
            yield Passage(lesson.front[name], kind="heading", place=f"front matter, {name}")
    for name, called in _LISTS.items():
        for number, text in enumerate(lesson.texts(name), start=1):
            yield from _line(text, Passage("", place=f"front matter, {called} {number}"))
    for shown in lesson.cells:
        yield from _cell(shown)
    for found in lesson.exercises:
        said = {"task": found.task, "why": found.why, "solution": found.solution}
        said |= {f"hint {number}": hint for number, hint in enumerate(found.hints, start=1)}
        said |= {f"mistake {n}": mistake.says for n, mistake in enumerate(found.mistakes, start=1)}
        for name, text in said.items():
            place = f"{lesson.exercise_file}, exercise {found.name}, {name}"
            yield from _read(text, Passage("", kind="other", place=place))


def shown_text(block: Block) -> str:
    """Return all words that a block shows, whatever it is.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    str
        The words of its texts, separated by spaces.
    """
    pieces: Iterator[Text | InlineCode] = every(block, (Text, InlineCode))
    return " ".join(piece.text for piece in pieces)


def _cell(shown: Shown) -> Iterator[Passage]:
    """List the prose of one cell."""
    cell = shown.cell
    about = Passage("", role=cell.role, cell=cell.number)
    if cell.kind == "markdown":
        yield from _blocks(shown.blocks, about)
        return
    about = replace(about, reads_record=shown.code.reads_record)
    for typed in shown.code.typed:
        if typed.kind == "markdown":
            yield from _read(typed.text, about)
        else:
            yield from _line(typed.text, replace(about, kind=typed.kind))


def _read(text: str, about: Passage) -> Iterator[Passage]:
    """Read Markdown; what cannot be read is left to the rule that says so."""
    try:
        blocks = markdown.blocks(text)
    except NotebookError:
        return
    yield from _blocks(blocks, about)


def _line(text: str, about: Passage) -> Iterator[Passage]:
    """Read Markdown that stands within a line."""
    try:
        content = markdown.inline(text)
    except NotebookError:
        return
    yield _passage(content, about)


def _blocks(blocks: Iterable[Block], about: Passage) -> Iterator[Passage]:
    """Part blocks into passages."""
    for block in blocks:
        match block:
            case Heading(_, content):
                yield _passage(content, replace(about, kind="heading"))
            case Paragraph(content):
                yield _passage(content, about)
            case List(items):
                for item in items:
                    yield from _blocks(item, about)
            case Quote(inner) | Callout(blocks=inner):
                yield from _blocks(inner, about)
            case DefinitionList(items):
                for term, said in items:
                    yield _passage(term, replace(about, kind="heading"))
                    yield from _blocks(said, about)
            case Table():
                for row in block.rows:
                    for content in row:
                        yield _passage(content, replace(about, kind="cell"))
            case _:
                pass


def _passage(content: tuple[Inline, ...], about: Passage) -> Passage:
    """Make a passage of a line; code within it is no prose."""
    words = rewrite(content, InlineCode, lambda _: Text(FILLED))
    return replace(about, text=plain(words), cites=tuple(every(content, Cite)))
