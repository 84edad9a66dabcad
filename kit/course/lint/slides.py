"""Rules on the slides: titles, levels, notes, minutes, words, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kit.course.lint.complaint import Fault
from kit.course.lint.registry import rule
from kit.document.blocks import Explorer, Figure, Heading, List, Paragraph, Quiz, Table
from kit.document.phrases import plain
from kit.document.walk import every

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kit.course.lint.lesson import Lesson, Shown

MOST_WORDS: Final = 40  # of prose on a slide that has a table, a figure or an explorer
_TITLE: Final = 2  # the level of a slide's title in the notebook
_OWN_SLIDES: Final = 2  # what the lesson is for, and what to remember: the deck adds them
_PACE: Final = (1.3, 3.2)  # minutes a slide
_ACTIVITY: Final = 6  # minutes from which a slide only announces what the room does
_MINUTES: Final = re.compile(r"\*\*Minutes\.?\*\*\.?\s*(\d+)")
# What the notes of a slide hold, by the words with which a paragraph of them begins.
_NOTES: Final = {
    "**Say.** or **Do.**": ("what to say or do", re.compile(r"\*\*(?:Say|Do)\.\*\*")),
    "**Ask.**": ("what to ask", re.compile(r"\*\*Ask\.\*\*")),
    "**Stumbling block.**": ("where students stumble", re.compile(r"\*\*Stumbling block\.\*\*")),
    "**Minutes.** and a number": ("how many minutes", _MINUTES),
}
_WORD: Final = re.compile(r"[\w'’/.-]*\w")
_FILE_NAME: Final = re.compile(r"\.(?:png|jpe?g|svg|gif)$", re.IGNORECASE)


@rule("levels", "It has one title, and no level of heading is skipped", outputs=True)
def levels(lesson: Lesson) -> Iterator[Fault]:
    """Follow the headings that everybody sees."""
    before = 0
    for shown in lesson.cells:
        if not shown.is_seen or shown.cell.role != "content":
            continue
        for heading in (block for block in shown.blocks if isinstance(block, Heading)):
            words = plain(heading.content)
            if not before and heading.level > 1:
                mend = "Begin the first cell with one #"
                yield Fault(f"'{words}' comes before any title", mend, shown.cell.number)
            elif before and heading.level == 1:
                what = f"'{words}' is a second title"
                yield Fault(what, "Begin it with ##", shown.cell.number)
            elif before and heading.level > before + 1:
                what = f"The heading '{words}' skips a level"
                yield Fault(what, f"Begin it with {'#' * (before + 1)}", shown.cell.number)
            before = heading.level


@rule("titles", "Every slide begins with its title", templates=False, outputs=True, short=True)
def titles(lesson: Lesson) -> Iterator[Fault]:
    """Look at the first thing on each slide."""
    for slide in lesson.slides:
        first = next(iter(slide[0].blocks), None)
        is_title = isinstance(first, Heading) and first.level <= _TITLE
        if not is_title and not isinstance(first, Quiz):  # whose question is the title
            mend = "Begin it with ## and a sentence that says what the slide says"
            yield Fault("The slide has no title", mend, slide[0].cell.number)


@rule(
    "notes",
    "Every slide has notes: what to say, what to ask, where students stumble, how many minutes",
    templates=False,
    short=True,
)
def notes(lesson: Lesson) -> Iterator[Fault]:
    """Look for the speaker's notes of each slide."""
    for slide in lesson.slides:
        said = [shown.cell for shown in slide if shown.cell.role == "notes"]
        if not said:
            mend = f"Add a cell of slide type notes below it, with {', '.join(_NOTES)}"
            yield Fault("The slide has no speaker notes", mend, slide[0].cell.number)
            continue
        text = "\n".join(cell.source for cell in said)
        for opening, (parts, pattern) in _NOTES.items():
            if not pattern.search(text):
                mend = f"Add a paragraph that begins with {opening}"
                yield Fault(f"The notes do not say {parts}", mend, said[-1].number)


