"""`kit new statement`: add a statement to the record, or change nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run `kit new`.

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
        When anything is wrong; then nothing has changed.
    """
    options = _parser().parse_args(arguments)
    from kit.record.adding import add_statement

    added = add_statement(
        options.file,
        speaker=options.speaker,
        date=options.date,
        source=options.source,
        into=options.into,
        forum=options.forum,
        about=options.about,
        kind=options.kind,
        position=options.position,
    )
    said = [
        f"Added {added.key} with {len(added.sentences)} sentences to {', '.join(map(str, added.files))}."
    ]
    if added.left_out:
        said += ["Left out, as no sentences:", *(f"  {line}" for line in added.left_out)]
    said += ["Next:", *(f"  {step}" for step in added.next_steps)]
    sys.stdout.write("\n".join(said) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "new",
        examples="""
        kit new statement speech.txt --speaker "Utopia" --date 2021-11-02 --source https://example.org/speech
        kit new statement speech.txt --speaker "Utopia" --date 2021-11 --source S/2021/621 --into my-data
        """,
    )
    made.add_argument("what", choices=["statement"], help="what to add")
    made.add_argument("file", type=Path, metavar="FILE", help="the statement as plain text, UTF-8")
    made.add_argument("--speaker", required=True, help="who spoke: a State or a group")
    made.add_argument("--date", required=True, help="2021-11-02; or 2021-11, or 2021")
    made.add_argument(
        "--source", required=True, help="a key of the record's sources, or an address"
    )
    made.add_argument("--into", type=Path, metavar="FOLDER", help="a data folder of your own")
    made.add_argument("--forum", default="", help="where it was made")
    made.add_argument("--about", default="the-item", help="what it is about (the-item)")
    made.add_argument("--kind", default="state", help="state, group, official or observer (state)")
    made.add_argument("--position", default="", help="what it says, in your own words")
    return made
