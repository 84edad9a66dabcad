"""`kit lab`: open JupyterLab at the course."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kit.cli import command
from kit.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run `kit lab`.

    Parameters
    ----------
    arguments : sequence of str
        What stands after the command.

    Returns
    -------
    int
        The exit code, when the user has ended JupyterLab.

    Raises
    ------
    KitError
        When there is no course here, or no such notebook.
    """
    options, more = _parser().parse_known_args(arguments)
    from kit.course import desk

    root = command.project_root(Path.cwd()).resolve()
    if options.notebook:
        notebook = _within(root, command.find_notebook(root, options.notebook).resolve())
    else:
        notebook = desk.first_notebook(desk.notebooks(root))
    workspaces = _prepare(root, notebook)
    from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]

    LabApp.launch_instance(
        [
            f"--ServerApp.root_dir={root}",
            f"--LabApp.workspaces_dir={workspaces}",
            f"--LabApp.default_url=/lab/workspaces/{quote(notebook.stem)}",
            *(["--no-browser"] if options.no_browser else []),
            *more,
        ]
    )
    return 0


def _within(root: Path, notebook: Path) -> Path:
    """Return a notebook that JupyterLab can open in this course."""
    if not notebook.is_file():
        raise UsageError("There is no such notebook", where=str(notebook), mend="Check the name")
    if not notebook.is_relative_to(root):
        raise UsageError(
            "This notebook is not in the course",
            where=str(notebook),
            mend=f"Put it into {root / 'notebooks'}, or open it with `jupyter lab`",
        )
    return notebook


def _prepare(root: Path, notebook: Path) -> Path:
    """Write defaults, and a desk for the notebook, into the course's own `.kit`."""
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    from kit.build.write import write_all
    from kit.course import desk

    folder = root / ".kit" / "lab"
    write_all(
        folder / "config",
        {
            "labconfig/default_setting_overrides.json": json.dumps(desk.SETTINGS).encode(),
            "jupyter_server_config.d/kit.json": desk.SERVER.read_bytes(),
        },
    )
    write_all(folder / "data" / "kernels" / "python3", _kernel())
    # The user's own settings stay where they are, and win over these.
    _put_before("JUPYTER_CONFIG_PATH", folder / "config")
    _put_before("JUPYTER_PATH", folder / "data")
    # A desk that the user has rearranged stays so, as long as the notebook is on it.
    wanted = desk.workspace(notebook.relative_to(root).as_posix(), name=notebook.stem)
    manager = WorkspacesManager(str(folder / "workspaces"))
    if not set(wanted["data"]) <= set(manager.load(notebook.stem)["data"]):
        manager.save(notebook.stem, json.dumps(wanted))
    return folder / "workspaces"


def _kernel() -> dict[str, bytes]:
    """Describe Python's kernel, with the kit's sentences there before the first cell is run."""
    from ipykernel.kernelspec import RESOURCES, get_kernel_dict

    logos = {file.name: file.read_bytes() for file in Path(RESOURCES).glob("logo*")}
    described = get_kernel_dict(extra_arguments=["--ext=kit.teach"])
    return {"kernel.json": json.dumps(described).encode(), **logos}


def _put_before(variable: str, folder: Path) -> None:
    """Put a folder before those that an environment variable names."""
    known = os.environ.get(variable)
    os.environ[variable] = os.pathsep.join(filter(None, (str(folder), known)))


def _parser() -> argparse.ArgumentParser:
    """Make the parser."""
    made = command.parser(
        "lab",
        examples="""
        kit lab                the first notebook
        kit lab 06             notebook 06
        kit lab --no-browser   prints the address instead of opening it
        """,
    )
    made.add_argument("notebook", nargs="?", metavar="NOTEBOOK", help="a number, a name or a file")
    made.add_argument("--no-browser", action="store_true", help="print the address only")
    made.usage = "kit lab [-h] [--no-browser] [NOTEBOOK] [OPTION OF JUPYTERLAB ...]"
    return made
