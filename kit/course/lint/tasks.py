"""Rules on what students do: explorers, quizzes, exercises and their solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kit.course.lint.complaint import Fault
from kit.course.lint.form import FIX, headed
from kit.course.lint.registry import rule
from kit.document.blocks import Explorer, Quiz
from kit.document.walk import every
from kit.errors import DataError
from kit.teach.compare import Rules, compare
from kit.teach.exercise import MOST_HINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kit.course.lint.lesson import Lesson
    from kit.teach.exercise import Exercise

FEWEST_CELLS: Final = 20
MOST_CELLS: Final = 45
FEWEST_EXPLORERS: Final = 2
FEWEST_EXERCISES: Final = 3


@rule("size", f"It has {FEWEST_CELLS} to {MOST_CELLS} cells", templates=False)
def size(lesson: Lesson) -> Iterator[Fault]:
    """Count the cells."""
    count = len(lesson.cells)
    if not FEWEST_CELLS <= count <= MOST_CELLS:
        yield Fault(f"It has {count} cells", f"Keep between {FEWEST_CELLS} and {MOST_CELLS}")


@rule("live", "It has two explorers and a quiz at least", templates=False, outputs=True)
def live(lesson: Lesson) -> Iterator[Fault]:
    """Count what can be played with."""
    shown = [shown.blocks for shown in lesson.cells if shown.is_seen]
    explorers = sum(1 for blocks in shown for _ in every(blocks, Explorer))
    if explorers < FEWEST_EXPLORERS:
        yield Fault(f"It has {explorers} explorers", "Add one: explorers.anatomy(record)")
    if not any(True for blocks in shown for _ in every(blocks, Quiz)):
        yield Fault("It has no quiz", "Add one: kit.quiz(question, choices, answer=…)")


@rule("objectives", "Every objective has an exercise that practises it", templates=False)
def objectives(lesson: Lesson) -> Iterator[Fault]:
    """Compare the objectives with what the exercises practise."""
    stated = lesson.texts("objectives")
    practised = {found.objective for found in lesson.exercises}
    for number, text in enumerate(stated, start=1):
        if number not in practised:
            yield Fault(
                f"No exercise practises objective {number}, '{text}'",
                f"Give an exercise objective = {number}, or drop the objective",
                place="front matter, objectives",
            )
    for found in lesson.exercises:
        if not 1 <= found.objective <= len(stated):
            yield Fault(
                f"It practises objective {found.objective}, and there are {len(stated)}",
                "State objective = 1, 2 and so on",
                place=_place(lesson, found),
            )


@rule("exercises", "Three exercises at least, each shown, checked and solved", templates=False)
def exercises(lesson: Lesson) -> Iterator[Fault]:
    """Look for the three cells of each exercise, and for its hints."""
    if len(lesson.exercises) < FEWEST_EXERCISES:
        yield Fault(
            f"It has {len(lesson.exercises)} exercises",
            f"Write {FEWEST_EXERCISES} in {lesson.exercise_file}",
        )
    calls = [(shown, call) for shown in lesson.cells for call in shown.code.calls]
    shown_names = {call.first for _, call in calls if call.name == "exercise"}
    checks = [(shown, call) for shown, call in calls if call.name == "check"]
    asked = {c.first for s, c in checks if not c.has_answer and s.cell.role == "content"}
    solved = {c.first for s, c in checks if c.has_answer and s.cell.role == "solution"}
    for found in lesson.exercises:
        place = _place(lesson, found)
        if found.name not in shown_names:
            yield Fault("No cell shows it", f'Add kit.exercise("{found.name}")', place=place)
        if found.name not in asked:
            yield Fault("No cell checks it", f'Add kit.check("{found.name}", ...)', place=place)
        if found.name not in solved:
            mend = f'Add a cell tagged solution with kit.check("{found.name}", the answer)'
            yield Fault("No cell solves it", mend, place=place)
        if len(found.hints) < MOST_HINTS:
            what = f"It has {len(found.hints)} hints"
            yield Fault(what, f"Write {MOST_HINTS}, from vague to plain", place=place)
        if not found.name.startswith(f"{lesson.path.stem[:2]}."):
            mend = f'Begin its name with "{lesson.path.stem[:2]}."'
            yield Fault("Its name does not say its notebook", mend, place=place)
    known = {found.name for found in lesson.exercises}
    for shown, call in calls:
        if call.name in {"exercise", "check"} and call.first and call.first not in known:
            what = f"The exercise {call.first} is not in {lesson.exercise_file}"
            yield Fault(what, "Write it there, or correct the name", shown.cell.number)


@rule(
    "solutions",
    "Solutions are tagged and folded, say on their first line no more than that they are "
    "solutions, and stand nowhere else",
    templates=False,
)
def solutions(lesson: Lesson) -> Iterator[Fault]:
    """Look whether an answer is in plain sight."""
    for shown, raw in zip(lesson.cells, lesson.raw["cells"], strict=True):
        jupyter = (raw.get("metadata") or {}).get("jupyter") or {}
        is_code = shown.cell.kind == "code"
        if shown.cell.role == "solution" and is_code and not jupyter.get("source_hidden"):
            yield Fault("The solution is not folded", FIX, shown.cell.number)
        if shown.cell.role == "solution":
            if not headed(shown.cell.source):
                what = "The first line of the solution, which shows when it is folded, says more"
                yield Fault(what, FIX, shown.cell.number)
            continue
        for call in shown.code.calls:
            if call.name == "check" and call.has_answer:
                what = f"The answer to exercise {call.first} is for everybody to see"
                yield Fault(what, "Tag the cell solution", shown.cell.number)


@rule("answers", "Every answer can be computed, and no known mistake is right", templates=False)
def answers(lesson: Lesson) -> Iterator[Fault]:
    """Compute the answers and the known mistakes."""
    for found in lesson.exercises:
        place = _place(lesson, found)
        rules = Rules(found.tolerance, found.ordered)
        try:
            expected = found.expected()

            def is_right(wrong: Any, expected: Any = expected, rules: Rules = rules) -> bool:  # noqa: ANN401  whatever an answer is
                return compare(wrong, expected, rules).right

            mistake = found.mistake_for(is_right)
        except DataError as error:
            yield Fault(error.what, error.mend, place=place)
            continue
        if mistake:
            what = f"The mistake {mistake.answer} is the right answer"
            yield Fault(what, "Correct or remove it", place=place)


def _place(lesson: Lesson, found: Exercise) -> str:
    """Say where an exercise is written."""
    return f"{lesson.exercise_file}, exercise {found.name}"
