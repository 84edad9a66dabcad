"""The controls of an explorer: what a reader can choose, and every way of choosing."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from kit.errors import UsageError
from kit.record.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MOST_CONTROLS: Final = 4

Kind = Literal["choice", "range", "switch"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what the reader sees and what the function is given."""

    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Control:
    """One control; `needs` names the earlier controls on which its options depend."""

    name: str
    kind: Kind
    fixed: tuple[Option, ...] = ()
    depends: Callable[..., object] | None = None
    needs: tuple[str, ...] = ()
    preferred: Option | None = None

    @property
    def label(self) -> str:
        """The name as a reader sees it."""
        return _as_label(self.name)

    def options(self, earlier: Mapping[str, Any]) -> tuple[Option, ...]:
        """List what can be chosen once the earlier controls have been set.

        Parameters
        ----------
        earlier : mapping of str to object
            The values of the controls before this one.

        Returns
        -------
        tuple of Option
            At least one, in the author's order.

        Raises
        ------
        UsageError
            When the author's function gives nothing that can be chosen.
        """
        if self.depends is None:
            return self.fixed
        given = self.depends(**{name: earlier[name] for name in self.needs})
        return _options(self.name, given)

    def first(self, options: tuple[Option, ...]) -> Option:
        """Return the option that stands there before anybody chooses."""
        wanted = self.preferred
        return next((option for option in options if option == wanted), options[0])


@dataclass(frozen=True, slots=True)
class State:
    """One way of setting every control."""

    options: tuple[Option, ...]
    values: dict[str, Any]

    @property
    def labels(self) -> tuple[str, ...]:
        """What a reader sees chosen."""
        return tuple(option.label for option in self.options)


def read(function: Callable[..., object], given: Mapping[str, object]) -> tuple[Control, ...]:
    """Read the controls that an author gave to `explore`.

    Parameters
    ----------
    function : callable
        The author's function; a default in its signature is what is chosen first.
    given : mapping of str to object
        Choices by name: a list, tuple, range, mapping of label to value, bool,
        pandas Series, or a function of earlier controls that gives one of these.

    Returns
    -------
    tuple of Control
        In the order in which they were given.

    Raises
    ------
    UsageError
        When the choices cannot be read or do not fit the function.

    Examples
    --------
    >>> [control.label for control in read(lambda year: year, {"year": range(2018, 2023)})]
    ['Year']
    """
    if not given:
        raise UsageError(
            "An explorer needs at least one control",
            mend="Give the choices by name, as in explore(show, year=[2018, 2021])",
        )
    if len(given) > MOST_CONTROLS:
        raise UsageError(
            f"An explorer has at most {MOST_CONTROLS} controls, and this one has {len(given)}",
            mend="Make two explorers of it",
        )
    defaults = _defaults(function, given)
    controls: list[Control] = []
    for name, choices in given.items():
        controls.append(_control(name, choices, [c.name for c in controls], defaults))
    return tuple(controls)


def every_state(controls: tuple[Control, ...]) -> Iterator[State]:
    """Go through every way of setting the controls, the last control fastest.

    Parameters
    ----------
    controls : tuple of Control
        The controls of one explorer.

    Yields
    ------
    State
        Each combination that a reader can reach.
    """

    def deeper(chosen: tuple[Option, ...], values: dict[str, Any]) -> Iterator[State]:
        if len(chosen) == len(controls):
            yield State(chosen, values)
            return
        control = controls[len(chosen)]
        for option in control.options(values):
            yield from deeper((*chosen, option), {**values, control.name: option.value})

    return deeper((), {})


def first_state(controls: tuple[Control, ...], **wanted: str) -> State:
    """Return the state that stands there before anybody chooses.

    Parameters
    ----------
    controls : tuple of Control
        The controls of one explorer.
    **wanted : str
        Labels to choose where they are offered.

    Returns
    -------
    State
        The first, or wanted, option of each control.
    """
    chosen: tuple[Option, ...] = ()
    values: dict[str, Any] = {}
    for control in controls:
        options = control.options(values)
        label = wanted.get(control.name)
        option = next((o for o in options if o.label == label), control.first(options))
        chosen, values = (*chosen, option), {**values, control.name: option.value}
    return State(chosen, values)