@rule(
    "minutes",
    "The minutes of the notes and of the exercises add up",
    templates=False,
    short=True,
)
def minutes(lesson: Lesson) -> Iterator[Fault]:
    """Compare the minutes that the front matter states with their parts."""
    sums = {
        "teach": ("notes", _taught(lesson)),
        "practise": ("exercises", sum(found.minutes for found in lesson.exercises)),
    }
    for kind, (parts, total) in sums.items():
        stated = lesson.minutes(kind)
        if not stated and not total:
            continue
        if stated != total:
            yield Fault(
                f"It states {stated} minutes to {kind}, and those of its {parts} add up to {total}",
                f"Mend the {parts}, or state {total}",
                place="front matter, minutes",
            )
    if lesson.exercises and not lesson.minutes("practise"):
        mend = "State how long the exercises take"
        yield Fault("It has exercises and no time for them", mend, place="front matter, minutes")
    for found in lesson.exercises:
        if found.minutes < 1:
            place = f"{lesson.exercise_file}, exercise {found.name}"
            yield Fault("The exercise takes no time", "Add minutes = 5", place=place)


@rule(
    "pace",
    "Its slides fit its time, at about two minutes a slide",
    templates=False,
    short=True,
)
def pace(lesson: Lesson) -> Iterator[Fault]:
    """Divide the time by the slides, those that the deck adds among them, without activities."""
    each = [sum(map(minutes_in, slide)) for slide in lesson.slides]
    activities = [taken for taken in each if taken >= _ACTIVITY]
    count = len(each) - len(activities) + _OWN_SLIDES
    taken = lesson.minutes("teach") - sum(activities)
    share = taken / count
    fastest, slowest = _PACE
    if not fastest <= share <= slowest:
        yield Fault(
            f"{count} slides in {taken} minutes is {share:.1f} minutes a slide",
            "Take slides out or add some, or state another time",
            place="front matter, minutes",
        )


@rule(
    "words",
    f"A slide with a table, figure or explorer has {MOST_WORDS} words beside it",
    templates=False,
    outputs=True,
)
def words(lesson: Lesson) -> Iterator[Fault]:
    """Count the words of the prose on slides that show something else."""
    for slide in lesson.slides:
        blocks = [block for shown in _on_slide(slide) for block in shown.blocks]
        if not any(isinstance(block, Table | Figure | Explorer) for block in blocks):
            continue
        prose = [block for block in blocks if isinstance(block, Paragraph | List)]
        lines = [line for block in prose for line in every(block, Paragraph)]
        count = sum(len(_WORD.findall(plain(line.content))) for line in lines)
        if count > MOST_WORDS:
            what = f"{count} words stand beside a table, figure or explorer"
            mend = f"Keep {MOST_WORDS}, and put the rest into a cell of slide type skip"
            yield Fault(what, mend, slide[0].cell.number)


@rule("alt", "Every picture says in words what is to be seen", outputs=True)
def alt(lesson: Lesson) -> Iterator[Fault]:
    """Look at the alternative text of each picture."""
    for shown in lesson.cells:
        for figure in every(shown.blocks, Figure):
            said = figure.alt.strip()
            mend = "Say what is to be seen, in a sentence"
            if not said:
                yield Fault("A picture has no alternative text", mend, shown.cell.number)
            elif _FILE_NAME.search(said):
                what = f"The alternative text '{said}' is the name of a file"
                yield Fault(what, mend, shown.cell.number)
            elif said == plain(figure.caption).strip():
                what = "The alternative text only repeats the caption"
                yield Fault(what, mend, shown.cell.number)


def _taught(lesson: Lesson) -> int:
    """Add up the minutes of the notes."""
    return sum(map(minutes_in, lesson.cells))


def minutes_in(shown: Shown) -> int:
    """Add up the minutes that a cell of notes states.

    Parameters
    ----------
    shown : Shown
        Any cell.

    Returns
    -------
    int
        0 for a cell that is none of notes.
    """
    is_note = shown.cell.role == "notes"
    return sum(map(int, _MINUTES.findall(shown.cell.source))) if is_note else 0


def _on_slide(slide: Sequence[Shown]) -> Iterator[Shown]:
    """Give the cells that the audience sees on a slide."""
    for shown in slide:
        if shown.cell.role == "content" and shown.cell.slide_type != "skip":
            yield shown
