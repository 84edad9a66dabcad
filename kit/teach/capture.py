"""Everything that a call shows: what it displays, prints and returns, in order.

An output is a dict as nbformat writes it. The same capture serves a live
explorer and an export, so that both show the same.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.teach import tables
from kit.teach.session import formatter_of, this_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from IPython.core.interactiveshell import InteractiveShell

Output = dict[str, Any]

_ADDRESS: Final = re.compile(r" at 0x[0-9a-fA-F]{6,}")
_RICHEST: Final = (
    mime.EXPLORER,
    mime.QUIZ,
    mime.EXERCISE,
    mime.FIGURE,
    mime.NOTE,
    mime.TABLE,
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/html",
    "text/latex",
    "text/plain",
)


def call(function: Callable[..., object], values: Mapping[str, object]) -> list[Output]:
    """Call a function and record what it shows.

    Parameters
    ----------
    function : callable
        The author's function. A text that it returns is Markdown; of a tuple,
        each member is shown; None shows nothing.
    values : mapping of str to object
        The keyword arguments.

    Returns
    -------
    list of dict
        The outputs in the order in which they came, as nbformat writes them.

    Raises
    ------
    UsageError
        When no notebook is running.
    """
    shell = this_shell()
    outputs: list[Output] = []
    with _recording(shell, outputs), _closing_figures() as open_figures:
        returned = function(**values)
        for thing in returned if isinstance(returned, tuple) else (returned,):
            _show(shell, thing)
        for figure in open_figures():
            if not _is_member(figure, returned):
                _show(shell, figure)
    return outputs


def richest(output: Output) -> Output:
    """Keep only the richest form that an export can use.

    Parameters
    ----------
    output : dict
        An output as nbformat writes it.

    Returns
    -------
    dict
        The output with one MIME type left, free of memory addresses.
    """
    if output["output_type"] != "display_data":
        return output
    data = output["data"]
    kept = next((media for media in _RICHEST if media in data), None)
    if kept is None:
        return output
    value = data[kept]
    if kept == "text/plain":
        value = _ADDRESS.sub("", value)
    metadata = output["metadata"]
    return {**output, "data": {kept: value}, "metadata": metadata}


@lru_cache(maxsize=1)
def _recorder_of(shell: InteractiveShell) -> Any:  # noqa: ANN401  of a class that is made below
    """Make what records the displays of a shell, once IPython is there; making it costs."""
    from IPython.core.displaypub import DisplayPublisher

    class Recorder(DisplayPublisher):
        """Adds what is displayed to the outputs."""

        outputs: list[Output]
        places: dict[str, int]  # where in the outputs each display that has a name stands

        def publish(
            self,
            data: dict[str, Any],
            metadata: dict[str, Any] | None = None,
            source: object = None,  # noqa: ARG002
            *,
            transient: dict[str, Any] | None = None,
            update: bool = False,
            **_: object,
        ) -> None:
            """Record a display, or the update of one."""
            output: Output = {
                "output_type": "display_data",
                "data": _text_of_bytes(data),
                "metadata": metadata or {},
            }
            name = (transient or {}).get("display_id")
            if update and name in self.places:
                self.outputs[self.places[name]] = output
                return
            if name is not None:
                self.places[name] = len(self.outputs)
            self.outputs.append(output)

        def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
            """Forget what was recorded."""
            self.outputs.clear()
            self.places.clear()

    recorder = Recorder(parent=shell)  # type: ignore[no-untyped-call]
    recorder.outputs, recorder.places = [], {}
    return recorder


@contextmanager
def _recording(shell: InteractiveShell, outputs: list[Output]) -> Iterator[None]:
    """Send what is displayed and printed to a list of outputs."""
    recorder = _recorder_of(shell)
    outer = recorder.outputs, recorder.places
    recorder.outputs, recorder.places = outputs, {}
    formatters = formatter_of(shell).formatters
    publisher, tables_known = shell.display_pub, mime.TABLE in formatters
    if not tables_known:
        formatters[mime.TABLE] = tables.formatter(shell)
    shell.display_pub = recorder
    try:
        with (
            redirect_stdout(_Printed("stdout", outputs)),
            redirect_stderr(_Printed("stderr", outputs)),
        ):
            yield
    finally:
        shell.display_pub = publisher
        recorder.outputs, recorder.places = outer
        if not tables_known:
            del formatters[mime.TABLE]


class _Printed(io.TextIOBase):
    """A stream whose text joins the outputs."""

    def __init__(self, name: str, outputs: list[Output]) -> None:
        super().__init__()
        self._name, self._outputs = name, outputs

    def writable(self) -> bool:
        """Accept text."""
        return True

    def write(self, text: str) -> int:
        """Add text to the last output where it is of this stream, or make a new one."""
        last = self._outputs[-1] if self._outputs else {}
        if last.get("output_type") == "stream" and last.get("name") == self._name:
            last["text"] += text
        elif text:
            self._outputs.append({"output_type": "stream", "name": self._name, "text": text})
        return len(text)


@contextmanager
def _closing_figures() -> Iterator[Callable[[], list[object]]]:
    """Give the matplotlib figures that were made inside, and close them in the end."""
    before = set(_figure_numbers())

    def made() -> list[object]:
        return [_pyplot().figure(number) for number in _figure_numbers() if number not in before]

    try:
        yield made
    finally:
        for figure in made():
            _pyplot().close(figure)


def _pyplot() -> Any:  # noqa: ANN401  the module, where it is loaded
    """Return matplotlib's state machine if anybody has loaded it."""
    return sys.modules.get("matplotlib.pyplot")


def _figure_numbers() -> list[int]:
    """List the open figures."""
    return list(_pyplot().get_fignums()) if _pyplot() else []


def _is_member(figure: object, returned: object) -> bool:
    """Tell whether a figure was returned, and so has been shown."""
    things = returned if isinstance(returned, tuple) else (returned,)
    return any(thing is figure or getattr(thing, "figure", None) is figure for thing in things)


def _show(shell: InteractiveShell, thing: Any) -> None:  # noqa: ANN401  whatever an author returns
    """Display what a function returned."""
    if thing is None:
        return
    if isinstance(thing, str):
        shell.display_pub.publish({"text/markdown": thing, "text/plain": thing})
        return
    if tables.is_table(thing):
        written = tables.resource(thing)
        size = f"Table of {len(written['data'])} rows"
        shell.display_pub.publish({mime.TABLE: written, "text/plain": size})
        return
    data, metadata = formatter_of(shell).format(thing)  # type: ignore[no-untyped-call]
    if data:
        shell.display_pub.publish(data, metadata)


def _text_of_bytes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Write binary images as base64, as a notebook file does."""
    import base64

    return {
        media: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for media, value in data.items()
    }