def _control(name: str, choices: object, earlier: list[str], defaults: dict[str, Any]) -> Control:
    """Read one control."""
    if callable(choices) and choices is not bool:
        needs = tuple(inspect.signature(choices).parameters)
        for needed in needs:
            if needed not in earlier:
                raise UsageError(
                    f"The choices of '{name}' depend on '{needed}', which is not an earlier control"
                    f"{did_you_mean(needed, earlier)}",
                    mend="Name only controls that stand before it",
                )
        return Control(name, "choice", depends=choices, needs=needs)
    options = _options(name, choices)
    kind: Kind = "choice"
    if isinstance(choices, bool) or choices is bool:
        kind = "switch"
    elif isinstance(choices, range):
        kind = "range"
    wanted = choices if isinstance(choices, bool) else defaults.get(name, inspect.Parameter.empty)
    preferred = next((option for option in options if _same(option.value, wanted)), None)
    return Control(name, kind, options, preferred=preferred)


def _options(name: str, choices: object) -> tuple[Option, ...]:
    """Read the choices of one control."""
    if isinstance(choices, bool) or choices is bool:
        return (Option("off", False), Option("on", True))  # noqa: FBT003  the values of a switch
    unordered = isinstance(choices, str | bytes | set | frozenset)
    if unordered or not hasattr(choices, "__iter__") or getattr(choices, "ndim", 1) != 1:
        raise UsageError(
            f"The control '{name}' was given {choices!r}, which is not a list of choices",
            mend=f"Write {name}=[…] with what a reader can choose, in order",
        )
    if hasattr(choices, "items") and not hasattr(choices, "unique"):
        options = tuple(Option(str(label), value) for label, value in choices.items())
    else:
        options = tuple(Option(_as_text(value), value) for value in _values(choices))
    _check(name, options)
    return options


def _values(choices: Any) -> Iterable[object]:  # noqa: ANN401  anything that can be iterated
    """List values in order; a record's column gives each of its values once."""
    if not hasattr(choices, "unique"):
        return [value.item() if hasattr(value, "item") else value for value in choices]
    values = choices.unique() if not hasattr(choices, "dropna") else choices.dropna().unique()
    return list(values.tolist())


def _check(name: str, options: tuple[Option, ...]) -> None:
    """Refuse nothing to choose, and two choices that look the same."""
    if not options:
        raise UsageError(
            f"The control '{name}' has nothing to choose", mend="Give it at least one choice"
        )
    labels = [option.label for option in options]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise UsageError(
            f"The control '{name}' offers '{twice}' twice",
            mend="Give each choice its own label with a dict: {label: value}",
        )


def _defaults(function: Callable[..., object], given: Mapping[str, object]) -> dict[str, Any]:
    """See that function and controls fit each other, and find the function's defaults."""
    parameters = inspect.signature(function).parameters
    named = {
        name: parameter
        for name, parameter in parameters.items()
        if parameter.kind in {parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY}
    }
    takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
    for name in given:
        if name not in named and not takes_any:
            raise UsageError(
                f"The function takes no '{name}'{did_you_mean(name, named)}",
                mend="Name each control as a parameter of the function is named",
            )
    for name, parameter in parameters.items():
        required = parameter.default is parameter.empty and parameter.kind not in {
            parameter.VAR_KEYWORD,
            parameter.VAR_POSITIONAL,
        }
        if required and name not in given:
            raise UsageError(
                f"The function needs '{name}', and there is no control of that name",
                mend=f"Add {name}=[…] with its choices",
            )
    return {name: parameter.default for name, parameter in named.items()}


def _same(left: object, right: object) -> bool:
    """Tell whether two values are the same choice; True is not 1."""
    return type(left) is type(right) and bool(left == right)


def _as_label(name: str) -> str:
    """Write a parameter's name as words."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _as_text(value: object) -> str:
    """Write a value as a reader wants to see it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
