"""Measures the build against what Jupyter itself offers, in one run on one machine.

    python benchmarks/bench_build.py            everything; a quarter of an hour
    python benchmarks/bench_build.py fresh cold only these rows

Prints a table and writes `benchmarks/results/build.json`. Peers beyond nbconvert
are installed from PyPI into an environment that is thrown away; one that cannot
be had is skipped, and that is said. Only ratios mean something: another machine, or this one on another day, gives other seconds.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import peers
from measuring import (
    CHROMIUM,
    CHROMIUM_CONFIG,
    KIT,
    NBCONVERT,
    ROOT,
    Row,
    course,
    nbconvert,
    peak,
    project,
    timed,
)
from memory import Memory

import kit
from kit.build.build import brief

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = ROOT / "benchmarks" / "results"
MANY = 200  # notebooks of the build that has nothing to do
SAMPLE = 3  # briefings by nbconvert, from which the time for all States is reckoned
ALL_STATES = 193
SAMPLES = 8  # plain notebooks, which marimo can run
THOUSANDS = 2000  # briefings, to see whether the last cost as much as the first
STEP = 200


def cold(folder: Path) -> list[Row]:
    """Build the whole course from nothing, between what the peer does; then with one cell changed."""
    command, builds = [*KIT, "build", "--quiet"], []

    def build() -> Path:
        ours = project(folder / f"cold-{len(builds)}")
        builds.append(timed(command, ours))
        return ours

    ours = build()
    one = changed(build())
    apart, together = dict.fromkeys(("slides", "webpdf"), 0.0), {}
    for form in apart:
        apart[form] = sum(nbconvert(form, ours, [path]) for path in course(ours))
        build()
        together[form] = nbconvert(form, ours, course(ours))
        build()
    memory = peak(command, project(folder / "cold"))
    seconds = statistics.median(builds)
    work = f"cold build of {len(course(ours))} notebooks"
    each, at_once = (
        "; ".join(f"{form} {spent:.1f} s" for form, spent in spents.items())
        for spents in (apart, together)
    )
    note = f"median of {len(builds)}, peak {memory} MiB; {each}"
    return [
        Row(work, seconds, "nbconvert slides + webpdf", sum(apart.values()), ">= 30", note),
        Row(work, seconds, "the same, in two commands", sum(together.values()), "", at_once),
        Row("one cell changed", one, "our cold build", seconds, ">= 2"),
    ]


def changed(ours: Path) -> float:
    """Change one cell of a course that has been built, and time the build that follows."""
    path = Path(course(ours)[-1])
    content = json.loads(path.read_text())
    content["cells"].append(
        {
            "cell_type": "code",
            "id": "new",
            "metadata": {},
            "source": "1 + 1",
            "outputs": [],
            "execution_count": None,
        }
    )
    path.write_text(json.dumps(content))
    return timed([*KIT, "build", "--quiet"], ours)


def fresh(folder: Path) -> list[Row]:
    """Build when nothing has changed, with many notebooks."""
    ours = project(folder / "fresh", notebooks=False)
    cell = {"cell_type": "markdown", "id": "only", "metadata": {}, "source": "# A title\n\nWords."}
    for number in range(MANY):
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
        (ours / "notebooks" / f"{number:03}.ipynb").write_text(json.dumps(content))
    timed([*KIT, "build", "--quiet"], ours)
    timed([*KIT, "build", "--quiet"], ours)
    bare = statistics.median(timed([sys.executable, "-c", "pass"], ours) for _ in range(15))
    idle = statistics.median(timed([*KIT, "build", "--quiet"], ours) for _ in range(15))
    return [Row(f"nothing changed, {MANY} notebooks", idle, "bare Python", bare, ">= 1/3")]


def states(folder: Path) -> list[Row]:
    """Make a briefing for every State, before and after the peer makes some."""
    command = [*KIT, "brief", "state", "--each", "states", "--quiet"]
    ours = project(folder / "states")
    first = timed(command, ours)
    template = str(ours / "notebooks" / "briefings" / "state.ipynb")
    apart = sum(nbconvert("webpdf", ours, [template]) for _ in range(SAMPLE))
    together = nbconvert("webpdf", ours, [template] * SAMPLE)
    seconds = (first + timed(command, project(folder / "again"))) / 2
    memory = peak(command, project(folder / "memory"))
    work, reckoned = f"{ALL_STATES} State briefings", f"reckoned from {SAMPLE}"
    note = f"{seconds / ALL_STATES * 1000:.0f} ms each, mean of 2, peak {memory} MiB; {reckoned}"
    share = ALL_STATES / SAMPLE
    return [
        Row(work, seconds, "nbconvert webpdf", apart * share, ">= 100", note),
        Row(work, seconds, "the same, in one command", together * share, "", reckoned),
    ]


def watch(folder: Path) -> list[Row]:
    """Save each notebook of a course that is watched: its last cell, one in the middle, its first."""
    ours = project(folder / "watch")
    with subprocess.Popen(
        [*KIT, "build", "--watch", "--json"], cwd=ours, stdout=subprocess.PIPE, text=True
    ) as process:
        events = map(json.loads, process.stdout or [])
        next(event for event in events if event["event"] == "ready")

        def save(path: Path, part: float) -> float:
            time.sleep(0.5)
            content = json.loads(path.read_text())
            cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
            cell = cells[round(part * (len(cells) - 1))]
            cell["source"] = f"{''.join(cell['source'])}\n# saved at {time.time()}"
            begun = time.perf_counter()
            path.write_text(json.dumps(content))
            next(event for event in events if event.get("outcome") and event["name"] == path.stem)
            next(event for event in events if event["event"] == "end")
            return time.perf_counter() - begun

        notebooks = [Path(path) for path in course(ours)]
        parts = {"first": [1.0], "last": [1.0, 1.0], "middle": [0.5, 0.5], "start": [0.0, 0.0]}
        seconds = {
            path: {name: [save(path, part) for part in each] for name, each in parts.items()}
            for path in notebooks
        }
        process.terminate()
    works = {
        "last": "save, last cell changed again",
        "middle": "save, a middle cell changed again",
        "start": "save, first cell changed again",
        "first": "first save of a notebook",
    }
    rows = []
    for name, work in works.items():
        each = [seconds[path][name][-1] for path in notebooks]
        note = f"the slowest of {len(each)} notebooks; median {statistics.median(each):.2f} s"
        rows.append(Row(work, max(each), "half a second", 0.5, ">= 1", note))
    return rows


# As JupyterLab's server does it: the libraries are loaded, and this is not the first export.
EXPORT_TWICE = """
import sys, time
from nbconvert.exporters import get_exporter
from traitlets.config import Config
form, notebook, executes = sys.argv[1:]
config = Config()
config.ExecutePreprocessor.enabled = executes == "1"
for _ in range(3):
    begun = time.perf_counter()
    get_exporter(form)(config=config).from_filename(notebook)
    seconds = time.perf_counter() - begun
