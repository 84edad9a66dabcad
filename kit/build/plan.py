"""What a build has to do, and why."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from kit.build import fresh, reduced
from kit.build.inputs import Hashes, stamp
from kit.build.products import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kit.build.inputs import Stamp
    from kit.build.manifest import Manifest
    from kit.build.notebook import Notebook
    from kit.build.products import Format

Need = Literal["nothing", "render", "run"]
Parts = dict[str, str]

_SAID: Final = {
    "code": "its code changed",
    "kit": "the kit's code changed",
    "data": "the data changed",
    "lock": "requirements.lock changed",
    "packages": "other packages are installed",
    "python": "another Python runs it",
    "helpers": "a module beside it changed",
    "prose": "its prose changed",
    "renderers": "the renderers changed",
    "theme": "the theme changed",
    "paper": "it is asked for on other paper",
    "index": "the site has an index now, or none any more",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A notebook whose products are wanted.

    Parameters
    ----------
    name : str
        The name of its products.
    path : Path
        Its file, absolute.
    parameters : Mapping of str to object
        Values for its parameters.
    """

    name: str
    path: Path
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be done for a target.

    Parameters
    ----------
    target : Target
        The notebook.
    need : {"nothing", "render", "run"}
        How much.
    why : str
        The reason, as a clause.
    run, render : dict of str to str
        Hashes of everything that decides its outputs, and its products.
    notebook : dict
        The prepared notebook.
    is_forced : bool
        Whether results of earlier runs must not be used.
    """

    target: Target
    need: Need
    why: str
    run: Parts
    render: Parts
    notebook: Notebook
    is_forced: bool = False


class Planner:
    """Compares what is there with what the last build left.

    Parameters
    ----------
    root : Path
        The root of the project.
    manifest : dict
        What the last build left.
    now_ns : int
        The time, in nanoseconds since the epoch.
    """

    def __init__(self, root: Path, manifest: Manifest, now_ns: int) -> None:
        self._root = str(root)
        self._manifest = manifest
        self.hashes = Hashes(manifest["files"], now_ns)
        self._groups = fresh.groups(self._root)
        self._common = frozenset(path for paths in self._groups.values() for path in paths)
        self._parts = {name: self._group(paths) for name, paths in self._groups.items()}
        self._helpers: dict[str, str] = {}
        self._packages = reduced.packages()

    def step(
        self,
        target: Target,
        notebook: Notebook,
        formats: Iterable[Format],
        *,
        asked: Parts | None = None,
        is_forced: bool,
    ) -> Step:
        """Decide what a target needs.

        Parameters
        ----------
        target : Target
            The notebook.
        notebook : dict
            Read and prepared.
        formats : iterable of str
            What is wanted of it.
        asked : dict of str to str, optional
            What else was asked for that decides its products.
        is_forced : bool
            Whether to run it, whatever is known of earlier runs.

        Returns
        -------
        Step
            What to do.
        """
        run = {
            "code": reduced.code(notebook),
            **{name: self._parts[name] for name in ("kit", "data", "lock")},
            "packages": self._packages,
            "python": sys.version,
            "helpers": self._helpers_of(str(target.path.parent)),
        }
        render = {
            "prose": reduced.prose(notebook),
            **{name: self._parts[name] for name in ("renderers", "theme")},
            **(asked or {}),
        }
        self.hashes.of(str(target.path))
        need, why = self._compare(target, run, render, list(formats))
        if is_forced:
            need, why = "run", "it was asked for"
        return Step(target, need, why, run, render, notebook, is_forced)

    def is_own(self, path: str) -> bool:
        """Tell whether a file is an input of one notebook, and not of all of them.

        Parameters
        ----------
        path : str
            A file that a run has read.

        Returns
        -------
        bool
            False for the record, the theme and the like.
        """
        return path not in self._common

    def seen(self, path: str, since_ns: int) -> str:
        """Return the hash of a file that a run has read.

        Parameters
        ----------
        path : str
            The file.
        since_ns : int
            When the run was asked for.

        Returns
        -------
        str
            Its SHA-256; "" when it has changed since, so that nobody can know
            what the run saw.
        """
        current = stamp(path)
        if current is None or max(current[1], current[2]) >= since_ns:
            return ""
        return self.hashes.of(path)

    def notes(self, names: Iterable[str]) -> bytes:
        """Return what tells the next build that nothing has changed.

        Parameters
        ----------
        names : iterable of str
            Targets whose products are known to be up to date.

        Returns
        -------
        bytes
            What `kit.build.fresh` reads.
        """
        stamps: dict[str, Stamp | None] = {
            path: entry[0] for path, entry in self.hashes.used.items()
        }
        notebooks = []
        for name in names:
            entry = self._manifest["entries"][name]
            # What was asked for on other paper is not what a plain build would leave.
            if entry["run"] and not entry["parameters"] and not entry["render"].get("paper"):
                made = {
                    str(Path(self._root, output)): known
                    for output, (known, _) in entry["outputs"].items()
                }
                stamps |= made
                files = [*entry["reads"], *entry["images"], *made]
                notebooks.append((entry["path"], entry["formats"], files))
        return fresh.notes(self._root, stamps, notebooks)

    def _compare(
        self, target: Target, run: Parts, render: Parts, formats: list[Format]
    ) -> tuple[Need, str]:
        """Find the first reason to do something."""
        entry = self._manifest["entries"].get(target.name)
        if entry is None:
            return "run", "it has not been built before"
        if not entry["run"]:
            return "run", "something it depends on changed while it was last built"
        if changed := _changed(entry["run"], run):
            return "run", self._said(changed)
        if path := self._touched(entry["reads"]):
            return "run", f"{self._short(path)} changed"
        if path := self._touched(entry["images"]):
            return "render", f"{self._short(path)} changed"
        if changed := _changed(entry["render"], render):
            return "render", self._said(changed)
        for form in formats:
            output = place(form, target.name)
            if output not in entry["outputs"]:
                return "render", f"no {form} has been made of it"
            known, digest = entry["outputs"][output]
            path = str(Path(self._root, output))
            current = stamp(path)
            if current is None:
                return "render", f"{output} is missing"
            if current != known and Hashes({}, 0).of(path) != digest:
                return "render", f"{output} was changed by something else"
        return "nothing", "nothing it depends on has changed"

    def _touched(self, files: Mapping[str, str]) -> str:
        """Return the first file that no longer has its hash, "" when there is none."""
        return next((path for path, known in files.items() if self.hashes.of(path) != known), "")

    def _said(self, part: str) -> str:
        """Say that a part changed, naming the files where there are some."""
        known = self._manifest["files"]
        files = [
            path
            for path in self._groups.get(part, [])
            if path not in known or known[path][1] != self.hashes.of(path)
        ]
        if not files:
            return _SAID[part]
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        return f"{_SAID[part]} ({self._short(files[0])}{more})"

    def _short(self, path: str) -> str:
        """Return a path relative to the root where it is below it."""
        relative = os.path.relpath(path, self._root)
        return path if relative.startswith("..") else relative

    def _helpers_of(self, folder: str) -> str:
        """Hash the modules beside a notebook."""
        if folder not in self._helpers:
            self._helpers[folder] = self._group(fresh.helpers(folder))
        return self._helpers[folder]

    def _group(self, paths: list[str]) -> str:
        """Hash files together with their names."""
        return reduced.digest([[self._short(path), self.hashes.of(path)] for path in paths])


def _changed(old: Parts, new: Parts) -> str:
    """Return the first part that differs, "" when none does."""
    return next((name for name in new if old.get(name) != new[name]), "")


def run_key(step: Step) -> str:
    """Return the name under which the outputs of a run are kept.

    Parameters
    ----------
    step : Step
        A planned notebook.

    Returns
    -------
    str
        A hash of everything that decides them.
    """
    return reduced.digest(step.run)
