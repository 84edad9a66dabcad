"""Pyodide: the one version that the kit is tested with, and how to check a copy of it.

`pyodide.json` holds what the official distribution says of the few packages
that a course uses (copied from its `pyodide-lock.json`), and the hashes of its
core files. A browser's Python is a program: nothing in it is taken on trust.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRY: Final = "pyodide.mjs"
_CDN: Final = "https://cdn.jsdelivr.net/pyodide/v{}/full/"


@cache
def official() -> Mapping[str, Any]:
    """Return what the official distribution says of itself.

    Returns
    -------
    mapping
        "version", "info" (of the lock), "core" (SHA-256 by file) and "packages"
        (entries of the lock by normalised name).
    """
    text = Path(__file__).with_name("pyodide.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def cdn() -> str:
    """Return the public address of the distribution, with a slash at its end."""
    return _CDN.format(official()["version"])


def expected() -> dict[str, str]:
    """List the files that a course needs of the distribution.

    Returns
    -------
    dict of str to str
        SHA-256, as the official distribution gives it, by file name.
    """
    packages = official()["packages"].values()
    return {**official()["core"], **{entry["file_name"]: entry["sha256"] for entry in packages}}


def read(folder: Path) -> dict[str, bytes]:
    """Read a copy of the distribution and check every file of it that is used.

    Parameters
    ----------
    folder : Path
        The unpacked distribution; more files than are needed do no harm.

    Returns
    -------
    dict of str to bytes
        The content of each needed file by its name.

    Raises
    ------
    UsageError
        When a file is missing or is not the official one.
    """
    version = official()["version"]
    mend = f"Unpack the official Pyodide {version} (the full distribution) into that folder"
    found: dict[str, bytes] = {}
    missing: list[str] = []
    for name, sha256 in expected().items():
        try:
            found[name] = (folder / name).read_bytes()
        except OSError:
            missing.append(name)
            continue
        if hashlib.sha256(found[name]).hexdigest() != sha256:
            raise UsageError(
                f"This file is not the one that Pyodide {version} was published with",
                where=str(folder / name),
                mend=mend,
            )
    if missing:
        raise UsageError(
            f"The folder lacks {len(missing)} files of Pyodide {version}, {missing[0]} among them",
            where=str(folder),
            mend=mend,
        )
    return found
