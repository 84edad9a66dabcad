"""`kit check`: hold the course against its rules, and its slides against the screen."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit.cli import command
from kit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from kit.course.lint import Complaint


def main(arguments: Sequence[str]) -> int:
    """Run `kit check`.

    Parameters
    ----------
    arguments : sequence of str
        What stands after the command.

    Returns
    -------
    int
        0 when nothing is wrong, 1 when something is.

    Raises
    ------
    KitError
        When the command cannot begin.
    """
    options = _parser().parse_args(arguments)
    from kit.course.lint import check, course, fixing, lesson
    from kit.course.lint.registry import MEASURED, RULES

    if options.rules:
        demands = {name: rule.demands for name, rule in RULES.items()} | MEASURED
        width = max(map(len, demands))
        for name, demand in demands.items():
            sys.stdout.write(f"{name:<{width}}  {demand}\n")
        return 0
    root = command.project_root(Path.cwd())
    paths = [_notebook(root, name) for name in options.notebooks] or course.notebooks(root)
    if options.fix:
        for path in paths:
            if path.suffix == ".ipynb" and fixing.fix(path):
                sys.stdout.write(f"mended {lesson.place(path, root)}\n")
    found = check(root, paths)
    if options.browser:
        from kit.course.lint import screens

        found = [*found, *screens.check(root, paths)]
    _say(found, paths, as_json=options.json)
    return 1 if found else 0


def _notebook(root: Path, name: str) -> Path:
    """Find a notebook of the course or a template."""
    template = root / "notebooks" / "briefings" / f"{name}.ipynb"
    found = template if template.is_file() else command.find_notebook(root, name, decks=True)
    if not found.is_file():
        mend = "Check the name, or run `kit check` without it"
        raise UsageError("There is no such notebook", where=str(found), mend=mend)
    return found.absolute()


def _say(found: Iterable[Complaint], paths: Sequence[Path], *, as_json: bool) -> None:
    """Print the complaints, file by file, and how many there are."""
    complaints = sorted(found, key=lambda complaint: complaint.file)
    if as_json:
        for complaint in complaints:
            fault = complaint.fault
            described = {"file": complaint.file, "cell": fault.cell, "rule": complaint.rule}
            described |= {"place": fault.place, "what": fault.what, "mend": fault.mend}
            sys.stdout.write(json.dumps(described, ensure_ascii=False) + "\n")
        return
    for complaint in complaints:
        sys.stdout.write(f"{complaint}\n")
    files = len({complaint.file for complaint in complaints})
    many = f"{len(complaints)} complaint{'s' if len(complaints) > 1 else ''}"
    of = f"{len(paths)} notebook{'s' if len(paths) > 1 else ''}"
    result = f"{many} in {files} of {of}" if complaints else f"{of}: nothing to complain of"
    sys.stdout.write(f"{result}\n")


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "check",
        examples="""
        kit check              every notebook and template against every rule
        kit check 06           notebook 06 alone
        kit check --fix        and take outputs, counts and stray metadata out first
        kit check --browser    and measure every slide on two screens, in Chromium
        kit check --rules      what the rules demand
        """,
    )
    made.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="a number, a name or a file")
    made.add_argument("--fix", action="store_true", help="mend what needs no thought")
    made.add_argument("--browser", action="store_true", help="measure every slide in a browser")
    made.add_argument("--rules", action="store_true", help="list the rules")
    made.add_argument("--json", action="store_true", help="one JSON object a complaint")
    return made
