"""What a front end would keep of a running notebook: outputs, displays and widgets.

The rules are those of the Jupyter messaging protocol: streams, displays with an
identifier that can be updated, clearing at once or with the next output, and
output captured by an `ipywidgets.Output` while it is entered.
"""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kit.build.normal import model_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kit.build.normal import Output

_WIDGET = "jupyter.widget"
_OUTPUT_MODEL = "OutputModel"


@dataclass(slots=True)
class _Sink:
    """A place where outputs gather: a cell, or an Output widget."""

    outputs: list[Output] = field(default_factory=list)
    clears_next: bool = False


class Recorder:
    """Keeps the outputs of the cell that runs and the state of every widget.

    Parameters
    ----------
    limit : int
        Bytes of output that the notebook may write.
    on_text : callable
        Is told every text that is written to a stream.
    on_overflow : callable
        Is called when the limit has been passed.

    Attributes
    ----------
    lock : threading.RLock
        Is held while anything is recorded.
    before : callable
        Is called before anything but a stream is recorded, so that what was
        written earlier comes earlier.
    """

    def __init__(
        self, limit: int, on_text: Callable[[str], None], on_overflow: Callable[[], None]
    ) -> None:
        self.lock = threading.RLock()
        self.before: Callable[[], None] = _nothing
        self.models: dict[str, dict[str, Any]] = {}
        self._cell = _Sink()
        self._captures: dict[str, _Sink] = {}
        self._entered: list[str] = []
        self._displays: dict[str, list[Output]] = {}
        self._buffers: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
        self._left = limit
        self._on_text = on_text
        self._on_overflow = on_overflow

    def begin(self) -> list[Output]:
        """Begin a cell.

        Returns
        -------
        list of dict
            The list to which the outputs of the cell will be added.
        """
        with self.lock:
            self._cell = _Sink()
            return self._cell.outputs

    def stream(self, name: str, text: str) -> None:
        """Add text written to a stream.

        Parameters
        ----------
        name : {"stdout", "stderr"}
            The stream.
        text : str
            What was written.
        """
        with self.lock:
            self._spend(len(text))
            self._on_text(text)
            outputs = self._ready().outputs
            last = outputs[-1] if outputs else None
            if last and last["output_type"] == "stream" and last["name"] == name:
                last["text"].append(text)
            else:
                outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def add(self, output: Output, display: str | None = None) -> None:
        """Add an output that is not a stream.

        Parameters
        ----------
        output : dict
            As nbformat 4 writes it.
        display : str, optional
            The identifier under which it can be updated.
        """
        with self.lock:
            self.before()
            self._spend(sum(map(_weight, output.get("data", {}).values())))
            if display:
                self.update(display, output["data"], output["metadata"])
                self._displays.setdefault(display, []).append(output)
            self._ready().outputs.append(output)

    def update(self, display: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Change every output shown under an identifier.

        Parameters
        ----------
        display : str
            The identifier.
        data, metadata : dict
            What the outputs now hold.
        """
        with self.lock:
            for output in self._displays.get(display, []):
                output["data"], output["metadata"] = data, metadata

    def clear(self, *, wait: bool) -> None:
        """Clear the outputs.

        Parameters
        ----------
        wait : bool
            Whether to do so only when the next output comes.
        """
        with self.lock:
            self.before()
            sink = self._sink()
            if wait:
                sink.clears_next = True
            else:
                sink.outputs.clear()

    def comm_open(self, model: str, target: str, state: dict[str, Any]) -> None:
        """Record a new widget model.

        Parameters
        ----------
        model : str
            Its identifier.
        target : str
            What the comm is for; only widgets are recorded.
        state : dict
            Its first state.
        """
        if target == _WIDGET and "_model_module" in state:
            with self.lock:
                self.models[model] = dict(state)

    def comm_state(self, model: str, state: dict[str, Any]) -> None:
        """Record what changed in the state of a widget model.

        Parameters
        ----------
        model : str
            Its identifier.
        state : dict
            The values that changed.
        """
        with self.lock:
            known = self.models.get(model)
            if known is None:
                return
            known.update(state)
            if known.get("_model_name") != _OUTPUT_MODEL:
                return
            if "outputs" in state:
                self._capture(model).outputs[:] = list(state["outputs"])
            if "msg_id" in state:
                self.before()
                self._entered = [entered for entered in self._entered if entered != model]
                if state["msg_id"]:
                    self._entered.append(model)

    def comm_buffers(
        self, model: str, paths: Sequence[Sequence[Any]], buffers: Sequence[bytes]
    ) -> None:
        """Record binary parts of a widget model's state.

        Parameters
        ----------
        model : str
            Its identifier.
        paths : sequence of sequences
            Where in the state each part belongs.
        buffers : sequence of bytes
            The parts.
        """
        with self.lock:
            kept = self._buffers.setdefault(model, {})
            for path, part in zip(paths, buffers, strict=True):
                encoded = base64.b64encode(part).decode("ascii")
                kept[tuple(path)] = {"encoding": "base64", "path": list(path), "data": encoded}

    def captured(self) -> dict[str, list[Output]]:
        """Return what each Output widget has captured, by its identifier."""
        with self.lock:
            return {model: joined(sink.outputs) for model, sink in self._captures.items()}

    def widgets(self) -> dict[str, Any]:
        """Return the state of every widget, as notebook metadata keeps it."""
        with self.lock:
            for model, outputs in self.captured().items():
                self.models[model]["outputs"] = outputs
            return {
                model: {
                    "model_name": state.get("_model_name"),
                    "model_module": state.get("_model_module"),
                    "model_module_version": state.get("_model_module_version"),
                    "state": state,
                    **(
                        {"buffers": list(self._buffers[model].values())}
                        if model in self._buffers
                        else {}
                    ),
                }
                for model, state in self.models.items()
            }

    def next_model(self) -> str:
        """Return a name for a new widget model, the same in every run."""
        return model_name(len(self.models) + 1)

    def _capture(self, model: str) -> _Sink:
        """Return the sink of an Output widget."""
        return self._captures.setdefault(model, _Sink())

    def _sink(self) -> _Sink:
        """Return where outputs go now."""
        return self._capture(self._entered[-1]) if self._entered else self._cell

    def _ready(self) -> _Sink:
        """Return where outputs go now, cleared if that was asked for."""
        sink = self._sink()
        if sink.clears_next:
            sink.outputs.clear()
            sink.clears_next = False
        return sink

    def _spend(self, count: int) -> None:
        """Count output against the limit."""
        self._left -= count
        if self._left < 0:
            self._on_overflow()


def joined(outputs: list[Output]) -> list[Output]:
    """Return outputs whose stream texts are one string each.

    Parameters
    ----------
    outputs : list of dict
        As the recorder keeps them, in pieces.

    Returns
    -------
    list of dict
        As nbformat 4 writes them.
    """
    return [
        {**output, "text": "".join(output["text"])} if output["output_type"] == "stream" else output
        for output in outputs
    ]


def _weight(value: object) -> int:
    """Estimate the size of one representation."""
    return len(value) if isinstance(value, str | bytes) else 0


def _nothing() -> None:
    """Do nothing."""
