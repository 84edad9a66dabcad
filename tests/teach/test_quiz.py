"""A quiz as its author writes it, and what an export hands over."""

from __future__ import annotations

from typing import Any

import pytest

from kit import mime
from kit.errors import UsageError
from kit.teach.quiz import read

ORDER = ["GGE 2015", "OEWG 2021", "GGE 2021"]


@pytest.mark.parametrize(
    ("choices", "answer", "kind"),
    [
        (["confirmed", "noted"], "noted", "single"),
        (["a", "b", "c"], {"a", "c"}, "multiple"),
        (ORDER, ORDER, "ordering"),
        ((), {"OP1": "recognizes", "OP2": "welcomes"}, "match"),
        ((), "25", "text"),
        ((), ["25", "twenty-five"], "text"),
        ([25, 193], 25, "single"),
    ],
)
def test_how_it_is_asked_follows_from_what_the_answer_is(
    choices: Any, answer: Any, kind: Any
) -> None:
    assert read("Which?", choices, answer).kind == kind


def test_a_mapping_of_choices_says_what_is_answered_to_each() -> None:
    asked = read("Which?", {"confirmed": "No.", "noted": "Yes."}, "noted")
    assert [(c.text, c.correct, c.feedback) for c in asked.choices] == [
        ("confirmed", False, "No."),
        ("noted", True, "Yes."),
    ]


def test_an_ordering_quiz_keeps_its_choices_in_the_right_order() -> None:
    asked = read("In which order?", sorted(ORDER), ORDER)
    assert [choice.text for choice in asked.choices] == ORDER


@pytest.mark.parametrize(
    ("choices", "answer", "says"),
    [
        (
            ["confirmed", "noted"],
            "notd",
            "'notd' is not one of the quiz's choices; the nearest is \"noted\"",
        ),
        (["a", "b"], {"a", "z"}, "'z' is not one"),
        (["a", "b"], set(), "not one of the quiz's choices"),
        (["a", "b", "c"], ["a", "b"], "write a set {…} for several right ones"),
        (["a"], "a", "only one choice"),
        ((), None, "neither choices nor an answer"),
        ((), "  ", "neither choices nor an answer"),
        ((), {"a": "b"}, "fewer than two pairs"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_one_sentence(
    choices: Any, answer: Any, says: Any
) -> None:
    with pytest.raises(UsageError) as caught:
        read("Which?", choices, answer)
    assert says in str(caught.value)


def test_a_quiz_without_a_question_is_refused() -> None:
    with pytest.raises(UsageError, match="no question"):
        read(" ", ["a", "b"], "a")


@pytest.mark.parametrize(
    "call",
    [
        "quiz('Q [@A/RES/76/19 OP4]?', {'a': 'no', 'b': 'yes'}, 'b', why='Because')",
        "quiz('Q?', ['a', 'b', 'c'], {'a', 'b'})",
        "quiz('Q?', ['a', 'b', 'c'], ['c', 'b', 'a'])",
        "quiz('Q?', answer={'a': '1', 'b': '2'})",
        "quiz('Q?', answer=['x', 'y'])",
    ],
)
def test_the_document_accepts_every_kind(notebook: Any, call: Any) -> None:
    from kit.document import outputs

    (bundle,) = notebook.export().run(f"from kit import quiz\n{call}")
    (block,) = outputs.read([{"output_type": "display_data", "data": bundle, "metadata": {}}])
    assert block.kind == bundle[mime.QUIZ]["kind"]
    assert len(block.choices) == len(bundle[mime.QUIZ]["choices"])


def test_the_plain_text_of_an_export_does_not_hold_the_answer(notebook: Any) -> None:
    (bundle,) = notebook.export().run("from kit import quiz\nquiz('Q?', ['right', 'left'], 'left')")
    assert bundle["text/plain"] == "Quiz: Q?"
