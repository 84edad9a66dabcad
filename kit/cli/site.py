"""`kit site`: the index of the course, the search, and the course live in a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command
from kit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run `kit site`.

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
        When the site cannot be made; a notebook that fails is reported.
    """
    options = _parser().parse_args(arguments)
    if options.pyodide and not options.live:
        raise UsageError("--pyodide goes with --live", mend="Write `kit site --live --pyodide …`")
    from kit.build.build import build
    from kit.build.progress import chosen
    from kit.site import pages

    root = command.project_root(Path.cwd()).resolve()
    report = build(
        root, formats=pages.FORMATS, has_index=True, progress=chosen(command.voice(options))
    )
    code = command.ended(report)
    if code:
        return code
    if options.live:
        from kit.site import live

        live.build(root, distribution=Path(options.pyodide) if options.pyodide else None)
    made = pages.build(root)
    if not options.quiet:
        sys.stdout.write(f"{made}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "site",
        examples="""
        kit site                          site/index.html, with search; opens from disk
        kit site --live                   and site/live, where students run the course
        kit site --live --pyodide FOLDER  the same, asking no other host for anything
        """,
    )
    made.add_argument("--live", action="store_true", help="the course in a browser, to be served")
    made.add_argument(
        "--pyodide", metavar="FOLDER", help="the official Pyodide, unpacked; its files are checked"
    )
    command.add_voice(made)
    return made
