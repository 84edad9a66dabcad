"""`kit verify`: hold the record's leads against an official document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run `kit verify`.

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
        When the PDF cannot be read, or is not the document.
    """
    options = _parser().parse_args(arguments)
    from kit.record.verify import verify

    verify(options.file, document=options.document, only_list=options.list, who=options.who)
    return 0


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "verify",
        examples="""
        kit verify A_76_135.pdf                        go through the leads one by one
        kit verify report.pdf --document A/76/135      say which document it is
        kit verify A_76_135.pdf --list                 only show what would be asked
        """,
    )
    made.add_argument("file", type=Path, metavar="FILE.pdf", help="the official PDF, as downloaded")
    made.add_argument(
        "--document", default="", metavar="SYMBOL", help="its symbol, if not found in it"
    )
    made.add_argument(
        "--list", action="store_true", help="show the leads and the paragraphs, ask nothing"
    )
    made.add_argument(
        "--who", default="", metavar="NAME", help="who confirms; noted beside each yes"
    )
    return made
