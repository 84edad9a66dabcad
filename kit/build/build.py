"""Build: the products of a course, or a briefing for each State."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kit.build import short
from kit.build.fresh import notebooks_of
from kit.build.lock import held
from kit.build.notebook import shown
from kit.build.options import Options
from kit.build.outcome import Limits
from kit.build.plan import Target
from kit.build.pools import Pools
from kit.build.products import DEFAULT, ordered, place
from kit.build.progress import Quiet
from kit.build.work import Work
from kit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kit.build.options import Engine
    from kit.build.pools import Workers
    from kit.build.progress import Progress
    from kit.build.report import Report
    from kit.render.theme import Paper


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
    paper: Paper | None = None,
    has_index: bool = False,
    resumes: bool = False,
    pools: Workers | None = None,
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
    paper : {"a4", "us-letter"}, optional
        The paper of briefings and handouts; that of the theme when not given.
    has_index : bool
        Whether an index is to be written beside the pages, if there is none yet.
    resumes : bool
        Whether a run may go on from where the code is no longer that of the last
        run in the same `pools`, which costs some memory between the two.
    pools : Workers, optional
        Processes that are kept for the next build, or a cluster.

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
    paths = map(Path, notebooks_of(str(root))) if notebooks is None else notebooks
    options = replace(
        _options(formats, jobs, engine, limits, force=force),
        paper=paper,
        has_index=has_index or _has_index(root),
        resumes=resumes,
    )
    targets = [
        Target(path.stem, path.absolute()) for path in paths if short.formats(path, options.formats)
    ]
    return make(root, targets, options, progress or Quiet(), pools)


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
    paper: Paper | None = None,
    pools: Workers | None = None,
) -> Report:
    """Make a briefing from one notebook for each set of parameters.

    Parameters
    ----------
    root : Path
        The root of the project.
    template : Path
        A notebook with a cell tagged `parameters`.
    each : iterable of Mapping of str to object
        Values for the parameters; they name the products: `state-SGP.pdf` for
        the template `state.ipynb` and the value "SGP".
    formats, jobs, engine, limits, progress, force, paper, pools
        As in `build`.

    Returns
    -------
    Report
        What was done for each set.

    Raises
    ------
    UsageError
        If a format is unknown, or two sets would have the same products.
    OutputError
        If the project's folder `.kit` cannot be written.
    """
    path = template.absolute()
    targets = [
        Target("-".join([path.stem, *map(_slug, values.values())]), path, values) for values in each
    ]
    root = root.resolve()
    options = replace(
        _options(formats, jobs, engine, limits, force=force),
        paper=paper,
        has_index=_has_index(root),
    )
    return make(root, targets, options, progress or Quiet(), pools)


def make(
    root: Path,
    targets: Sequence[Target],
    options: Options,
    progress: Progress,
    pools: Workers | None = None,
) -> Report:
    """Make the products of targets; `build` and `brief` only choose them.

    Parameters
    ----------
    root : Path
        The root of the project, absolute.
    targets : sequence of Target
        Notebooks, perhaps with parameters.
    options : Options
        How it is to be done.
    progress : Progress
        Who is told how it goes.
    pools : Workers, optional
        Processes that are kept for the next build, or a cluster.

    Returns
    -------
    Report
        What was done for each.

    Raises
    ------
    UsageError
        If two targets have the same name.
    OutputError
        If the project's folder `.kit` cannot be written.
    """
    _refuse_twins(targets)
    with ExitStack() as stack:
        stack.enter_context(_terminable())
        stack.enter_context(held(root / ".kit" / "lock", progress.wait))
        pools = pools or stack.enter_context(Pools(options.jobs))
        return Work(root, options, progress, pools).make(targets)


def _options(
    formats: Iterable[str],
    jobs: int | None,
    engine: Engine,
    limits: Limits | None,
    *,
    force: bool,
) -> Options:
    """Put options together, defaults filled in."""
    return Options(ordered(formats), jobs or os.cpu_count() or 1, engine, limits or Limits(), force)


def _has_index(root: Path) -> bool:
    """Tell whether the pages of a course have an index beside them."""
    return (root / place("page", "index")).is_file()


def _slug(value: object) -> str:
    """Return a value as part of a file's name."""
    kept = "".join(character if character.isalnum() else "-" for character in str(value))
    return "-".join(filter(None, kept.split("-")))


def _refuse_twins(targets: Iterable[Target]) -> None:
    """Refuse two targets whose products would have the same names."""
    seen: dict[str, Target] = {}
    for target in targets:
        twin = seen.setdefault(target.name, target)
        if twin is not target:
            raise UsageError(
                f"Two notebooks would both be built as “{target.name}”",
                where=f"{shown(twin.path)} and {shown(target.path)}",
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
