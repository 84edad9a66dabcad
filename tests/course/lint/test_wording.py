"""Rules on words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.course.lint.lessons import code, md

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.course.lint.lessons import Course, Json

    Spoil = Callable[[Json], Course]


def test_the_good_lesson_keeps_every_rule_on_words(course: Course) -> None:
    for rule in ("placeholder", "typed", "symbols", "names", "british"):
        assert course.faults(rule) == []


@pytest.mark.parametrize("text", ["TODO", "Here: TBD.", "Lorem ipsum dolor", "…", "..."])
def test_placeholder_finds_what_is_left_to_be_written(spoilt: Spoil, text: str) -> None:
    assert "stands where words should" in spoilt(md(text)).says("placeholder")


def test_placeholder_looks_into_exercises_quizzes_and_code(spoilt: Spoil) -> None:
    course = spoilt(code('Markdown("TODO")'))
    course.exercises = course.exercises.replace("One too many.", "TODO", 1)
    course.front["questions"] = ["…"]
    assert len(course.faults("placeholder")) == 3


@pytest.mark.parametrize("text", ["Write … and go on.", "`...` stands for your answer."])
def test_placeholder_knows_an_ellipsis_in_a_sentence(spoilt: Spoil, text: str) -> None:
    assert spoilt(md(text)).faults("placeholder") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was adopted on 6 December 2021.", "6 December 2021"),
        ("The vote was 92-50-21.", "92-50-21"),
        ("The vote was 92–50–21.", "92–50–21"),
        ("There were 92 in favour.", "92 in favour"),
        ("There were 50 votes against.", "50 votes against"),
        ("77 States voted for both.", "77 States"),
        ("It was 21 abstaining [@A/RES/75/240].", "21 abstaining"),
    ],
)
def test_typed_refuses_what_the_record_has(spoilt: Spoil, text: str, found: str) -> None:
    assert spoilt(md(text)).says("typed") == f"“{found}” is typed, and the record has it"


@pytest.mark.parametrize(
    "text",
    [
        "In his words there were “104 co-sponsors” [@statement-russia-2021-11-02].",
        "Paragraphs 71-73 and notebook 06-07.",
        "It met on 30 February 1907.",
        "Two States differ.",
        "On 2 of 3 days.",
    ],
)
def test_typed_allows_quotations_and_what_the_record_does_not_have(
    spoilt: Spoil, text: str
) -> None:
    assert spoilt(md(text)).faults("typed") == []


def test_typed_allows_what_code_fills_in_and_refuses_what_it_does_not(spoilt: Spoil) -> None:
    course = spoilt(code('Markdown(f"There were {len(record.states)} in favour.")'))
    assert course.faults("typed") == []
    course.cells[4]["source"] = 'Markdown(f"{len(record.states)} Members; 92 in favour.")'
    assert "92 in favour" in course.says("typed")


def test_typed_leaves_notes_and_the_wrong_choices_of_a_quiz_alone(spoilt: Spoil) -> None:
    course = spoilt(md("**Say.** It was 92-50-21.\n\n**Minutes.** 2", slide="notes"))
    course.cells.append(code('kit.quiz("Who?", {"By 109 votes": "No.", "b": ""}, answer="b")'))
    assert course.faults("typed") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See A/75/861.", 'no document A/75/861; the nearest is "A/75/816"'),
        ("See A/RES/76/135.", "no document A/RES/76/135"),
        ("See resolution 76/91.", 'no resolution or decision 76/91; the nearest is "76/19"'),
        ("**Say.** Resolution 76/91.", "no resolution or decision 76/91"),
    ],
)
def test_symbols_names_the_nearest_that_the_record_knows(
    spoilt: Spoil, text: str, said: str
) -> None:
    assert said in spoilt(md(text)).says("symbols")


def test_symbols_says_what_is_right_for_a_known_error(spoilt: Spoil) -> None:
    (fault,) = spoilt(md("See A/RES/76/135.")).faults("symbols")
    assert "A/76/135" in fault.mend


@pytest.mark.parametrize(
    "text", ["A/RES/76/19 and A/C.1/76/L.13.", "Open 24/7.", "“A/RES/76/135” is wrong.", "11/12"]
)
def test_symbols_allows_known_ones_quotations_and_other_numbers(spoilt: Spoil, text: str) -> None:
    assert spoilt(md(text)).faults("symbols") == []


@pytest.mark.parametrize("error", ["Decision 75/816", "A/RES/76/135"])
def test_symbols_lets_a_quiz_teach_a_known_error(spoilt: Spoil, error: str) -> None:
    course = spoilt(
        code(f'kit.quiz("Which?", {{"{error}": "No.", "75/564": ""}}, answer="75/564")')
    )
    assert course.faults("symbols") == []
    course.cells[4] = md(f"{error} was taken.")
    assert error.removeprefix("Decision ") in course.says("symbols")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Turkey voted yes.", "Türkiye"),
        ("The OWEG met.", "OEWG"),
        ("The States: Singapur and others.", "Singapore"),
        ("Then Phillipines spoke.", "Philippines"),
        ("**Say.** Ask Ukrane.", "Ukraine"),
    ],
)
def test_names_says_how_the_record_writes_them(spoilt: Spoil, text: str, right: str) -> None:
    (fault,) = spoilt(md(text)).faults("names")
    assert fault.mend.startswith(f"Write {right}")


@pytest.mark.parametrize(
    "text",
    [
        "Türkiye, the Niger and Nigeria, Iran and Iraq.",
        "Argentine, Yemeni and Philippine delegates.",
        "The Austrian, Australian and Indian texts.",
        "Begin here. Iraq's and Iran’s votes.",
        "The OEWG, the GGE, ICTs and the UN.",
        "“Turkey” stands in the record of that day.",
    ],
)
def test_names_leaves_right_names_and_quotations_alone(spoilt: Spoil, text: str) -> None:
    assert spoilt(md(text)).faults("names") == []


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Responsible behavior of States.", "behaviour"),
        ("A program of action.", "programme"),
        ("An organisation.", "organization"),
        ("They recognised it.", "recognize"),
    ],
)
def test_british_knows_the_spelling_of_the_united_nations(
    spoilt: Spoil, text: str, right: str
) -> None:
    (fault,) = spoilt(md(text)).faults("british")
    assert right in fault.mend


@pytest.mark.parametrize(
    "text", ["A programme, programmes, an organization.", "The word “behavior”.", "`color`"]
)
def test_british_leaves_right_words_quotations_and_code_alone(spoilt: Spoil, text: str) -> None:
    assert spoilt(md(text)).faults("british") == []
