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

    Answer = Callable[[], verdict.Verdict]

_VIEW: Final = "application/vnd.jupyter.widget-view+json"
_WIDE: Final = {"width": "auto", "max_width": "46rem"}
_CHOOSE: Final = ("choose …", None)


def show(asked: Question) -> None:
    """Show a live quiz in the running cell.

    Parameters
    ----------
    asked : Question
        The quiz.
    """
    import ipywidgets as widgets

    inputs, answer = _INPUTS[asked.kind](asked)
    button = widgets.Button(description="Check", tooltip="Check your answer")
    said = widgets.HTML()
    task = _TASKS[asked.kind]
    head = widgets.HTML(
        live.page(
            h.div(".kit-title")[live.inline(asked.question)],
            h.div(".kit-soft")[task] if task else None,
        )
    )

    def check(_: object) -> None:
        found = answer()
        said.value = live.page(live.say(found.says, "right" if found.right else "wrong"))

    button.on_click(check)
    box = widgets.VBox([head, *inputs, button, said])
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


def _single(asked: Question) -> tuple[list[widgets.Widget], Answer]:
    """Offer choices of which one is picked."""
    import ipywidgets as widgets

    options = [(live.plain(choice.text), choice.text) for choice in asked.choices]
    radio = widgets.RadioButtons(options=options, value=None, layout={"width": "max-content"})
    return [radio], lambda: verdict.on_picks(asked, [radio.value] if radio.value else [])


def _multiple(asked: Question) -> tuple[list[widgets.Widget], Answer]:
    """Offer choices of which several are picked."""
    import ipywidgets as widgets

    boxes = {
        choice.text: widgets.Checkbox(
            description=live.plain(choice.text), indent=False, layout=_WIDE
        )
        for choice in asked.choices
    }
    return list(boxes.values()), lambda: verdict.on_picks(
        asked, [text for text, box in boxes.items() if box.value]
    )


def _ordering(asked: Question) -> tuple[list[widgets.Widget], Answer]:
    """Offer the choices once for each place in the order."""
    texts = shuffled([choice.text for choice in asked.choices], asked.question)
    places = [_dropdown(f"{place}.", texts) for place in range(1, len(texts) + 1)]
    return list(places), lambda: verdict.on_order(asked, [place.value for place in places])


def _match(asked: Question) -> tuple[list[widgets.Widget], Answer]:
    """Offer every partner for each choice."""
    partners = sorted({choice.partner for choice in asked.choices})
    boxes = {choice.text: _dropdown(live.plain(choice.text), partners) for choice in asked.choices}
    return list(boxes.values()), lambda: verdict.on_pairs(
        asked, {text: box.value for text, box in boxes.items()}
    )


def _text(asked: Question) -> tuple[list[widgets.Widget], Answer]:
    """Offer a line to write in."""
    import ipywidgets as widgets

    line = widgets.Text(
        description="Your answer", style={"description_width": "initial"}, layout={"width": "24rem"}
    )
    return [line], lambda: verdict.on_text(asked, line.value)


def _dropdown(label: str, texts: Sequence[str]) -> Any:  # noqa: ANN401  ipywidgets is untyped
    """Make a dropdown that has nothing chosen at first."""
    import ipywidgets as widgets

    options = [_CHOOSE, *((live.plain(text), text) for text in texts)]
    return widgets.Dropdown(
        options=options,
        value=None,
        description=label,
        style={"description_width": "initial"},
        layout=_WIDE,
    )


_INPUTS: Final = {
    "single": _single,
    "multiple": _multiple,
    "ordering": _ordering,
    "match": _match,
    "text": _text,
}
_TASKS: Final = {
    "single": "",
    "multiple": "Pick all that apply.",
    "ordering": "Put them in order.",
    "match": "Match each with its partner.",
    "text": "",
}
