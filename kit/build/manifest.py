"""What the last build left: every input with its hash, every output with its hash.

`is_fresh` is the whole of a build that has nothing to do. It compares stamps
and imports nothing that costs.
"""

# ruff: noqa: PTH100, PTH112, PTH116, PTH118, PTH120, PTH123 - importing pathlib alone takes a third of an unchanged build

from __future__ import annotations

import json
import os
import sys
from typing import Any

from kit.build.inputs import stamp, walk

_FORMAT = 1
_KIT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOME = os.path.dirname(_KIT)  # the root of the kit's own project, or where it is installed
# What a run does not use: it renders, or calls the build, or is a group of its own.
_NOT_RUN = frozenset({"document", "render", "cli", "exporters.py", "_course"})

Manifest = dict[str, Any]


def path_of(root: str) -> str:
    """Return where the manifest of a project is.

    Parameters
    ----------
    root : str
        The root of the project.

    Returns
    -------
    str
        A file in its folder `.kit`.
    """
    return os.path.join(root, ".kit", "manifest.json")


def load(root: str) -> Manifest:
    """Read the manifest of a project.

    Parameters
    ----------
    root : str
        The root of the project.

    Returns
    -------
    dict
        Its content; an empty one when there is none, or it is damaged or of
        another format, for it can always be made again.
    """
    try:
        with open(path_of(root), "rb") as file:
            manifest = json.loads(file.read())
    except (OSError, ValueError):
        return empty()
    if not isinstance(manifest, dict) or manifest.get("format") != _FORMAT:
        return empty()
    return manifest


def empty() -> Manifest:
    """Return the manifest of a project that has never been built."""
    return {"format": _FORMAT, "python": "", "packages": {}, "files": {}, "entries": {}}


def groups(root: str) -> dict[str, list[str]]:
    """List the files on which every notebook of a project depends.

    Parameters
    ----------
    root : str
        The root of the project.

    Returns
    -------
    dict of str to list of str
        Paths by what they are: "kit" and "data" and "lock" for running,
        "renderers" and "theme" for rendering.
    """
    shipped = os.path.join(_KIT, "_course", "data")
    data = {shipped if os.path.isdir(shipped) else os.path.join(HOME, "data")}
    data.add(os.path.join(root, "data"))
    return {
        "kit": [
            path
            for path in walk(_KIT)
            if path.removeprefix(_KIT + os.sep).partition(os.sep)[0] not in _NOT_RUN
        ],
        "data": [path for folder in sorted(data) for path in walk(folder)],
        "lock": [os.path.join(root, "requirements.lock")],
        "renderers": [
            *walk(os.path.join(_KIT, "document")),
            *walk(os.path.join(_KIT, "render")),
        ],
        "theme": walk(os.path.join(root, "slides", "theme")),
    }


def package_folders() -> list[str]:
    """List the folders in which packages are installed."""
    return [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]


def notebooks_of(root: str) -> list[str]:
    """List the notebooks of a project's course.

    Parameters
    ----------
    root : str
        The root of the project.

    Returns
    -------
    list of str
        The files `notebooks/*.ipynb`, in order.
    """
    return walk(os.path.join(root, "notebooks"), endings=(".ipynb",), deep=False)


def is_fresh(root: str, notebooks: list[str] | None, formats: tuple[str, ...]) -> int | None:
    """Tell whether a build would have nothing to do.

    Parameters
    ----------
    root : str
        The root of the project, absolute.
    notebooks : list of str or None
        Absolute paths; None for the whole course.
    formats : tuple of str
        What is wanted of each.

    Returns
    -------
    int or None
        How many notebooks are up to date; None when anything may have changed.
    """
    manifest = load(root)
    if manifest["python"] != sys.version:
        return None
    if any(_folder_time(path) != time for path, time in manifest["packages"].items()):
        return None
    if sorted(manifest["packages"]) != sorted(package_folders()):
        return None
    files = manifest["files"]
    inputs = groups(root)
    if {name: len(paths) for name, paths in inputs.items()} != manifest.get("counts"):
        return None
    for paths in inputs.values():
        if not _same(paths, files):
            return None
    entries = manifest["entries"]
    by_path = {entry["path"]: entry for entry in entries.values() if not entry["parameters"]}
    wanted = notebooks_of(root) if notebooks is None else notebooks
    for folder in {os.path.dirname(path) for path in wanted}:
        if not _same(helpers(folder), files):
            return None
    for path in wanted:
        entry = by_path.get(path)
        if entry is None or not _same([path, *entry["reads"], *entry["images"]], files):
            return None
        if not set(formats) <= set(entry["formats"]):
            return None
        for output, (known, _) in entry["outputs"].items():
            if stamp(os.path.join(root, output)) != known:
                return None
    return len(wanted)


def helpers(folder: str) -> list[str]:
    """List the modules beside a notebook, which it may import.

    Parameters
    ----------
    folder : str
        The notebook's folder.

    Returns
    -------
    list of str
        Python files directly in it.
    """
    return walk(folder, endings=(".py",), deep=False)


def package_times() -> dict[str, int]:
    """Return when each folder of packages last changed, in nanoseconds."""
    return {path: _folder_time(path) for path in package_folders()}


def _folder_time(path: str) -> int:
    """Return when a folder last changed; 0 when it is not there."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _same(paths: list[str], files: dict[str, Any]) -> bool:
    """Tell whether files have the stamps that are noted for them."""
    for path in paths:
        known = files.get(path)
        if (known[0] if known else None) != stamp(path):
            return False
    return True
