"""Keeps what runs put out, so that a change of prose or theme needs no new run."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from typing import TYPE_CHECKING, Any, Final

from kit.build.write import write_all

if TYPE_CHECKING:
    from pathlib import Path

    from kit.build.notebook import Notebook

_DIGEST: Final = 64  # hexadecimal digits of SHA-256, before the content
_DAY: Final = 86_400.0


class Store:
    """A folder with one file for each run, named by everything that decides its outputs.

    Parameters
    ----------
    folder : Path
        Where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, executed: Notebook, reads: dict[str, str]) -> None:
        """Keep the outputs of a run.

        Parameters
        ----------
        key : str
            What decides them.
        executed : dict
            The executed notebook.
        reads : dict of str to str
            Hashes of the files that it read.
        """
        kept = {
            "cells": [
                [cell["outputs"], cell["execution_count"]]
                for cell in executed["cells"]
                if cell["cell_type"] == "code"
            ],
            "widgets": executed["metadata"].get("widgets"),
            "reads": reads,
        }
        content = json.dumps(kept).encode()
        digest = hashlib.sha256(content).hexdigest().encode()
        # Not synced: what a crash damages is found by its digest and made again.
        write_all(self._folder, {key: digest + content}, is_durable=False)

    def get(self, key: str, notebook: Notebook) -> tuple[Notebook, dict[str, str]] | None:
        """Give a notebook the outputs of an earlier run.

        Parameters
        ----------
        key : str
            What decides them.
        notebook : dict
            The prepared notebook, with perhaps other prose.

        Returns
        -------
        tuple of dict and dict, or None
            The notebook as if it had just been run, and the hashes of the files
            that the run read; None when nothing is kept or it is damaged.
        """
        path = self._folder / key
        try:
            content = path.read_bytes()
        except OSError:
            return None
        digest, content = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(content).hexdigest().encode() != digest:
            path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # what is used is pruned last
        kept: dict[str, Any] = json.loads(content)
        outputs = iter(kept["cells"])
        cells = []
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                shown, count = next(outputs)
                cells.append({**cell, "outputs": shown, "execution_count": count})
            else:
                cells.append(cell)
        metadata = dict(notebook["metadata"])
        if kept["widgets"]:
            metadata["widgets"] = kept["widgets"]
        return {**notebook, "metadata": metadata, "cells": cells}, kept["reads"]

    def prune(self, *, size: int, days: float) -> int:
        """Remove what is old or too much, the longest unused first.

        Parameters
        ----------
        size : int
            Bytes that may stay.
        days : float
            How long something unused may stay.

        Returns
        -------
        int
            How many files were removed.
        """
        if not self._folder.is_dir():
            return 0
        files = [
            (file.stat().st_mtime, file.stat().st_size, file) for file in self._folder.iterdir()
        ]
        oldest = time.time() - days * _DAY
        removed, left = 0, size
        for used, weight, file in sorted(files, reverse=True):
            left -= weight
            if left < 0 or used < oldest:
                file.unlink(missing_ok=True)
                removed += 1
        return removed
