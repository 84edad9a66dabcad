"""`kit init`: lay the course out in a folder, and bring it up to date later."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kit.course.layout import Laid


def main(arguments: Sequence[str]) -> int:
    """Run `kit init`.

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
        When the folder cannot be used.
    """
    options = _parser().parse_args(arguments)
    from kit.course.layout import lay_out

    folder = Path(options.folder)
    laid = lay_out(folder)
    sys.stdout.write(_said(laid, options.folder))
    return 0


def _said(laid: Laid, folder: str) -> str:
    """Say what was done, and what to do next."""
    counts = (
        (laid.added, "new"),
        (laid.renewed, "brought up to date"),
        (laid.equal, "as they were"),
    )
    lines = [", ".join(f"{len(paths)} {what}" for paths, what in counts if paths) or "nothing new"]
    lines[0] = f"{folder}: {lines[0]}"
    if laid.kept:
        lines.append(f"You have changed {len(laid.kept)}; they are as you left them:")
        lines += [f"  {path}" for path in laid.kept]
        lines.append("To get the new version of one, rename yours and run this command again.")
    here = Path(folder).resolve() == Path.cwd()
    lines += ["", "Next:"]
    lines += [] if here else [f"  cd {folder}"]
    lines += [
        "  kit lab       opens JupyterLab at the first notebook",
        "  kit build     makes decks, briefings and pages",
        "  kit doctor    says what is missing on this computer",
    ]
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "init",
        examples="""
        kit init my-course   the whole course in a new folder
        kit init .           here; later, the same command brings it up to date
        """,
    )
    made.add_argument("folder", metavar="FOLDER", help="where to; your own files are never touched")
    return made
