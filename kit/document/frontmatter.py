"""What a notebook says about itself in its metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kit import __version__
from kit.document import markdown
from kit.document.blocks import Meta
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.document.sources import Citing


def read(front: Mapping[str, Any], *, title: str, name: str, record: Citing) -> Meta:
    """Read a notebook's front matter, the object `kit` in its metadata.

    Parameters
    ----------
    front : mapping
        The object, untrusted.
    title : str
        The title that the notebook's first heading gives.
    name : str
        The notebook's file name without the ending.
    record : Citing
        The record whose version and hash are printed as provenance.

    Returns
    -------
    Meta
        Title, minutes, questions, objectives, key points and provenance.

    Raises
    ------
    NotebookError
        When a field has the wrong type.
    """
    minutes = front.get("minutes", {})
    if not isinstance(minutes, dict):
        raise _front_matter_error("minutes", "an object", name)
    return Meta(
        title=title,
        name=name,
        lang=_string(front, "lang", name) or "en",
        subtitle=_string(front, "subtitle", name),
        date=record.newest_source_date,
        teach_minutes=_minutes(minutes, "teach", name),
        practise_minutes=_minutes(minutes, "practise", name),
        questions=_strings(front, "questions", name),
        objectives=_strings(front, "objectives", name),
        key_points=tuple(map(markdown.inline, _strings(front, "key_points", name))),
        audience=_string(front, "audience", name),
        marking=_string(front, "marking", name),
        provenance=(
            ("Record", f"version {record.version}"),
            ("Data", f"sha256 {record.sha256}"),
            ("Newest source", record.newest_source_date),
            ("Made with", f"ict-outcomes-kit {__version__}"),
        ),
    )


def _front_matter_error(field: str, expected: str, name: str) -> NotebookError:
    """Say what is wrong with a field of the front matter."""
    return NotebookError(
        f"The front matter's {field!r} is not {expected}",
        where=f"{name}.ipynb, metadata.kit",
        mend="Mend it in JupyterLab's property inspector",
    )


def _string(front: Mapping[str, Any], field: str, name: str) -> str:
    """Read text from the front matter."""
    value = front.get(field, "")
    if not isinstance(value, str):
        raise _front_matter_error(field, "text", name)
    return value


def _strings(front: Mapping[str, Any], field: str, name: str) -> tuple[str, ...]:
    """Read a list of texts from the front matter."""
    values = front.get(field, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _front_matter_error(field, "a list of texts", name)
    return tuple(values)


def _minutes(minutes: Mapping[str, Any], field: str, name: str) -> int:
    """Read a number of minutes from the front matter."""
    value = minutes.get(field, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _front_matter_error(f"minutes.{field}", "a whole number", name)
    return value
