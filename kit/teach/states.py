"""Every state of an explorer, computed once for an export and kept within a budget."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.errors import ExecutionError, UsageError
from kit.record.nearest import did_you_mean
from kit.teach import capture
from kit.teach.controls import Control, State, every_state, first_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MOST_STATES: Final = 400
MOST_BYTES: Final = 300_000
_ROW_REFERENCE: Final = 5  # bytes by which a view points at a row that another view has too
_MANY: Final = 20_000  # combinations at which counting stops


@dataclass(frozen=True, slots=True)
class Plan:
    """An explorer before any state of it has been computed."""

    title: str
    function: Callable[..., object]
    controls: tuple[Control, ...]
    text_filter: bool = False

    @property
    def place(self) -> str:
        """Where an error happened, for its message."""
        return f"explorer “{self.title}”"


def payload(plan: Plan, in_print: object = "first") -> dict[str, Any]:
    """Compute every state of an explorer and write the payload of an export.

    Parameters
    ----------
    plan : Plan
        The explorer.
    in_print : "first", "all" or mapping
        Which states a printed export shows.

    Returns
    -------
    dict
        The payload that `kit.mime` describes; equal states share a view.

    Raises
    ------
    UsageError
        When there are too many states or bytes, or `in_print` cannot be read.
    ExecutionError
        When the function fails for a state.
    """
    every = _counted(plan)
    options = _all_options(plan.controls, every)
    views: list[list[capture.Output]] = []
    found: dict[str, int] = {}
    which: list[int] = []
    for state in every:
        view = _view(plan, state)
        key = hashlib.sha256(_json(view).encode()).hexdigest()
        if key not in found:
            found[key] = len(views)
            views.append(view)
        which.append(found[key])
    _weigh(plan, every, which, views)

    def indices(state: State) -> list[int]:
        return [labels.index(label) for labels, label in zip(options, state.labels, strict=True)]

    return {
        "title": plan.title,
        "controls": [
            {"name": control.name, "label": control.label, "kind": control.kind, "options": labels}
            for control, labels in zip(plan.controls, options, strict=True)
        ],
        "states": [[indices(state), view] for state, view in zip(every, which, strict=True)],
        "views": views,
        "initial": indices(first_state(plan.controls)),
        "printed": [indices(state) for state in _printed(plan, every, in_print)],
        "text_filter": plan.text_filter,
    }


def failure(plan: Plan, state: State, error: Exception) -> str:
    """Say in one sentence that the author's function failed for a state.

    Parameters
    ----------
    plan : Plan
        The explorer.
    state : State
        What was chosen.
    error : Exception
        What the function raised.

    Returns
    -------
    str
        The sentence, without its full stop, with the function's line.
    """
    chosen = _named(plan.controls, state)
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code is getattr(plan.function, "__code__", None):
            line = trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno + 1
        trace = trace.tb_next
    where = "" if line is None else f", line {line} of the function"
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"For {chosen}, the explorer's function fails ({what}{where})"


def _view(plan: Plan, state: State) -> list[capture.Output]:
    """Compute what one state shows."""
    try:
        outputs = capture.call(plan.function, state.values)
    except Exception as error:
        raise ExecutionError(
            failure(plan, state, error),
            where=plan.place,
            mend="Mend the function, or leave that choice out of the controls",
        ) from error
    kept = [capture.richest(output) for output in outputs]
    if any(mime.EXPLORER in output.get("data", {}) for output in kept):
        raise UsageError(
            "An explorer cannot stand inside another",
            where=plan.place,
            mend="Give the outer one another control instead",
        )
    return kept


def _counted(plan: Plan) -> list[State]:
    """List the states, or say by how much they are too many."""
    every: list[State] = []
    for state in every_state(plan.controls):
        every.append(state)
        if len(every) >= _MANY:
            break
    if len(every) <= MOST_STATES:
        return every
    sizes = [len(labels) for labels in _all_options(plan.controls, every)]
    each = ", ".join(
        f"{control.label} {'up to ' if control.depends else ''}{size}"
        for control, size in zip(plan.controls, sizes, strict=True)
    )
    total = f"{len(every):,}" if len(every) < _MANY else f"more than {_MANY - 1:,}"
    longest = max(zip(sizes, plan.controls, strict=True), key=lambda pair: pair[0])[1]
    if len(sizes) == 1 or any(control.depends for control in plan.controls):
        sum_up = f"{total} states ({each})"
    else:
        sum_up = f"{' × '.join(f'{size:,}' for size in sizes)} = {total} states ({each})"
    raise UsageError(
        f"The explorer has {sum_up}, and an export carries at most {MOST_STATES}",
        where=plan.place,
        mend=f"Give '{longest.name}' fewer choices, let it depend on another control, "
        "or take a control away",
    )


def _weigh(
    plan: Plan, every: Sequence[State], which: Sequence[int], views: Sequence[list[Any]]
) -> None:
    """See that the views stay within the budget of bytes."""
    rows: set[str] = set()
    sizes = [sum(_weight(output, rows) for output in view) for view in views]
    total = sum(sizes)
    if total <= MOST_BYTES:
        return
    heavy = sorted(range(len(views)), key=lambda place: (-sizes[place], place))[:3]
    named = "; ".join(
        f"{_named(plan.controls, every[which.index(place)])}: {_kilobytes(sizes[place])}"
        for place in heavy
    )
    raise UsageError(
        f"The explorer's {len(every)} states ({len(views)} of them different) hold "
        f"{_kilobytes(total)}, and an export carries at most {_kilobytes(MOST_BYTES)}; that counts "
        f"equal views and equal table rows once. The heaviest are {named}",
        where=plan.place,
        mend="Show fewer rows or columns, draw tables rather than pictures, or give fewer choices",
    )


def _weight(output: Mapping[str, Any], rows: set[str]) -> int:
    """Count the bytes of an output, a row that was counted before as a reference only."""
    table = output.get("data", {}).get(mime.TABLE)
    if table is None:
        return len(_json(output).encode())
    size = len(_json(table["schema"]).encode())
    for record in table["data"]:
        row = _json(record)
        size += _ROW_REFERENCE if row in rows else len(row.encode())
        rows.add(row)
    return size


def _all_options(controls: Iterable[Control], every: Sequence[State]) -> list[list[str]]:
    """List, for each control, every label that occurs in any state."""
    labels: list[dict[str, None]] = [{} for _ in controls]
    for state in every:
        for known, label in zip(labels, state.labels, strict=True):
            known.setdefault(label)
    return [list(known) for known in labels]


def _printed(plan: Plan, every: Sequence[State], in_print: object) -> list[State]:
    """List the states that a printed export shows."""
    if in_print == "all":
        return list(every)
    if in_print == "first":
        return [first_state(plan.controls)]
    if not hasattr(in_print, "items"):
        raise UsageError(
            f"in_print is {in_print!r}",
            where=plan.place,
            mend='Write in_print="first", in_print="all", or in_print={control: value}',
        )
    wanted = {name: _labels(plan, every, name, value) for name, value in in_print.items()}
    combinations = [dict(zip(wanted, labels, strict=True)) for labels in product(*wanted.values())]
    states = [first_state(plan.controls, **labels) for labels in combinations]
    for state, labels in zip(states, combinations, strict=True):
        reached = dict(zip((c.name for c in plan.controls), state.labels, strict=True))
        if not labels.items() <= reached.items():
            asked = ", ".join(f"{name} = {label}" for name, label in labels.items())
            raise UsageError(
                f"in_print names {asked}, which cannot be chosen together", where=plan.place
            )
    return states


def _labels(plan: Plan, every: Sequence[State], name: str, wanted: object) -> list[str]:
    """Read which choices of one control `in_print` names, by value or by label."""
    names = [control.name for control in plan.controls]
    if name not in names:
        raise UsageError(
            f"in_print names '{name}', which is not a control{did_you_mean(name, names)}",
            where=plan.place,
        )
    options = {state.options[names.index(name)].label: state for state in every}
    labels = []
    for value in wanted if isinstance(wanted, list | tuple) else [wanted]:
        label = next(
            (label for label, state in options.items() if state.values[name] is value),
            str(value) if str(value) in options else None,
        )
        if label is None:
            raise UsageError(
                f"in_print names {value!r}, which '{name}' does not offer"
                f"{did_you_mean(str(value), options)}",
                where=plan.place,
            )
        labels.append(label)
    return labels


def _named(controls: Iterable[Control], state: State) -> str:
    """Write a state as a reader would say it."""
    return ", ".join(
        f"{control.label} = {label}" for control, label in zip(controls, state.labels, strict=True)
    )


def _kilobytes(size: int) -> str:
    """Write a size for an error message."""
    return f"{size / 1000:,.0f} KB"


def _json(value: object) -> str:
    """Write JSON in the one way that is compared and counted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
