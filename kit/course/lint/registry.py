"""The rules by name, each with what it demands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kit.course.lint.complaint import Fault
    from kit.course.lint.lesson import Lesson

    Look = Callable[[Lesson], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the course.

    Parameters
    ----------
    name : str
        One word, by which a complaint names it.
    demands : str
        What it asks of a lesson, as a sentence without its full stop.
    look : callable
        Yields what it finds wrong.
    is_for_templates : bool
        Whether a briefing template must keep it too.
    needs_outputs : bool
        Whether it can look only at a notebook that has run.
    is_for_short_decks: bool
        Whether the slides that a short deck gathers must keep it together, too.
    """

    name: str
    demands: str
    look: Look
    is_for_templates: bool
    needs_outputs: bool
    is_for_short_decks: bool


RULES: Final[dict[str, Rule]] = {}

# What only a browser can measure (`screens`), by name.
MEASURED: Final = {
    "overflow": "Every slide fits the screen, at 16:9 and at 4:3, in every state of its explorers",
    "legible": "Every word on a slide can be read from the back of a room",
}


def known() -> tuple[str, ...]:
    """List the names of all rules.

    Returns
    -------
    tuple of str
        Those that read the notebook, then those that measure its slides.
    """
    return (*RULES, *MEASURED)


def rule(
    name: str,
    demands: str,
    *,
    templates: bool = True,
    outputs: bool = False,
    short: bool = False,
) -> Callable[[Look], Look]:
    """Enter a function among the rules.

    Parameters
    ----------
    name : str
        The rule's name.
    demands : str
        What it asks of a lesson, as a sentence without its full stop.
    templates : bool
        Whether a briefing template must keep it too.
    outputs : bool
        Whether it can look only at a notebook that has run.
    short : bool
        Whether the slides that a short deck gathers must keep it together, too.

    Returns
    -------
    callable
        The decorator, which leaves the function as it is.
    """

    def enter(look: Look) -> Look:
        RULES[name] = Rule(name, demands, look, templates, outputs, short)
        return look

    return enter
