"""What `kit.teach` hands over in an output (see `kit.mime`), to blocks.

A payload comes from a notebook, so every field is checked before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.document import dataresource, images, markdown
from kit.document.blocks import (
    Block,
    Callout,
    Choice,
    Control,
    Exercise,
    Explorer,
    Figure,
    Inline,
    Quiz,
    Text,
)
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Reader = Callable[[Sequence[object]], tuple[Block, ...]]

MOST_STATES: Final = 400
MOST_CONTROLS: Final = 4
_MEND: Final = "Make it with explore, quiz, exercise or figure of this kit's release"
_QUIZZES: Final = ("single", "multiple", "ordering", "match", "text")
_CONTROLS: Final = ("choice", "range", "switch")


def block(media: str, payload: object, read_outputs: Reader) -> Block:
    """Turn a payload into a block.

    Parameters
    ----------
    media : str
        Its MIME type, one of those in `kit.mime`.
    payload : object
        The JSON, untrusted.
    read_outputs : callable
        Reads the outputs of an explorer's view into blocks.

    Returns
    -------
    Block
        An `Explorer`, `Quiz`, `Exercise`, `Figure` or `Callout`.

    Raises
    ------
    NotebookError
        When a field is missing or not what `kit.mime` says.
    """
    fields = _Fields(payload, media)
    match media:
        case mime.EXPLORER:
            return _explorer(fields, read_outputs)
        case mime.QUIZ:
            return _quiz(fields)
        case mime.EXERCISE:
            return _exercise(fields)
        case mime.FIGURE:
            return _figure(fields)
        case _:
            return Callout("live", (Text("In the notebook"),), markdown.blocks(fields.text("text")))


class _Fields:
    """The fields of a JSON object, each read with its type."""

    def __init__(self, payload: object, media: str) -> None:
        self.media = media
        if not isinstance(payload, dict):
            raise self.error("is not an object")
        self.payload: dict[str, Any] = payload

    def error(self, complaint: str) -> NotebookError:
        """Say what is wrong with the payload."""
        return NotebookError(f"An output of type {self.media} {complaint}", mend=_MEND)

    def text(self, name: str, default: str | None = None) -> str:
        """Read characters."""
        value = self.payload.get(name, default)
        if not isinstance(value, str):
            raise self.error(f"has no text {name!r}")
        return value

    def inline(self, name: str) -> tuple[Inline, ...]:
        """Read inline Markdown; absent means empty."""
        return markdown.inline(self.text(name, ""))

    def number(self, name: str) -> int:
        """Read a whole number of zero or more; absent means zero."""
        value = self.payload.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.error(f"has no whole number {name!r}")
        return value

    def flag(self, name: str) -> bool:
        """Read a truth value; absent means false."""
        value = self.payload.get(name, False)
        if not isinstance(value, bool):
            raise self.error(f"has no truth value {name!r}")
        return value

    def one_of(self, name: str, allowed: Sequence[str]) -> Any:  # noqa: ANN401  a Literal to its caller
        """Read a word of a closed vocabulary."""
        value = self.text(name)
        if value not in allowed:
            raise self.error(f"has {value!r} as {name!r}, not one of {', '.join(allowed)}")
        return value

    def items(self, name: str) -> list[object]:
        """Read a list; absent means empty."""
        value = self.payload.get(name, [])
        if not isinstance(value, list):
            raise self.error(f"has no list {name!r}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of characters."""
        values = self.items(name)
        if not all(isinstance(value, str) for value in values):
            raise self.error(f"has something else than text in {name!r}")
        return tuple(str(value) for value in values)

    def objects(self, name: str) -> list[_Fields]:
        """Read a list of objects."""
        return [_Fields(value, self.media) for value in self.items(name)]


def _explorer(fields: _Fields, read_outputs: Reader) -> Explorer:
    """Read an explorer and see that its states fit its controls."""
    controls = tuple(
        Control(
            control.text("name"),
            control.text("label"),
            control.one_of("kind", _CONTROLS),
            control.texts("options"),
        )
        for control in fields.objects("controls")
    )
    stated = fields.items("states")
    most_options = max((len(control.options) for control in controls), default=0)
    if not 0 < len(stated) <= MOST_STATES or len(controls) > MOST_CONTROLS:
        raise fields.error(f"has {len(stated)} states and {len(controls)} controls")
    if most_options > MOST_STATES or len(fields.items("views")) > len(stated):
        raise fields.error("offers more than its states can show")
    views = [_view(fields, view, read_outputs) for view in fields.items("views")]
    states = {}
    for state in stated:
        match state:
            case [list(choice), int(place)] if 0 <= place < len(views):
                states[_indices(fields, controls, choice)] = int(place)
            case _:
                raise fields.error("has a state without a view")
    initial = _indices(fields, controls, fields.items("initial"))
    printed = tuple(_indices(fields, controls, choice) for choice in fields.items("printed"))
    if initial not in states or any(choice not in states for choice in printed):
        raise fields.error("shows a state that it does not have")
    return Explorer(
        fields.text("title", ""),
        controls,
        states,
        tuple(views),
        initial,
        printed,
        fields.flag("text_filter"),
    )


def _view(fields: _Fields, view: object, read_outputs: Reader) -> tuple[Block, ...]:
    """Read the outputs that one or more states show."""
    if not isinstance(view, list):
        raise fields.error("has a view that is not a list of outputs")
    blocks = read_outputs(view)
    if any(isinstance(block, Explorer | Quiz | Exercise) for block in blocks):
        raise fields.error("holds another explorer, a quiz or an exercise")
    return blocks


def _indices(fields: _Fields, controls: tuple[Control, ...], choice: object) -> tuple[int, ...]:
    """Read one option index for each control."""
    fits = (
        isinstance(choice, list)
        and len(choice) == len(controls)
        and all(
            isinstance(index, int) and 0 <= index < len(control.options)
            for index, control in zip(choice, controls, strict=True)
        )
    )
    if not fits or not isinstance(choice, list):
        raise fields.error("has a state that its controls cannot reach")
    return tuple(int(index) for index in choice)


def _quiz(fields: _Fields) -> Quiz:
    """Read a quiz."""
    choices = tuple(
        Choice(
            choice.inline("text"),
            choice.flag("correct"),
            choice.inline("feedback"),
            choice.inline("partner"),
        )
        for choice in fields.objects("choices")
    )
    kind = fields.one_of("kind", _QUIZZES)
    accepted = fields.texts("accepted")
    if not (accepted if kind == "text" else choices):
        raise fields.error("asks a question without an answer")
    return Quiz(fields.inline("question"), kind, choices, accepted, fields.inline("why"))


def _exercise(fields: _Fields) -> Exercise:
    """Read an exercise."""
    return Exercise(
        fields.text("name"),
        markdown.blocks(fields.text("task")),
        fields.text("expects", ""),
        fields.number("minutes"),
        tuple(markdown.inline(hint) for hint in fields.texts("hints")),
    )


def _figure(fields: _Fields) -> Figure:
    """Read a figure."""
    media, data = images.decode(fields.text("media"), fields.text("data"))
    resource = fields.payload.get("table")
    behind = None if resource is None else dataresource.table(resource)
    return Figure(media, data, fields.text("alt"), fields.inline("caption"), behind)
