"""One piece of work of a build, and what came of it: plain values, fit to be sent anywhere."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kit import errors
from kit.build.notebook import shown
from kit.build.outcome import Failure, Limits, failure_error
from kit.build.parameters import NO_STEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from kit.build.wire import Message
    from kit.render.theme import Paper

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
    paper : {"a4", "us-letter"}, optional
        The paper of briefings and handouts; that of the theme when not given.
    has_index : bool
        Whether its page has an index to lead back to.
    limits : Limits
        What the run may use.
    environment : dict of str to str
        Variables that are set for the run.
    stem : tuple of int and str
        How many cells it begins with that may be run once for all notebooks of
        the same stem, and a hash of them.
    """

    name: str
    path: Path
    theme: Path
    notebook: bytes
    is_executed: bool
    formats: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    paper: Paper | None = None
    has_index: bool = False
    environment: dict[str, str] = field(default_factory=lambda: {"KIT_EXPORT": "1"})
    stem: tuple[int, str] = NO_STEM

    @property
    def folder(self) -> Path:
        """Where the notebook runs."""
        return self.path.parent.resolve()

    def message(self, job: int = 0) -> Message:
        """Return the task as it is sent to another process.

        Parameters
        ----------
        job : int
            A number by which the answer is recognised.

        Returns
        -------
        tuple of dict and list of bytes
            A header and one blob, the notebook.
        """
        header = {
            "job": job,
            "name": self.name,
            "path": str(self.path),
            "theme": str(self.theme),
            "formats": self.formats,
            "paper": self.paper,
            "has_index": self.has_index,
            "is_executed": self.is_executed,
            "environment": self.environment,
            "limits": asdict(self.limits),
            "stem": self.stem,
        }
        return header, [self.notebook]


def task_of(message: Message) -> Task:
    """Return the task that a message carries.

    Parameters
    ----------
    message : tuple of dict and list of bytes
        What `Task.message` gave.

    Returns
    -------
    Task
        The same task.
    """
    header, blobs = message
    return Task(
        name=header["name"],
        path=Path(header["path"]),
        theme=Path(header["theme"]),
        notebook=blobs[0],
        is_executed=header["is_executed"],
        formats=tuple(header["formats"]),
        paper=header["paper"],
        has_index=header["has_index"],
        limits=Limits(**header["limits"]),
        environment=header["environment"],
        stem=tuple(header["stem"]),
    )


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
    outputs: dict[str, bytes] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    images: tuple[str, ...] = ()


def made_message(made: Made) -> Message:
    """Return what came of a task as it is sent back.

    Parameters
    ----------
    made : Made
        What came of it.

    Returns
    -------
    tuple of dict and list of bytes
        A header, and as blobs the executed notebook and the products.
    """
    header = {"outputs": list(made.outputs), "reads": made.reads, "images": made.images}
    return header, [made.executed, *made.outputs.values()]


def failure_message(failure: Failure) -> Message:
    """Return a failure as it is sent back.

    Parameters
    ----------
    failure : Failure
        How a run ended.

    Returns
    -------
    tuple of dict and list of bytes
        A header without blobs.
    """
    return {"failure": asdict(failure)}, []


def error_message(error: errors.KitError) -> Message:
    """Return an error as it is sent back.

    Parameters
    ----------
    error : KitError
        Any of the family.

    Returns
    -------
    tuple of dict and list of bytes
        A header without blobs.
    """
    told = {"what": error.what, "where": error.where, "mend": error.mend}
    return {"error": type(error).__name__, **told}, []


def result(message: Message, task: Task) -> Made:
    """Return what a message says came of a task.

    Parameters
    ----------
    message : tuple of dict and list of bytes
        The answer of the process that did it.
    task : Task
        What it was given.

    Returns
    -------
    Made
        What came of it.

    Raises
    ------
    KitError
        If it failed.
    """
    header, blobs = message
    if "failure" in header:
        failure = Failure(**header["failure"])
        raise failure_error(failure, where=shown(task.path), limits=task.limits)
    if "error" in header:
        kind: type[errors.KitError] = getattr(errors, header["error"])
        raise kind(header["what"], where=header["where"], mend=header["mend"])
    return Made(
        executed=blobs[0],
        outputs=dict(zip(header.get("outputs", []), blobs[1:], strict=True)),
        reads=tuple(header.get("reads", [])),
        images=tuple(header.get("images", [])),
    )
