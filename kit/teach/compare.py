"""Whether a student's value is the one expected, whatever its form, and what is missing."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kit.teach import tables
from kit.teach.canonical import as_written, flat, key, kind, rows, scalar
from kit.teach.verdict import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    import pandas as pd

_CLOSE: Final = 1e-6
_HUNDRED: Final = 100
_MOST: Final = 8  # names in one sentence; of more, nobody reads the last


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result; `says` are sentences for the student, `usable` is False for a wrong type."""

    right: bool
    says: tuple[str, ...] = ()
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """How strict a comparison is."""

    tolerance: float = 0.0
    ordered: bool = False


def compare(value: Any, expected: Any, rules: Rules | None = None) -> Comparison:  # noqa: ANN401
    """Compare a value with the one expected.

    Parameters
    ----------
    value : object
        What the student gave.
    expected : object
        What is right: a table, a mapping, a collection, a text, a number, a
        truth value or a date.
    rules : Rules, optional
        How strict to be.

    Returns
    -------
    Comparison
        Tables are equal when they have the same rows in any order; columns may
        stand in any order and in the index. Numbers may differ by rounding
        errors, or by the tolerance. Texts are compared without case and outer
        punctuation. Nothing that it says gives the answer away.

    Examples
    --------
    >>> compare([3, 1.0], {1, 3}).right
    True
    >>> compare("109", 109).says
    ('Your answer is a text; a number (without quotes) is expected.',)
    """
    return _comparer(expected)(value, expected, rules or Rules())


def _comparer(expected: Any) -> Callable[[Any, Any, Rules], Comparison]:  # noqa: ANN401
    """Choose how to compare by what is expected."""
    if tables.is_table(expected) and expected.ndim > 1:
        return _tables
    if _is_mapping(expected):
        return _mappings
    if _is_collection(expected):
        return _collections
    if isinstance(scalar(expected), bool):
        return _truths
    if isinstance(scalar(expected), int | float):
        return _numbers
    return _singles


def _other_type(value: object, wanted: str) -> Comparison:
    """Say that a value is of another type than the one expected."""
    sentence = f"Your answer is {kind(value)}; {wanted} is expected."
    return Comparison(right=False, says=(sentence,), usable=False)


def _other_kind(opening: str, given: Iterable[Any], expected: Iterable[Any]) -> Comparison | None:
    """Say that texts stand where numbers are expected, or the other way round."""
    theirs, ours = ({_is_number(item) for item in items} for items in (given, expected))
    if theirs == {False} and ours == {True}:
        sentence = f"{opening} texts; numbers (without quotes) are expected."
    elif theirs == {True} and ours == {False}:
        sentence = f"{opening} numbers; texts (in quotes) are expected."
    else:
        return None
    return Comparison(right=False, says=(sentence,), usable=False)


def _is_number(item: Any) -> bool | None:  # noqa: ANN401  whatever stands in an answer
    """Tell a number from a text; None for what is neither."""
    plain = scalar(item)
    if isinstance(plain, str):
        return False
    is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
    return True if is_number else None


def _listed(names: list[str]) -> str:
    """List names, and of many only the first and how many more there are."""
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _wrong(*says: str) -> Comparison:
    """Say what is wrong."""
    return Comparison(right=False, says=tuple(sentence for sentence in says if sentence))


def _tables(value: Any, expected: pd.DataFrame, _: Rules) -> Comparison:  # noqa: ANN401
    """Compare tables row by row, in any order."""
    wanted = flat(expected)
    titles = [str(name) for name in wanted.columns]
    if not tables.is_table(value):
        return _other_type(value, f"a table (DataFrame) with the columns {', '.join(titles)}")
    given = flat(value)
    names = {_column(name): name for name in given.columns}
    keys = [_column(name) for name in wanted.columns]
    missing = [title for title, column in zip(titles, keys, strict=True) if column not in names]
    if missing:
        return _wrong(f"Your table lacks {_counted(missing, 'the column')}.")
    ours = Counter(rows(wanted, list(wanted.columns)))
    theirs = Counter(rows(given, [names[column] for column in keys]))
    lacking, extra = ours - theirs, theirs - ours
    if not lacking and not extra:
        unneeded = [str(name) for column, name in names.items() if column not in keys]
        note = f"It does not need {_counted(unneeded, 'the column')}." if unneeded else ""
        return Comparison(right=True, says=(note,) if note else ())
    such_as = ""
    if extra:
        cells = _first_row(given, [names[column] for column in keys], extra)
        such_as = ", ".join(
            f"{t} = {as_written(cell)}" for t, cell in zip(titles, cells, strict=True)
        )
    return _wrong(
        f"{(ours & theirs).total()} of {ours.total()} rows are right.",
        f"Rows missing: {lacking.total()}." if lacking else "",
        f"Rows that do not belong: {extra.total()}, such as {such_as}." if extra else "",
    )


def _first_row(table: pd.DataFrame, columns: list[Any], among: Collection[str]) -> tuple[Any, ...]:
    """Find the first of a table's rows that is among the given keys."""
    every = table[columns].itertuples(index=False, name=None)
    return next(row for row in every if key(row) in among)


