"""What print says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kit.document import blocks as b
from kit.render import wording
from tests.render.sample import QUIZZES, SOURCES, cite, text

if TYPE_CHECKING:
    from typing import Any


def explorer(*controls: b.Control) -> b.Explorer:
    """Write an explorer of which only the controls matter."""
    first = (0,) * len(controls)
    return b.Explorer("E", controls, {first: 0}, ((),), first, (first,))


def test_a_citation_is_said_as_it_is_printed() -> None:
    assert wording.said(text("So ", cite("OP2"), " and ", cite())) == "So [1, OP2] and [1]"


def test_a_state_is_told_by_its_controls() -> None:
    votes = explorer(
        b.Control("y", "Year", "range", ("2018", "2019")),
        b.Control("w", "In words", "switch", ("off", "on")),
    )

    assert wording.chosen(votes, (1, 0)) == (("Year", "2019"), ("In words", "off"))


def test_a_scale_is_told_by_its_ends_and_a_few_choices_by_name() -> None:
    votes = explorer(
        b.Control("y", "Year", "range", ("2018", "2019", "2020")),
        b.Control("g", "Group", "choice", ("Africa", "Asia")),
        b.Control("o", "Only", "choice", ("one",)),
    )

    assert wording.choices(votes) == (("Year", "2018 – 2020 (3)"), ("Group", "Africa, Asia"))


def test_a_list_of_all_members_is_told_by_its_ends() -> None:
    members = tuple(f"State {n}" for n in range(193))

    told = wording.choices(explorer(b.Control("s", "State", "choice", members)))

    assert told == (("State", "State 0 – State 192 (193)"),)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("single", []),
        ("multiple", []),
        ("text", ["supports", "Supports the"]),
        ("ordering", [0, 1, 2, 3]),
        ("match", ["A/75/816 – Open-ended Working Group"]),
    ],
)
def test_the_answer_is_said_where_the_choices_do_not_bear_it(
    kind: str, expected: list[Any]
) -> None:
    quiz = next(quiz for quiz in QUIZZES if quiz.kind == kind)
    spoken = [wording.said(answer) for answer in wording.answer(quiz)]

    in_order = [wording.said(choice.content) for choice in quiz.choices]
    assert spoken[: len(expected)] == [
        in_order[item] if isinstance(item, int) else item for item in expected
    ]
    assert bool(spoken) == bool(expected)


def test_the_standing_of_a_source_is_its_status_and_its_grades() -> None:
    assert wording.standing(SOURCES[1]) == ("official record", "grade A, B")


def test_a_source_that_no_graded_fact_comes_from_tells_its_status_alone() -> None:
    source = b.Source("x", 1, "X", "press", ())

    assert wording.standing(source) == ("press",)


def test_an_address_is_not_printed_twice() -> None:
    url = "https://example.org/a"
    source = b.Source("x", 1, f"“A page”, 2021. Available at {url}", "press", (), url)

    assert wording.citation(source) == "“A page”, 2021."
    assert wording.citation(SOURCES[0]) == SOURCES[0].text
