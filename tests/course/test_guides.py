"""The guides tell the truth about the course: minutes, slides, exercises, tags, rules."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kit
from kit.build.short import ORIGIN
from kit.course.lint import lesson, ran
from kit.course.lint.form import TAGS
from kit.course.lint.registry import RULES
from kit.course.lint.slides import minutes_in
from kit.document.blocks import Heading
from kit.document.phrases import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.course.lint.lesson import Lesson, Shown

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "instructor-guide.md"
PLANS = {"ninety minutes": 72}
SHORT = {"fifteen minutes": 15, "forty-five minutes": 45}
CLASS, ROOM = 90, 18


@cache
def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


@cache
def lessons() -> dict[str, Lesson]:
    """Run the course's lessons, as far as the build has not, by number."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    names = tuple(path.stem for path in paths)
    read = {path: lesson.read(path, root=ROOT, course=names, record=kit.load()) for path in paths}
    executed = ran.outputs(ROOT, {path: found.raw for path, found in read.items()})
    return {path.stem[:2]: lesson.after_run(read[path], executed[path]) for path in paths}


@cache
def slides(number: str) -> dict[str, int]:
    """Return the minutes of each slide of a lesson by its title."""
    found: dict[str, int] = {}
    for slide in lessons()[number].slides:
        found[title(slide)] = sum(map(minutes_in, slide))
    return found


def title(slide: Sequence[Shown]) -> str:
    """Return the first heading of a slide."""
    headings = (block for block in slide[0].blocks if isinstance(block, Heading))
    return next((plain(heading.content) for heading in headings), "")


def rows(text: str) -> list[list[str]]:
    """Read the rows of the tables of a text, without their headers."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    parted = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rules = [at for at, row in enumerate(parted) if set("".join(row)) <= set("-: ")]
    return [row for at, row in enumerate(parted) if at not in rules and at + 1 not in rules]


def section(title: str) -> str:
    """Return a section of the guide, by words of its heading."""
    found = next(part for part in guide().split("\n## ") if title in part.splitlines()[0])
    return found.partition("\n")[2]


def test_the_table_of_the_course_has_the_minutes_of_the_notebooks() -> None:
    stated = {row[0][:2]: row for row in rows(section("at a glance"))}
    assert list(stated) == list(lessons())
    for number, (_, teach, practise, needs) in stated.items():
        found = lessons()[number]
        assert [int(teach), int(practise)] == [found.minutes("teach"), found.minutes("practise")]
        assert [name[:2] for name in found.texts("needs")] == re.findall(r"\d\d", needs)


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_names_slides_and_exercises_that_are_there_with_their_minutes(plan: str) -> None:
    total = 0
    for minutes, number, what in rows(section(plan)):
        exercise = re.match(r"Exercise (\d\d\.\d)", what)
        if exercise:
            tasks = {task.name: task.minutes for task in lessons()[number].exercises}
            assert tasks[exercise[1]] == int(minutes), what
        else:
            assert slides(number)[what] == int(minutes), what
        total += int(minutes)
    assert total == PLANS[plan]
    assert f"Total: {total} minutes." in section(plan)


@pytest.mark.parametrize("plan", SHORT)
def test_the_plan_of_a_short_deck_lists_its_slides_in_their_order(plan: str) -> None:
    path = ROOT / "notebooks" / f"short_{SHORT[plan]}_minutes.toml"
    deck = lesson.read(path, root=ROOT, course=tuple(lessons()), record=kit.load())
    deck = lesson.after_run(deck, ran.outputs(ROOT, {path: deck.raw})[path])
    listed = [[int(minutes), number, what] for minutes, number, what in rows(section(plan))]
    assert listed == [
        [
            sum(map(minutes_in, slide)),
            deck.raw["cells"][slide[0].cell.number - 1]["metadata"].get(ORIGIN, "")[:2],
            title(slide),
        ]
        for slide in deck.slides
    ]
    assert sum(minutes for minutes, _, _ in listed) == SHORT[plan]
    assert f"Total: {SHORT[plan]} minutes." in section(plan)


def test_the_class_and_the_room_make_ninety_minutes() -> None:
    assert PLANS["ninety minutes"] + ROOM == CLASS
    assert "The other eighteen" in section("ninety minutes")


def test_the_workshop_gives_each_lesson_its_minutes_and_nothing_overlaps() -> None:
    planned: dict[str, int] = {}
    for day in section("two days").split("\n\n"):
        timed = [row for row in rows(day) if re.fullmatch(r"\d\d:\d\d", row[0])]
        if not timed:
            continue
        starts = [int(row[0][:2]) * 60 + int(row[0][3:]) for row in timed]
        for row, start, following in zip(timed, starts, [*starts[1:], 24 * 60], strict=True):
            assert start + int(row[2]) <= following, row
            number = row[1][:2]
            if number in lessons():
                planned[number] = planned.get(number, 0) + int(row[2])
    for number, found in lessons().items():
        assert planned[number] == found.minutes("teach") + found.minutes("practise"), number


def test_every_tag_and_every_exception_that_the_guide_names_exists() -> None:
    table = section("Make it yours")
    tags = set(re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE))
    assert tags
    assert tags <= TAGS
    exceptions = re.findall(r"`allow-(\w+)`", guide())
    assert exceptions
    assert set(exceptions) <= set(RULES)


@pytest.mark.parametrize("page", ["instructor-guide", "for-students", "for-analysts"])
def test_exercises_that_a_page_names_are_there_or_said_to_be_new(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(0\d\.\d)\b", text)) - {"06.4"}  # the guide's own new one
    known = {task.name for found in lessons().values() for task in found.exercises}
    assert named <= known


def test_the_exercise_that_the_guide_adds_has_its_answer() -> None:
    answer = re.search(r"answer = '''(.+?)'''", guide())
    assert answer
    expected = eval(answer[1], {"record": kit.load()})  # noqa: S307  the guide's own line
    record = kit.load()
    labels = record.paragraphs("A/RES/76/19")["paragraph"]
    assert expected == labels.str.startswith("PP").sum()
