"""`kit student`: write the students' edition of the course."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command
from kit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from kit.course.layout import Laid
    from kit.course.student import Edition


def main(arguments: Sequence[str]) -> int:
    """Run `kit student`.

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
        When the course cannot be read, or the folder not used.
    """
    options = _parser().parse_args(arguments)
    from kit.course import student

    folder = Path(options.folder)
    laid, edition = student.write(folder, course=_course(folder))
    sys.stdout.write("\n".join(_said(laid, edition, options.folder)) + "\n")
    return 0


def _course(folder: Path) -> Path | None:
    """Find the course that the user stands in; a students' folder is none."""
    from kit.course.student import LEDGER

    try:
        root = command.project_root(Path.cwd())
    except UsageError:
        return None
    is_students = root.resolve() == folder.resolve() or (root / LEDGER).is_file()
    return None if is_students else root


def _said(laid: Laid, edition: Edition, folder: str) -> Iterator[str]:
    """Say what was done, and what to do next."""
    counts = (
        (laid.added, "new"),
        (laid.renewed, "brought up to date"),
        (laid.equal, "as they were"),
    )
    yield f"{folder}: " + ", ".join(f"{len(paths)} {what}" for paths, what in counts if paths)
    if laid.kept:
        yield "Somebody has worked on these; they are as they were left:"
        yield from (f"  {path}" for path in laid.kept)
        yield "To get the new version of one, rename it and run this command again."
    if edition.left_out:
        yield "Left out, for the kit does not know what they say:"
        yield from (f"  {path}" for path in edition.left_out)
    yield ""
    yield "It has no solutions and no notes. Give the folder to your students as it is;"
    yield "after a change, run this command again: nobody's work in it is overwritten."


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "student",
        examples="""
        kit student                  into the folder student/
        kit student shared/course    into another folder; later, the same brings it up to date
        """,
    )
    made.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="student", help="where to (student)"
    )
    return made
