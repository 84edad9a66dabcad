"""The command line: `kit build`, `kit brief` and the rest, one module for each command.

Every command prints what it made, or one paragraph that says what went wrong,
where, and how to mend it. Only the module of the command that was asked for is
imported, so that `kit` answers at once.
"""

from __future__ import annotations

import sys

from kit.errors import KitError, UsageError

TYPE_CHECKING = False  # importing typing would double the time that an idle build takes
if TYPE_CHECKING:
    from collections.abc import Sequence

GREETING = """\
ICT outcomes kit: the 2021 United Nations outcomes on ICT security, to teach and to brief.

  You teach   kit present 06     opens the presenter's file of notebook 06
  You study   kit lab            opens JupyterLab at the first notebook
  You brief   kit brief --help   makes an accessible PDF with its sources

"""

# The name of a command is the name of its module.
COMMANDS = {
    "build": "run notebooks and make decks, presenter files, briefings and pages",
    "slides": "make decks and presenter files, and handouts with the notes",
    "brief": "make briefings from a template, for one subject or for each",
    "present": "open the presenter's file of a notebook",
    "lab": "open JupyterLab at the course",
    "init": "lay the course out in a folder, or bring it up to date",
    "site": "make the site: index, search, downloads, and the course live in a browser",
    "check": "hold the course against its rules, and its slides against the screen",
    "student": "write the students' edition: no solutions, no notes, nobody's work overwritten",
    "verify": "hold the record's leads against an official PDF that you have downloaded",
    "new": "add a statement to the record",
    "doctor": "say what is missing on this computer, and how to get it",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after `kit`; the process's own arguments when not given.

    Returns
    -------
    int
        The exit code: 0, or that of the error that was printed.

    Examples
    --------
    >>> main([])  # doctest: +ELLIPSIS
    ICT outcomes kit: ...
    0
    """
    name, *rest = list(sys.argv[1:] if arguments is None else arguments) or [""]
    try:
        if name in {"", "-h", "--help", "help"}:
            sys.stdout.write(GREETING + _listed())
            return 0
        if name == "--version":
            from kit import __version__

            sys.stdout.write(f"kit {__version__}\n")
            return 0
        return _run(name, rest)
    except KitError as error:
        sys.stderr.write(f"kit: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("kit: stopped; every earlier file is as it was\n")
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # who reads our output has gone; Python would complain of that once more
        return 141


def _listed() -> str:
    """List the commands."""
    width = max(map(len, COMMANDS))
    lines = (f"  {name:<{width}}  {summary}" for name, summary in COMMANDS.items())
    return "\n".join(["commands:", *lines, "", "`kit COMMAND --help` explains a command.", ""])


def _is_idle(rest: Sequence[str]) -> bool:
    """Tell whether `kit build` has nothing to do, before anything that costs is imported."""
    if not set(rest) <= {"--quiet"}:
        return False
    import os

    from kit.build.fresh import is_fresh

    join, is_file = os.path.join, os.path.isfile  # importing pathlib would cost too much
    folder, above = os.getcwd(), ""  # noqa: PTH109
    while folder != above:
        if is_file(join(folder, "data", "datapackage.json")):
            count = is_fresh(folder)
            if count is not None and not rest:
                sys.stderr.write(f"{count} up to date.\n")
            return count is not None
        folder, above = os.path.dirname(folder), folder  # noqa: PTH120
    return False


def _run(name: str, rest: Sequence[str]) -> int:
    """Run one command."""
    if name == "build" and _is_idle(rest):
        return 0
    if name not in COMMANDS:
        from difflib import get_close_matches

        near = get_close_matches(name, COMMANDS, n=1)
        hint = f"The nearest is {near[0]!r}" if near else "`kit` alone lists the commands"
        raise UsageError(f"There is no command {name!r}", mend=hint)
    from importlib import import_module

    code: int = import_module(f"kit.cli.{name}").main(rest)
    return code
