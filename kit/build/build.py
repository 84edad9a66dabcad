"""Build: run what has to be run, render what has to be rendered, and write it."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import signal
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

from kit.build import manifest as manifests
from kit.build import notebook as notebooks_
from kit.build.execute import prepare, resolved
from kit.build.inputs import stamp
from kit.build.lock import held
from kit.build.outcome import Limits
from kit.build.plan import Planner, Step, Target, run_key
from kit.build.products import DEFAULT, ordered, place
from kit.build.progress import Progress, Quiet
from kit.build.report import Entry, Report
from kit.build.store import Store
from kit.build.task import Made, Task
from kit.build.write import sweep, write_all
from kit.errors import KitError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from kit.build.execute import Engine
    from kit.build.forked import Warm
    from kit.build.manifest import Manifest
    from kit.build.notebook import Notebook
    from kit.build.portable import Portable
    from kit.build.products import Format

_OUTPUTS: Final = ("slides", "briefings", "site")
_KEPT_BYTES: Final = 500 * 2**20
_KEPT_DAYS: Final = 60.0


def build(
    root: Path,
    *,
    notebooks: Sequence[Path] | None = None,
    formats: Iterable[str] = DEFAULT,
    jobs: int | None = None,
    engine: Engine = "auto",
    limits: Limits | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Report:
    """Make the products of notebooks, as far as they are not up to date.

    A notebook that fails does not stop the others, and its earlier products stay.

    Parameters
    ----------
    root : Path
        The root of the project: `notebooks/`, `data/`, `slides/theme/` are below it.
    notebooks : sequence of Path, optional
        The whole course when not given.
    formats : iterable of str
        What to make of each: "deck", "presenter", "briefing", "page", "word".
    jobs : int, optional
        How many notebooks at once; as many as there are processors when not given.
    engine : {"auto", "fork", "kernel"}
        How they run.
    limits : Limits, optional
        What each run may use.
    progress : Progress, optional
        Who is told how it goes.
    force : bool
        Whether to run everything, up to date or not.

    Returns
    -------
    Report
        What was done, why, and what failed.

    Raises
    ------
    UsageError
        If a format is unknown, or two notebooks would have the same products.
    OutputError
        If the project's folder `.kit` cannot be written.
    """
    root = root.resolve()
    paths = (
        [root / path for path in manifests.notebooks_of(str(root))]
        if notebooks is None
        else [path.absolute() for path in notebooks]
    )
    targets = [Target(path.stem, path) for path in paths]
    return make(
        root,
        targets,
        formats=formats,
        jobs=jobs,
        engine=engine,
        limits=limits,
        progress=progress,
        force=force,
    )


def brief(
    root: Path,
    template: Path,
    each: Iterable[Mapping[str, object]],
    *,
    formats: Iterable[str] = ("briefing",),
    jobs: int | None = None,
    engine: Engine = "auto",
    limits: Limits | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Report:
    """Make a briefing from one notebook for each set of parameters.

    Parameters
    ----------
    root : Path
        The root of the project.
    template : Path
        A notebook with a cell tagged `parameters`.
    each : iterable of Mapping of str to object
        Values for the parameters; they name the products, `state-SGP.pdf` for
        the template `state.ipynb` and the value "SGP".
    formats, jobs, engine, limits, progress, force
        As in `build`.

    Returns
    -------
    Report
        What was done for each set.

    Raises
    ------
    UsageError
        If two sets would have the same products.
    """
    path = template.absolute()
    targets = [
        Target("-".join([path.stem, *map(_slug, values.values())]), path, values) for values in each
    ]
    return make(
        root.resolve(),
        targets,
        formats=formats,
        jobs=jobs,
        engine=engine,
        limits=limits,
        progress=progress,
        force=force,
    )


def _slug(value: object) -> str:
    """Return a value as part of a file's name."""
    kept = "".join(character if character.isalnum() else "-" for character in str(value))
    return "-".join(filter(None, kept.split("-")))