print(seconds)
"""


def export(folder: Path) -> list[Row]:
    """Export one notebook from the command line, and from the menu of a running JupyterLab."""
    ours = project(folder / "export")
    notebook = course(ours)[6]
    command = [*NBCONVERT, "--output-dir", "out", notebook, "--to"]
    first, theirs = (timed([*command, form], ours) for form in ("deck", "slides"))

    def again(form: str, executes: str) -> float:
        script = [sys.executable, "-c", EXPORT_TWICE, form, notebook, executes]
        done = subprocess.run(script, cwd=ours, capture_output=True, text=True, check=True)
        return float(done.stdout.split()[-1])

    deck, run, saved = again("deck", "0"), again("slides", "1"), again("slides", "0")
    note = f"from saved outputs, which may be stale, {saved:.2f} s"
    return [
        Row("export from the menu", deck, "nbconvert slides with --execute", run, ">= 2", note),
        Row("jupyter nbconvert --to deck", first, "nbconvert --to slides --execute", theirs, ""),
    ]


def samples(folder: Path) -> list[Path]:
    """Write notebooks that marimo can run too: no name is assigned in two cells."""
    written = []
    for number in range(SAMPLES):
        sources = [
            f"# Sample {number}\n\nWords that stand above a table.",
            "import pandas as pd\ntable = pd.DataFrame({'row': range(20), 'square': [n * n for n in range(20)]})\ntable",
            "## A chart",
            "import matplotlib.pyplot as plt\nchart, axes = plt.subplots()\naxes.plot(table['row'], table['square'])\nchart",
        ]
        cells: list[dict[str, Any]] = [
            {"cell_type": "markdown", "id": f"c{place}", "metadata": {}, "source": source}
            if source.startswith("#")
            else {
                "cell_type": "code",
                "id": f"c{place}",
                "metadata": {"alt": "A curve that rises faster and faster"},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for place, source in enumerate(sources)
        ]
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        written.append(folder / "notebooks" / f"{number:02}_sample.ipynb")
        written[-1].write_text(json.dumps(content))
    return written


def others(folder: Path) -> list[Row]:
    """Do the same with papermill, marimo and Jupyter Book 1, as far as they are to be had."""
    ours = project(folder / "others")
    config = folder / "others.py"
    config.write_text(CHROMIUM_CONFIG if CHROMIUM.exists() else "")
    whole = timed([*KIT, "build", "--quiet"], ours)
    command = [*KIT, "brief", "state", "--each", "states", "--quiet"]
    one = timed(command, ours) / ALL_STATES
    notebooks = [Path(path) for path in course(ours)]
    template = ours / "notebooks" / "briefings" / "state.ipynb"
    everything = f"cold build of {len(notebooks)} notebooks"
    plain = project(folder / "plain", notebooks=False)
    sampled = samples(plain)
    few = f"cold build of {len(sampled)} plain notebooks"
    small = timed([*KIT, "build", "--quiet"], plain)
    works: list[tuple[str, float, str, list[str], Callable[[peers.Peers], float]]] = [
        (
            "one State briefing of 193",
            one,
            "papermill + webpdf",
            peers.PAPERMILL,
            lambda tool: tool.papermill(template, ("state", "SGP")),
        ),
        (
            everything,
            whole,
            "Jupyter Book 1 (HTML only)",
            peers.JUPYTER_BOOK,
            lambda tool: tool.jupyter_book(notebooks),
        ),
        (
            few,
            small,
            "marimo export html",
            peers.MARIMO,
            lambda tool: tool.marimo("html", sampled),
        ),
        (
            few,
            small,
            "marimo export pdf",
            peers.MARIMO,
            lambda tool: tool.marimo("pdf", sampled),
        ),
    ]
    rows = []
    for number, (work, seconds, peer, packages, measure) in enumerate(works):
        place = folder / f"peer-{number}"
        place.mkdir()
        try:
            rows.append(
                Row(work, seconds, peer, measure(peers.installed(place, config, packages)), "")
            )
        except (peers.SkippedError, subprocess.CalledProcessError) as reason:
            print(f"SKIPPED {peer}: {reason}", file=sys.stderr)
    return rows


class Growth:
    """Notes time and memory at every two hundredth briefing."""

    def __init__(self, memory: Memory) -> None:
        self._memory, self._begun, self._done = memory, time.perf_counter(), 0
        self.marks: list[tuple[int, float, int]] = []

    def begin(self, total: int) -> None:
        """Begin to count."""

    def wait(self) -> None:
        """Nobody else builds here."""

    def stage(self, name: str, stage: str) -> None:
        """Only what is done counts."""

    def finish(self, _: object) -> None:
        """Count a briefing."""
        self._done += 1
        if self._done % STEP == 0:
            seconds = time.perf_counter() - self._begun
            self.marks.append((self._done, seconds, self._memory.peak // 1024))

    def end(self, report: object) -> None:
        """Nothing is left to note."""


def growth(folder: Path) -> list[Row]:
    """Make two thousand briefings: every State again and again, under another number."""
    ours = project(folder / "growth")
    template = ours / "notebooks" / "briefings" / "state.ipynb"
    content = json.loads(template.read_text())
    for cell in content["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            cell["source"] = [*cell["source"], "\ncopy = 0"]
    template.write_text(json.dumps(content))
    codes = list(kit.load().states["iso3"])
    each = [
        {"state": codes[number % len(codes)], "copy": number // len(codes)}
        for number in range(THOUSANDS)
    ]
    memory = Memory(os.getpid())
    memory.start()
    progress = Growth(memory)
    report = brief(ours, template, each, progress=progress)
    memory.stop()
    if report.failed:
        sys.exit(f"briefings failed: {report.failed[0].error}")
    before = 0.0
    for count, seconds, memory_now in progress.marks:
        print(
            f"{count:5} briefings {seconds:7.1f} s, the last {STEP} {seconds - before:6.1f} s, {memory_now} MiB"
        )
        before = seconds
    (_, first, _), (count, seconds, most) = progress.marks[0], progress.marks[-1]
    note = f"{seconds / count * 1000:.0f} ms each, peak {most} MiB"
    linear = first * count / STEP
    return [Row(f"{count} briefings", seconds, f"the first {STEP}, times", linear, ">= 1", note)]


WORKS: dict[str, Callable[[Path], list[Row]]] = {
    "fresh": fresh,
    "cold": cold,
    "states": states,
    "export": export,
    "watch": watch,
    "growth": growth,
    "others": others,
}


def main(names: list[str]) -> None:
    """Measure what is asked for, print the table and write it down."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names or WORKS:
            rows += WORKS[name](Path(folder))
    width = max(len(row.work) for row in rows)
    print(f"{'work':{width}}  {'ours':>9}  {'theirs':>9}  {'ratio':>7}  {'reach':>7}  peer")
    for row in rows:
        print(
            f"{row.work:{width}}  {row.ours:8.3f}s  {row.theirs:8.3f}s  {row.ratio:7.2f}  "
            f"{row.target:>7}  {row.peer}" + (f" ({row.note})" if row.note else "")
        )
    RESULTS.mkdir(exist_ok=True)
    measured_on = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "rows": [{**asdict(row), "ratio": row.ratio} for row in rows],
    }
    (RESULTS / "build.json").write_text(json.dumps(measured_on, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
