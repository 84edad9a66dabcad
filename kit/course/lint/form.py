"""Rules on the file: what it is committed with, and how it stands in the course."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kit.build import short
from kit.build.notebook import checked
from kit.build.parameters import defaults
from kit.course.lint import registry
from kit.course.lint.complaint import Fault
from kit.course.lint.registry import rule
from kit.document import frontmatter, markdown
from kit.errors import KitError, NotebookError
from kit.record.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kit.course.lint.lesson import Lesson

FIX: Final = "`kit check --fix` does it"
KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE: Final = {"file_extension": ".py", "name": "python"}  # nbconvert writes a script under it
CELL_KEYS: Final = frozenset({"alt", "editable", "jupyter", "slideshow", "tags"})
NOTEBOOK_KEYS: Final = frozenset({"kernelspec", "kit", "language_info"})
SLIDE_TYPES: Final = frozenset({"", "-", "slide", "subslide", "fragment", "skip", "notes"})
TAGS: Final = frozenset(
    (
        *("solution", "instructor", "notes", "parameters", "raises-exception", "skip-execution"),
        *("show-input", "hide-input", "remove-input", "hide-output", "remove-output"),
        *("hide-cell", "remove-cell", "deck-only", "title", "section", "text", "columns", "figure"),
    )
)
_HEAD: Final = re.compile(r"[#*\s]*Solution[.:*\s]*(?:\n|$)")
_NAME: Final = re.compile(r"\d\d_[a-z0-9_]+")


def headed(source: str) -> bool:
    r"""Tell whether the first line of a cell says "Solution", and no more.

    Parameters
    ----------
    source : str
        The cell's source.

    Returns
    -------
    bool
        As a comment of code or as words of Markdown.

    Examples
    --------
    >>> headed("# Solution\nanswer = 42"), headed("answer = 42  # Solution")
    (True, False)
    """
    return _HEAD.match(source) is not None


@rule("clean", "It is committed without outputs, execution counts or stray metadata")
def clean(lesson: Lesson) -> Iterator[Fault]:
    """Look for what a run leaves in the file."""
    for key in sorted(set(lesson.raw.get("metadata", {})) - NOTEBOOK_KEYS):
        yield Fault(f"The notebook's metadata holds {key!r}", FIX, place="metadata")
    for number, cell in enumerate(lesson.raw["cells"], start=1):
        if cell.get("outputs"):
            yield Fault("The cell is saved with outputs", FIX, number)
        if cell.get("execution_count") is not None:
            yield Fault("The cell is saved with its execution count", FIX, number)
        for key in sorted(set(cell.get("metadata") or {}) - CELL_KEYS):
            yield Fault(f"The cell's metadata holds {key!r}", FIX, number)


@rule("kernel", "It names the kernel that every Jupyter has")
def kernel(lesson: Lesson) -> Iterator[Fault]:
    """Look at the kernel that the notebook asks for."""
    wanted = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    for key, value in wanted.items():
        if lesson.raw.get("metadata", {}).get(key) != value:
            yield Fault(f"The metadata {key!r} is not {value}", FIX, place="metadata")


@rule("tags", "It uses only tags and slide types that something reads")
def tags(lesson: Lesson) -> Iterator[Fault]:
    """Look for tags that nothing reads, which are most often misspelt."""
    decks = {short.tag(short.declared(path)) for path in short.decks(lesson.path.parent)}
    known = TAGS | decks | {f"allow-{name}" for name in registry.known()}
    for shown in lesson.cells:
        for tag in sorted(shown.cell.tags - known):
            hint = did_you_mean(tag, known)
            yield Fault(
                f"Nothing reads the tag '{tag}'{hint}", "Correct or remove it", shown.cell.number
            )
        if shown.cell.slide_type not in SLIDE_TYPES:
            hint = did_you_mean(shown.cell.slide_type, SLIDE_TYPES)
            what = f"There is no slide type '{shown.cell.slide_type}'{hint}"
            yield Fault(what, "Choose one in JupyterLab's property inspector", shown.cell.number)


@rule("order", "Its file is numbered, and what it needs comes before it", templates=False)
def order(lesson: Lesson) -> Iterator[Fault]:
    """Look whether a student can follow the course in its order."""
    name = lesson.path.stem
    if not _NAME.fullmatch(name):
        mend = "Name it with two digits and plain words, such as 06_resolution_76_19"
        yield Fault(f"The file's name '{name}' does not say where it stands", mend)
    twins = [other for other in lesson.course if other[:2] == name[:2] and other != name]
    if twins:
        yield Fault(f"{twins[0]} has the same number", "Give each notebook its own")
    for needed in lesson.texts("needs"):
        if needed not in lesson.course:
            hint = did_you_mean(needed, lesson.course)
            mend = "Name a notebook of the course"
            yield Fault(
                f"It needs '{needed}', which is not there{hint}", mend, place="front matter"
            )
        elif needed >= name:
            mend = "Need only what comes before"
            yield Fault(f"It needs '{needed}', which comes later", mend, place="front matter")


@rule("front", "It says what it is for and for whom, and what to remember", templates=False)
def front(lesson: Lesson) -> Iterator[Fault]:
    """Look whether the front matter is whole."""
    for name in ("title", "subtitle", "questions", "objectives", "key_points", "audience"):
        if not lesson.front.get(name):
            mend = f"Add it to the notebook's metadata, below kit: {name}"
            yield Fault(f"The front matter lacks its {name.replace('_', ' ')}", mend)


@rule("parameters", "A template declares its parameters, each with a value to begin with")
def parameters(lesson: Lesson) -> Iterator[Fault]:
    """Look whether a template of briefings can be asked for something."""
    tagged = [s.cell.number for s in lesson.cells if "parameters" in s.cell.tags]
    if len(tagged) > 1:
        yield Fault("A second cell is tagged 'parameters'", "Put them in one cell", tagged[1])
    try:
        declared = defaults(_checked(lesson.raw), where=lesson.file)
    except KitError as error:
        yield Fault(error.what, error.mend, tagged[0] if tagged else 0)
        return
    if lesson.is_template and tagged and not declared:
        yield Fault("The cell of parameters assigns none", 'Write state = "SGP"', tagged[0])


@rule("runs", "It runs from top to bottom", short=True)
def runs(lesson: Lesson) -> Iterator[Fault]:
    """Report why it does not run."""
    if lesson.failed:
        found = re.search(r"cell (\d+)$", lesson.failed.where)
        yield Fault(lesson.failed.what, lesson.failed.mend, int(found[1]) if found else 0)


@rule("readable", "Every cell, exercise and line of the front matter can be read", outputs=True)
def readable(lesson: Lesson) -> Iterator[Fault]:
    """Report what cannot become part of a document."""
    for shown in lesson.cells:
        if shown.unread:
            yield Fault(shown.unread, shown.mend, shown.cell.number)
    try:
        metadata = lesson.raw.get("metadata", {})
        frontmatter.read(metadata, heading="", name=lesson.path.stem, record=lesson.record)
    except NotebookError as error:
        yield Fault(error.what, error.mend, place="front matter")
    for exercise in lesson.exercises:
        for text in (exercise.task, exercise.why, *exercise.hints):
            try:
                markdown.blocks(text)
            except NotebookError as error:
                place = f"{lesson.exercise_file}, exercise {exercise.name}"
                yield Fault(error.what, error.mend, place=place)


def _checked(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Join the lines of each cell's source."""
    return checked(dict(raw), where="")
