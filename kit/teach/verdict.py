"""What is answered to a student's answer in a quiz, and how written answers are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kit.teach.quiz import Question

_SAME: Final = str.maketrans({"–": "-", "—": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})
_AROUND: Final = " .,;:!?\"'()"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right, and what to say about it in Markdown."""

    right: bool
    says: str


def fold(text: str) -> str:
    """Reduce a written answer to what matters in it.

    Parameters
    ----------
    text : str
        What somebody wrote.

    Returns
    -------
    str
        Without case, outer punctuation, doubled spaces and typographic variants.

    Examples
    --------
    >>> fold("  “Twenty–five” experts. ") == fold('"twenty-five" experts')
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return re.sub(r"\s+", " ", plain.replace('"', "")).strip(_AROUND)


def on_picks(asked: Question, picked: Collection[str]) -> Verdict:
    """Answer who picked one choice, or several.

    Parameters
    ----------
    asked : Question
        A "single" or "multiple" quiz.
    picked : collection of str
        The texts of the choices picked.

    Returns
    -------
    Verdict
        With the feedback of each choice picked.
    """
    if not picked:
        return Verdict(right=False, says="Pick an answer first.")
    wrong = [choice for choice in asked.choices if choice.text in picked and not choice.correct]
    missed = [c for c in asked.choices if c.correct and c.text not in picked]
    right = not wrong and not missed
    said = [choice for choice in asked.choices if choice.text in picked and choice.feedback]
    if asked.kind == "single":
        lines = [_opening(right=right), *(choice.feedback for choice in said)]
        return _verdict(asked, lines, right=right)
    if right:
        head = _opening(right=True)
    else:
        parts = [f"{len(wrong)} of your picks {'does' if len(wrong) == 1 else 'do'} not belong"]
        parts = parts if wrong else []
        if missed:
            parts.append(f"{len(missed)} more {'belongs' if len(missed) == 1 else 'belong'} there")
        head = f"**Not yet.** {' and '.join(parts)}."
    lines = [f"- *{choice.text}*: {choice.feedback}" for choice in said]
    return _verdict(asked, [head, "\n".join(lines)], right=right)


def on_order(asked: Question, order: Sequence[str | None]) -> Verdict:
    """Answer who put the choices in an order.

    Parameters
    ----------
    asked : Question
        An "ordering" quiz.
    order : sequence of str or None
        The texts in the student's order; None where nothing was chosen.

    Returns
    -------
    Verdict
        With the number of places that are right.
    """
    if None in order or len(set(order)) < len(order):
        return Verdict(right=False, says="Give each place its own answer first.")
    wanted = [choice.text for choice in asked.choices]
    fitting = sum(given == text for given, text in zip(order, wanted, strict=True))
    right = fitting == len(wanted)
    head = (
        _opening(right=True) if right else f"**Not yet.** {fitting} of {len(wanted)} are in place."
    )
    return _verdict(asked, [head], right=right)


def on_pairs(asked: Question, pairs: Mapping[str, str | None]) -> Verdict:
    """Answer who matched pairs.

    Parameters
    ----------
    asked : Question
        A "match" quiz.
    pairs : mapping of str to str or None
        The partner chosen for each choice; None where nothing was chosen.

    Returns
    -------
    Verdict
        Naming the pairs that do not fit.
    """
    if None in pairs.values():
        return Verdict(right=False, says="Choose a partner for each first.")
    wrong = [choice.text for choice in asked.choices if pairs[choice.text] != choice.partner]
    head = _opening(right=True) if not wrong else f"**Not yet.** Look again at: {', '.join(wrong)}."
    return _verdict(asked, [head], right=not wrong)


def on_text(asked: Question, written: str) -> Verdict:
    """Answer who wrote an answer.

    Parameters
    ----------
    asked : Question
        A "text" quiz.
    written : str
        What the student wrote.

    Returns
    -------
    Verdict
        Right for each accepted form; case, spaces and outer punctuation do not matter.
    """
    if not written.strip():
        return Verdict(right=False, says="Write an answer first.")
    right = fold(written) in {fold(form) for form in asked.accepted}
    return _verdict(asked, [_opening(right=right)], right=right)


def _opening(*, right: bool) -> str:
    """Say whether it is right, in words and not by colour alone."""
    return "**Right.**" if right else "**Not yet.**"


def _verdict(asked: Question, lines: Sequence[str], *, right: bool) -> Verdict:
    """Join what is said, with the reason in the end."""
    return Verdict(right, "\n\n".join(line for line in (*lines, asked.why) if line))
