"""What the kit's own outputs become, and what is refused."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.document.blocks import (
    Callout,
    Choice,
    Code,
    Exercise,
    Explorer,
    Figure,
    Paragraph,
    Quiz,
    Strong,
    Text,
)
from kit.document.outputs import read
from kit.document.payloads import MOST_STATES
from kit.errors import NotebookError
from tests.draft import (
    EXERCISE,
    EXPLORER,
    FIGURE,
    NOTE,
    PNG,
    QUIZ,
    SVG,
    displayed,
    exercise,
    explorer,
    png,
    printed,
    quiz,
    resource,
)


def block(media: str, payload: object) -> Any:
    """Read the one block of a payload."""
    (made,) = read([displayed({media: payload, "text/plain": "<object>"})])
    return made


def figure(**changes: Any) -> dict[str, Any]:
    """Write a figure's payload."""
    return {"media": "image/svg+xml", "data": SVG, "alt": "A square", "caption": "*One*", **changes}


def test_an_explorer_keeps_each_state_and_its_view() -> None:
    made = block(EXPLORER, explorer([printed("a")], [printed("b")]))

    assert made.states == {(0,): 0, (1,): 1}
    assert made.views == ((Code("a", kind="output"),), (Code("b", kind="output"),))
    assert made.controls[0].options == ("Option 1", "Option 2")
    assert (made.initial, made.printed) == ((0,), ((0,),))


def test_states_may_share_a_view_and_a_combination_may_be_missing() -> None:
    payload = explorer([printed("a")])
    payload["controls"] = [
        {"name": "x", "label": "X", "kind": "switch", "options": ["off", "on"]},
        {"name": "y", "label": "Y", "kind": "range", "options": ["1", "2"]},
    ]
    payload |= {"states": [[[0, 0], 0], [[1, 1], 0]], "initial": [0, 0], "printed": [[1, 1]]}

    made = block(EXPLORER, payload)

    assert isinstance(made, Explorer)
    assert set(made.states) == {(0, 0), (1, 1)}


@pytest.mark.parametrize(
    "change",
    [
        {"controls": {}},
        {"controls": [{}]},
        {"controls": [{"name": "a", "label": "A", "kind": "slider", "options": ["1"]}]},
        {"controls": [{"name": "a", "label": "A", "kind": "choice", "options": [1]}]},
        {"controls": []},
        {"states": []},
        {"states": [[0, 0]]},
        {"states": [[[0], 1]]},
        {"states": [[[0], -1]]},
        {"states": [[[1], 0]]},
        {"states": [[[-1], 0]]},
        {"states": [[["0"], 0]]},
        {"states": [[[0, 0], 0]]},
        {"states": [[[0], 0, 0]]},
        {"views": {}},
        {"views": [{}]},
        {"views": [[5]]},
        {"initial": [1]},
        {"initial": []},
        {"printed": [[1]]},
        {"printed": [0]},
        {"title": 5},
        {"text_filter": "yes"},
    ],
)
def test_an_explorer_that_does_not_fit_together_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotebookError):
        block(EXPLORER, explorer([printed("a")], **change))


def test_an_explorer_with_too_many_states_is_refused_before_its_views_are_read() -> None:
    options = [str(n) for n in range(MOST_STATES + 1)]
    control = {"name": "n", "label": "N", "kind": "range", "options": options}
    states = [[[n], 0] for n in range(MOST_STATES + 1)]

    with pytest.raises(NotebookError, match=r"401 states"):
        block(EXPLORER, explorer([{"bad": 1}], controls=[control], states=states))


def test_views_that_no_state_could_show_are_refused_before_they_are_read() -> None:
    payload = explorer([printed("a")])
    payload["views"] *= 10_000

    with pytest.raises(NotebookError, match="more than its states"):
        block(EXPLORER, payload)


@pytest.mark.parametrize(
    "inner", [{EXPLORER: explorer([printed("a")])}, {QUIZ: quiz()}, {EXERCISE: exercise()}]
)
def test_nothing_that_asks_the_reader_stands_within_an_explorer(inner: dict[str, Any]) -> None:
    with pytest.raises(NotebookError, match="another explorer"):
        block(EXPLORER, explorer([displayed(inner)]))


