"""The course in a browser alone: JupyterLite with the kit, its record and the notebooks inside.

The folder is static. Python is Pyodide; the kit and what it needs of pure
Python are wheels in the folder, listed in one lock, so that `import kit` works
without an installation and no other host is asked for anything, except, unless
a copy is supplied, the public host of Pyodide itself.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import kit
from kit.build.write import write_all
from kit.course import desk
from kit.errors import OutputError, UsageError
from kit.site import pyodide, students, wheels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLACE: Final = "site/live"
# What the kit's cells import; the rest of its dependencies make decks and briefings.
ROOTS: Final = ("ipywidgets", "htpy", "markdown-it-py", "mdit-py-plugins", "ipython", "jedi")
_KERNEL: Final = "jupyterlite-pyodide-kernel"
_KERNEL_PLUGIN: Final = "@jupyterlite/pyodide-kernel-extension:kernel"
_EXTENSIONS: Final = (_KERNEL, "jupyterlab-widgets")
# Of the kit: what a cell calls, and what that reads. Nothing that typesets or builds.
_PARTS: Final = ("__init__.py", "errors.py", "mime.py", "record", "teach")
_FRONT_END: Final = frozenset({"widgetsnbextension", "jupyterlab-widgets"})
_FOLDER: Final = "static/kit"
_LOCK: Final = f"{_FOLDER}/pyodide-lock.json"
_LOG: Final = ".kit/jupyterlite.log"
_EPOCH: Final = 1_640_995_200  # 1 January 2022: a fixed date, so that two builds are equal
_LONGEST: Final = 600.0  # seconds


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
    desk.first_notebook(desk.notebooks(root))
    copied = pyodide.read(distribution) if distribution is not None else {}
    target = root / PLACE
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".live-", dir=target.parent) as work:
        made = _make(root, Path(work), copied)
        earlier = Path(work) / "earlier"
        if target.exists():
            target.rename(earlier)
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
    contents = {f"files/{name}": data for name, data in _contents(root).items()}
    packed = (_own(), *wheels.closure(ROOTS, without=_elsewhere()))
    lock = _lock(packed, is_local=bool(copied))
    runtime = _runtime(list(lock["packages"]), is_local=bool(copied))
    names = [path.name for path in desk.notebooks(root)]
    desks = {Path(name).stem: desk.workspace(name, name=Path(name).stem) for name in names}
    desks["default"] = desk.workspace(names[0], name="default")
    inputs: dict[str, bytes] = {
        **contents,
        "jupyter-lite.json": students.encode(runtime),
        "overrides.json": students.encode(desk.SETTINGS),
        **{
            f"workspaces/{name}.jupyterlab-workspace": students.encode(w)
            for name, w in desks.items()
        },
        "jupyter_lite_config.json": students.encode(_configuration()),
    }
    lite = work / "lite"
    write_all(lite, inputs, is_durable=False)
    _run_jupyterlite(lite, root=root)
    out = lite / "out"
    added = {f"{_FOLDER}/{wheel.file_name}": wheel.content for wheel in packed}
    added |= {f"static/pyodide/{name}": data for name, data in copied.items()}
    write_all(out, {**added, _LOCK: students.encode(lock)}, is_durable=False)
    return out


def _elsewhere() -> frozenset[str]:
    """Name what need not be packed: Pyodide and JupyterLite carry it, or only a server uses it."""
    kernel = {path.name.partition("-")[0].replace("_", "-") for path in _kernel_wheels()}
    return frozenset(pyodide.official()["packages"]) | kernel | _FRONT_END


# --- the course ---


def _contents(root: Path) -> dict[str, bytes]:
    """Read the students' notebooks, and what is beside them, by path below `notebooks/`."""
    folder = root / "notebooks"
    found = {path.name: students.encode(_for_students(path)) for path in desk.notebooks(root)}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if path.is_file() and not hidden and name.startswith("images/"):
            found[name] = path.read_bytes()
    return found


