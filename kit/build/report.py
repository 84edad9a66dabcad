"""What a build did, for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kit.errors import KitError

Outcome = Literal["fresh", "rendered", "built", "failed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one notebook.

    Parameters
    ----------
    name : str
        The name of its products.
    outcome : {"fresh", "rendered", "built", "failed"}
        Nothing was done, it was rendered again, it was run and rendered, or it
        could not be.
    why : str
        Why that had to be done, as a clause.
    outputs : tuple of str
        Paths relative to the root, in the order of making.
    seconds : float
        From the moment it was begun.
    error : KitError, optional
        Why it failed.
    """

    name: str
    outcome: Outcome
    why: str
    outputs: tuple[str, ...] = ()
    seconds: float = 0.0
    error: KitError | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Parameters
    ----------
    entries : tuple of Entry
        One for each notebook, in the order asked for.
    seconds : float
        The whole time.
    """

    entries: tuple[Entry, ...]
    seconds: float

    @property
    def failed(self) -> tuple[Entry, ...]:
        """Return the notebooks that could not be built."""
        return tuple(entry for entry in self.entries if entry.outcome == "failed")

    @property
    def exit_code(self) -> int:
        """Return 0 when everything was built, otherwise the first error's own code."""
        return next((entry.error.exit_code for entry in self.failed if entry.error), 0)
