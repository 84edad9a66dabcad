"""A complaint: which file and cell, which rule, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found in a lesson.

    Parameters
    ----------
    what : str
        What is wrong, as a sentence without its full stop.
    mend : str
        What to do about it, likewise.
    cell : int
        The cell, counted from 1 as a reader counts; 0 when it is not in a cell.
    place : str
        The place, when it is not in a cell: "front matter, key point 2".
    """

    what: str
    mend: str
    cell: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A fault with its file and the rule that found it.

    Parameters
    ----------
    file : str
        Relative to the root of the course.
    rule : str
        The rule's name.
    fault : Fault
        What was found.
    """

    file: str
    rule: str
    fault: Fault

    @property
    def where(self) -> str:
        """The place in the file."""
        return f"cell {self.fault.cell}" if self.fault.cell else self.fault.place

    def __str__(self) -> str:
        """Return the complaint as one paragraph."""
        place = ", ".join(filter(None, (self.file, self.where)))
        return f"{place}: {self.fault.what}. {self.fault.mend}. [{self.rule}]"
