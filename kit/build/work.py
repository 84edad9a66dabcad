"""The work of one build: plan, hand out, write what comes back, note what it depended on."""

from __future__ import annotations

import hashlib
import json
import queue
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kit.build import manifest as manifests
from kit.build import short
from kit.build.execute import prepare, resolved
from kit.build.inputs import stamp
from kit.build.parameters import NO_STEM, again, stem
from kit.build.plan import Planner, Step, Target, run_key
from kit.build.products import FOLDERS, place
from kit.build.report import Entry, Report
from kit.build.store import Store
from kit.build.task import Task
from kit.build.write import sweep, write_all
from kit.errors import KitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from kit.build.notebook import Notebook
    from kit.build.options import Options
    from kit.build.pools import Workers
    from kit.build.products import Format
    from kit.build.progress import Progress
    from kit.build.report import Outcome
    from kit.build.task import Made

_NOTES: Final = frozenset({".kit", ".kit/runs"})
_KEPT_BYTES: Final = 500 * 2**20
_KEPT_DAYS: Final = 60.0


@dataclass(slots=True)
class _Job:
    """A step that has been handed out."""

    step: Step
    is_executed: bool
    asked_ns: int
    begun: float

    @property
    def seconds(self) -> float:
        """How long it has taken up to now."""
        return time.perf_counter() - self.begun


