"""The one family of errors: each says what happened, where, and how to mend it."""

from __future__ import annotations


class KitError(Exception):
    """Something a user can mend.

    Parameters
    ----------
    what : str
        What happened, as a sentence without its full stop.
    where : str
        The place: a file, a row, a cell. Empty when there is none.
    mend : str
        What to do about it, as a sentence without its full stop.

    Examples
    --------
    >>> print(KitError("No such notebook", where="notebooks/99.ipynb", mend="Check the name"))
    No such notebook (notebooks/99.ipynb). Check the name.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.what = what
        self.where = where
        self.mend = mend

    def __reduce__(self) -> tuple[object, ...]:
        """Let an error travel from one process to another."""
        return _restored, (type(self), self.what, self.where, self.mend)

    def __str__(self) -> str:
        """Return the whole message as one paragraph."""
        place = f" ({self.where})" if self.where else ""
        remedy = f" {self.mend}." if self.mend else ""
        return f"{self.what}{place}.{remedy}"

    def _render_traceback_(self) -> list[str]:
        """Let a notebook show the sentence instead of a traceback; IPython asks for this."""
        return [str(self)]


class UsageError(KitError):
    """A command or a function was called in a way that cannot work."""

    exit_code = 2


class DataError(KitError):
    """A table of the record breaks a rule of its schema."""


class NotebookError(KitError):
    """A notebook cannot be read, or a cell of it cannot become part of a document."""


class ExecutionError(KitError):
    """A cell failed, ran too long or used too much memory."""


class RenderError(KitError):
    """A document cannot be rendered as it stands."""


class OutputError(KitError):
    """A file cannot be written."""


def _restored(kind: type[KitError], what: str, where: str, mend: str) -> KitError:
    """Make an error again from its parts."""
    return kind(what, where=where, mend=mend)
