"""How a build is to be done."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kit.build.outcome import Limits
from kit.build.products import DEFAULT

if TYPE_CHECKING:
    from kit.build.products import Format
    from kit.render.theme import Paper

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
    paper : {"a4", "us-letter"}, optional
        The paper of briefings and handouts; that of the theme when not given.
    has_index : bool
        Whether the pages have an index to lead back to.
    resumes : bool
        Whether a run may begin where the code is no longer that of the last one.
    """

    formats: tuple[Format, ...] = DEFAULT
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    engine: Engine = "auto"
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    paper: Paper | None = None
    has_index: bool = False
    resumes: bool = False