class Work:
    """One build. The project's lock must be held.

    Parameters
    ----------
    root : Path
        The root of the project, absolute.
    options : Options
        How it is to be done.
    progress : Progress
        Who is told how it goes.
    pools : Workers
        The processes that do it.
    """

    def __init__(self, root: Path, options: Options, progress: Progress, pools: Workers) -> None:
        self._root = root
        self._options = options
        self._progress = progress
        self._store = Store(root / ".kit" / "runs")
        self._manifest = manifests.load(root)
        self._planner = Planner(root, self._manifest, time.time_ns())
        self._pools = pools
        self._jobs: dict[str, _Job] = {}
        self._noted: list[str] = []

    def make(self, targets: Sequence[Target]) -> Report:
        """Make the products of targets.

        Parameters
        ----------
        targets : sequence of Target
            Their names differ.

        Returns
        -------
        Report
            What was done for each, in the same order.
        """
        begun = time.perf_counter()
        sweep(self._root / folder for folder in FOLDERS | _NOTES)
        planned = {target.name: outcome for target, outcome in self._plan(targets)}
        steps = [outcome for outcome in planned.values() if isinstance(outcome, Step)]
        entries = {name: made for name, made in planned.items() if isinstance(made, Entry)}
        self._progress.begin(len(steps))
        for entry in entries.values():
            self._progress.finish(entry)
        report = Report((), 0.0)
        try:
            for entry in self._carry_out(steps):
                entries[entry.name] = entry
                self._progress.finish(entry)
            self._store.prune(size=_KEPT_BYTES, days=_KEPT_DAYS)
            ordered = tuple(entries[target.name] for target in targets)
            report = Report(ordered, time.perf_counter() - begun)
        except BaseException:
            self._pools.close()  # what is still running must not go on
            raise
        finally:
            self._save(name for name, made in entries.items() if made.outcome != "failed")
            self._progress.end(report)
        return report

    def _plan(self, targets: Iterable[Target]) -> Iterator[tuple[Target, Step | Entry]]:
        """Plan each target; what is up to date or cannot be read is done with."""
        read: dict[Path, Notebook] = {}
        force = self._options.force
        asked = {
            "paper": self._options.paper or "",
            "index": "there" if self._options.has_index else "",
        }
        for target in targets:
            formats = self._formats(target)
            try:
                if target.path not in read:
                    read[target.path] = short.read(target.path)
                notebook = prepare(
                    read[target.path], path=target.path, parameters=target.parameters
                )
            except KitError as error:
                yield target, Entry(target.name, "failed", "it cannot be read", error=error)
                continue
            step = self._planner.step(target, notebook, formats, asked=asked, is_forced=force)
            if step.need == "nothing":
                places = tuple(place(form, target.name) for form in formats)
                yield target, Entry(target.name, "fresh", step.why, places)
            else:
                yield target, step

    def _formats(self, target: Target) -> tuple[Format, ...]:
        """Choose what is made of a target."""
        return short.formats(target.path, self._options.formats)

    def _carry_out(self, steps: Sequence[Step]) -> Iterator[Entry]:
        """Hand out every step, and write what comes of each as it comes."""
        done: queue.SimpleQueue[tuple[str, Future[Made]]] = queue.SimpleQueue()
        # The longest first, so that no processor waits long for the last one.
        for step in sorted(steps, key=_length, reverse=True):
            self._hand_out(step, done)
        for _ in steps:
            name, future = done.get()
            yield self._finish(self._jobs[name], future)

    def _hand_out(self, step: Step, done: queue.SimpleQueue[tuple[str, Future[Made]]]) -> None:
        """Hand a step to the processes that can do it."""
        name = step.target.name
        notebook = None if step.is_forced else self._kept(step)
        task = Task(
            name=name,
            path=step.target.path,
            theme=self._root / "slides" / "theme",
            notebook=json.dumps(notebook or step.notebook).encode(),
            is_executed=notebook is not None,
            formats=self._formats(step.target),
            limits=self._options.limits,
            paper=self._options.paper,
            has_index=self._options.has_index,
            stem=self._stem(step),
        )
        self._jobs[name] = _Job(step, task.is_executed, time.time_ns(), time.perf_counter())
        engine = resolved(self._options.engine, step.notebook)
        future = self._pools.submit(task, engine, self._stage)
        future.add_done_callback(lambda ended: done.put((name, ended)))

    def _stem(self, step: Step) -> tuple[int, str]:
        """Name the cells that other runs begin with as well."""
        if step.target.parameters:
            return stem(step.notebook)
        if self._options.resumes:
            return again(step.notebook, {**step.run, "code": ""})
        return NO_STEM

    def _kept(self, step: Step) -> Notebook | None:
        """Return the notebook with the outputs of an earlier run of the same code."""
        kept = self._store.get(run_key(step), step.notebook)
        if kept is None:
            return None
        executed, reads = kept
        is_same = all(self._planner.hashes.of(path) == known for path, known in reads.items())
        return executed if is_same else None

    def _stage(self, name: str, stage: str) -> None:
        """Note when work on a notebook begins."""
        job = self._jobs[name]
        if stage == "run" or job.is_executed:
            job.begun = time.perf_counter()
        self._progress.stage(name, stage)

    def _finish(self, job: _Job, future: Future[Made]) -> Entry:
        """Write what came of a step and note it."""
        name, why = job.step.target.name, job.step.why
        try:
            made = future.result()
            write_all(self._root, made.outputs)
            self._note(job, made)
        except KitError as error:
            return Entry(name, "failed", why, (), job.seconds, error)
        outcome: Outcome = "rendered" if job.is_executed else "built"
        return Entry(name, outcome, why, tuple(made.outputs), job.seconds)

    def _note(self, job: _Job, made: Made) -> None:
        """Note what decided the products, and keep the outputs of the run."""
        step, planner = job.step, self._planner
        name = step.target.name
        reads, images = (
            {path: planner.seen(path, job.asked_ns) for path in paths if planner.is_own(path)}
            for paths in (made.reads, made.images)
        )
        if job.is_executed:
            reads = self._manifest["entries"].get(name, {}).get("reads", {})
        else:
            self._store.put(run_key(step), json.loads(made.executed), reads)
        self._manifest["entries"][name] = {
            "path": str(step.target.path),
            "parameters": dict(step.target.parameters),
            "formats": list(self._formats(step.target)),
            "run": step.run,
            "render": step.render,
            "reads": reads,
            "images": images,
            "outputs": {
                output: [stamp(str(self._root / output)), hashlib.sha256(content).hexdigest()]
                for output, content in made.outputs.items()
            },
        }
        self._noted.append(name)

    def _save(self, names: Iterable[str]) -> None:
        """Write the manifest, and notes on what is known to be up to date."""
        planner, hashes = self._planner, self._planner.hashes
        if hashes.changed():
            # Nobody knows whether the runs saw the old or the new: do them again next time.
            for name in self._noted:
                self._manifest["entries"][name]["run"] = {}
        self._manifest["files"] = {**self._manifest["files"], **hashes.used}
        notes = {
            manifests.PLACE: manifests.encoded(self._manifest),
            ".kit/stamps": planner.notes(names),
        }
        write_all(self._root, notes)


def _length(step: Step) -> int:
    """Reckon how long a notebook will take by how much code it has."""
    cells = step.notebook["cells"]
    return sum(len(cell["source"]) for cell in cells if cell["cell_type"] == "code")
