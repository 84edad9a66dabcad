"""What a notebook says about itself in its metadata."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kit import __version__
from kit.document import markdown
from kit.document.blocks import Inline, Meta
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.document.sources import Citing


_MOST_MINUTES: Final = 24 * 60
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read(metadata: Mapping[str, Any], *, heading: str, name: str, record: Citing) -> Meta:
    """Read a notebook's front matter, the object `kit` in its metadata.

    Parameters
    ----------
    metadata : mapping
        The notebook's metadata, untrusted.
    heading : str
        The title that the notebook's first heading gives. A title in the front
        matter, or else in the metadata as JupyterLab keeps it, goes before it.
    name : str
        The notebook's file name without the ending; the last resort for a title.
    record : Citing
        The record whose version and hash are printed as provenance.

    Returns
    -------
    Meta
        Title, minutes, questions, objectives, key points and provenance.

    Raises
    ------
    NotebookError
        When a field has the wrong type, or a key point's Markdown cannot be read.
    """
    front = metadata.get("kit", {})
    if not isinstance(front, dict):
        raise _front_matter_error("kit", "an object", name)
    minutes = front.get("minutes", {})
    if not isinstance(minutes, dict):
        raise _front_matter_error("minutes", "an object", name)
    titles = (_string(front, "title", name), _string(metadata, "title", name), heading, name)
    return Meta(
        title=next((title.strip() for title in titles if title.strip()), name),
        name=name,
        lang=_language(front, name),
        subtitle=_string(front, "subtitle", name),
        date=_newest_date(record),
        teach_minutes=_minutes(minutes, "teach", name),
        practise_minutes=_minutes(minutes, "practise", name),
        questions=_strings(front, "questions", name),
        objectives=_strings(front, "objectives", name),
        key_points=_phrases(front, "key_points", name),
        audience=_string(front, "audience", name),
        marking=_string(front, "marking", name),
        provenance=(
            ("Record", f"version {record.version}"),
            ("Data", f"sha256 {record.sha256}"),
            ("Newest source", _newest_date(record)),
            ("Made with", f"ict-outcomes-kit {__version__}"),
        ),
    )


@lru_cache(maxsize=1)
def _newest_date(record: Citing) -> str:
    """Ask a record once, for it looks through all its sources, and never changes."""
    return record.newest_source_date


def _front_matter_error(field: str, expected: str, name: str) -> NotebookError:
    """Say what is wrong with a field of the front matter."""
    return NotebookError(
        f"The front matter's {field!r} is not {expected}",
        where=f"{name}.ipynb, metadata.kit",
        mend="Mend it in JupyterLab's property inspector",
    )


def _language(front: Mapping[str, Any], name: str) -> str:
    """Read the language as a tag of BCP 47; English when none is stated."""
    lang = _string(front, "lang", name) or "en"
    if not _LANGUAGE.fullmatch(lang):
        raise _front_matter_error("lang", 'the tag of a language, such as "en" or "pt-BR"', name)
    return lang


def _phrases(front: Mapping[str, Any], field: str, name: str) -> tuple[tuple[Inline, ...], ...]:
    """Read a list of inline Markdown."""
    try:
        return tuple(map(markdown.inline, _strings(front, field, name)))
    except NotebookError as error:
        where = error.where or f"{name}.ipynb, metadata.kit, {field}"
        raise NotebookError(error.what, where=where, mend=error.mend) from error


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
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_MINUTES:
        raise _front_matter_error(f"minutes.{field}", "a whole number of minutes in a day", name)
    return value
