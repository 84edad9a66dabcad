"""The answer of an exercise, out of plain sight: so that who opens the file does not see it.

A seal is a curtain and no lock. Why nothing stronger would hold is told in
docs/decisions/0041-the-students-edition.md.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Final

from kit.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELD: Final = "sealed"
# What a student may read before answering; all else is behind the seal.
OPEN: Final = ("name", "objective", "task", "expects", "minutes")


def closed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Put everything that answers an exercise behind a seal.

    Parameters
    ----------
    entry : mapping
        An exercise as its file has it.

    Returns
    -------
    dict
        What a student may read, and the rest as one sealed text.

    Examples
    --------
    >>> sorted(closed({"name": "06.1", "task": "Count.", "answer": "7"}))
    ['name', 'sealed', 'task']
    """
    if FIELD in entry:
        return dict(entry)
    hidden = {key: value for key, value in entry.items() if key not in OPEN}
    written = json.dumps(hidden, ensure_ascii=False, sort_keys=True)
    seal = base64.b64encode(written.encode()).decode("ascii")
    return {**{key: entry[key] for key in OPEN if key in entry}, FIELD: seal}


def opened(entry: Mapping[str, Any], *, where: str) -> dict[str, Any]:
    """Open the seal of an exercise.

    Parameters
    ----------
    entry : mapping
        An exercise as `closed` gives it.
    where : str
        The place, for the error.

    Returns
    -------
    dict
        The exercise with all its fields.

    Raises
    ------
    DataError
        When the seal is damaged.

    Examples
    --------
    >>> opened(closed({"name": "06.1", "answer": "7"}), where="06.toml")
    {'name': '06.1', 'answer': '7'}
    """
    rest = {key: value for key, value in entry.items() if key != FIELD}
    try:
        rest.update(json.loads(base64.b64decode(entry[FIELD], validate=True)).items())
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(
            "The sealed answer cannot be read",
            where=where,
            mend="Get the file again from where the notebooks came from",
        ) from error
    return rest
