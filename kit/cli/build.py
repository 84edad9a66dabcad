"""`kit build`: run notebooks and make what is not up to date."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run `kit build`.

    Parameters
    ----------
    arguments : sequence of str
        What stands after the command.

    Returns
    -------
    int
        The exit code.

    Raises
    ------
    KitError
        When the command cannot begin; a notebook that fails is reported.
    """
    options = _parser().parse_args(arguments)
    root = command.project_root(Path.cwd())
    named = [command.find_notebook(root, name, decks=True) for name in options.notebooks]
    if options.watch:
        return _watch(root, named, options)
    with command.workers(options.engine, options.jobs) as workers:
        from kit.build.build import build
        from kit.build.outcome import Limits
        from kit.build.products import DEFAULT
        from kit.build.progress import chosen

        report = build(
            root,
            notebooks=named or None,
            formats=options.only.split(",") if options.only else DEFAULT,
            jobs=options.jobs,
            engine=options.engine,
            limits=Limits(seconds=options.seconds),
            progress=chosen(command.voice(options)),
            force=options.force,
            paper=options.paper,
            pools=workers,
        )
    if options.explain:
        for entry in report.entries:
            sys.stdout.write(f"{entry.name}: {entry.outcome}, {entry.why}\n")
    command.say_where(report, root, options)
    return command.ended(report)


def _watch(root: Path, named: list[Path], options: argparse.Namespace) -> int:
    """Build at each save until the user stops it, and tell where a browser can follow."""
    import json
    import threading

    from kit.build.outcome import Limits
    from kit.build.products import DEFAULT
    from kit.build.progress import chosen
    from kit.build.watch import watch

    def tell(address: str) -> None:
        said = f"Open {address} to follow in a browser. Ctrl-C ends it."
        if options.json:
            said = json.dumps({"event": "ready", "address": address})
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()

    with suppress(KeyboardInterrupt):
        watch(
            root,
            threading.Event(),
            on_ready=tell,
            on_built=command.ended,
            notebooks=[path.absolute() for path in named] or None,
            formats=options.only.split(",") if options.only else DEFAULT,
            jobs=options.jobs,
            engine=options.engine,
            limits=Limits(seconds=options.seconds),
            progress=chosen(command.voice(options)),
            paper=options.paper,
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "build",
        examples="""
        kit build                 everything that is not up to date
        kit build 06 --only deck  the deck of notebook 06
        kit build --explain       and why each was or was not rebuilt
        kit build 06 --watch      again at each save; an open deck follows by itself
        """,
    )
    made.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="a number, a name or a file")
    made.add_argument(
        "--only", metavar="FORMATS", help="deck, presenter, briefing, page, word; with commas"
    )
    made.add_argument(
        "--watch",
        action="store_true",
        help="build again at each save; prints an address, of this machine only, under which "
        "what is open in a browser refreshes itself",
    )
    made.add_argument("--force", action="store_true", help="even what is up to date")
    made.add_argument("--explain", action="store_true", help="say why each was or was not rebuilt")
    made.add_argument("--jobs", type=int, metavar="N", help="how many notebooks at once")
    command.add_engine(made)
    made.add_argument(
        "--seconds", type=float, default=60.0, help="how long a notebook may run (60)"
    )
    command.add_paper(made)
    command.add_voice(made)
    return made
