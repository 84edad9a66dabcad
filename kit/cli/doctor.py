"""`kit doctor`: what is there, what is missing, and how to get it."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

from kit.cli import command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from kit.course.needs import Finding


def main(arguments: Sequence[str]) -> int:
    """Run `kit doctor`.

    Parameters
    ----------
    arguments : sequence of str
        What stands after the command.

    Returns
    -------
    int
        0 when everything that is needed is there, 1 otherwise.
    """
    _parser().parse_args(arguments)
    from kit.course.needs import findings

    found = list(findings())
    width = max(len(finding.name) for finding in found)
    sys.stdout.write("".join(_line(finding, width) for finding in found))
    lacking = [finding for finding in found if finding.needed and not finding.is_there]
    if lacking:
        names = ", ".join(finding.name for finding in lacking)
        sys.stdout.write(f"\nThe kit cannot work yet: {names}.\n")
        return 1
    sys.stdout.write("\nEverything that is needed is there.\n")
    return 0


def _line(finding: Finding, width: int) -> str:
    """Write a finding, and beneath it how to get what is missing."""
    state = "ok" if finding.is_there else "MISSING" if finding.needed else "optional"
    head = f"{state:<8}  {finding.name:<{width}}  "
    indent = " " * len(head)
    said = textwrap.fill(finding.said, 100, initial_indent=head, subsequent_indent=indent)
    lines = [said]
    if finding.mend:
        lines.append(
            textwrap.fill(finding.mend, 100, initial_indent=indent, subsequent_indent=indent)
        )
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    return command.parser(
        "doctor",
        examples="""
        kit doctor   exit code 0 when all that is needed is there
        """,
    )
