"""`check`: whether an answer is right, what is missing, what could help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit import mime
from kit.errors import KitError, NotebookError
from kit.teach import progress
from kit.teach.canonical import digest
from kit.teach.compare import Comparison, Rules, compare
from kit.teach.exercise import find
from kit.teach.session import exporting, publish

if TYPE_CHECKING:
    from kit.teach.exercise import Exercise

_UNANSWERED = "Not answered yet. Put your answer in place of the three dots, and run the cell."


def check(name: str, value: Any = ...) -> None:  # noqa: ANN401  whatever the student gives
    """Check an answer to an exercise, as often as you like.

    Parameters
    ----------
    name : str
        The exercise, such as "06.2".
    value : object
        Your answer. The value counts, not where the cell stands or how often
        it is run; the same wrong answer again costs no hint.

    Raises
    ------
    UsageError
        When there is no such exercise; the message names the nearest.
    NotebookError
        In an export, when the answer is not right: a solution of the course
        that no longer holds must not be printed.
    """
    found = find(name)
    if value is ...:
        _say(found, _UNANSWERED)
        return
    rules = Rules(found.tolerance, found.ordered)
    result = compare(value, found.expected(), rules)
    if exporting():
        _check_solution(found, result)
    if result.right:
        _keep_and_say(found, digest(value), result)
    elif not result.usable:
        _say(found, f"**Not yet.** {' '.join(result.says)}", "wrong")
    else:
        mistake = found.mistake_for(lambda wrong: compare(value, wrong, rules).right)
        known = Comparison(right=False, says=(mistake.says,)) if mistake else result
        _keep_and_say(found, digest(value), known)


def _check_solution(found: Exercise, result: Comparison) -> None:
    """See that an answer which an export prints is right."""
    if not result.right:
        raise NotebookError(
            f"The answer given to exercise {found.name} is not right: {' '.join(result.says)}",
            where=f'check("{found.name}", …)',
            mend="Mend the solution in the notebook, or the answer in the exercise's file",
        )


def _keep_and_say(found: Exercise, fingerprint: str, result: Comparison) -> None:
    """Keep an attempt and answer it, even where it cannot be kept."""
    unkept = ""
    attempts = progress.Attempts(() if result.right else (fingerprint,))
    if not exporting():
        try:
            attempts = progress.keep(found.name, fingerprint, right=result.right)
        except KitError as error:
            unkept = f"\n\n(Not kept in your progress: {error})"
    if result.right:
        said = " ".join(("**Right.**", *result.says, found.why)).strip()
        _say(found, said + unkept, "right")
    else:
        place = attempts.wrong.index(fingerprint) if fingerprint in attempts.wrong else 0
        said = f"**Not yet.** {' '.join(result.says)}\n\n{_hint(found, place)}"
        _say(found, said + unkept, "wrong")


def _hint(found: Exercise, place: int) -> str:
    """Give the hint for the first, second, third different wrong answer; then the solution."""
    if place < len(found.hints):
        return f"*Hint {place + 1} of {len(found.hints)}:* {found.hints[place]}"
    return f"You have had every hint. {found.solution}"


def _say(found: Exercise, markdown: str, mark: str = "") -> None:
    """Show what is said, live or in an export."""
    if exporting():
        if mark:
            publish({"text/markdown": markdown, "text/plain": markdown})
        else:
            said = f"`check` answers exercise {found.name} in a running notebook."
            publish({mime.NOTE: {"kind": "live-only", "text": said}, "text/plain": said})
        return
    from kit.teach import live

    publish({"text/html": live.page(live.say(markdown, mark)), "text/plain": markdown})