def _for_students(path: Path) -> dict[str, Any]:
    """Read a student's notebook and give it the browser's Python."""
    notebook = students.notebook(path)
    kernel = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    return {**notebook, "metadata": {**notebook.get("metadata", {}), "kernelspec": kernel}}


# --- packages ---


def _own() -> wheels.Wheel:
    """Pack the kit: what a cell calls, the record, and the exercises."""
    package = Path(kit.__file__).parent
    files: dict[str, bytes] = {}
    for part in _PARTS:
        for path in _below(package / part):
            files[f"kit/{path.relative_to(package).as_posix()}"] = path.read_bytes()
    shipped = package / "_course"
    course = shipped if shipped.is_dir() else package.parent
    for folder in ("data", "notebooks/exercises"):
        for path in _below(course / folder):
            if path.name != "verified.csv":
                files[f"kit/_course/{path.relative_to(course).as_posix()}"] = path.read_bytes()
    depends = (*ROOTS, "pandas", "matplotlib")
    return wheels.pack("ict-outcomes-kit", kit.__version__, files, depends=depends)


def _below(place: Path) -> Iterable[Path]:
    """List a file, or the files below a folder, compiled ones left out."""
    if place.is_file():
        return [place]
    return sorted(
        path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def _lock(packed: Iterable[wheels.Wheel], *, is_local: bool) -> dict[str, Any]:
    """List every package with its place and its hash, as Pyodide reads it."""
    base = "../pyodide/" if is_local else pyodide.cdn()
    packages: dict[str, Any] = {
        name: {**entry, "file_name": base + entry["file_name"]}
        for name, entry in pyodide.official()["packages"].items()
    }
    for wheel in packed:
        packages[wheel.name] = _entry(wheel, wheel.file_name)
    for path in _kernel_wheels():
        wheel = wheels.read(path.read_bytes())
        packages[wheel.name] = _entry(wheel, f"../../extensions/{_kernel_place(path)}")
    known = set(packages)
    for entry in packages.values():
        entry["depends"] = sorted(known.intersection(entry["depends"]))
    return {
        "info": pyodide.official()["info"],
        "packages": {name: packages[name] for name in sorted(packages)},
    }


def _entry(wheel: wheels.Wheel, place: str) -> dict[str, Any]:
    """Describe a wheel as Pyodide's lock does."""
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": place,
        "install_dir": "site",
        "sha256": wheel.sha256,
        "package_type": "package",
        "imports": list(wheel.imports),
        "depends": list(wheel.depends),
        "unvendored_tests": False,
    }


# --- JupyterLite ---


def _runtime(packages: list[str], *, is_local: bool) -> dict[str, Any]:
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
                    "loadPyodideOptions": {"lockFileURL": f"./{_LOCK}", "packages": packages},
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
            "federated_extensions": [str(place) for place in map(_extension, _EXTENSIONS)],
            "ignore_sys_prefix": True,  # not whatever else is installed on this machine
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "source_date_epoch": _EPOCH,
        }
    }


def _extension(distribution: str) -> Path:
    """Find the part of a distribution that runs in JupyterLab."""
    for path in metadata.distribution(distribution).files or ():
        if path.name == "install.json" and "labextensions" in path.parts:
            return Path(str(metadata.distribution(distribution).locate_file(path))).resolve().parent
    raise OutputError(
        f"{distribution} is installed without its part for JupyterLab",
        mend=f"Install it as a wheel: `pip install --force-reinstall {distribution}`",
    )


def _kernel_wheels() -> tuple[Path, ...]:
    """List the wheels that make a kernel of Pyodide; of two versions, the later."""
    found = sorted((_extension(_KERNEL) / "static" / "pypi").glob("*.whl"))
    return tuple({path.name.partition("-")[0]: path for path in found}.values())


def _kernel_place(wheel: Path) -> str:
    """Return where a wheel of the kernel lies below `extensions/`."""
    root = next(folder for folder in wheel.parents if folder.name == "labextensions")
    return wheel.relative_to(root).as_posix()


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
