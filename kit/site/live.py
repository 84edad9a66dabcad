"""The course in a browser alone: JupyterLite with the kit, its record and the notebooks inside.

The folder is static. Python is Pyodide; the kit and what it needs of pure
Python are wheels in the folder, listed in one lock, so that `import kit` works
without an installation and no other host is asked for anything, except, unless
a copy is supplied, the public host of Pyodide itself.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.build.write import write_all
from kit.course import desk, student
from kit.errors import OutputError, UsageError
from kit.site import packages, pyodide

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLACE: Final = "site/live"
_KERNEL_PLUGIN: Final = "@jupyterlite/pyodide-kernel-extension:kernel"
_EXTENSIONS: Final = (packages.KERNEL, "jupyterlab-widgets")
_FOLDER: Final = "static/kit"
_LOCK: Final = f"{_FOLDER}/pyodide-lock.json"
_LOG: Final = ".kit/jupyterlite.log"
_EPOCH: Final = 1_640_995_200  # 1 January 2022: a fixed date, so that two builds are equal
_LONGEST: Final = 600.0  # seconds
_LESSONS: Final = "notebooks/"
_NOT_LESSONS: Final = ("notebooks/exercises/", "notebooks/briefings/")


def build(root: Path, *, distribution: Path | None = None) -> Path:
    """Make the static folder in which students run the course.

    Parameters
    ----------
    root : Path
        The course.
    distribution : Path, optional
        A folder with Pyodide; each of its files is checked against the hashes
        of the official distribution. Without it the public host is used.

    Returns
    -------
    Path
        The folder, `site/live`. An earlier one is replaced when the new one is whole.

    Raises
    ------
    UsageError
        When JupyterLite is not installed, or the distribution is not the official one.
    OutputError
        When a package cannot be packed, or JupyterLite fails.
    """
    _require_jupyterlite()
    root = root.resolve()  # JupyterLite takes a relative path for one below its own folder
    desk.first_notebook(desk.notebooks(root))
    copied = pyodide.read(distribution) if distribution is not None else {}
    target = root / PLACE
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".live-", dir=target.parent) as work:
        made = _make(root, Path(work), copied)
        if target.exists():
            target.rename(Path(work) / "earlier")
        made.rename(target)
    return target


def _require_jupyterlite() -> None:
    """Say how to get JupyterLite, where it is missing."""
    for module in ("jupyterlite_core", "jupyterlite_pyodide_kernel"):
        if util.find_spec(module) is None:
            raise UsageError(
                "The live site needs JupyterLite, which is not installed",
                mend='Install it with `pip install "ict-outcomes-kit[live]"`',
            )


def _make(root: Path, work: Path, copied: Mapping[str, bytes]) -> Path:
    """Make the folder in a place of its own."""
    edition = student.edition(root).files
    wheels = packages.packed(
        {name: edition[name] for name in edition if name.startswith(_NOT_LESSONS[0])}
    )
    lock = packages.lock(wheels, is_local=bool(copied))
    inputs = {
        "jupyter_lite_config.json": _encode(_configuration()),
        "jupyter-lite.json": _encode(_runtime(list(lock["packages"]), is_local=bool(copied))),
        "overrides.json": _encode(desk.SETTINGS),
        **_workspaces(path.name for path in desk.notebooks(root)),
        **{f"files/{name}": content for name, content in _lessons(edition)},
    }
    lite = work / "lite"
    write_all(lite, inputs, is_durable=False)
    _run_jupyterlite(lite, root=root)
    out = lite / "out"
    added = {f"{_FOLDER}/{wheel.file_name}": wheel.content for wheel in wheels}
    added |= {f"static/pyodide/{name}": content for name, content in copied.items()}
    write_all(out, {**added, _LOCK: _encode(lock)}, is_durable=False)
    return out


def _lessons(edition: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    """Choose the notebooks, and what lies beside them; each notebook gets the browser's Python."""
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    for name, content in edition.items():
        if not name.startswith(_LESSONS) or name.startswith(_NOT_LESSONS):
            continue
        short = name.removeprefix(_LESSONS)
        if not short.endswith(".ipynb"):
            yield short, content
            continue
        notebook = json.loads(content)
        yield (
            short,
            _encode({**notebook, "metadata": {**notebook["metadata"], "kernelspec": kernel}}),
        )


def _workspaces(names: Iterable[str]) -> dict[str, bytes]:
    """Lay a desk for each notebook, and one with the first for whoever comes without an address."""
    desks: dict[str, Any] = {}
    for name in names:
        stem = Path(name).stem
        desks.setdefault("default", desk.workspace(name, name="default"))
        desks[stem] = desk.workspace(name, name=stem)
    return {f"workspaces/{name}.jupyterlab-workspace": _encode(d) for name, d in desks.items()}


def _runtime(names: list[str], *, is_local: bool) -> dict[str, Any]:
    """Write what JupyterLite reads when a page is opened."""
    entry = f"./static/pyodide/{pyodide.ENTRY}" if is_local else pyodide.cdn() + pyodide.ENTRY
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "ICT Outcomes Kit",
            "litePluginSettings": {
                _KERNEL_PLUGIN: {
                    "pyodideUrl": entry,
                    # A package that is not in the folder is not fetched from elsewhere.
                    "disablePyPIFallback": True,
                    # Everything is fetched at once, while Python itself still starts.
                    "loadPyodideOptions": {"lockFileURL": f"./{_LOCK}", "packages": names},
                }
            },
        },
    }


def _configuration() -> dict[str, Any]:
    """Write what JupyterLite reads when the folder is made."""
    return {
        "LiteBuildConfig": {
            "apps": ["lab"],
            "contents": ["files"],
            "output_dir": "out",
            "federated_extensions": [str(packages.extension(name)) for name in _EXTENSIONS],
            "ignore_sys_prefix": True,  # not whatever else is installed on this machine
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "source_date_epoch": _EPOCH,
        }
    }


def _run_jupyterlite(lite: Path, *, root: Path) -> None:
    """Let JupyterLite put its folder together."""
    done = subprocess.run(  # noqa: S603  our own interpreter, no shell
        [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(lite)],
        cwd=lite,
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST,
    )
    if done.returncode or not (lite / "out" / "lab" / "index.html").is_file():
        write_all(root, {_LOG: f"{done.stdout}\n{done.stderr}".encode()})
        raise OutputError(
            f"JupyterLite failed (exit code {done.returncode})",
            where=str(root / _LOG),
            mend="That file holds all it said; `kit doctor` says which versions are needed",
        )
    shutil.rmtree(lite / "out" / "doc", ignore_errors=True)


def _encode(value: object) -> bytes:
    """Write a value as JSON, the same bytes each time."""
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"
