"""Builds again whenever something is saved, and lets what is open in a browser follow."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
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
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kit.build.inputs import Stamp
    from kit.build.options import Engine
    from kit.build.outcome import Limits
    from kit.build.progress import Progress
    from kit.build.report import Report
    from kit.render.theme import Paper

    Stamps = dict[str, Stamp | None]

_PAUSE: Final = 0.05  # seconds between two looks at the files


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
    due: list[Sequence[Path] | None] = [notebooks]
    is_first = True
    with Pools(jobs) as pools, Server(root) as server:
        pools.warm_up()
        while not stop.is_set():
            before, read_before = _stamps(_listed(root)), _stamps(_readers(root))
            for part in due:
                report = build(
                    root,
                    notebooks=part,
                    formats=wanted,
                    engine=engine,
                    limits=limits,
                    progress=progress,
                    paper=paper,
                    resumes=part is not None and len(part) == 1,  # many would fill the memory
                    pools=pools,
                )
                server.publish(report)
                on_built(report)
            if is_first:
                on_ready(server.address)
                is_first = False
            readers = _readers(root)
            # What this build was the first to read is as it was read, as far as anybody knows.
            read = {path: read_before.get(path) or stamp(path) for path in readers}
            known = read | before
            changed = _wait(root, known, readers, stop)
            course = notebooks or [Path(path) for path in notebooks_of(str(root))]
            due = _due(changed, readers, course) or [notebooks]


def _wait(
    root: Path, known: Stamps, readers: Mapping[str, set[str]], stop: threading.Event
) -> set[str]:
    """Wait until a file is not as it was, and return those that are not."""
    while not stop.wait(_PAUSE):
        now = _stamps(_listed(root) | readers.keys())
        changed = {path for path in known.keys() | now.keys() if known.get(path) != now.get(path)}
        if changed:
            return changed
    return set()


def _due(
    changed: set[str], readers: Mapping[str, set[str]], course: Sequence[Path]
) -> list[Sequence[Path] | None]:
    """List the notebooks that were saved, then those that read what was; none if all may be due."""
    saved = [path for path in course if str(path) in changed]
    if not changed <= {*map(str, saved), *readers}:
        return []
    reading = {path for file in changed for path in readers.get(file, ())}
    others = [path for path in course if str(path) in reading and path not in saved]
    return [part for part in (saved, others) if part]


def _stamps(paths: Iterable[str]) -> Stamps:
    """Stamp files."""
    return {path: stamp(path) for path in paths}


def _listed(root: Path) -> set[str]:
    """List the files on which all notebooks depend, and the notebooks."""
    return {
        *chain.from_iterable(groups(str(root)).values()),
        *notebooks_of(str(root)),
        *helpers(str(root / "notebooks")),
    }


def _readers(root: Path) -> dict[str, set[str]]:
    """Find by which notebooks each other file was read when they were last built."""
    readers: defaultdict[str, set[str]] = defaultdict(set)
    for entry in load(root)["entries"].values():
        for path in (*entry["reads"], *entry["images"]):
            readers[path].add(entry["path"])
    return dict(readers)
