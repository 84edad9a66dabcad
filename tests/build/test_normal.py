"""Tests of the normal form of outputs."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kit.build.normal import VIEW, WIDGETS, normalised, renamed


def executed(*outputs: dict[str, Any]) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {}, "source": "", "outputs": list(outputs)}
    return {"nbformat": 4, "metadata": {}, "cells": [cell]}


def outputs_of(*outputs: dict[str, Any]) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = normalised(executed(*outputs), {})["cells"][0]["outputs"]
    return result


def stream(text: str, name: str = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def test_neighbouring_streams_are_merged_with_standard_output_first() -> None:
    found = outputs_of(stream("e1\n", "stderr"), stream("o1\n"), stream("e2\n", "stderr"))
    assert found == [stream("o1\n"), stream("e1\ne2\n", "stderr")]


def test_a_display_between_streams_keeps_its_place() -> None:
    shown = {"output_type": "display_data", "data": {"text/html": "<p>"}, "metadata": {}}
    assert outputs_of(stream("a"), shown, stream("b")) == [stream("a"), shown, stream("b")]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("10%\r50%\r100%\n", "100%\n"),
        ("windows\r\nlines\r\n", "windows\nlines\n"),
        ("abc\x08\x08d", "ad"),
        ("\x08x\n\x08y", "x\ny"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\nb\rc\n", "a\nc\n"),
    ],
)
def test_streams_read_as_a_terminal_shows_them(written: str, seen: str) -> None:
    assert outputs_of(stream(written)) == [stream(seen)]


def test_a_stream_in_lines_is_joined() -> None:
    assert outputs_of({**stream(""), "text": ["a\n", "b"]}) == [stream("a\nb")]


def test_a_stream_of_nothing_disappears() -> None:
    assert outputs_of(stream("")) == []


def test_the_names_of_temporary_cell_files_do_not_show() -> None:
    kernel = stream("/tmp/ipykernel_81/123.py:1: UserWarning: careful", "stderr")  # noqa: S108
    fork = stream("<ipython-input-9-0a1b2c3d>:1: UserWarning: careful", "stderr")
    assert (
        outputs_of(kernel)
        == outputs_of(fork)
        == [stream("<cell>:1: UserWarning: careful", "stderr")]
    )


def test_memory_addresses_do_not_show() -> None:
    shown = {
        "output_type": "execute_result",
        "data": {"text/plain": "<object object at 0x7f3a5c0d1e10>"},
        "metadata": {},
        "execution_count": 1,
    }
    assert outputs_of(shown)[0]["data"] == {"text/plain": "<object object>"}


def test_an_address_in_words_of_the_notebook_stays() -> None:
    html = {"output_type": "display_data", "data": {"text/html": "at 0xdeadbeef"}, "metadata": {}}
    assert outputs_of(html) == [html]


def test_colours_of_a_traceback_do_not_show() -> None:
    error = {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "<C object at 0x7f3a5c0d1e10>",
        "traceback": ["\x1b[0;31mKeyError\x1b[0m at 0x7f3a5c0d1e10"],
    }
    assert outputs_of(error) == [{**error, "evalue": "<C object>", "traceback": ["KeyError"]}]


def test_outputs_captured_by_a_widget_are_in_normal_form() -> None:
    model = {"model_name": "OutputModel", "state": {"outputs": [stream("a"), stream("b")]}}
    found = normalised(executed(), {"1": model})
    state = found["metadata"]["widgets"][WIDGETS]["state"]
    assert state["1"]["state"]["outputs"] == [stream("ab")]


def test_widgets_get_the_same_names_in_every_run() -> None:
    def run(first: str, second: str) -> dict[str, Any]:
        view = {"output_type": "display_data", "data": {VIEW: {"model_id": second}}, "metadata": {}}
        models = {
            first: {"model_name": "LayoutModel", "state": {}},
            second: {"model_name": "IntModel", "state": {"layout": f"IPY_MODEL_{first}"}},
        }
        return renamed(normalised(executed(view), models), list(models))

    assert run("6f20c1aa", "a95c7bb0") == run("00ff00ff", "12ab34cd")


def test_normalising_leaves_the_given_notebook_as_it_was() -> None:
    given = executed(stream("a\r b"), stream("c"))
    normalised(given, {})
    assert given == executed(stream("a\r b"), stream("c"))


@pytest.mark.parametrize("text", ["x" * 10**6, "x\r" * 10**6, "x" * 10**6 + "\x08" * 10**6])
def test_a_flood_of_output_is_no_flood_of_work(text: str) -> None:
    begun = time.process_time()
    outputs_of(stream(text + "/ipykernel_1/1"))
    assert time.process_time() - begun < 5
