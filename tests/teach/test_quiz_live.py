"""A live quiz: answer with widgets, press Check, read what is said."""

from __future__ import annotations

from typing import Any

import pytest

from kit.teach.quiz_live import shuffled


class Quiz:
    def __init__(self, box: Any) -> None:
        self.head, *self.inputs, self.said = box.children
        self.button = self.inputs[-1]

    def check(self) -> str:
        self.button.click()
        return self.said.value

    def press(self, label: str) -> str:
        (button,) = [button for button in self.inputs if button.description == label]
        button.click()
        return self.said.value


@pytest.fixture
def quiz(notebook: Any) -> Any:
    return lambda call: Quiz(notebook.widget(f"from kit import quiz\n{call}"))


def test_a_single_choice_says_nothing_at_first(quiz: Any) -> None:
    made = quiz("quiz('Which?', ['confirmed', 'noted'], 'noted')")
    assert made.said.value == ""
    assert [button.icon for button in made.inputs] == ["", ""]


def test_pressing_a_choice_answers_it_and_marks_it(quiz: Any) -> None:
    made = quiz("quiz('Which?', {'confirmed': 'No: the statement.', 'noted': ''}, 'noted')")
    assert "No: the statement." in made.press("confirmed")
    assert [button.icon for button in made.inputs] == ["times", ""]
    assert [button.tooltip for button in made.inputs] == ["Your answer: not right", None]
    assert "Right." in made.press("noted")
    assert "kit-right" in made.said.value
    assert [button.icon for button in made.inputs] == ["", "check"]
    assert [button.tooltip for button in made.inputs] == [None, "Your answer: right"]


def test_several_choices_are_answered(quiz: Any) -> None:
    made = quiz("quiz('Which?', ['a', 'b', 'c'], {'a', 'c'})")
    made.inputs[0].value = made.inputs[2].value = True
    assert "Right." in made.check()


def test_an_order_is_answered(quiz: Any) -> None:
    made = quiz("quiz('Order?', ['one', 'two', 'three'], ['one', 'two', 'three'])")
    offered = [value for _, value in made.inputs[0].options]
    assert offered != ["", "one", "two", "three"]
    for place, text in zip(made.inputs[:3], ["one", "two", "three"], strict=True):
        place.value = text
    assert "Right." in made.check()


def test_pairs_are_answered(quiz: Any) -> None:
    made = quiz("quiz('Match', answer={'OP1': 'recognizes', 'OP2': 'welcomes'})")
    assert [box.description for box in made.inputs[:2]] == ["OP1", "OP2"]
    made.inputs[0].value, made.inputs[1].value = "recognizes", "welcomes"
    assert "Right." in made.check()


def test_a_written_answer_is_checked(quiz: Any) -> None:
    made = quiz("quiz('How many experts?', answer=['25', 'twenty-five'])")
    made.inputs[0].value = "Twenty-five."
    assert "Right." in made.check()


def test_markup_in_question_and_choices_stays_text(quiz: Any) -> None:
    made = quiz("quiz('<script>x</script> *Which*?', ['<b>a</b>', '**b**'], '**b**')")
    assert "<script" not in made.head.value
    assert "<em>Which</em>" in made.head.value
    assert [button.description for button in made.inputs] == ["<b>a</b>", "b"]


@pytest.mark.parametrize("texts", [["a", "b"], ["a", "b", "c"], list("abcdefg")])
def test_shuffling_never_gives_the_right_order_and_is_always_the_same(texts: Any) -> None:
    for question in ("Q1", "Q2", "Q3", "Q4"):
        mixed = shuffled(texts, question)
        assert mixed != texts
        assert sorted(mixed) == texts
        assert mixed == shuffled(texts, question)
