"""Tests of the black box."""

from __future__ import annotations

import os
import signal

from kit.build.blackbox import BlackBox


def test_what_a_killed_child_noted_can_be_read() -> None:
    box = BlackBox()
    child = os.fork()
    if child == 0:
        box.begin(3)
        box.wrote("almost ")
        box.wrote("there")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert box.read() == (3, "almost there")


def test_only_the_end_of_long_output_is_kept() -> None:
    box = BlackBox()
    box.begin(1)
    for number in range(10_000):
        box.wrote(f"line {number} \N{SNOWMAN}\n")
    cell, tail = box.read()
    assert cell == 1
    assert tail.endswith("line 9999 \N{SNOWMAN}\n")
    assert len(tail) < 4096


def test_a_new_cell_starts_with_no_output() -> None:
    box = BlackBox()
    box.begin(1)
    box.wrote("old")
    box.begin(2)
    assert box.read() == (2, "")
