"""`findings`: what is there, what is missing, and how to get it."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from kit.course import needs

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def found(name: str) -> needs.Finding:
    return next(finding for finding in needs.findings() if finding.name == name)


def test_all_that_is_needed_is_here() -> None:
    lacking = [finding for finding in needs.findings() if finding.needed and not finding.is_there]
    assert lacking == []


def test_what_is_there_needs_no_mending_and_what_is_missing_does() -> None:
    for finding in needs.findings():
        assert bool(finding.mend) != finding.is_there, finding


def test_a_browser_is_looked_for_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found("Browser").said == str(program)
    program.unlink()
    assert not found("Browser").is_there
    assert "apt-get install chromium" in found("Browser").mend


def test_a_package_below_its_floor_is_named_with_the_command_that_mends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = metadata.version
    monkeypatch.setattr(
        metadata, "version", lambda name: "0.1" if name == "typst" else version(name)
    )
    finding = found("typst")
    assert not finding.is_there
    assert finding.needed
    assert finding.mend.startswith('Run `pip install "typst>=')


def test_a_python_without_fork_is_slower_but_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("os.fork")
    assert not found("Fast runs").is_there
    assert not found("Fast runs").needed
