"""Says how a build goes: a bar on a terminal, lines in a log, JSON for a program, or nothing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO

if TYPE_CHECKING:
    from kit.build.report import Entry, Report

Style = Literal["auto", "bar", "lines", "json", "quiet"]
_SAID = {"fresh": "up to date", "rendered": "rendered", "built": "built", "failed": "FAILED"}


class Progress(Protocol):
    """Whom a build tells how it goes. `stage` is called from another thread."""

    def begin(self, total: int) -> None:
        """Say how many notebooks need work."""

    def wait(self) -> None:
        """Say that another build is at work."""

    def stage(self, name: str, stage: str) -> None:
        """Say that a notebook is being run ("run") or rendered ("render")."""

    def finish(self, entry: Entry) -> None:
        """Say what became of a notebook."""

    def end(self, report: Report) -> None:
        """Say that everything is done; a report without entries was interrupted."""


class Quiet:
    """Says nothing; errors are in the report."""

    def begin(self, total: int) -> None:
        """Say nothing."""

    def wait(self) -> None:
        """Say nothing."""

    def stage(self, name: str, stage: str) -> None:
        """Say nothing."""

    def finish(self, entry: Entry) -> None:
        """Say nothing."""

    def end(self, report: Report) -> None:
        """Say nothing."""


class Lines(Quiet):
    """Writes a plain line for each notebook.

    Parameters
    ----------
    stream : TextIO
        Where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def wait(self) -> None:
        """Say that another build is at work."""
        self._line("Another build is at work in this project; waiting for it.")

    def finish(self, entry: Entry) -> None:
        """Say what became of a notebook."""
        if entry.outcome != "fresh":
            self._line(f"{_SAID[entry.outcome]:>10}  {entry.name}  {entry.seconds:.1f} s")

    def end(self, report: Report) -> None:
        """Say how many were built."""
        if report.entries:
            self._line(summary(report))

    def _line(self, text: str) -> None:
        """Write a line at once."""
        self._stream.write(f"{text}\n")
        self._stream.flush()


class JsonLines(Quiet):
    """Writes an object of JSON for each thing that happens.

    Parameters
    ----------
    stream : TextIO
        Where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def begin(self, total: int) -> None:
        """Write how many notebooks need work."""
        self._write({"event": "begin", "total": total})

    def wait(self) -> None:
        """Write that another build is at work."""
        self._write({"event": "wait"})

    def stage(self, name: str, stage: str) -> None:
        """Write what is being done."""
        self._write({"event": "stage", "name": name, "stage": stage})

    def finish(self, entry: Entry) -> None:
        """Write what became of a notebook."""
        self._write(
            {
                "event": "notebook",
                "name": entry.name,
                "outcome": entry.outcome,
                "why": entry.why,
                "outputs": entry.outputs,
                "seconds": round(entry.seconds, 3),
                "error": str(entry.error) if entry.error else None,
            }
        )

    def end(self, report: Report) -> None:
        """Write the totals."""
        self._write(
            {
                "event": "end",
                "seconds": round(report.seconds, 3),
                "failed": len(report.failed),
                "total": len(report.entries),
            }
        )

    def _write(self, event: dict[str, Any]) -> None:
        """Write a line at once."""
        self._stream.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._stream.flush()


class Bar(Quiet):
    """Draws a bar with what is running and the time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Drawn

        self._console = Console(stderr=True)
        self._drawn = Drawn(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._running: dict[str, str] = {}
        self._task = self._drawn.add_task("Getting ready", total=None)

    def begin(self, total: int) -> None:
        """Draw the bar."""
        if total:
            self._drawn.update(self._task, total=total)
            self._drawn.start()

    def wait(self) -> None:
        """Say that another build is at work."""
        self._console.print("Another build is at work in this project; waiting for it.")

    def stage(self, name: str, stage: str) -> None:
        """Show what is being done."""
        self._running[name] = stage
        self._describe()

    def finish(self, entry: Entry) -> None:
        """Move the bar on, and keep a failure in sight."""
        self._running.pop(entry.name, None)
        if entry.outcome == "fresh":
            return
        self._describe()
        self._drawn.advance(self._task)
        if entry.error:
            self._console.print(f"FAILED  {entry.name}", markup=False, style="bold")

    def end(self, report: Report) -> None:
        """Take the bar away and say how many were built."""
        self._drawn.stop()
        if report.entries:
            self._console.print(summary(report), markup=False, highlight=False)

    def _describe(self) -> None:
        """Name what is being done, in few words."""
        verbs = {"run": "running", "render": "rendering"}
        doing = ", ".join(
            f"{verbs[stage]} {name}" for name, stage in list(self._running.items())[:2]
        )
        self._drawn.update(self._task, description=doing or "Writing")


def summary(report: Report) -> str:
    """Say in one line what a build did.

    Parameters
    ----------
    report : Report
        The build.

    Returns
    -------
    str
        Such as "2 built, 1 rendered, 7 up to date in 1.4 s."
    """
    counts = dict.fromkeys(("built", "rendered", "fresh", "failed"), 0)
    for entry in report.entries:
        counts[entry.outcome] += 1
    said = {**_SAID, "failed": "failed"}
    parts = [f"{count} {said[outcome]}" for outcome, count in counts.items() if count]
    return f"{', '.join(parts) or 'Nothing to build'} in {report.seconds:.1f} s."


def chosen(style: Style = "auto") -> Progress:
    """Return the way of saying that fits.

    Parameters
    ----------
    style : {"auto", "bar", "lines", "json", "quiet"}
        "auto" is a bar on a terminal and lines elsewhere.

    Returns
    -------
    Progress
        Bars and lines go to standard error, JSON to standard output.
    """
    if style == "quiet":
        return Quiet()
    if style == "json":
        return JsonLines(sys.stdout)
    if style == "bar" or (style == "auto" and sys.stderr.isatty()):
        return Bar()
    return Lines(sys.stderr)
