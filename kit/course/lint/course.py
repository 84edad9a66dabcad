"""Check a course: read its notebooks, run them through the build's cache, apply every rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import kit
from kit.build import short
from kit.course.lint import form, lesson, ran, slides, sourcing, tasks, wording
from kit.course.lint.complaint import Complaint, Fault
from kit.course.lint.lesson import TEMPLATES
from kit.course.lint.registry import RULES
from kit.errors import KitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kit.course.lint.lesson import Lesson

MODULES = (form, slides, tasks, sourcing, wording)  # importing them enters their rules


def notebooks(root: Path) -> list[Path]:
    """List what is to be checked: the lessons, the templates of briefings, the short decks.

    Parameters
    ----------
    root : Path
        The course's folder.

    Returns
    -------
    list of Path
        In order.
    """
    folder = root / "notebooks"
    templates = sorted((folder / TEMPLATES).glob("*.ipynb"))
    return [*sorted(folder.glob("*.ipynb")), *templates, *short.decks(folder)]


def check(root: Path, paths: Sequence[Path] | None = None) -> list[Complaint]:
    """Hold the notebooks of a course against every rule.

    Parameters
    ----------
    root : Path
        The course's folder.
    paths : sequence of Path, optional
        Which notebooks; all of them when not given.

    Returns
    -------
    list of Complaint
        By notebook, in the order of the rules and the cells; empty when all is well.

    Raises
    ------
    KitError
        When the record cannot be loaded, or the folder `.kit` cannot be written.
    """
    every = notebooks(root)
    course = tuple(path.stem for path in sorted((root / "notebooks").glob("*.ipynb")))
    chosen = [path.absolute() for path in (every if paths is None else paths)]
    record = kit.load()
    read: dict[Path, Lesson | Complaint] = {}
    for path in chosen:
        try:
            read[path] = lesson.read(path, root=root, course=course, record=record)
        except KitError as error:
            fault = Fault(error.what, error.mend, place=error.where)
            read[path] = Complaint(lesson.place(path, root), "readable", fault)
    runnable = {path: found.raw for path, found in read.items() if not isinstance(found, Complaint)}
    executed = ran.outputs(root, runnable)
    return [
        complaint
        for path, found in read.items()
        for complaint in (
            [found]
            if isinstance(found, Complaint)
            else complaints(lesson.after_run(found, executed[path]))
        )
    ]


def complaints(found: Lesson) -> Iterator[Complaint]:
    """Hold one lesson against every rule that applies to it.

    Parameters
    ----------
    found : Lesson
        After its run.

    Yields
    ------
    Complaint
        In the order of the rules.
    """
    for rule in RULES.values():
        if found.is_template and not rule.is_for_templates:
            continue
        if found.is_short and not rule.is_for_short_decks:
            continue
        if found.failed and rule.needs_outputs:
            continue
        allowed = f"allow-{rule.name}"
        for fault in rule.look(found):
            if not fault.cell or allowed not in found.cells[fault.cell - 1].cell.tags:
                yield Complaint(found.file, rule.name, _at_home(fault, found))


def _at_home(fault: Fault, found: Lesson) -> Fault:
    """Name the notebook and the cell from which a short deck has what is wrong in it."""
    if not found.is_short or not fault.cell:
        return fault
    origin = found.raw["cells"][fault.cell - 1]["metadata"].get(short.ORIGIN, "notes")
    return replace(fault, cell=0, place=origin)
