"""What print says in words where a screen has something to press or to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kit.document.blocks import Cite, Text
from kit.document.walk import rewrite
from kit.render.words import plain, status

if TYPE_CHECKING:
    from kit.document.blocks import Choice, Explorer, Inline, Quiz, Source

_LISTED: Final = 12  # options of an explorer; of more, print gives the ends


def said(content: tuple[Inline, ...]) -> str:
    """Say inline content in plain characters, its citations as they are printed.

    Parameters
    ----------
    content : tuple of Inline
        Any inline content.

    Returns
    -------
    str
        Its words, with "[3, OP4]" for a citation.

    Examples
    --------
    >>> from kit.document.blocks import Cite, Text
    >>> said((Text("Adopted "), Cite("A/RES/76/19", "OP4", 3)))
    'Adopted [3, OP4]'
    """
    return plain(rewrite(content, Cite, lambda cite: Text(reference(cite))))


def reference(cite: Cite) -> str:
    """Say a citation as it is printed in the text.

    Parameters
    ----------
    cite : Cite
        A numbered citation.

    Returns
    -------
    str
        Such as "[3]" or "[3, OP4]".
    """
    return f"[{cite.number}, {cite.locator}]" if cite.locator else f"[{cite.number}]"


def chosen(explorer: Explorer, state: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """Say which choice a state of an explorer stands for.

    Parameters
    ----------
    explorer : Explorer
        The explorer.
    state : tuple of int
        The index of the option of each control.

    Returns
    -------
    tuple of pairs of str
        The label of each control and the option chosen.
    """
    return tuple(
        (control.label, control.options[index])
        for control, index in zip(explorer.controls, state, strict=True)
    )


def choices(explorer: Explorer) -> tuple[tuple[str, str], ...]:
    """Say which choices an explorer offers on a screen.

    Parameters
    ----------
    explorer : Explorer
        The explorer.

    Returns
    -------
    tuple of pairs of str
        The label of each control and its options; the ends of a scale or of a long
        list, with the number of options.
    """
    return tuple(
        (control.label, _options(control.options, short=control.kind == "range"))
        for control in explorer.controls
        if len(control.options) > 1
    )


def _options(options: tuple[str, ...], *, short: bool) -> str:
    """List options, or only the first and the last of many."""
    if short or len(options) > _LISTED:
        return f"{options[0]} – {options[-1]} ({len(options)})"
    return ", ".join(options)


def offered(quiz: Quiz) -> tuple[Choice, ...]:
    """Give the choices of a quiz in an order that does not give the answer away.

    Parameters
    ----------
    quiz : Quiz
        Any quiz.

    Returns
    -------
    tuple of Choice
        Where the order is the answer, the choices by their words.
    """
    if quiz.kind not in {"ordering", "match"}:
        return quiz.choices
    return tuple(sorted(quiz.choices, key=lambda choice: said(choice.content).casefold()))


def partners(quiz: Quiz) -> tuple[tuple[Inline, ...], ...]:
    """Give what a matching quiz asks to match, by its words.

    Parameters
    ----------
    quiz : Quiz
        Any quiz.

    Returns
    -------
    tuple of inline content
        Nothing for a quiz of another kind.
    """
    found = (choice.partner for choice in quiz.choices if choice.partner)
    return tuple(sorted(found, key=lambda partner: said(partner).casefold()))


def answer(quiz: Quiz) -> tuple[tuple[Inline, ...], ...]:
    """Say the answer of a quiz whose choices do not bear it.

    Parameters
    ----------
    quiz : Quiz
        Any quiz.

    Returns
    -------
    tuple of inline content
        The right order, the pairs, or the accepted words; nothing for a quiz whose
        right choices are marked.
    """
    match quiz.kind:
        case "ordering":
            return tuple(choice.content for choice in quiz.choices)
        case "match":
            return tuple((*c.content, Text(" – "), *c.partner) for c in quiz.choices)
        case "text":
            return tuple((Text(words),) for words in quiz.accepted)
        case _:
            return ()


def citation(source: Source) -> str:
    """Give the citation of a source without the address that is printed beneath it.

    Parameters
    ----------
    source : Source
        An entry of the list of sources.

    Returns
    -------
    str
        The citation in United Nations style.
    """
    return source.text.removesuffix(f" Available at {source.url}") if source.url else source.text


def standing(source: Source) -> tuple[str, ...]:
    """Say what a source is and how surely it was read.

    Parameters
    ----------
    source : Source
        An entry of the list of sources.

    Returns
    -------
    tuple of str
        Such as ("official record", "grade A").
    """
    grades = f"grade {', '.join(source.grades)}" if source.grades else ""
    return tuple(filter(None, (status(source.status), grades)))
