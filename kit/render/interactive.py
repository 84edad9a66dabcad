"""Explorers, quizzes and exercises as native controls that `interactive.js` brings to life.

Without a script an explorer shows its first state and a quiz its question.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Final

import htpy as h
from markupsafe import escape

from kit.render import shell, words
from kit.render.tables import RowPool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kit.document import blocks as b
    from kit.render.html import Writer

RADIO_LIMIT: Final = 4  # up to four choices stand side by side; more go into a list
_RESERVE: Final = escape(
    h.template(".reserve", data_view=shell.GAP)[shell.GAP]
)  # for number and view


def explorer(writer: Writer, block: b.Explorer, name: str) -> h.Element:
    """Write an explorer: its controls, its first view, the other views in reserve.

    Parameters
    ----------
    writer : Writer
    block : Explorer
    name : str
        Its name in the file, and in the address of a state.

    Returns
    -------
    htpy.Element
    """
    level = writer.last_level
    pool, outer = RowPool(), writer.pool
    writer.pool = pool
    first = block.states[block.initial]
    shown = h.div(".view")[writer.blocks(block.views[first])]
    written = len(pool.numbers)
    pool.shown = False
    reserve = []
    for number, view in enumerate(block.views):
        if number != first:
            writer.last_level = level
            reserve.append(_RESERVE % (number, writer.blocks(view)))
    writer.pool = outer
    rest = list(pool.numbers)[written:]
    states = " ".join(
        f"{'.'.join(map(str, state))}={view}" for state, view in sorted(block.states.items())
    )
    controls = [
        _control(control, block.initial[place], f"{name}-{place}")
        for place, control in enumerate(block.controls)
    ]
    state = zip(block.controls, block.initial, strict=True)
    return h.div(
        ".explorer",
        id=name,
        role="group",
        aria_label=block.title or "Explorer",
        data_states=states,
        data_view=str(first),
        data_initial=".".join(map(str, block.initial)),
    )[
        h.div(".explorer-head")[
            h.p(".explorer-title")[block.title] if block.title else None,
            h.div(".controls")[controls, _search(name) if block.text_filter else None],
        ],
        h.p(".still")[
            " · ".join(f"{control.label}: {control.options[index]}" for control, index in state)
        ],
        shown,
        h.div(".explorer-foot")[h.p(".explorer-status", role="status"), h.div(".pager")],
        h.template(".rows")[shell.joined(rest)] if rest else None,
        shell.joined(reserve),
    ]


def _control(control: b.Control, index: int, name: str) -> h.Element:
    """Write one control, set to its first state."""
    match control.kind:
        case "switch":
            return h.div(".control.switch")[
                h.label[
                    h.input(type="checkbox", id=name, checked=index == 1, autocomplete="off"),
                    control.label,
                ]
            ]
        case "range":
            label = control.options[index]
            return h.div(
                ".control.range", data_options=json.dumps(control.options), data_prevent_swipe=True
            )[
                h.label(for_=name)[control.label],
                h.input(
                    type="range",
                    id=name,
                    min="0",
                    max=str(len(control.options) - 1),
                    step="1",
                    value=str(index),
                    aria_valuetext=label,
                    autocomplete="off",
                ),
                h.span(".value", aria_hidden="true")[label],
            ]
        case "choice" if len(control.options) <= RADIO_LIMIT:
            return h.fieldset(".control.radios")[
                h.legend[control.label],
                [
                    h.label[
                        h.input(
                            type="radio",
                            name=name,
                            value=str(place),
                            checked=place == index,
                            autocomplete="off",
                        ),
                        h.span[option],
                    ]
                    for place, option in enumerate(control.options)
                ],
            ]
        case _:
            return h.div(".control.list")[
                h.label(for_=name)[control.label],
                h.select(id=name, autocomplete="off")[
                    [
                        h.option(value=str(place), selected=place == index)[option]
                        for place, option in enumerate(control.options)
                    ]
                ],
            ]


def _search(name: str) -> h.Element:
    """Write the box that searches the rows of the tables shown."""
    return h.div(".control.search")[
        h.label(for_=f"{name}-search")["Search the rows"],
        h.input(type="search", id=f"{name}-search", autocomplete="off", spellcheck="false"),
    ]


def quiz(writer: Writer, block: b.Quiz, name: str) -> h.Element:
    """Write a quiz; the key travels encoded, so that nobody reads it by accident.

    Parameters
    ----------
    writer : Writer
    block : Quiz
    name : str
        Its name in the file.

    Returns
    -------
    htpy.Element
    """
    key: dict[str, object] = {"why": str(h.fragment[writer.inline(block.why)])}
    order = list(range(len(block.choices)))
    body: list[h.Element] = []
    match block.kind:
        case "single" | "multiple":
            kind = "radio" if block.kind == "single" else "checkbox"
            body = [
                _box(writer, choice, kind, name, place)
                for place, choice in enumerate(block.choices)
            ]
            key["right"] = [choice.correct for choice in block.choices]
        case "ordering":
            order = _shuffled(order, words.plain(block.question))
            places = [str(place + 1) for place in range(len(order))]
            body = [_pick(writer, block.choices[i], places, f"{name}-{i}") for i in order]
            key["right"] = order
        case "match":
            mixed = _shuffled(order, words.plain(block.question))
            partners = [words.plain(block.choices[i].partner) for i in mixed]
            body = [_pick(writer, block.choices[i], partners, f"{name}-{i}") for i in order]
            key["right"] = [mixed.index(i) for i in order]
        case "text":
            body = [
                h.label(".answer")[
                    "Your answer ",
                    h.input(type="text", autocomplete="off", spellcheck="false"),
                ]
            ]
            key["accepted"] = list(block.accepted)
    key["feedback"] = [str(h.fragment[writer.inline(block.choices[i].feedback)]) for i in order]
    return h.fieldset(".quiz", id=name, data_kind=block.kind, data_key=_encoded(key))[
        h.legend[h.span(".kind")[writer.label["quiz"]], writer.inline(block.question)],
        h.div(".choices")[body],
        h.button(".check", type="button")["Check"],
        h.div(".verdict", role="status"),
    ]


def _box(writer: Writer, choice: b.Choice, kind: str, name: str, place: int) -> h.Element:
    """Write an answer that can be ticked."""
    return h.label(".choice")[
        h.input(type=kind, name=name, value=str(place), autocomplete="off"),
        h.span[writer.inline(choice.content)],
    ]


def _pick(writer: Writer, choice: b.Choice, options: Sequence[str], name: str) -> h.Element:
    """Write an item to which one of several answers is to be given."""
    return h.div(".pick")[
        h.label(for_=name)[writer.inline(choice.content)],
        h.select(id=name, autocomplete="off")[
            h.option(value="")["Choose"],
            [h.option(value=str(place))[option] for place, option in enumerate(options)],
        ],
    ]


def exercise(writer: Writer, block: b.Exercise) -> h.Element:
    """Write an exercise: its task, how long it takes, and its hints, folded.

    Parameters
    ----------
    writer : Writer
    block : Exercise

    Returns
    -------
    htpy.Element
    """
    minutes = h.span(".minutes")[writer.label["minutes"].format(minutes=block.minutes)]
    return h.div(".exercise")[
        h.p(".exercise-title")[
            h.span(".kind")[writer.label["exercise"]],
            block.name,
            minutes if block.minutes else None,
        ],
        writer.blocks(block.task),
        h.p(".expects")[h.span(".kind")[writer.label["expects"]], block.expects]
        if block.expects
        else None,
        [
            h.details(".hint")[h.summary[f"Hint {number}"], h.p[writer.inline(hint)]]
            for number, hint in enumerate(block.hints, start=1)
        ],
    ]


def _shuffled(order: list[int], seed: str) -> list[int]:
    """Mix an order, always in the same way for the same question, and never into itself."""
    mixed = sorted(order, key=lambda i: hashlib.sha256(f"{i}\x00{seed}".encode()).digest())
    return mixed if mixed != order else mixed[1:] + mixed[:1]


def _encoded(key: dict[str, object]) -> str:
    """Encode the key of a quiz.

    This hides nothing from somebody who wants to know: it only keeps the answers
    from being read in the source of the file, or found by a search, in passing.
    """
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(text.encode("utf-8")).decode("ascii")
