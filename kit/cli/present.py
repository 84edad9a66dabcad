"""`kit present`: open the presenter's file of a notebook."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run `kit present`.

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
        When there is no such notebook; a notebook that fails is reported.
    """
    options = _parser().parse_args(arguments)
    from kit.build.build import build
    from kit.build.products import place
    from kit.build.progress import chosen

    root = command.project_root(Path.cwd())
    notebook = command.find_notebook(root, options.notebook, decks=True)
    report = build(
        root,
        notebooks=[notebook],
        formats=("deck", "presenter"),
        progress=chosen("quiet" if options.no_open else "auto"),
    )
    code = command.ended(report)
    if code:
        return code
    file = root / place("presenter", notebook.stem)
    if options.no_open or not webbrowser.open(file.as_uri()):
        sys.stdout.write(f"{file}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "present",
        examples="""
        kit present 06             builds what is not up to date, and opens it
        kit present 06 --no-open   only says where it is
        kit present short_15       the deck for fifteen minutes
        """,
    )
    made.add_argument("notebook", metavar="NOTEBOOK", help="a number, a name or a file")
    made.add_argument("--no-open", action="store_true", help="print the path, open no browser")
    return made