def test_a_quiz_keeps_question_choices_and_feedback() -> None:
    made = block(QUIZ, quiz(question="**How?**"))

    assert made.question == (Strong((Text("How?"),)),)
    assert made.choices[0] == Choice((Text("Without a vote"),), True, (Text("Yes."),))  # noqa: FBT003
    assert made.why == (Text("Nobody asked for a vote."),)


def test_a_quiz_that_asks_for_words_keeps_the_accepted_forms() -> None:
    made = block(QUIZ, quiz(kind="text", choices=[], accepted=["OEWG", "open-ended"]))

    assert isinstance(made, Quiz)
    assert made.accepted == ("OEWG", "open-ended")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "essay"},
        {"kind": 5},
        {"question": None},
        {"choices": []},
        {"choices": "ab"},
        {"choices": [5]},
        {"choices": [{"text": "a", "correct": 1}]},
        {"kind": "text", "accepted": []},
        {"accepted": [5]},
        {"why": []},
        {"question": "[@a; b]"},
    ],
)
def test_a_quiz_without_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotebookError):
        block(QUIZ, quiz(**change))


def test_an_exercise_keeps_its_task_and_hints() -> None:
    made = block(EXERCISE, exercise())

    assert isinstance(made, Exercise)
    assert made.task == (Paragraph((Text("Count the "), Strong((Text("paragraphs"),)), Text("."))),)
    assert (made.name, made.expects, made.minutes, len(made.hints)) == (
        "count",
        "a whole number",
        5,
        1,
    )


@pytest.mark.parametrize(
    "change", [{"name": None}, {"task": 5}, {"minutes": -1}, {"minutes": True}, {"hints": [5]}]
)
def test_an_exercise_without_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotebookError):
        block(EXERCISE, exercise(**change))


def test_a_figure_keeps_image_alternative_caption_and_table() -> None:
    table = resource({"yes": "integer"}, (109,))
    made = block(FIGURE, figure(table=table))

    assert isinstance(made, Figure)
    assert (made.media, made.data, made.alt) == ("image/svg+xml", SVG.encode(), "A square")
    assert made.table is not None
    assert made.table.rows == (((Text("109"),),),)


def test_a_figure_may_be_a_photograph() -> None:
    assert block(FIGURE, figure(media="image/png", data=PNG)).data == png()


@pytest.mark.parametrize(
    "change",
    [
        {"media": "text/html"},
        {"media": None},
        {"data": 5},
        {"data": "<svg"},
        {"alt": None},
        {"caption": []},
        {"table": 5},
        {"data": SVG.replace("<path", "<script/><path")},
    ],
)
def test_a_figure_that_cannot_be_drawn_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NotebookError):
        block(FIGURE, figure(**change))


def test_a_note_stands_for_what_only_a_running_notebook_shows() -> None:
    made = block(NOTE, {"kind": "live-only", "text": "Your *progress*"})

    assert isinstance(made, Callout)
    assert made.kind == "live"


@pytest.mark.parametrize("media", [EXPLORER, QUIZ, EXERCISE, FIGURE, NOTE])
@pytest.mark.parametrize("payload", [None, 5, "x", [], [{}], {}])
def test_a_payload_without_its_fields_is_refused_by_its_type(media: str, payload: object) -> None:
    with pytest.raises(NotebookError) as caught:
        block(media, payload)

    assert media in caught.value.what or "image" in caught.value.what


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "text", "kind", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_SAMPLES = {
    EXPLORER: explorer([printed("a")], [printed("b")]),
    QUIZ: quiz(),
    EXERCISE: exercise(),
    FIGURE: figure(),
    NOTE: {"kind": "live-only", "text": "x"},
}


@given(st.sampled_from(sorted(_SAMPLES)), st.data())
def test_a_payload_with_any_field_spoilt_is_a_block_or_an_error(
    media: str, data: st.DataObject
) -> None:
    payload = copy.deepcopy(_SAMPLES[media])
    field = data.draw(st.sampled_from(sorted(payload)))
    payload[field] = data.draw(_JSON)

    with contextlib.suppress(NotebookError):
        assert block(media, payload) is not None