def _mappings(value: Any, expected: Mapping[Any, Any], rules: Rules) -> Comparison:  # noqa: ANN401
    """Compare mappings, or columns with named rows, value by value."""
    if not _is_mapping(value):
        return _other_type(value, "a dict, or a Series, with a value for each name")
    if other := _other_kind("The names in your answer are", value.keys(), expected.keys()):
        return other
    given = {key(name): item for name, item in value.items()}
    wanted = {key(name): item for name, item in expected.items()}
    names = {key(name): as_written(name) for name in [*expected.keys(), *value.keys()]}
    missing = [name for name in wanted if name not in given]
    extra = [names[name] for name in given if name not in wanted]
    there = [name for name in wanted if name in given]
    wrong = [name for name in there if not compare(given[name], wanted[name], rules).right]
    if not missing and not extra and not wrong:
        return Comparison(right=True)
    return _wrong(
        f"{len(there) - len(wrong)} of {len(wanted)} values are right.",
        f"Look again at: {', '.join(names[name] for name in wrong)}." if wrong else "",
        f"Missing: {len(missing)}." if missing else "",
        f"Does not belong: {_listed(extra)}." if extra else "",
    )


def _collections(value: Any, expected: Any, rules: Rules) -> Comparison:  # noqa: ANN401
    """Compare lists and sets; their order matters only where the exercise says so."""
    if not _is_collection(value):
        return _other_type(value, "a list")
    if other := _other_kind("Your answer holds", value, expected):
        return other
    ours, theirs = [key(item) for item in expected], [key(item) for item in value]
    if any(isinstance(collection, set | frozenset) for collection in (value, expected)):
        ours, theirs = list(dict.fromkeys(ours)), list(dict.fromkeys(theirs))
    lacking, extra = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    if lacking or extra:
        names = {key(item): as_written(item) for item in value}
        return _wrong(
            f"{len(ours) - lacking.total()} of {len(ours)} are there.",
            f"Missing: {lacking.total()}." if lacking else "",
            f"Does not belong: {_listed([names[item] for item in extra])}." if extra else "",
        )
    if rules.ordered and ours != theirs:
        return _wrong("Everything is there, but not in the right order.")
    return Comparison(right=True)


def _truths(value: Any, expected: Any, _: Rules) -> Comparison:  # noqa: ANN401
    """Compare truth values."""
    given = scalar(value)
    if not isinstance(given, bool):
        return _other_type(value, "True or False")
    return Comparison(given == bool(expected))


def _numbers(value: Any, expected: Any, rules: Rules) -> Comparison:  # noqa: ANN401
    """Compare numbers."""
    given, wanted = scalar(value), float(scalar(expected))
    if isinstance(given, bool) or not isinstance(given, int | float):
        return _other_type(
            value, "a number (without quotes)" if isinstance(given, str) else "a number"
        )
    if abs(given - wanted) <= max(rules.tolerance, _CLOSE * max(1.0, abs(wanted))):
        return Comparison(right=True)
    if math.isclose(given, wanted * _HUNDRED, rel_tol=1e-3):
        return _wrong("That is the percentage; a share between 0 and 1 is expected.")
    if math.isclose(given * _HUNDRED, wanted, rel_tol=1e-3):
        return _wrong("That is the share; a percentage is expected.")
    return _wrong(f"Your number is too {'high' if given > wanted else 'low'}.")


def _singles(value: Any, expected: Any, _: Rules) -> Comparison:  # noqa: ANN401
    """Compare texts and dates."""
    several = _is_collection(value) or _is_mapping(value) or tables.is_table(value)
    if several or value is None:
        return _other_type(value, "a single value")
    if isinstance(expected, str) and isinstance(scalar(value), bool | int | float):
        return _other_type(value, "a text (in quotes)")
    if key(value) == key(expected):
        return Comparison(right=True)
    return _wrong(f"It is not “{as_written(value)}”.")


def _is_mapping(value: Any) -> bool:  # noqa: ANN401
    """Tell a dict, or a column whose rows have names."""
    if tables.is_table(value):
        return bool(value.ndim == 1) and not _numbered(value)
    return hasattr(value, "items")


def _is_collection(value: Any) -> bool:  # noqa: ANN401
    """Tell a list, a set, an array, or a column whose rows have only numbers."""
    if tables.is_table(value):
        return bool(value.ndim == 1) and _numbered(value)
    plain = not isinstance(value, str | bytes) and not hasattr(value, "items")
    return plain and hasattr(value, "__iter__") and hasattr(value, "__len__")


def _numbered(column: pd.Series[Any]) -> bool:
    """Tell whether the rows of a column are only numbered."""
    import pandas as pd

    index = column.index
    return index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index)


def _column(name: object) -> str:
    """Fold the name of a column."""
    return fold(str(name)).replace("_", " ")


def _counted(names: list[str], noun: str) -> str:
    """Write one or several names after their noun."""
    return f"{noun}{'s' if len(names) > 1 else ''} {', '.join(names)}"
