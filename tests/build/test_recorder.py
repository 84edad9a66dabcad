"""Tests of the recorder."""

from __future__ import annotations

from typing import Any

import pytest

from kit.build.recorder import Recorder, joined


class OverflowSeenError(Exception):
    """The limit has been passed."""


def overflow() -> None:
    raise OverflowSeenError


def recorder(limit: int = 10_000) -> Recorder:
    return Recorder(limit, lambda _: None, overflow)


def shown(text: str) -> dict[str, Any]:
    return {"output_type": "display_data", "data": {"text/plain": text}, "metadata": {}}


def texts(outputs: list[dict[str, Any]]) -> list[str]:
    return [
        output["text"] if output["output_type"] == "stream" else output["data"]["text/plain"]
        for output in joined(outputs)
    ]


def test_writes_to_one_stream_become_one_output() -> None:
    record = recorder()
    cell = record.begin()
    for text in ("a", "b", "c"):
        record.stream("stdout", text)
    record.stream("stderr", "e")
    assert texts(cell) == ["abc", "e"]


def test_each_cell_has_its_own_outputs() -> None:
    record = recorder()
    first = record.begin()
    record.stream("stdout", "one")
    second = record.begin()
    record.stream("stdout", "two")
    assert (texts(first), texts(second)) == (["one"], ["two"])


def test_an_update_changes_every_display_with_the_identifier() -> None:
    record = recorder()
    first = record.begin()
    record.add(shown("old"), "progress")
    second = record.begin()
    record.add(shown("old again"), "progress")
    record.add(shown("other"), "else")
    record.update("progress", {"text/plain": "new"}, {})
    assert texts(first) == ["new"]
    assert texts(second) == ["new", "other"]


def test_clearing_takes_effect_at_once() -> None:
    record = recorder()
    cell = record.begin()
    record.stream("stdout", "old")
    record.clear(wait=False)
    assert texts(cell) == []


def test_clearing_may_wait_for_the_next_output() -> None:
    record = recorder()
    cell = record.begin()
    record.stream("stdout", "old")
    record.clear(wait=True)
    assert texts(cell) == ["old"]
    record.stream("stdout", "new")
    assert texts(cell) == ["new"]


def test_a_clearing_that_waits_does_not_reach_the_next_cell() -> None:
    record = recorder()
    first = record.begin()
    record.stream("stdout", "kept")
    record.clear(wait=True)
    second = record.begin()
    record.stream("stdout", "a")
    record.stream("stdout", "b")
    assert (texts(first), texts(second)) == (["kept"], ["ab"])


def open_output(record: Recorder, name: str) -> None:
    state = {"_model_module": "@jupyter-widgets/output", "_model_name": "OutputModel"}
    record.comm_open(name, "jupyter.widget", {**state, "outputs": ()})


def test_an_entered_output_widget_captures_and_then_lets_go() -> None:
    record = recorder()
    cell = record.begin()
    open_output(record, "w1")
    record.comm_state("w1", {"msg_id": "cell"})
    record.stream("stdout", "inside")
    record.comm_state("w1", {"msg_id": ""})
    record.stream("stdout", "outside")
    assert texts(cell) == ["outside"]
    assert texts(record.captured()["w1"]) == ["inside"]
    assert record.widgets()["w1"]["state"]["outputs"][0]["text"] == "inside"


def test_the_innermost_output_widget_captures() -> None:
    record = recorder()
    record.begin()
    for name in ("outer", "inner"):
        open_output(record, name)
        record.comm_state(name, {"msg_id": "cell"})
    record.stream("stdout", "deep")
    record.comm_state("inner", {"msg_id": ""})
    record.stream("stdout", "shallow")
    captured = record.captured()
    assert (texts(captured["inner"]), texts(captured["outer"])) == (["deep"], ["shallow"])


def test_outputs_that_python_gives_a_widget_count() -> None:
    record = recorder()
    record.begin()
    open_output(record, "w1")
    record.comm_state("w1", {"outputs": (shown("given"),)})
    assert texts(record.captured()["w1"]) == ["given"]


def test_the_last_state_of_a_widget_is_kept_with_its_buffers() -> None:
    record = recorder()
    state = {"_model_module": "m", "_model_name": "N", "_model_module_version": "1", "value": 1}
    record.comm_open("w1", "jupyter.widget", state)
    record.comm_state("w1", {"value": 2})
    record.comm_buffers("w1", [["pixels"]], [b"old"])
    record.comm_buffers("w1", [["pixels"]], [b"new"])
    kept = record.widgets()["w1"]
    assert kept["model_name"] == "N"
    assert kept["state"]["value"] == 2
    assert kept["buffers"] == [{"encoding": "base64", "path": ["pixels"], "data": "bmV3"}]


def test_comms_that_are_no_widgets_are_left_out() -> None:
    record = recorder()
    record.comm_open("c1", "other.target", {"_model_module": "m"})
    record.comm_state("c1", {"value": 2})
    assert record.widgets() == {}


def test_names_of_widgets_count_up() -> None:
    record = recorder()
    first = record.next_model()
    open_output(record, first)
    assert (int(first, 16), int(record.next_model(), 16)) == (1, 2)


@pytest.mark.parametrize("flood", ["stream", "display"])
def test_output_beyond_the_limit_is_noticed(flood: str) -> None:
    record = recorder(limit=1000)
    record.begin()
    record.stream("stdout", "x" * 900)
    more = "x" * 101
    with pytest.raises(OverflowSeenError):
        record.stream("stdout", more) if flood == "stream" else record.add(shown(more))


def test_what_was_written_before_a_display_comes_before_it() -> None:
    record = recorder()
    cell = record.begin()
    pending = ["from a child process"]

    def drain() -> None:
        while pending:
            record.stream("stdout", pending.pop())

    record.before = drain
    record.add(shown("display"))
    assert texts(cell) == ["from a child process", "display"]
