"""One piece of work of a build, and what came of it: plain values, fit to be sent anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kit.build.outcome import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    OnStage = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One notebook to be run, unless it has been, and rendered.

    Parameters
    ----------
    name : str
        The name of its products.
    path : Path
        The notebook's file, for its folder and for errors.
    theme : Path
        The folder of the theme.
    notebook : bytes
        The prepared notebook as JSON: to be run, or already executed.
    is_executed : bool
        Whether it only has to be rendered.
    formats : tuple of str
        What to make of it.
    limits : Limits
        What the run may use.
    environment : dict of str to str
        Variables that are set for the run.
    """

    name: str
    path: Path
    theme: Path
    notebook: bytes
    is_executed: bool
    formats: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    environment: dict[str, str] = field(default_factory=lambda: {"KIT_EXPORT": "1"})


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task.

    Parameters
    ----------
    executed : bytes
        The executed notebook as JSON.
    outputs : dict of str to bytes
        The products by their paths relative to the root of the project.
    reads : tuple of str
        Files that the notebook read while it ran.
    images : tuple of str
        Files that were read while it was rendered.
    """

    executed: bytes
    outputs: dict[str, bytes]
    reads: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
