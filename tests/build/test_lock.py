"""Tests of the lock."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

import pytest

from kit.build.lock import held
from kit.errors import OutputError

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event
    from pathlib import Path

CONTEXT = multiprocessing.get_context("fork")


def hold(path: Path, has_it: Event, may_go: Event) -> None:
    with held(path, lambda: None):
        has_it.set()
        may_go.wait(10)


def test_a_second_build_waits_and_says_so(tmp_path: Path) -> None:
    has_it, may_go = CONTEXT.Event(), CONTEXT.Event()
    other = CONTEXT.Process(target=hold, args=(tmp_path / "lock", has_it, may_go))
    other.start()
    assert has_it.wait(10)
    told: list[bool] = []

    def on_wait() -> None:
        told.append(other.is_alive())
        may_go.set()

    with held(tmp_path / "lock", on_wait):
        assert told == [True]
    other.join()


def test_a_killed_build_holds_nobody_up(tmp_path: Path) -> None:
    has_it, may_go = CONTEXT.Event(), CONTEXT.Event()
    other = CONTEXT.Process(target=hold, args=(tmp_path / "lock", has_it, may_go))
    other.start()
    assert has_it.wait(10)
    assert other.pid
    os.kill(other.pid, signal.SIGKILL)
    other.join()
    told: list[bool] = []
    with held(tmp_path / "lock", lambda: told.append(True)):
        assert told == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / ".kit").write_text("a file")
    with (
        pytest.raises(OutputError, match="cannot keep its notes"),
        held(tmp_path / ".kit" / "lock", lambda: None),
    ):
        pass
