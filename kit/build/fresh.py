"""A build that has nothing to do: found out by stamps alone, in a few milliseconds.

The last build left a text in blocks parted by an empty line. The first block
holds Python, its packages and the files on which everything depends, and is
compared whole. Each other block is a notebook: its path, the formats made of
it and how many modules stand beside it; then a line for each file that must be
as it was. This module imports nothing that costs: no json, typing or pathlib.
"""

# ruff: noqa: PTH100, PTH112, PTH116, PTH118, PTH119, PTH120, PTH123 - pathlib costs

from __future__ import annotations

import os
import sys

from kit.build.inputs import stamp, walk

TYPE_CHECKING = False  # importing typing costs as much as all the rest
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    from kit.build.inputs import Stamp

KIT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HOME = os.path.dirname(KIT)  # the root of the kit's own project, or where it is installed
USUAL: tuple[Literal["deck", "presenter", "briefing", "page"], ...] = (
    "deck",
    "presenter",
    "briefing",
    "page",
)
# What can be made of a short deck, which is declared in a file of its own.
SLIDES: tuple[Literal["deck", "presenter", "handout"], ...] = ("deck", "presenter", "handout")
# What a run does not use: it renders, or calls the build, or is a group of its own.
_NOT_RUN = frozenset({"document", "render", "cli", "exporters.py", "__main__.py", "_course"})
_VERSION = "1"


def groups(root: str) -> dict[str, list[str]]:
    """List the files on which every notebook of a project depends.

    Parameters
    ----------
    root : str
        The root of the project, absolute.

    Returns
    -------
    dict of str to list of str
        Paths by what they are: "kit" and "data" and "lock" for running,
        "renderers" and "theme" for rendering.
    """
    shipped = os.path.join(KIT, "_course", "data")
    data = {shipped if os.path.isdir(shipped) else os.path.join(HOME, "data")}
    data.add(os.path.join(root, "data"))
    beyond = len(KIT) + 1
    return {
        "kit": [path for path in walk(KIT) if path[beyond:].split(os.sep, 1)[0] not in _NOT_RUN],
        "data": [path for folder in sorted(data) for path in walk(folder)],
        "lock": [os.path.join(root, "requirements.lock")],
        "renderers": walk(os.path.join(KIT, "document")) + walk(os.path.join(KIT, "render")),
        "theme": walk(os.path.join(root, "slides", "theme")),
    }


def notebooks_of(root: str) -> list[str]:
    """List the notebooks of a project's course, and its short decks.

    Parameters
    ----------
    root : str
        The root of the project, absolute.

    Returns
    -------
    list of str
        The files `notebooks/*.ipynb` and `notebooks/short_*.toml`, in order.
    """
    found = walk(os.path.join(root, "notebooks"), endings=(".ipynb", ".toml"), deep=False)
    return [path for path in found if path.endswith(".ipynb") or is_short(path)]


def is_short(path: str) -> bool:
    """Tell whether a file declares a short deck.

    Parameters
    ----------
    path : str
        A file beside the notebooks.

    Returns
    -------
    bool
        By its name alone.

    Examples
    --------
    >>> is_short("notebooks/short_15_minutes.toml")
    True
    """
    return os.path.basename(path).startswith("short_") and path.endswith(".toml")


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


def package_folders() -> list[str]:
    """List the folders in which packages are installed."""
    return [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]


def is_fresh(
    root: str, notebooks: list[str] | None = None, formats: tuple[str, ...] = USUAL
) -> int | None:
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
    try:
        with open(_notes(root), encoding="utf-8", errors="surrogateescape") as file:
            around, *blocks = file.read().split("\n\n")
    except (OSError, ValueError):
        return None
    if around != _surroundings(root, stamp):
        return None
    known = {block.split("\t", 1)[0]: block for block in blocks}
    beside: dict[str, str] = {}
    wanted = notebooks_of(root) if notebooks is None else notebooks
    for path in wanted:
        if path not in known:
            return None
        first, *lines = known[path].split("\n")
        _, made, modules = first.split("\t")
        folder = os.path.dirname(path)
        if folder not in beside:
            beside[folder] = str(len(helpers(folder)))
        needed = set(formats) & set(SLIDES) if is_short(path) else set(formats)
        if modules != beside[folder] or not needed <= set(made.split(" ")):
            return None
        for line in lines:
            written, file_path = line.split("\t")
            if _written(stamp(file_path)) != written:
                return None
    return len(wanted)


def notes(
    root: str,
    stamps: Mapping[str, Stamp | None],
    notebooks: list[tuple[str, list[str], list[str]]],
) -> bytes:
    """Return what a build leaves for the next to find that nothing has changed.

    Parameters
    ----------
    root : str
        The root of the project, absolute.
    stamps : Mapping of str to list of int
        The stamp that each file had when it was hashed.
    notebooks : list of tuple of str, list of str and list of str
        For each notebook its path, the formats made of it, and the files that it
        depends on or that were made of it.

    Returns
    -------
    bytes
        The content of the file `.kit/stamps`.
    """
    blocks = [_surroundings(root, stamps.get)]
    for path, formats, files in notebooks:
        modules = helpers(os.path.dirname(path))
        lines = [f"{path}\t{' '.join(formats)}\t{len(modules)}"]
        lines += [f"{_written(stamps.get(file))}\t{file}" for file in (path, *modules, *files)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks).encode("utf-8", "surrogateescape")


def package_times() -> list[tuple[str, int]]:
    """Return the folders in which packages are installed, and when each last changed."""
    return [(path, _folder_time(path)) for path in package_folders()]


def _notes(root: str) -> str:
    """Return where the notes of a project are."""
    return os.path.join(root, ".kit", "stamps")


def _surroundings(root: str, stamps: Callable[[str], Stamp | None]) -> str:
    """Write down everything on which all notebooks depend."""
    lines = [f"{_VERSION} {sys.version}".replace("\n", " "), root]
    lines += [f"{time}\t{path}" for path, time in package_times()]
    for paths in groups(root).values():
        lines += [f"{_written(stamps(path))}\t{path}" for path in paths]
    return "\n".join(lines)


def _written(known: Stamp | None) -> str:
    """Write a stamp, or the lack of one."""
    return " ".join(map(str, known)) if known else "-"


def _folder_time(path: str) -> int:
    """Return when a folder last changed, in nanoseconds; 0 when it is not there."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
