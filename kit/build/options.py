"""How a build is to be done."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kit.build.outcome import Limits
from kit.build.products import DEFAULT

if TYPE_CHECKING:
    from kit.build.products import Format

Engine = Literal["auto", "fork", "kernel"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a build is to be done.

    Parameters
    ----------
    formats : tuple of str
        What to make of each notebook.
    jobs : int
        How many notebooks at once.
    engine : {"auto", "fork", "kernel"}
        How they run.
    limits : Limits
        What each run may use.
    force : bool
        Whether to run everything, up to date or not.
    """

    formats: tuple[Format, ...] = DEFAULT
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    engine: Engine = "auto"
    limits: Limits = field(default_factory=Limits)
    force: bool = False
