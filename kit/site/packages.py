"""What a browser's Python is given: the kit, what it needs, and the lock that lists them."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import kit
from kit.errors import OutputError
from kit.site import pyodide, wheels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KERNEL: Final = "jupyterlite-pyodide-kernel"
# What the kit's cells import; the rest of its dependencies make decks and briefings.
ROOTS: Final = ("ipywidgets", "htpy", "markdown-it-py", "mdit-py-plugins", "ipython", "jedi")
# Of the kit: what a cell calls, and what that reads. Nothing that typesets or builds.
_PARTS: Final = ("__init__.py", "errors.py", "mime.py", "record", "teach")
_FRONT_END: Final = frozenset({"widgetsnbextension", "jupyterlab-widgets"})
_PRIVATE: Final = "verified.csv"  # what a person verified on one machine stays on it


def packed(exercises: Mapping[str, bytes]) -> tuple[wheels.Wheel, ...]:
    """Pack the kit and all that it needs in a browser, but for what Pyodide carries.

    Parameters
    ----------
    exercises : mapping of str to bytes
        The exercises of the course, by path below its folder.

    Returns
    -------
    tuple of Wheel
        Pure Python, the same bytes for the same files.

    Raises
    ------
    OutputError
        When a package cannot be packed.
    """
    return (_own(exercises), *wheels.closure(ROOTS, without=_elsewhere()))


def lock(made: Iterable[wheels.Wheel], *, is_local: bool) -> dict[str, Any]:
    """List every package with its place and its hash, as Pyodide reads it.

    Parameters
    ----------
    made : iterable of Wheel
        What lies beside the lock.
    is_local : bool
        Whether Pyodide lies in the same site, or comes from its public host.

    Returns
    -------
    dict
        A `pyodide-lock.json`.
    """
    base = "../pyodide/" if is_local else pyodide.cdn()
    listed: dict[str, Any] = {
        name: {**entry, "file_name": base + entry["file_name"]}
        for name, entry in pyodide.official()["packages"].items()
    }
    for wheel in made:
        listed[wheel.name] = _entry(wheel, wheel.file_name)
    for path in _kernel_wheels():
        wheel = wheels.read(path.read_bytes())
        listed[wheel.name] = _entry(wheel, f"../../extensions/{_kernel_place(path)}")
    known = set(listed)
    for entry in listed.values():
        entry["depends"] = sorted(known.intersection(entry["depends"]))
    ordered = {name: listed[name] for name in sorted(listed)}
    return {"info": pyodide.official()["info"], "packages": ordered}


def extension(distribution: str) -> Path:
    """Find the part of a distribution that runs in JupyterLab.

    Parameters
    ----------
    distribution : str
        Its name.

    Returns
    -------
    Path
        A folder below `labextensions`.

    Raises
    ------
    OutputError
        When it was installed without that part.
    """
    installed = metadata.distribution(distribution)
    for path in installed.files or ():
        if path.name == "install.json" and "labextensions" in path.parts:
            return Path(str(installed.locate_file(path))).resolve().parent
    raise OutputError(
        f"{distribution} is installed without its part for JupyterLab",
        mend=f"Install it as a wheel: `pip install --force-reinstall {distribution}`",
    )


def _own(exercises: Mapping[str, bytes]) -> wheels.Wheel:
    """Pack the kit: what a cell calls, the record, and the exercises."""
    package = Path(kit.__file__).parent
    shipped = package / "_course"
    course = shipped if shipped.is_dir() else package.parent
    files = {f"kit/_course/{name}": content for name, content in exercises.items()}
    for part in _PARTS:
        for path in _below(package / part):
            files[f"kit/{path.relative_to(package).as_posix()}"] = path.read_bytes()
    for path in _below(course / "data"):
        if path.name != _PRIVATE:
            files[f"kit/_course/{path.relative_to(course).as_posix()}"] = path.read_bytes()
    depends = (*ROOTS, "pandas", "matplotlib")
    return wheels.pack("ict-outcomes-kit", kit.__version__, files, depends=depends)


def _below(place: Path) -> list[Path]:
    """List a file, or the files below a folder, compiled ones left out."""
    if place.is_file():
        return [place]
    return sorted(
        path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def _elsewhere() -> frozenset[str]:
    """Name what need not be packed: Pyodide and JupyterLite carry it, or only a server uses it."""
    kernel = {path.name.partition("-")[0].replace("_", "-") for path in _kernel_wheels()}
    return frozenset(pyodide.official()["packages"]) | kernel | _FRONT_END


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


def _kernel_wheels() -> tuple[Path, ...]:
    """List the wheels that make a kernel of Pyodide; of two versions, the later."""
    found = sorted((extension(KERNEL) / "static" / "pypi").glob("*.whl"))
    return tuple({path.name.partition("-")[0]: path for path in found}.values())


def _kernel_place(wheel: Path) -> str:
    """Return where a wheel of the kernel lies below `extensions/`."""
    root = next(folder for folder in wheel.parents if folder.name == "labextensions")
    return wheel.relative_to(root).as_posix()