def make(
    root: Path,
    targets: Sequence[Target],
    *,
    formats: Iterable[str] = DEFAULT,
    jobs: int | None = None,
    engine: Engine = "auto",
    limits: Limits | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Report:
    """Make the products of targets; `build` and `brief` are this with a choice of targets.

    Parameters
    ----------
    root : Path
        The root of the project, absolute.
    targets : sequence of Target
        Notebooks, perhaps with parameters.
    formats, jobs, engine, limits, progress, force
        As in `build`.

    Returns
    -------
    Report
        What was done for each.

    Raises
    ------
    UsageError
        If a format is unknown, or two targets have the same name.
    OutputError
        If the project's folder `.kit` cannot be written.
    """
    _refuse_twins(targets)
    with ExitStack() as stack:
        work = _Build(
            root,
            ordered(formats),
            jobs or os.cpu_count() or 1,
            engine,
            limits or Limits(),
            progress or Quiet(),
        )
        stack.enter_context(_terminable())
        stack.enter_context(held(root / ".kit" / "lock", work.progress.wait))
        stack.callback(work.close)
        return work.make(targets, force=force)


def _refuse_twins(targets: Iterable[Target]) -> None:
    """Refuse two targets whose products would have the same names."""
    seen: dict[str, Target] = {}
    for target in targets:
        twin = seen.setdefault(target.name, target)
        if twin is not target:
            raise UsageError(
                f"Two notebooks would both be built as “{target.name}”",
                where=f"{twin.path} and {target.path}",
                mend="Give one of them another name, or build them apart",
            )


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a request to end this process unwind it, as an interrupt does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Build:
    """One build: its options, what it knows and the processes that work for it."""

    def __init__(
        self,
        root: Path,
        formats: tuple[Format, ...],
        jobs: int,
        engine: Engine,
        limits: Limits,
        progress: Progress,
    ) -> None:
        self.progress = progress
        self._root = root
        self._formats = formats
        self._jobs = jobs
        self._engine = engine
        self._limits = limits
        self._store = Store(root / ".kit" / "runs")
        self._manifest: Manifest = manifests.empty()
        self._warm: Warm | None = None
        self._portable: Portable | None = None
        self._started: dict[str, float] = {}
        self._asked: dict[str, int] = {}
        self._executed: dict[str, bool] = {}
        self._noted: list[str] = []

    def make(self, targets: Sequence[Target], *, force: bool) -> Report:
        """Do everything, and report it in the order asked for."""
        begun = time.perf_counter()
        sweep(self._root / folder for folder in (*_OUTPUTS, ".kit", ".kit/runs"))
        self._manifest = manifests.load(str(self._root))
        planner = Planner(self._root, self._manifest, time.time_ns())
        entries: dict[str, Entry] = {}
        steps: list[Step] = []
        for target, outcome in self._steps(planner, targets, force=force):
            if isinstance(outcome, Entry):
                entries[target.name] = outcome
            else:
                steps.append(outcome)
        self.progress.begin(len(steps))
        for entry in entries.values():
            self.progress.finish(entry)
        try:
            for entry in self._work(planner, steps):
                entries[entry.name] = entry
                self.progress.finish(entry)
        except BaseException:
            self.progress.end(Report((), time.perf_counter() - begun))
            raise
        finally:
            self._save(planner)
        self._store.prune(size=_KEPT_BYTES, days=_KEPT_DAYS)
        seconds = time.perf_counter() - begun
        report = Report(tuple(entries[target.name] for target in targets), seconds)
        self.progress.end(report)
        return report

    def close(self) -> None:
        """End the processes that work for this build."""
        for pool in (self._warm, self._portable):
            if pool is not None:
                pool.close()

    def _steps(
        self, planner: Planner, targets: Iterable[Target], *, force: bool
    ) -> Iterator[tuple[Target, Step | Entry]]:
        """Plan each target; what is up to date or cannot be read is done with."""
        read: dict[Path, Notebook] = {}
        for target in targets:
            try:
                if target.path not in read:
                    read[target.path] = notebooks_.read(target.path)
                notebook = prepare(
                    read[target.path], path=target.path, parameters=target.parameters
                )
            except KitError as error:
                yield target, Entry(target.name, "failed", "it cannot be read", error=error)
                continue
            step = planner.step(target, notebook, self._formats, is_forced=force)
            if step.need == "nothing":
                yield target, Entry(target.name, "fresh", step.why, self._places(target))
            else:
                yield target, step

    def _places(self, target: Target) -> tuple[str, ...]:
        """List where the products of a target are written."""
        return tuple(place(form, target.name) for form in self._formats)

    def _work(self, planner: Planner, steps: Sequence[Step]) -> Iterator[Entry]:
        """Have every step done, and write what comes of it as it comes."""
        done: queue.SimpleQueue[tuple[Step, Future[Made]]] = queue.SimpleQueue()
        for step in steps:
            future = self._submit(step, planner)
            future.add_done_callback(lambda future, step=step: done.put((step, future)))
        for _ in steps:
            step, future = done.get()
            yield self._finish(step, future, planner)

    def _submit(self, step: Step, planner: Planner) -> Future[Made]:
        """Hand a step to the processes that can do it."""
        kept = None if step.is_forced else self._store.get(run_key(step), step.notebook)
        is_executed = kept is not None and all(
            planner.hashes.of(path) == digest for path, digest in kept[1].items()
        )
        notebook = kept[0] if kept is not None and is_executed else step.notebook
        self._executed[step.target.name] = is_executed
        task = Task(
            name=step.target.name,
            path=step.target.path,
            theme=self._root / "slides" / "theme",
            notebook=json.dumps(notebook).encode(),
            is_executed=is_executed,
            formats=self._formats,
            limits=self._limits,
        )
        self._started[task.name] = time.perf_counter()
        self._asked[task.name] = time.time_ns()
        return self._pool(notebook).submit(task)

    def _pool(self, notebook: Notebook) -> Warm | Portable:
        """Return the processes for a notebook; they are started for the first."""
        if resolved(self._engine, notebook) == "fork":
            if self._warm is None:
                from kit.build.forked import Warm

                self._warm = Warm(self._jobs, renders=True, on_stage=self._stage)
            return self._warm
        if self._portable is None:
            from kit.build.portable import Portable

            self._portable = Portable(self._jobs)
        return self._portable

    def _stage(self, name: str, stage: str) -> None:
        """Note when work on a notebook begins."""
        if stage == "run":
            self._started[name] = time.perf_counter()
        self.progress.stage(name, stage)

    def _finish(self, step: Step, future: Future[Made], planner: Planner) -> Entry:
        """Write what came of a step and note it."""
        name = step.target.name
        try:
            made = future.result()
            write_all(self._root, made.outputs)
            self._note(step, made, planner)
        except KitError as error:
            seconds = time.perf_counter() - self._started[name]
            return Entry(name, "failed", step.why, (), seconds, error)
        return Entry(
            name,
            "rendered" if self._executed[name] else "built",
            step.why,
            tuple(made.outputs),
            time.perf_counter() - self._started[name],
        )

    def _note(self, step: Step, made: Made, planner: Planner) -> None:
        """Note what decided the products, and keep the outputs of the run."""
        asked = self._asked[step.target.name]
        reads = {path: planner.seen(path, asked) for path in made.reads if planner.is_own(path)}
        images = {path: planner.seen(path, asked) for path in made.images if planner.is_own(path)}
        if not self._executed[step.target.name]:
            self._store.put(run_key(step), json.loads(made.executed), reads)
        self._manifest["entries"][step.target.name] = {
            "path": str(step.target.path),
            "parameters": dict(step.target.parameters),
            "formats": list(self._formats),
            "run": step.run,
            "render": step.render,
            "reads": {**reads, **images},
            "images": sorted(images),
            "outputs": {
                output: [stamp(str(self._root / output)), hashlib.sha256(content).hexdigest()]
                for output, content in made.outputs.items()
            },
        }
        self._noted.append(step.target.name)

    def _save(self, planner: Planner) -> None:
        """Write the manifest."""
        if planner.hashes.changed():
            # Nobody knows whether the runs saw the old or the new: do them again next time.
            for name in self._noted:
                self._manifest["entries"][name]["run"] = {}
        manifest = {
            **self._manifest,
            **planner.surroundings(),
            "files": {**self._manifest["files"], **planner.hashes.used},
        }
        content = json.dumps(manifest, indent=1).encode()
        write_all(self._root, {".kit/manifest.json": content})
