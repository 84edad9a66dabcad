"""A live quiz: widgets to answer with, and what is said to the answer."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

import htpy as h

from kit.teach import live, verdict
from kit.teach.session import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import ipywidgets as widgets

    from kit.teach.quiz import Question

    Answer = Callable[[verdict.Verdict], None]

_VIEW: Final = "application/vnd.jupyter.widget-view+json"
_WIDE: Final = {"width": "auto", "max_width": "46rem"}
_LIST: Final = {"width": "auto", "max_width": "30rem"}
_CHOOSE: Final = ("choose …", "")


def show(asked: Question) -> None:
    """Show a live quiz in the running cell.

    Parameters
    ----------
    asked : Question
        The quiz.
    """
    import ipywidgets as widgets

    said = widgets.HTML()

    def answer(found: verdict.Verdict) -> None:
        said.value = live.page(live.say(found.says, "right" if found.right else "wrong"))

    task = _TASKS[asked.kind]
    head = widgets.HTML(
        live.page(
            h.div(".kit-title")[live.inline(asked.question)],
            h.div(".kit-soft")[task] if task else None,
        )
    )
    box = widgets.VBox([head, *_INPUTS[asked.kind](asked, answer), said])
    box.add_class("kit-quiz")
    publish(
        {
            _VIEW: {"version_major": 2, "version_minor": 0, "model_id": box.model_id},
            "text/plain": f"Quiz: {live.plain(asked.question)}",
        }
    )


def shuffled(texts: Sequence[str], question: str) -> list[str]:
    """Put texts in an order that gives nothing away and is always the same.

    Parameters
    ----------
    texts : sequence of str
        In their right order.
    question : str
        What is asked; it decides the order.

    Returns
    -------
    list of str
        The texts, never in their right order when there are two or more.
    """
    mixed = list(texts)
    random.Random(question).shuffle(mixed)  # noqa: S311  an order, not a secret
    return mixed if mixed != list(texts) else [*mixed[1:], *mixed[:1]]


def _single(asked: Question, answer: Answer) -> list[widgets.Widget]:
    """Offer choices as buttons; pressing one is the answer.

    Radio buttons would be the usual form, but JupyterLab takes the arrow keys
    away from them, so that the keyboard reaches only the first.
    """
    import ipywidgets as widgets

    buttons = [widgets.Button(description=live.plain(choice.text)) for choice in asked.choices]

    def press(pressed: Any) -> None:  # noqa: ANN401  ipywidgets is untyped
        found = verdict.on_picks(asked, [asked.choices[buttons.index(pressed)].text])
        for button in buttons:
            button.icon, button.tooltip = "", None
        pressed.icon = "check" if found.right else "times"
        # The icon is silent: a screen reader reads the tooltip with the button.
        pressed.tooltip = f"Your answer: {'right' if found.right else 'not right'}"
        answer(found)

    for button in buttons:
        button.on_click(press)
    return list(buttons)


def _multiple(asked: Question, answer: Answer) -> list[widgets.Widget]:
    """Offer choices of which several are picked."""
    import ipywidgets as widgets

    boxes = {
        choice.text: widgets.Checkbox(
            description=live.plain(choice.text), indent=False, layout=_WIDE
        )
        for choice in asked.choices
    }

    def check() -> verdict.Verdict:
        return verdict.on_picks(asked, [text for text, box in boxes.items() if box.value])

    return [*boxes.values(), _check_button(check, answer)]


def _ordering(asked: Question, answer: Answer) -> list[widgets.Widget]:
    """Offer the choices once for each place in the order."""
    texts = shuffled([choice.text for choice in asked.choices], asked.question)
    places = [_dropdown(f"{place}.", texts) for place in range(1, len(texts) + 1)]

    def check() -> verdict.Verdict:
        return verdict.on_order(asked, [place.value or None for place in places])

    return [*places, _check_button(check, answer)]


def _match(asked: Question, answer: Answer) -> list[widgets.Widget]:
    """Offer every partner for each choice."""
    partners = sorted({choice.partner for choice in asked.choices})
    boxes = {choice.text: _dropdown(live.plain(choice.text), partners) for choice in asked.choices}

    def check() -> verdict.Verdict:
        return verdict.on_pairs(asked, {text: box.value or None for text, box in boxes.items()})

    return [*boxes.values(), _check_button(check, answer)]


def _text(asked: Question, answer: Answer) -> list[widgets.Widget]:
    """Offer a line to write in."""
    import ipywidgets as widgets

    line = widgets.Text(
        description="Your answer", style={"description_width": "initial"}, layout={"width": "24rem"}
    )
    return [line, _check_button(lambda: verdict.on_text(asked, line.value), answer)]


def _check_button(check: Callable[[], verdict.Verdict], answer: Answer) -> widgets.Widget:
    """Make the button that answers."""
    import ipywidgets as widgets

    button = widgets.Button(description="Check", tooltip="Check your answer")
    button.on_click(lambda _: answer(check()))
    return button


def _dropdown(label: str, texts: Sequence[str]) -> Any:  # noqa: ANN401  ipywidgets is untyped
    """Make a dropdown that has nothing chosen at first."""
    import ipywidgets as widgets

    options = [_CHOOSE, *((live.plain(text), text) for text in texts)]
    return widgets.Dropdown(
        options=options,
        value="",
        description=label,
        style={"description_width": "initial"},
        layout=_LIST,
    )


_INPUTS: Final = {
    "single": _single,
    "multiple": _multiple,
    "ordering": _ordering,
    "match": _match,
    "text": _text,
}
_TASKS: Final = {
    "single": "Choose one.",
    "multiple": "Pick all that apply.",
    "ordering": "Put them in order.",
    "match": "Match each with its partner.",
    "text": "",
}
