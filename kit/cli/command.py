"""What commands share: a parser that teaches, the course they stand in, and their voice."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.build import short
from kit.cli import COMMANDS
from kit.errors import UsageError

if TYPE_CHECKING:
    from kit.build.options import Engine
    from kit.build.pools import Pools
    from kit.build.progress import Style
    from kit.build.report import Report

PAPERS: Final = ("a4", "us-letter")
_FEW: Final = 4  # the formats of one notebook


def parser(name: str, *, examples: str) -> argparse.ArgumentParser:
    """Make the parser of a command.

    Parameters
    ----------
    name : str
        The command.
    examples : str
        Lines of "command  what it does", shown under the options.

    Returns
    -------
    argparse.ArgumentParser
        Its help says what the command does and teaches by example.
    """
    lines = "\n".join(f"  {line.strip()}" for line in examples.strip().splitlines())
    summary = COMMANDS[name]
    return argparse.ArgumentParser(
        prog=f"kit {name}",
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"examples:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_voice(command: argparse.ArgumentParser) -> None:
    """Add how much a command says.

    Parameters
    ----------
    command : argparse.ArgumentParser
        The command that gets the options `--quiet` and `--json`.
    """
    voice = command.add_mutually_exclusive_group()
    voice.add_argument("--quiet", action="store_true", help="say only what failed")
    voice.add_argument("--json", action="store_true", help="one JSON object a line")


def add_paper(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses the paper.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        That of a command which makes PDFs.
    """
    parser.add_argument(
        "--paper",
        choices=PAPERS,
        help="the paper of briefings and handouts, whatever the theme says",
    )


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses how notebooks run.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        That of a command which runs notebooks.
    """
    parser.add_argument(
        "--engine",
        choices=["auto", "fork", "kernel"],
        default="auto",
        help="how notebooks run: in forks of a warm process, in Jupyter kernels, "
        "or in the first where that can be (auto)",
    )


def workers(engine: Engine, jobs: int | None = None) -> Pools:
    """Start the processes that run notebooks, so that they get warm while this one prepares.

    Parameters
    ----------
    engine : {"auto", "fork", "kernel"}
        How notebooks are to run.
    jobs : int, optional
        How many at once; as many as there are processors when not given.

    Returns
    -------
    Pools
        To be closed, or used in a `with` statement.
    """
    from kit.build.pools import Pools

    pools = Pools(jobs)
    if engine != "kernel":
        pools.warm_up()
    return pools


def voice(options: argparse.Namespace) -> Style:
    """Choose how progress is shown.

    Parameters
    ----------
    options : argparse.Namespace
        What the user asked for.

    Returns
    -------
    {"quiet", "json", "auto"}
        A style of `kit.build.progress`.
    """
    return "quiet" if options.quiet else "json" if options.json else "auto"


def project_root(start: Path) -> Path:
    """Find the course that a folder belongs to.

    Parameters
    ----------
    start : Path
        Where the user stands.

    Returns
    -------
    Path
        The nearest folder upwards that holds `notebooks/` and `data/`.

    Raises
    ------
    UsageError
        When there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "notebooks").is_dir() and (folder / "data" / "datapackage.json").is_file():
            return folder
    raise UsageError(
        "There is no course here",
        where=str(start),
        mend="Go to the folder that holds notebooks/ and data/, or make one with `kit init FOLDER`",
    )


def find_notebook(root: Path, name: str, *, folder: str = "notebooks", decks: bool = False) -> Path:
    """Find a notebook by its file, its name or its number.

    Parameters
    ----------
    root : Path
        The course.
    name : str
        Such as "notebooks/06_resolution_76_19.ipynb", "06_resolution_76_19" or "06".
    folder : str
        Where to look, relative to the root.
    decks : bool
        Whether a short deck will do: it answers to its name, such as "short_15".

    Returns
    -------
    Path
        The notebook's file, or that of the short deck.

    Raises
    ------
    UsageError
        When no notebook, or more than one, answers to the name.
    """
    if name.endswith(".ipynb"):
        return Path(name)
    course = sorted((root / folder).glob("*.ipynb"))
    if decks:
        course += short.decks(root / folder)
    exact = [path for path in course if path.stem == name]
    found = exact or [path for path in course if path.stem.startswith(name)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(path.stem for path in found or course) or "none yet"
    complaint = "More than one notebook begins" if found else "No notebook begins"
    raise UsageError(f"{complaint} with {name!r}", mend=f"Choose one of these: {known}")


def ended(report: Report) -> int:
    """Print what failed in a build.

    Parameters
    ----------
    report : Report
        The build.

    Returns
    -------
    int
        The exit code.
    """
    for entry in report.failed:
        sys.stderr.write(f"kit: {entry.error}\n")
    return report.exit_code


def say_where(report: Report, root: Path, options: argparse.Namespace) -> None:
    """Print where what was asked for lies: each file when they are few, otherwise the folders.

    Parameters
    ----------
    report : Report
        The build.
    root : Path
        The course.
    options : argparse.Namespace
        What the user asked for; nothing is printed with `--quiet` and `--json`.
    """
    files = [root / path for entry in report.entries for path in entry.outputs]
    if not files or voice(options) != "auto":
        return
    here = Path.cwd()
    if len(files) <= _FEW:
        lines = [os.path.relpath(file, here) for file in files]
    else:
        folders = sorted({os.path.relpath(file.parent, here) for file in files})
        lines = [f"{len(files)} files in {', '.join(f'{folder}/' for folder in folders)}"]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
