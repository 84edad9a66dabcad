"""`kit slides`: the files of an instructor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kit.build import short
from kit.cli import command
from kit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run `kit slides`.

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
    from kit.build.progress import chosen

    root = command.project_root(Path.cwd())
    named = [command.find_notebook(root, name, decks=True) for name in options.notebooks]
    if options.minutes:
        named.append(_short(root, options.minutes))
    formats = ("deck", "presenter", *(("handout",) if options.handout else ()))
    report = build(
        root, notebooks=named or None, formats=formats, progress=chosen(command.voice(options))
    )
    command.say_where(report, root, options)
    return command.ended(report)


def _short(root: Path, minutes: int) -> Path:
    """Find the short deck for a slot."""
    found = {short.declared(path)["minutes"]: path for path in short.decks(root / "notebooks")}
    if minutes not in found:
        known = ", ".join(map(str, sorted(found))) or "none yet"
        raise UsageError(
            f"There is no deck for {minutes} minutes",
            mend=f"The short decks have these minutes: {known}; the instructor's guide says how "
            "to declare another",
        )
    return found[minutes]


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "slides",
        examples="""
        kit slides 06            the deck and the presenter's file of notebook 06
        kit slides --minutes 15  the whole story for a short slot, gathered from the course
        kit slides --handout     all of them, and handouts with the notes as PDF
        """,
    )
    made.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="a number, a name or a file")
    made.add_argument(
        "--minutes", type=int, metavar="N", help="the short deck for a slot of N minutes"
    )
    made.add_argument(
        "--handout", action="store_true", help="also slides/handouts/: each slide with its notes"
    )
    command.add_voice(made)
    return made
