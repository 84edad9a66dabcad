"""The processes that run and render notebooks, started when they are needed."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import TYPE_CHECKING, Literal, Protocol, Self

from kit.build.fresh import HOME, groups
from kit.build.inputs import stamp

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kit.build.forked import Warm
    from kit.build.inputs import Stamp
    from kit.build.portable import Portable
    from kit.build.task import Made, OnStage, Task


class Workers(Protocol):
    """Whoever does tasks: processes of this machine, or a cluster."""

    def submit(
        self, task: Task, engine: Literal["fork", "kernel"], on_stage: OnStage | None = None
    ) -> Future[Made]:
        """Have a task done."""

    def close(self) -> None:
        """End what is at work."""


class Pools:
    """A warm process for forks, and processes for kernels.

    The warm process has the kit's code and the record in its memory. When one of
    their files has changed, another takes its place as soon as it has nothing to do.

    Parameters
    ----------
    jobs : int, optional
        How many notebooks at once; as many as there are processors when not given.
    renders : bool
        Whether rendering is to be expected.
    """

    def __init__(self, jobs: int | None = None, *, renders: bool = True) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._renders = renders
        self._lock = threading.Lock()
        self._warm: Warm | None = None
        self._warmed_with: dict[str, Stamp | None] = {}
        self._portable: Portable | None = None

    def submit(
        self, task: Task, engine: Literal["fork", "kernel"], on_stage: OnStage | None = None
    ) -> Future[Made]:
        """Have a task done.

        Parameters
        ----------
        task : Task
            A notebook to be run, rendered or both.
        engine : {"fork", "kernel"}
            How it runs.
        on_stage : callable, optional
            Is told the name of the task and the stage that it reaches, "run" or
            "render", as far as that is known; from another thread.

        Returns
        -------
        Future of Made
            What comes of it, or the error.
        """
        with self._lock:
            if engine == "fork":
                return self._warm_now().submit(task, on_stage)
            if self._portable is None:
                from kit.build.portable import Portable

                self._portable = Portable(self._jobs)
            return self._portable.submit(task, on_stage)

    def warm_up(self) -> None:
        """Start the warm process before there is anything for it to do, where one can fork."""
        if can_fork():
            with self._lock:
                self._warm_now()

    def close(self) -> None:
        """End the processes; others are started when they are needed again."""
        with self._lock:
            for pool in (self._warm, self._portable):
                if pool is not None:
                    pool.close()
            self._warm = self._portable = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _warm_now(self) -> Warm:
        """Return a warm process that knows the code and the record as they are."""
        from kit.build.forked import Warm

        if self._warm is not None and self._warm.is_alive and not self._warm.is_idle:
            return self._warm
        listed = groups(HOME)
        known = {
            path: stamp(path) for group in ("kit", "data", "renderers") for path in listed[group]
        }
        if self._warm is not None and (known != self._warmed_with or not self._warm.is_alive):
            self._warm.close()
            self._warm = None
        if self._warm is None:
            self._warm = Warm(self._jobs, renders=self._renders)
            self._warmed_with = known
        return self._warm


def can_fork() -> bool:
    """Tell whether notebooks can run in forks here; macOS has `fork`, but not safely."""
    return hasattr(os, "fork") and sys.platform != "darwin"


_shared: dict[bool, Pools] = {}
_shared_lock = threading.Lock()


def shared(*, renders: bool = False) -> Pools:
    """Return pools that this process keeps until it ends.

    Parameters
    ----------
    renders : bool
        Whether rendering is to be expected.

    Returns
    -------
    Pools
        For single notebooks, one after another.
    """
    with _shared_lock:
        if renders not in _shared:
            _shared[renders] = Pools(renders=renders)
            atexit.register(_shared[renders].close)
        return _shared[renders]
