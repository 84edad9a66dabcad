"""`explore`: something a reader can choose among, live and in every export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from kit import mime
from kit.errors import UsageError
from kit.teach import controls as reading
from kit.teach import states
from kit.teach.session import exporting, publish, this_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Function = Callable[..., object]
    InPrint = Literal["first", "all"] | Mapping[str, object]


def explore(
    function: Function | None = None,
    /,
    *,
    title: str = "",
    in_print: InPrint = "first",
    text_filter: bool = False,
    **controls: object,
) -> Callable[[Function], Function] | None:
    """Show an explorer: what a function gives, for each choice a reader makes.

    Live, the controls are widgets and the function runs at each choice. In an
    export every state is computed and carried along, so that decks and pages
    stay alive without a server; in print, the states named by `in_print` stand.

    Parameters
    ----------
    function : callable, optional
        Takes one keyword argument for each control. What it returns is shown: a
        text is Markdown, a DataFrame a table, of a tuple each member; what it
        displays and prints is shown too. Without a function, a decorator is
        returned that shows the explorer and gives the function back.
    title : str
        What stands above; the function's name, as words, if not given.
    in_print : {"first", "all"} or mapping
        Which states a printed export shows: the first, all, or those with the
        values given by control, such as {"year": [2018, 2021]}.
    text_filter : bool
        Whether to add a box that keeps only the table rows with a given text.
    **controls : list, tuple, dict, range, bool, Series or callable
        What a reader can choose, one to four, by the name of the function's
        parameter. A dict gives label and value; a record's column its values
        once; a function gives the choices for the values of earlier controls,
        which are its parameters. A default in the function's signature is what
        is chosen first.

    Returns
    -------
    callable or None
        The decorator, when no function was given.

    Raises
    ------
    UsageError
        When the controls do not fit the function, or an export would carry more
        than 400 states or 300 KB.
    ExecutionError
        When the function fails for a state of an export.

    Examples
    --------
    In a cell, three lines are enough::

        @explore(year=[2018, 2019, 2020])
        def votes_of(year):
            return record.votes[record.votes.year == year]
    """
    if function is None:

        def decorate(decorated: Function) -> Function:
            explore(decorated, title=title, in_print=in_print, text_filter=text_filter, **controls)
            return decorated

        return decorate
    this_shell()
    if not callable(function):
        raise UsageError(
            f"An explorer shows what a function gives, and {function!r} is not a function",
            mend="Give the function's name, without quotes and parentheses",
        )
    read = reading.read(function, controls)
    plan = states.Plan(title or _title(function), function, read, text_filter=text_filter)
    if exporting():
        payload = states.payload(plan, in_print)
        publish({mime.EXPLORER: payload, "text/plain": _in_words(payload)})
    else:
        from kit.teach import explorer_live

        explorer_live.show(plan)
    return None


def _title(function: Function) -> str:
    """Make a title of a function's name."""
    name = getattr(function, "__name__", "").strip("_<>")
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:] if words and words != "lambda" else "Explorer"


def _in_words(payload: Mapping[str, Any]) -> str:
    """Describe an explorer for a reader who has only plain text."""
    choices = "; ".join(
        f"{control['label']}: {', '.join(control['options'])}" for control in payload["controls"]
    )
    return f"Explorer “{payload['title']}”. {choices}."
