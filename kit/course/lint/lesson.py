"""A lesson as the rules see it: the file, its cells, what they show, the exercises, the record."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kit.build import short
from kit.build.fresh import is_short
from kit.course.lint import code
from kit.document import cells, markdown, outputs
from kit.errors import KitError, NotebookError
from kit.teach import exercise as exercises

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kit.build.notebook import Notebook
    from kit.document.blocks import Block
    from kit.document.cells import Cell
    from kit.record import Record
    from kit.teach.exercise import Exercise

TEMPLATES: Final = "briefings"
_REMOVED: Final = frozenset({"remove-cell", "hide-cell"})
_HIDES_OUTPUT: Final = frozenset({"hide-output", "remove-output"})
_OPENS: Final = frozenset({"slide", "subslide"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell with what it shows.

    Parameters
    ----------
    cell : Cell
        The cell, checked.
    blocks : tuple of Block
        What its Markdown says, or its outputs.
    code : Code
        What its code calls and the prose in it; empty for Markdown.
    unread : str
        Why its Markdown or its outputs cannot be read; "" when they can.
    mend : str
        How to mend that.
    """

    cell: Cell
    blocks: tuple[Block, ...] = ()
    code: code.Code = field(default_factory=code.Code)
    unread: str = ""
    mend: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether an edition shows the cell at all."""
        return not self.cell.tags & _REMOVED


@dataclass(frozen=True, eq=False)
class Lesson:
    """A notebook of the course, and what its rules are held against.

    Parameters
    ----------
    path : Path
        The notebook.
    file : str
        The same, relative to the root of the course.
    raw : dict
        What the file holds.
    cells : tuple of Shown
        Its cells.
    course : tuple of str
        The names of all notebooks of the course, in order.
    record : Record
        What is known.
    exercises : tuple of Exercise
        Those of `exercises/NN.toml`.
    failed : KitError, optional
        Why it does not run.
    """

    path: Path
    file: str
    raw: dict[str, Any]
    cells: tuple[Shown, ...]
    course: tuple[str, ...]
    record: Record
    exercises: tuple[Exercise, ...] = ()
    failed: KitError | None = None

    @property
    def is_template(self) -> bool:
        """Whether it is a template of a briefing, and no lesson."""
        return self.path.parent.name == TEMPLATES

    @property
    def is_short(self) -> bool:
        """Whether it is a short deck, which only gathers slides of lessons."""
        return is_short(str(self.path))

    @property
    def exercise_file(self) -> str:
        """The file of its exercises, relative to the folder of notebooks."""
        return f"{exercises.FOLDER}/{self.path.stem.partition('_')[0]}.toml"

    @property
    def front(self) -> Mapping[str, Any]:
        """The front matter; empty when there is none that can be read."""
        front = self.raw.get("metadata", {}).get("kit", {})
        return front if isinstance(front, dict) else {}

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts of the front matter.

        Parameters
        ----------
        name : str
            Such as "objectives".

        Returns
        -------
        tuple of str
            Nothing when there is none that can be read.
        """
        found = self.front.get(name, [])
        return tuple(map(str, found)) if isinstance(found, list) else ()

    def minutes(self, kind: str) -> int:
        """Return the minutes that the front matter states.

        Parameters
        ----------
        kind : str
            "teach" or "practise".

        Returns
        -------
        int
            0 when none are stated.
        """
        stated = self.front.get("minutes", {})
        found = stated.get(kind, 0) if isinstance(stated, dict) else 0
        return found if isinstance(found, int) else 0

    @cached_property
    def slides(self) -> tuple[tuple[Shown, ...], ...]:
        """The slides, each as the cells from its first up to the next slide's."""
        return tuple(tuple(slide) for slide in _slides(self.cells))


def place(path: Path, root: Path) -> str:
    """Return how a complaint names a file.

    Parameters
    ----------
    path, root : Path
        The file, and the folder of the course.

    Returns
    -------
    str
        The path below the folder, with forward slashes.
    """
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def read(path: Path, *, root: Path, course: tuple[str, ...], record: Record) -> Lesson:
    """Read a notebook as a lesson that has not run.

    Parameters
    ----------
    path : Path
        The notebook.
    root : Path
        The course's folder.
    course : tuple of str
        The names of all notebooks of the course.
    record : Record
        What is known.

    Returns
    -------
    Lesson
        With what its Markdown says.

    Raises
    ------
    NotebookError
        When it is no notebook.
    DataError
        When its exercises cannot be read.
    """
    read_in = short.read(path)
    raw = read_in if is_short(str(path)) else json.loads(path.read_bytes())
    written, _ = cells.read(raw, path.stem)
    programs = iter(code.read(cell.source for cell in written if cell.kind == "code"))
    lesson = Lesson(
        path=path,
        file=place(path, root),
        raw=raw,
        cells=tuple(
            Shown(cell, code=next(programs)) if cell.kind == "code" else _said(cell, path.parent)
            for cell in written
        ),
        course=course,
        record=record,
    )
    tasks = path.parent / lesson.exercise_file
    return replace(lesson, exercises=tuple(exercises.read_file(tasks)) if tasks.is_file() else ())


def after_run(lesson: Lesson, ran: Notebook | KitError) -> Lesson:
    """Return a lesson with what its code cells show.

    Parameters
    ----------
    lesson : Lesson
        As `read` gives it.
    ran : dict or KitError
        The executed notebook, or why it did not run.

    Returns
    -------
    Lesson
        The same, with outputs as blocks.
    """
    if isinstance(ran, KitError):
        return replace(lesson, failed=ran)
    executed, _ = cells.read(ran, lesson.path.stem)
    shown = zip(lesson.cells, executed, strict=True)
    return replace(
        lesson,
        cells=tuple(
            _put_out(before, cell) if cell.kind == "code" else before for before, cell in shown
        ),
    )


def _said(cell: Cell, folder: Path) -> Shown:
    """Read what a Markdown cell says."""
    if cell.kind != "markdown":
        return Shown(cell)
    try:
        around = markdown.Surroundings(folder, cell.attachments)
        return Shown(cell, markdown.blocks(cell.source, around))
    except NotebookError as error:
        return Shown(cell, unread=error.what, mend=error.mend)


def _put_out(shown: Shown, executed: Cell) -> Shown:
    """Read what a code cell put out."""
    if executed.tags & _HIDES_OUTPUT:
        return shown
    try:
        return replace(shown, blocks=outputs.read(executed.outputs, alt=executed.alt))
    except NotebookError as error:
        return replace(shown, unread=error.what, mend=error.mend)


def _slides(written: tuple[Shown, ...]) -> Iterator[list[Shown]]:
    """Gather cells into slides; what stands before the first slide belongs to none."""
    slide: list[Shown] = []
    for shown in written:
        if shown.cell.slide_type in _OPENS and shown.is_seen and shown.cell.role == "content":
            if slide:
                yield slide
            slide = [shown]
        elif slide and shown.is_seen:
            slide.append(shown)
    if slide:
        yield slide
