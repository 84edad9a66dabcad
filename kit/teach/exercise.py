"""`exercise`: the tasks of the course, which are written in `exercises/NN.toml`.

Why a file beside the notebooks, and not cells in them, is told in
docs/decisions/0020-exercises-in-toml.md.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.errors import DataError, UsageError
from kit.record.nearest import did_you_mean
from kit.teach import sealed
from kit.teach.session import exporting, publish

if TYPE_CHECKING:
    from types import UnionType

    from kit.record import Record

FOLDER: Final = "exercises"
MOST_HINTS: Final = 3
_TYPES: Final[dict[str, type | UnionType]] = {  # what is not named here is a text
    "minutes": int,
    "objective": int,
    "tolerance": int | float,
    "ordered": bool,
    "hints": list,
    "mistakes": list,
}
_SOLUTION: Final = (
    "The solution stands in the instructor's edition of this notebook, in the cell after the "
    "exercise."
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer that is often given, as an expression, and what to say to it."""

    answer: str
    says: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """A task with its answer.

    `objective` is which of the notebook's objectives it practises, counted from 1.
    `answer` is a Python expression over `record` (and `pd`). `tolerance` is how
    far a number may be off; `ordered` says that the order of a list matters.
    """

    name: str
    task: str
    answer: str
    expects: str = ""
    minutes: int = 0
    objective: int = 0
    hints: tuple[str, ...] = ()
    why: str = ""
    solution: str = _SOLUTION
    mistakes: tuple[Mistake, ...] = ()
    tolerance: float = 0.0
    ordered: bool = False
    file: str = ""

    def expected(self) -> Any:  # noqa: ANN401  whatever the task asks for
        """Compute the right answer from the record.

        Returns
        -------
        object
            The value of `answer`.

        Raises
        ------
        DataError
            When the expression fails.
        """
        return self._value(self.answer)

    def mistake_for(self, same: Any) -> Mistake | None:  # noqa: ANN401  a function of a value
        """Find the known mistake that a student has made.

        Parameters
        ----------
        same : callable
            Tells whether the student's value equals the one it is given.

        Returns
        -------
        Mistake or None
            The first that fits.
        """
        return next((m for m in self.mistakes if same(self._value(m.answer))), None)

    def _value(self, expression: str) -> Any:  # noqa: ANN401  whatever it gives
        """Compute an expression of the exercise file, which is the course's own."""
        import pandas as pd

        try:
            return eval(expression, {"record": _record(), "pd": pd})  # noqa: S307  the course's own file
        except Exception as error:
            raise DataError(
                f"The answer to exercise {self.name} cannot be computed "
                f"({type(error).__name__}: {error})",
                where=self.file,
                mend="Mend the expression; it may use record and pd",
            ) from error


def exercise(name: str) -> None:
    """Show an exercise: its task, the kind of answer expected, the minutes.

    Parameters
    ----------
    name : str
        Its name, such as "06.2".

    Raises
    ------
    UsageError
        When there is no such exercise; the message names the nearest.
    """
    found = find(name)
    if exporting():
        payload = {
            "name": found.name,
            "task": found.task,
            "expects": found.expects,
            "minutes": found.minutes,
            "hints": list(found.hints),
        }
        publish({mime.EXERCISE: payload, "text/plain": f"Exercise {name}: {found.task}"})
        return
    import htpy as h

    from kit.teach import live

    minutes = f"About {found.minutes} minutes. " if found.minutes else ""
    expects = f"Expected: {found.expects}. " if found.expects else ""
    shown = live.page(
        h.div(".kit-say")[
            h.div(".kit-title")[f"Exercise {name}"],
            live.prose(found.task),
            h.p(".kit-soft")[
                f"{minutes}{expects}",
                "Check it with ",
                h.code[f'kit.check("{name}", …)'],
                " as often as you like.",
            ],
        ]
    )
    publish({"text/html": shown, "text/plain": f"Exercise {name}: {found.task}"})


