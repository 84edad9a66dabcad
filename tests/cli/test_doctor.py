"""`kit doctor`: exit code 0 when all that is needed is there."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from kit import cli
from kit.course import needs

if TYPE_CHECKING:
    import pytest


def test_says_that_all_is_there() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kit", "doctor"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("Everything that is needed is there.\n")


def test_fails_with_the_command_that_mends_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = needs.Finding("typst", is_there=False, needed=True, said="is missing", mend="Run x")
    monkeypatch.setattr(needs, "findings", lambda: iter([finding]))
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "MISSING" in said
    assert "Run x" in said
    assert said.endswith("The kit cannot work yet: typst.\n")


def test_what_is_optional_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finding = needs.Finding("Browser", is_there=False, needed=False, said="none", mend="Get one")
    monkeypatch.setattr(needs, "findings", lambda: iter([finding]))
    assert cli.main(["doctor"]) == 0
    assert "optional  Browser  none\n" in capsys.readouterr().out
