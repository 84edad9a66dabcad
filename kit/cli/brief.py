"""`kit brief`: briefings from a template, for one subject or for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.cli import command
from kit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

TEMPLATES: Final = "notebooks/briefings"


def main(arguments: Sequence[str]) -> int:
    """Run `kit brief`.

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
        When the command cannot begin; a briefing that fails is reported.
    """
    options = _parser().parse_args(arguments)
    from kit.build.build import brief
    from kit.build.progress import chosen

    root = command.project_root(Path.cwd())
    report = brief(
        root,
        _template(root, options.template),
        _parameters(options.parameter, options.each),
        formats=("briefing", "word") if options.word else ("briefing",),
        paper=options.paper,
        progress=chosen(command.voice(options)),
    )
    command.say_where(report, root, options)
    return command.ended(report)


def _template(root: Path, name: str) -> Path:
    """Find a template, or a notebook of the course."""
    templates = sorted((root / TEMPLATES).glob("*.ipynb"))
    found = [path for path in templates if path.stem == name]
    if found:
        return found[0]
    try:
        return command.find_notebook(root, name)
    except UsageError as error:
        known = ", ".join(path.stem for path in templates) or "none yet"
        raise UsageError(
            f"There is no template and no notebook {name!r}", mend=f"The templates are: {known}"
        ) from error


def _parameters(given: Sequence[str], each: str | None) -> list[Mapping[str, object]]:
    """Read `-p name=value`, once for each row of a table when asked."""
    values: dict[str, object] = {}
    for item in given:
        name, sign, value = item.partition("=")
        if not sign or not name:
            raise UsageError(f"{item!r} is no parameter", mend="Write -p name=value")
        values[name] = value
    if each is None:
        return [values]
    import kit

    record = kit.load()
    if each not in record.tables:
        raise UsageError(f"The record has no table {each!r}", mend="Try --each states")
    keys = record.tables[each].iloc[:, 0]
    return [{**values, each.removesuffix("s"): key} for key in keys]


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "brief",
        examples="""
        kit brief one_page                the resolution in one page
        kit brief state -p state=SGP      one State: its votes, its group, its statements
        kit brief state --each states     the same for all 193
        kit brief topic -p topic=norms    one topic across all documents
        kit brief 06 --word               notebook 06 as PDF and as Word document
        """,
    )
    made.add_argument(
        "template", metavar="TEMPLATE", help="a template, or a notebook of the course"
    )
    made.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="a parameter"
    )
    made.add_argument("--each", metavar="TABLE", help="once for each row of a table of the record")
    made.add_argument("--word", action="store_true", help="also as a Word document")
    command.add_paper(made)
    command.add_voice(made)
    return made