def find(name: str) -> Exercise:
    """Find an exercise by its name.

    Parameters
    ----------
    name : str
        Such as "06.2".

    Returns
    -------
    Exercise
        From the folder `exercises` beside the notebook, or else the course's own.

    Raises
    ------
    UsageError
        When there is none; the message names the nearest.
    """
    if not isinstance(name, str):
        raise UsageError(
            f"The name of an exercise is a text, and {name!r} is not",
            mend='Write it in quotes, such as "06.2"',
        )
    for folder in _folders():
        file = folder / f"{name.partition('.')[0]}.toml"
        # Where it is to be expected: only that file then decides what the notebook shows.
        found = [each for each in _listed(file) if each.name == name]
        if len(found) == 1:
            return found[0]
    known = every()
    if name not in known:
        raise UsageError(
            f"There is no exercise '{name}'{did_you_mean(name, known)}",
            mend="The task above names the exercise" if known else "The course has none yet",
        )
    return known[name]


def every() -> dict[str, Exercise]:
    """List the exercises that a notebook can use.

    Returns
    -------
    dict of str to Exercise
        By name: those beside the notebook, and the course's own.
    """
    beside, course = _folders()
    return {**read_folder(course), **read_folder(beside)}


def _folders() -> tuple[Path, Path]:
    """Return the folders of the exercises beside the notebook, and of the course's own."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_course" / "notebooks"
    course = shipped if shipped.is_dir() else package.parent / "notebooks"
    return Path.cwd() / FOLDER, course / FOLDER


def _listed(file: Path) -> list[Exercise]:
    """Read the exercises of a file, none when it is not there."""
    return read_file(file) if file.is_file() else []


def read_folder(folder: Path) -> dict[str, Exercise]:
    """Read every exercise of a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Holds `NN.toml` files; it need not exist.

    Returns
    -------
    dict of str to Exercise
        By name.

    Raises
    ------
    DataError
        When a file cannot be read, or an exercise lacks what it needs.
    """
    found: dict[str, Exercise] = {}
    for file in sorted(folder.glob("*.toml")):
        for exercise_found in read_file(file):
            if exercise_found.name in found:
                raise DataError(
                    f"The exercise {exercise_found.name} is there twice",
                    where=str(file),
                    mend="Give each its own name",
                )
            found[exercise_found.name] = exercise_found
    return found


def read_file(file: Path) -> list[Exercise]:
    """Read the exercises of one file.

    Parameters
    ----------
    file : pathlib.Path
        A TOML file with one `[[exercise]]` table each.

    Returns
    -------
    list of Exercise
        In the file's order.

    Raises
    ------
    DataError
        When it cannot be read, or an exercise lacks what it needs.
    """
    try:
        status = file.stat()
        return list(_entries(file, status.st_mtime_ns, status.st_size))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(
            f"The exercises cannot be read: {error}",
            where=str(file),
            mend="Mend the file there, or put back the one that came with the course",
        ) from error


@lru_cache(maxsize=256)
def _entries(file: Path, _time: int, _size: int) -> tuple[Exercise, ...]:
    """Read a file once for each state of it: every check asks for all exercises."""
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("exercise", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise DataError(
            "The exercises are not written one after another",
            where=str(file),
            mend="Begin each with the line [[exercise]]",
        )
    return tuple(_read(entry, str(file)) for entry in entries)


def _read(entry: dict[str, Any], file: str) -> Exercise:
    """Read one exercise, and refuse what is missing or misspelt."""
    place = f"{file}, exercise {entry.get('name', '?')}"
    if sealed.FIELD in entry:
        entry = sealed.opened(entry, where=place)
    known = {field.name for field in fields(Exercise)} - {"file"}
    for key in entry:
        if key not in known:
            raise DataError(
                f"'{key}' is not a field of an exercise{did_you_mean(key, known)}", where=place
            )
    for key in ("name", "task", "answer"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise DataError(f"An exercise lacks its {key}", where=place, mend=f'Add {key} = "…"')
    for key, value in entry.items():
        if not isinstance(value, _TYPES.get(key, str)):
            raise DataError(f"The {key} of an exercise cannot be {value!r}", where=place)
    hints = tuple(entry.get("hints", ()))
    if len(hints) > MOST_HINTS:
        raise DataError(
            f"An exercise has {len(hints)} hints", where=place, mend="Keep three at most"
        )
    try:
        mistakes = tuple(Mistake(**mistake) for mistake in entry.get("mistakes", ()))
    except TypeError as error:
        raise DataError("A mistake needs answer and says, and nothing else", where=place) from error
    return Exercise(**{**entry, "hints": hints, "mistakes": mistakes, "file": file})


def _record() -> Record:
    """Load the record afresh, for `kit verify` may have lifted a lead since the last check."""
    from kit.record import load

    return load()
