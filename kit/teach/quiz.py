"""`quiz`: a question with its answer, asked live and in every export."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from kit import mime
from kit.errors import UsageError
from kit.record.nearest import did_you_mean
from kit.teach.session import exporting, publish

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kind = Literal["single", "multiple", "ordering", "match", "text"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that is offered; `partner` is what belongs to it in a matching quiz."""

    text: str
    correct: bool = False
    feedback: str = ""
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz: what is asked, what is offered, what is right.

    In an ordering quiz the choices stand in their right order.
    """

    kind: Kind
    question: str
    choices: tuple[Choice, ...] = ()
    accepted: tuple[str, ...] = ()
    why: str = ""


def quiz(
    question: str,
    choices: Iterable[object] | Mapping[Any, str] = (),
    answer: object = None,
    *,
    why: str = "",
) -> None:
    """Ask a question; how it is asked follows from what the answer is.

    =====================  ==================================
    the answer is          the student
    =====================  ==================================
    one of the choices     picks one
    a set of choices       picks all that apply
    a list of all choices  puts them in this order
    a dict, no choices     matches each key with its value
    a text, no choices     writes it; a list of texts accepts
                           each of them
    =====================  ==================================

    Parameters
    ----------
    question : str
        What is asked: inline Markdown, citations included.
    choices : iterable or mapping
        What is offered; a mapping also says what is answered to who picks each.
    answer : object
        What is right, as in the table above.
    why : str
        Said after any answer: the reason, with its citation.

    Raises
    ------
    UsageError
        When the answer does not fit the choices.

    Examples
    --------
    In a cell::

        quiz(
            "What does OP4 do to the mandate of the new group?",
            {"reaffirms it": "That is the statement's word.", "acknowledges it": "Yes."},
            "acknowledges it",
            why="It “acknowledges its mandate” [@A/RES/76/19 OP4].",
        )
    """
    asked = read(question, choices, answer, why)
    if exporting():
        payload = asdict(asked)
        payload["choices"] = list(payload["choices"])
        payload["accepted"] = list(payload["accepted"])
        publish({mime.QUIZ: payload, "text/plain": f"Quiz: {question}"})
    else:
        from kit.teach import quiz_live

        quiz_live.show(asked)


def read(
    question: str, choices: Iterable[object] | Mapping[Any, str], answer: object, why: str = ""
) -> Question:
    """Read a quiz as its author wrote it.

    Parameters
    ----------
    question, choices, answer, why
        As in `quiz`.

    Returns
    -------
    Question
        The quiz.

    Raises
    ------
    UsageError
        When the answer does not fit the choices.

    Examples
    --------
    >>> read("Which report came first?", ["OEWG", "GGE"], "OEWG").kind
    'single'
    >>> read("How many experts?", (), ["25", "twenty-five"]).accepted
    ('25', 'twenty-five')
    """
    if not question.strip():
        raise UsageError("A quiz has no question", mend='Write quiz("…", choices, answer)')
    says = dict(choices) if isinstance(choices, Mapping) else dict.fromkeys(choices, "")
    offered = {str(text): feedback for text, feedback in says.items()}
    place = f"quiz “{question[:60]}”"
    if not offered:
        return _open_question(question, answer, why, place)
    if isinstance(answer, AbstractSet):
        right = [str(item) for item in answer]
        _check_offered(right, offered, place)
        picked = _choices(offered, right)
        return Question("multiple", question, picked, why=why)
    if isinstance(answer, list | tuple):
        return Question("ordering", question, _in_order(answer, offered, place), why=why)
    _check_offered([str(answer)], offered, place)
    if len(offered) == 1:
        raise UsageError("A quiz offers only one choice", where=place, mend="Offer at least two")
    return Question("single", question, _choices(offered, [str(answer)]), why=why)


def _choices(offered: Mapping[str, str], right: Sequence[str]) -> tuple[Choice, ...]:
    """Make the choices of a quiz in which choices are right or wrong."""
    return tuple(Choice(text, text in right, feedback) for text, feedback in offered.items())


def _in_order(
    answer: Sequence[object], offered: Mapping[str, str], place: str
) -> tuple[Choice, ...]:
    """Make the choices of an ordering quiz, in their right order."""
    order = [str(item) for item in answer]
    _check_offered(order, offered, place)
    if len(order) != len(offered):
        raise UsageError(
            "The list in a quiz's answer does not name every choice once",
            where=place,
            mend="A list is the right order of all choices; write a set {…} for several right ones",
        )
    return tuple(Choice(text, feedback=offered[text]) for text in order)


def _open_question(question: str, answer: object, why: str, place: str) -> Question:
    """Read a quiz without choices: pairs to match, or a text to write."""
    if isinstance(answer, Mapping):
        if len(answer) < 2:  # noqa: PLR2004  one pair matches itself
            raise UsageError("A matching quiz has fewer than two pairs", where=place)
        pairs = tuple(Choice(str(left), partner=str(right)) for left, right in answer.items())
        return Question("match", question, pairs, why=why)
    given = answer if isinstance(answer, list | tuple) else [answer]
    accepted = tuple(str(item).strip() for item in given if item is not None)
    if not all(accepted) or not accepted:
        raise UsageError(
            "A quiz has neither choices nor an answer",
            where=place,
            mend="Write quiz(question, choices, answer), or answer=… alone for a written answer",
        )
    return Question("text", question, accepted=accepted, why=why)


def _check_offered(right: Iterable[str], offered: Mapping[str, str], place: str) -> None:
    """See that the right answer is among the choices."""
    missing = next((text for text in right if text not in offered), None)
    if missing is not None or not right:
        raise UsageError(
            f"The answer '{missing or ''}' is not one of the quiz's choices"
            f"{did_you_mean(missing or '', offered)}",
            where=place,
            mend="Write the answer exactly as its choice",
        )
