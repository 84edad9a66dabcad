"""`kit build`: run notebooks and make what is not up to date."""

from __future__ import annotations

import sys
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
    from kit.build.build import build
    from kit.build.outcome import Limits
    from kit.build.products import DEFAULT
    from kit.build.progress import chosen

    root = command.project_root(Path.cwd())
    named = [command.find_notebook(root, name, decks=True) for name in options.notebooks]
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
    )
    if options.explain:
        for entry in report.entries:
            sys.stdout.write(f"{entry.name}: {entry.outcome}, {entry.why}\n")
    command.say_where(report, root, options)
    return command.ended(report)


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "build",
        examples="""
        kit build                 everything that is not up to date
        kit build 06 --only deck  the deck of notebook 06
        kit build --explain       and why each was or was not rebuilt
        """,
    )
    made.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="a number, a name or a file")
    made.add_argument(
        "--only", metavar="FORMATS", help="deck, presenter, briefing, page, word; with commas"
    )
    made.add_argument("--force", action="store_true", help="even what is up to date")
    made.add_argument("--explain", action="store_true", help="say why each was or was not rebuilt")
    made.add_argument("--jobs", type=int, metavar="N", help="how many notebooks at once")
    made.add_argument(
        "--engine", choices=["auto", "fork", "kernel"], default="auto", help="how notebooks run"
    )
    made.add_argument(
        "--seconds", type=float, default=60.0, help="how long a notebook may run (60)"
    )
    command.add_paper(made)
    command.add_voice(made)
    return made
