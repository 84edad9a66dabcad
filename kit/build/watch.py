"""Builds again whenever something is saved, and lets what is open in a browser follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.build.build import build
from kit.build.fresh import groups, helpers, notebooks_of
from kit.build.inputs import stamp
from kit.build.manifest import load
from kit.build.pools import Pools
from kit.build.products import DEFAULT
from kit.build.serve import Server

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kit.build.inputs import Stamp
    from kit.build.options import Engine
    from kit.build.outcome import Limits
    from kit.build.progress import Progress
    from kit.build.report import Report
    from kit.render.theme import Paper

_PAUSE: Final = 0.1  # seconds between two looks at the files


def watch(
    root: Path,
    stop: threading.Event,
    *,
    on_ready: Callable[[str], None],
    on_built: Callable[[Report], object],
    notebooks: Sequence[Path] | None = None,
    formats: Iterable[str] = DEFAULT,
    jobs: int | None = None,
    engine: Engine = "auto",
    limits: Limits | None = None,
    progress: Progress | None = None,
    paper: Paper | None = None,
) -> None:
    """Build notebooks, and again what depends on a file as soon as it is saved.

    Parameters
    ----------
    root : Path
        The root of the project.
    stop : threading.Event
        Ends it when set.
    on_ready : callable
        Is told the address under which a browser finds the products, once the
        first build is done.
    on_built : callable
        Is told what each build did.
    notebooks : sequence of Path, optional
        The whole course when not given.
    formats, jobs, engine, limits, progress, paper
        As in `kit.build.build.build`.
    """
    root = root.resolve()
    wanted = tuple(formats)
    due = notebooks
    is_first = True
    with Pools(jobs) as pools, Server(root) as server:
        pools.warm_up()
        while not stop.is_set():
            seen = _stamps(root)
            report = build(
                root,
                notebooks=due,
                formats=wanted,
                engine=engine,
                limits=limits,
                progress=progress,
                paper=paper,
                resumes=due is not None and len(due) == 1,  # many would fill the memory
                pools=pools,
            )
            server.publish(report)
            on_built(report)
            if is_first:
                on_ready(server.address)
                is_first = False
            changed = _wait(root, seen, stop)
            watched = {str(path) for path in notebooks or map(Path, notebooks_of(str(root)))}
            due = sorted(map(Path, changed)) if changed <= watched else notebooks


def _wait(root: Path, seen: dict[str, Stamp | None], stop: threading.Event) -> set[str]:
    """Wait until a file is not as it was, and return those that are not."""
    while not stop.wait(_PAUSE):
        now = _stamps(root)
        changed = {path for path in seen.keys() | now.keys() if seen.get(path) != now.get(path)}
        if changed:
            return changed
    return set()


def _stamps(root: Path) -> dict[str, Stamp | None]:
    """Stamp every file on which a notebook of the course depends."""
    return {path: stamp(path) for path in _inputs(root)}


def _inputs(root: Path) -> Iterator[str]:
    """List every file on which a notebook of the course depends."""
    for paths in groups(str(root)).values():
        yield from paths
    yield from notebooks_of(str(root))
    yield from helpers(str(root / "notebooks"))
    for entry in load(root)["entries"].values():
        yield from entry["reads"]
        yield from entry["images"]
