"""Rules on the slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.lint.lessons import code, md

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.course.lint.lessons import Course, Json

    Spoil = Callable[[Json], Course]

TABLE = "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n"


def test_levels_refuses_a_skip_a_second_title_and_none(spoilt: Spoil) -> None:
    course = spoilt(md("#### Too deep"))
    assert course.says("levels") == "The heading 'Too deep' skips a level"
    course.cells[4]["source"] = "# Another"
    assert course.says("levels") == "'Another' is a second title"
    course.cells[0]["source"] = "## No title"
    assert "comes before any title" in course.says("levels")


def test_levels_counts_headings_that_code_makes(spoilt: Spoil) -> None:
    course = spoilt(code('Markdown("#### Too deep")'))
    assert course.says("levels") == "The heading 'Too deep' skips a level"


def test_levels_accepts_the_good_lesson(course: Course) -> None:
    assert course.faults("levels") == []


def test_titles_asks_for_a_heading_and_takes_the_question_of_a_quiz(course: Course) -> None:
    assert course.faults("titles") == []
    course.cells[3]["source"] = "The Assembly welcomes one [@A/RES/76/19 OP2]."
    (fault,) = course.faults("titles")
    assert fault.cell == 4


def test_titles_accepts_a_heading_that_code_makes(course: Course) -> None:
    course.cells[3] = code('Markdown("## The text has verbs")', slide="slide")
    assert course.faults("titles") == []


def test_every_slide_must_have_notes(course: Course) -> None:
    assert course.faults("notes") == []
    course.cells[4]["metadata"]["slideshow"]["slide_type"] = "skip"
    assert [(fault.cell, fault.what) for fault in course.faults("notes")] == [
        (4, "The slide has no speaker notes")
    ]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("**Say.**", "what to say or do"),
        ("**Ask.**", "what to ask"),
        ("**Stumbling block.**", "where students stumble"),
        ("**Minutes.** 3", "how many minutes"),
    ],
)
def test_notes_must_be_whole(course: Course, part: str, said: str) -> None:
    course.cells[1]["source"] = course.cells[1]["source"].replace(part, "")
    assert [(fault.cell, fault.what) for fault in course.faults("notes")] == [
        (2, f"The notes do not say {said}")
    ]


def test_notes_of_a_slide_may_stand_in_several_cells(course: Course) -> None:
    first, _, rest = course.cells[1]["source"].partition("\n\n")
    course.cells[1]["source"] = first
    course.cells.insert(2, md(rest, slide="notes"))
    assert course.faults("notes") == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ({"teach": 12, "practise": 15}, "12 minutes to teach, and those of its notes add up to 10"),
        ({"teach": 10, "practise": 0}, "It has exercises and no time for them"),
        ({"teach": 10, "practise": 9}, "those of its exercises add up to 15"),
    ],
)
def test_minutes_must_add_up(course: Course, minutes: dict[str, int], said: str) -> None:
    assert course.faults("minutes") == []
    course.front["minutes"] = minutes
    assert said in course.says("minutes")


def test_minutes_refuses_an_exercise_that_takes_none(course: Course) -> None:
    course.exercises = course.exercises.replace("minutes = 5", "minutes = 0", 1)
    assert "The exercise takes no time" in course.says("minutes")


def test_pace_refuses_too_many_and_too_few_slides(course: Course) -> None:
    assert course.faults("pace") == []
    course.front["minutes"]["teach"] = 60
    assert "10.0 minutes a slide" in course.says("pace")
    course.front["minutes"]["teach"] = 3
    assert "0.5 minutes a slide" in course.says("pace")


def test_pace_leaves_out_slides_that_announce_an_activity(course: Course) -> None:
    course.cells[4]["source"] = "**Minutes.** 30"
    course.front["minutes"]["teach"] = 38
    assert course.faults("pace") == []


def test_words_counts_the_prose_beside_a_table(spoilt: Spoil) -> None:
    course = spoilt(md(TABLE + "word " * 36))
    assert course.faults("words") == []
    course.cells[4]["source"] += "and four more words"
    assert course.says("words") == "44 words stand beside a table, figure or explorer"


def test_words_leaves_out_what_is_not_on_the_slide(spoilt: Spoil) -> None:
    course = spoilt(md("word " * 60, slide="skip"))
    course.cells.insert(4, md(TABLE))
    assert course.faults("words") == []


PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.mark.parametrize(
    ("alt", "said"),
    [
        ("", "A picture has no alternative text"),
        ("votes.png", "The alternative text 'votes.png' is the name of a file"),
        ("The votes", "The alternative text only repeats the caption"),
        ("Yes votes grow from year to year", ""),
    ],
)
def test_alt_asks_for_words_that_say_what_is_to_be_seen(spoilt: Spoil, alt: str, said: str) -> None:
    assert spoilt(md(f'![{alt}]({PICTURE} "The votes")')).says("alt") == said


def test_alt_looks_at_pictures_that_code_draws(spoilt: Spoil) -> None:
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    assert spoilt(code(draw)).says("alt") == "A picture has no alternative text"
