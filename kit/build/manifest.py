"""What the last build left: every input with its hash, every output with its hash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

Manifest = dict[str, Any]

_FORMAT: Final = 1
PLACE: Final = ".kit/manifest.json"


def load(root: Path) -> Manifest:
    """Read the manifest of a project.

    Parameters
    ----------
    root : Path
        The root of the project.

    Returns
    -------
    dict
        "files" and "entries"; empty when there is no manifest, or it is damaged or
        of another format, for it can always be made again.
    """
    try:
        manifest = json.loads((root / PLACE).read_bytes())
    except (OSError, ValueError):
        manifest = None
    if isinstance(manifest, dict) and manifest.get("format") == _FORMAT:
        return manifest
    return {"format": _FORMAT, "files": {}, "entries": {}}


def encoded(manifest: Manifest) -> bytes:
    """Return a manifest as it is written.

    Parameters
    ----------
    manifest : dict
        What `load` gave, changed.

    Returns
    -------
    bytes
        JSON, one entry a line.
    """
    return json.dumps(manifest, indent=1, ensure_ascii=False).encode("utf-8", "surrogateescape")
