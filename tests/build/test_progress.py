"""Tests of saying how a build goes."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

from kit.build.progress import Bar, JsonLines, Lines, Progress, Quiet, chosen, summary
from kit.build.report import Entry, Report
from kit.errors import ExecutionError

if TYPE_CHECKING:
    import pytest

BUILT = Entry("01_first", "built", "its code changed", ("slides/01_first.html",), 1.25)
FRESH = Entry("02_second", "fresh", "nothing it depends on has changed")
FAILED = Entry("03_third", "failed", "its code changed", error=ExecutionError("no", where="here"))
REPORT = Report((BUILT, FRESH, FAILED), 2.0)


def tell(progress: Progress) -> None:
    progress.wait()
    progress.begin(2)
    progress.stage("01_first", "run")
    progress.stage("01_first", "render")
    for entry in REPORT.entries:
        progress.finish(entry)
    progress.end(REPORT)


def test_a_report_knows_what_failed_and_its_exit_code() -> None:
    assert REPORT.failed == (FAILED,)
    assert REPORT.exit_code == 1
    assert Report((BUILT, FRESH), 1.0).exit_code == 0


def test_lines_name_what_was_done_and_what_failed() -> None:
    stream = io.StringIO()
    tell(Lines(stream))
    said = stream.getvalue()
    assert "waiting for it" in said
    assert "built  01_first  1.2 s" in said
    assert "FAILED  03_third" in said
    assert "02_second" not in said
    assert said.endswith("1 built, 1 up to date, 1 failed in 2.0 s.\n")


def test_json_is_one_object_a_line() -> None:
    stream = io.StringIO()
    tell(JsonLines(stream))
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    kinds = ["wait", "begin", "stage", "stage", "notebook", "notebook", "notebook", "end"]
    assert [event["event"] for event in events] == kinds
    assert events[4]["why"] == "its code changed"
    assert events[6]["error"] == "no (here)."
    assert events[7] == {"event": "end", "seconds": 2.0, "failed": 1, "total": 3}


def test_a_bar_names_failures_and_ends_with_the_summary(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    tell(Bar())
    said = capsys.readouterr().err
    assert "FAILED  03_third" in said
    assert "1 built, 1 up to date, 1 failed in 2.0 s." in said


def test_an_interrupted_bar_goes_away_without_a_summary(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bar = Bar()
    bar.begin(2)
    bar.end(Report((), 0.5))
    assert "in 0.5 s" not in capsys.readouterr().err


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Quiet())
    assert capsys.readouterr() == ("", "")


def test_a_build_of_nothing_says_so() -> None:
    assert summary(Report((), 0.0)) == "Nothing to build in 0.0 s."


def test_the_way_of_saying_fits_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(chosen("quiet"), Quiet)
    assert isinstance(chosen("json"), JsonLines)
    assert isinstance(chosen("bar"), Bar)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert isinstance(chosen(), Lines)
