"""Explorers, quizzes and exercises as markup; `test_deck.py` brings them to life."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import htpy as h
import pytest

from kit.document import blocks as b
from kit.render.html import Writer
from tests.render import sample
from tests.render.sample import para, text


def written(block: b.Block) -> str:
    """Write one block as a string."""
    return str(h.fragment[Writer().blocks((block,))])


def key(markup: str) -> dict[str, Any]:
    """Decode the key of a quiz."""
    (code,) = re.findall(r'data-key="([^"]*)"', markup)
    decoded: dict[str, Any] = json.loads(base64.b64decode(code))
    return decoded


def one_control(kind: str, count: int) -> b.Explorer:
    """Write an explorer with a single control."""
    options = tuple(f"option {n}" for n in range(count))
    control = b.Control("c", "Label", kind, options)  # type: ignore[arg-type]  from a parameter
    states = {(n,): n for n in range(count)}
    views = tuple((para(f"view {n}"),) for n in range(count))
    return b.Explorer("Title", (control,), states, views, (1,), ())


def test_up_to_four_choices_stand_side_by_side_and_more_in_a_list() -> None:
    assert written(one_control("choice", 4)).count('type="radio"') == 4
    assert "<select" in written(one_control("choice", 5))
    assert 'type="radio"' not in written(one_control("choice", 5))


def test_a_scale_is_a_slider_that_says_its_value() -> None:
    markup = written(one_control("range", 6))
    assert 'type="range" id="kit-x1-0" min="0" max="5" step="1" value="1"' in markup
    assert 'aria-valuetext="option 1"' in markup


def test_a_switch_is_a_check_box() -> None:
    assert 'type="checkbox" id="kit-x1-0" checked' in written(one_control("switch", 2))


def test_the_first_view_stands_in_the_open_and_the_others_in_reserve() -> None:
    open_part, *reserve = written(one_control("choice", 3)).split("<template")
    assert "<p>view 1</p>" in open_part
    assert "view 0" not in open_part
    assert [re.findall(r"view \d", part) for part in reserve] == [["view 0"], ["view 2"]]
    assert "Label: option 1" in open_part  # for a reader without script


def test_a_row_is_written_once_however_many_views_show_it() -> None:
    def table(*names: str) -> b.Table:
        return b.Table((b.Column("Name"),), tuple((text(name),) for name in names))

    control = b.Control("c", "Label", "choice", ("x", "y", "z"))
    views = ((table("one", "two", "one"),), (table("two", "three"),), (table("three", "one"),))
    markup = written(b.Explorer("", (control,), {(n,): n for n in range(3)}, views, (0,), ()))
    assert [markup.count(f">{name}<") for name in ("one", "two", "three")] == [2, 1, 1]
    assert re.findall(r'data-rows="([^"]*)"', markup) == ["0 1 0", "1 2", "2 0"]


def test_states_that_cannot_be_chosen_are_not_listed() -> None:
    explorer = sample.states_explorer()
    (listed,) = re.findall(r'data-states="([^"]*)"', written(explorer))
    states = dict(entry.split("=") for entry in listed.split(" "))
    assert len(states) == len(explorer.states) < 7 * 2 * 5 * 2
    assert states["3.0.3.1"] == str(explorer.states[(3, 0, 3, 1)])
    assert "3.1.0.1" not in states


def test_the_key_of_a_choice_says_right_and_feedback() -> None:
    markup = written(sample.QUIZZES[0])
    assert key(markup)["right"] == [False, True, False]
    assert key(markup)["feedback"][1] == "So says the text."
    assert "So says the text." not in markup


def test_an_order_is_offered_mixed_and_always_in_the_same_way() -> None:
    markup = written(sample.QUIZZES[2])
    offered = re.findall(r"<label [^>]*>([^<]*)</label>", markup)
    right = [choice.content[0].text for choice in sample.QUIZZES[2].choices]  # type: ignore[union-attr]
    assert offered != right
    assert [right[place] for place in key(markup)["right"]] == offered
    assert written(sample.QUIZZES[2]) == markup


@pytest.mark.parametrize("count", range(2, 8))
def test_nothing_is_ever_offered_in_its_right_order(count: int) -> None:
    for seed in range(20):
        choices = tuple(b.Choice(text(f"item {n}")) for n in range(count))
        quiz = b.Quiz(text(f"question {seed}"), "ordering", choices)
        assert key(written(quiz))["right"] != list(range(count))


def test_the_key_of_a_match_names_the_partner_of_each() -> None:
    markup = written(sample.QUIZZES[3])
    offered = re.findall(r'<option value="\d">([^<]*)</option>', markup)[:3]
    partners = [offered[place] for place in key(markup)["right"]]
    assert partners == [c.partner[0].text for c in sample.QUIZZES[3].choices]  # type: ignore[union-attr]


def test_an_exercise_states_its_minutes_and_folds_its_hints() -> None:
    exercise = b.Exercise("06.2", (para("Count."),), "a number", 10, (text("Join."), text("Then.")))
    markup = written(exercise)
    assert "10 min" in markup
    assert "a number" in markup
    assert markup.count('<details class="hint">') == 2
    assert " open" not in markup
    assert "min" not in written(b.Exercise("06.3", (para("Say."),)))
