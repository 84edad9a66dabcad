"""The outputs of notebooks: from the build's cache, or from a run that fills it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from kit.build import manifest as manifests
from kit.build.execute import prepare, resolved
from kit.build.lock import held
from kit.build.plan import Planner, Step, Target, run_key
from kit.build.pools import shared
from kit.build.store import Store
from kit.build.task import Task
from kit.errors import KitError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from kit.build.notebook import Notebook
    from kit.build.task import Made


def outputs(root: Path, notebooks: Mapping[Path, Notebook]) -> dict[Path, Notebook | KitError]:
    """Run notebooks, as far as the build has not run them as they stand.

    Parameters
    ----------
    root : Path
        The root of the course, absolute.
    notebooks : mapping of Path to dict
        What each file holds.

    Returns
    -------
    dict of Path to dict or KitError
        The executed notebook, or why it did not run.
    """
    with held(root / ".kit" / "lock", lambda: None):
        return _Runs(root).outputs(notebooks)


class _Runs:
    """The runs of one course; its lock must be held."""

    def __init__(self, root: Path) -> None:
        self._store = Store(root / ".kit" / "runs")
        self._planner = Planner(root, manifests.load(root), time.time_ns())

    def outputs(self, notebooks: Mapping[Path, Notebook]) -> dict[Path, Notebook | KitError]:
        """Take what is kept, and run the rest side by side."""
        found: dict[Path, Notebook | KitError] = {}
        waiting: dict[Path, tuple[Step, int, Future[Made]]] = {}
        pools = shared()
        for path, notebook in notebooks.items():
            try:
                prepared = prepare(notebook, path=path, parameters={})
                step = self._planner.step(Target(path.stem, path), prepared, (), is_forced=False)
                kept = self._kept(step)
                if kept is not None:
                    found[path] = kept
                    continue
                task = _task(path, prepared)
                future = pools.submit(task, resolved("auto", prepared))
                waiting[path] = (step, time.time_ns(), future)
            except KitError as error:
                found[path] = error
        for path, (step, asked_ns, future) in waiting.items():
            try:
                found[path] = self._keep(step, asked_ns, future.result())
            except KitError as error:
                found[path] = error
        return found

    def _kept(self, step: Step) -> Notebook | None:
        """Return the outputs of an earlier run of the same code over the same files."""
        kept = self._store.get(run_key(step), step.notebook)
        if kept is None:
            return None
        executed, reads = kept
        is_same = all(self._planner.hashes.of(path) == known for path, known in reads.items())
        return executed if is_same else None

    def _keep(self, step: Step, asked_ns: int, made: Made) -> Notebook:
        """Keep the outputs of a run, unless a file changed meanwhile."""
        executed: Notebook = json.loads(made.executed)
        planner = self._planner
        reads = {path: planner.seen(path, asked_ns) for path in made.reads if planner.is_own(path)}
        if not planner.hashes.changed():
            self._store.put(run_key(step), executed, reads)
        return executed


def _task(path: Path, prepared: Notebook) -> Task:
    """Describe a run that renders nothing."""
    return Task(
        name=path.stem,
        path=path,
        theme=path.parent,
        notebook=json.dumps(prepared).encode(),
        is_executed=False,
        formats=(),
    )
