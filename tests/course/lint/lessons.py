"""A course of one good lesson, and ways to spoil it."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import kit
from kit.course.lint import lesson, ran
from kit.course.lint.registry import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from kit.course.lint.complaint import Fault

Json = dict[str, Any]

FRONT: Json = {
    "title": "A short lesson",
    "subtitle": "Two slides and three tasks",
    "questions": ["What did the Assembly decide?"],
    "objectives": ["Read a verb.", "Count paragraphs."],
    "key_points": ["The reports are not treated alike [@A/RES/76/19 OP1]."],
    "needs": ["00_before"],
    "audience": "Students",
    "minutes": {"teach": 10, "practise": 15},
}
EXERCISES = "\n".join(
    f"""
[[exercise]]
name = "01.{number}"
objective = {1 if number == 1 else 2}
task = "Give the number {number}."
expects = "a number"
minutes = 5
answer = "{number}"
hints = ["It is small.", "It is no more than three.", "It is in the name of the exercise."]
why = "It says so [@A/RES/76/19 OP{number}]."

[[exercise.mistakes]]
answer = "{number + 1}"
says = "One too many."
"""
    for number in (1, 2, 3)
)


def md(source: str, *tags: str, slide: str = "", **metadata: Any) -> Json:
    return {"cell_type": "markdown", "metadata": _about(tags, slide, metadata), "source": source}


def code(source: str, *tags: str, slide: str = "", **metadata: Any) -> Json:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": _about(tags, slide, metadata),
        "outputs": [],
        "source": source,
    }


def _about(tags: tuple[str, ...], slide: str, more: Json) -> Json:
    about: Json = dict(more)
    if tags:
        about["tags"] = list(tags)
    if slide:
        about["slideshow"] = {"slide_type": slide}
    return about


def notes(minutes: int) -> Json:
    """Write the notes of a slide to which no rule objects."""
    said = "**Say.** Welcome.\n\n**Ask.** Who knows it?\n\n**Stumbling block.** Haste."
    return md(f"{said}\n\n**Minutes.** {minutes}", slide="notes")


def good_cells() -> list[Json]:
    """Write the cells of a lesson to which no rule objects."""
    tasks: list[Json] = []
    for number in (1, 2, 3):
        name = f"01.{number}"
        tasks += [
            code(f'kit.exercise("{name}")', slide="skip"),
            code(f'kit.check("{name}", ...)', slide="skip"),
            code(
                f'# Solution\nkit.check("{name}", {number})',
                "solution",
                slide="skip",
                jupyter={"source_hidden": True},
            ),
        ]
    return [
        md("# A short lesson\n\nIt is short.", slide="slide"),
        notes(3),
        code(
            "import kit\nfrom IPython.display import Markdown\n\nrecord = kit.load()", "remove-cell"
        ),
        md(
            "## The text has verbs\n\nThe Assembly “Welcomes” one [@A/RES/76/19 OP2].",
            slide="slide",
        ),
        notes(2),
        md("## Choose a word", slide="slide"),
        code('kit.explore(lambda word: word, title="Words", word=["one", "two"])'),
        code('kit.explore(lambda word: word, title="More words", word=["three", "four"])'),
        notes(3),
        code('kit.quiz("Which?", {"This": "Yes.", "That": "No."}, answer="This")', slide="slide"),
        notes(2),
        *tasks,
    ]


class Course:
    """A course in a folder of its own, with one lesson that a test spoils."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cells = good_cells()
        self.front = copy.deepcopy(FRONT)
        self.exercises = EXERCISES
        self.metadata: Json = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"file_extension": ".py", "name": "python"},
        }
        self.name = "01_lesson"
        self.others: tuple[str, ...] = ("00_before", "02_after")

    @property
    def path(self) -> Path:
        return self.root / "notebooks" / f"{self.name}.ipynb"

    def write(self) -> Path:
        """Write the course, and return the lesson's file."""
        folder = self.root / "notebooks"
        (folder / "exercises").mkdir(parents=True, exist_ok=True)
        notebook = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {**self.metadata, "kit": self.front},
            "cells": self.cells,
        }
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(json.dumps(notebook), encoding="utf-8")
        tasks = self.path.parent / "exercises" / "01.toml"
        tasks.parent.mkdir(exist_ok=True)
        tasks.write_text(self.exercises, encoding="utf-8")
        return self.path

    def lesson(self) -> lesson.Lesson:
        """Read the lesson; its code has not run."""
        names = tuple(sorted((*self.others, self.name)))
        return lesson.read(self.write(), root=self.root, course=names, record=kit.load())

    def ran(self) -> lesson.Lesson:
        """Run the lesson."""
        found = self.lesson()
        return lesson.after_run(found, ran.outputs(self.root, {found.path: found.raw})[found.path])

    def faults(self, rule: str) -> list[Fault]:
        """Hold the lesson against one rule; it is run if the rule looks at outputs."""
        found = self.ran() if RULES[rule].needs_outputs or rule == "runs" else self.lesson()
        return list(RULES[rule].look(found))

    def says(self, rule: str) -> str:
        """Return what a rule says of the lesson, all faults in one text."""
        return "\n".join(fault.what for fault in self.faults(rule))
