"""The outputs of a code cell, to blocks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.document import dataresource, images, markdown, payloads, rawhtml
from kit.document.blocks import Block, Callout, Code, Figure, PageBreak, Paragraph, Text
from kit.document.printed import plain
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_PAYLOADS: Final = (mime.EXPLORER, mime.QUIZ, mime.EXERCISE, mime.FIGURE, mime.NOTE)
_BARE: Final = re.compile(r"<[\w.]+ object(?: at 0x[0-9a-f]+)?>")


def read(outputs: Sequence[object], *, alt: str = "") -> tuple[Block, ...]:
    """Read the outputs of a cell.

    Parameters
    ----------
    outputs : sequence
        The outputs as nbformat 4 writes them, untrusted.
    alt : str
        Alternative text for an image whose own metadata has none.

    Returns
    -------
    tuple of Block
        One or more blocks for each output, the richest form that the tree knows.

    Raises
    ------
    NotebookError
        When an output is not what nbformat 4 allows.

    Examples
    --------
    >>> read([{"output_type": "stream", "name": "stdout", "text": "109 in favour"}])
    (Code(text='109 in favour', language='', kind='output'),)
    """
    return tuple(block for output in outputs for block in _output(output, alt))


def _output(output: object, alt: str) -> tuple[Block, ...]:
    """Read one output."""
    if not isinstance(output, dict):
        raise NotebookError("An output is not an object", mend="Run the notebook again and save it")
    match output.get("output_type"):
        case "stream":
            printed = plain(_joined(output.get("text", "")))
            return (Code(printed, kind="output"),) if printed.strip() else ()
        case "error":
            name, value = str(output.get("ename", "Error")), str(output.get("evalue", ""))
            said = Paragraph((Text(plain(value)),))
            return (Callout("error", (Text(plain(name)),), (said,) if value.strip() else ()),)
        case "display_data" | "execute_result":
            return _bundle(output.get("data"), output.get("metadata"), alt)
        case kind:
            raise NotebookError(
                f"An output has the unknown type {kind!r}", mend="Run the notebook again"
            )


def _joined(text: object) -> str:
    """Join what nbformat may write as a list of lines."""
    if isinstance(text, list):
        return "".join(str(line) for line in text)
    return text if isinstance(text, str) else str(text)


def _bundle(data: object, metadata: object, alt: str) -> tuple[Block, ...]:
    """Read the richest form that a MIME bundle offers."""
    if not isinstance(data, dict):
        raise NotebookError("An output has no MIME bundle", mend="Run the notebook again")
    for media in _PAYLOADS:
        if media in data:
            return (payloads.block(media, data[media], read),)
    if mime.TABLE in data:
        return (_table(data[mime.TABLE]),)
    if "text/markdown" in data:
        return _markdown(_joined(data["text/markdown"]))
    for media in images.MEDIA:
        if media in data:
            stated = _stated_alt(metadata, media) or alt
            return (Figure(*images.decode(media, _joined(data[media])), stated.strip()),)
    if _WIDGET in data:
        said = Paragraph((Text("A control that is live in the running notebook stands here."),))
        return (Callout("live", (Text("In the notebook"),), (said,)),)
    if "text/html" in data:
        blocks = rawhtml.reduce(_joined(data["text/html"]), alt=alt)
        refused = any(isinstance(block, Code) and block.language == "html" for block in blocks)
        return _text(data) if refused and _says_something(data) else blocks
    return _text(data)


def _table(resource: object) -> Block:
    """Read a table, or say that it is empty."""
    table = dataresource.table(resource)
    return table if table.columns else Paragraph((Text("The table is empty."),))


def _markdown(text: str) -> tuple[Block, ...]:
    """Read Markdown that a cell made; only an author breaks a page."""
    blocks = markdown.blocks(text)
    return tuple(block for block in blocks if not isinstance(block, PageBreak))


def _stated_alt(metadata: object, media: str) -> str:
    """Find the alternative text that an output's metadata states."""
    for place in (metadata, metadata.get(media) if isinstance(metadata, dict) else None):
        if isinstance(place, dict) and isinstance(place.get("alt"), str):
            return str(place["alt"])
    return ""


def _text(data: Mapping[str, Any]) -> tuple[Block, ...]:
    """Show any other bundle as text; "<Latex object>" says less than its LaTeX."""
    telling = ("text/plain", "text/latex", "application/json")
    if not _says_something(data):
        telling = (*telling[1:], "text/plain")
    for media in (*telling, *sorted(map(str, data))):
        if media in data:
            value = data[media]
            text = plain(
                _joined(value)
                if isinstance(value, str) or media.startswith("text/")
                else json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
            )
            return (Code(text, kind="output"),) if text.strip() else ()
    return ()


def _says_something(data: Mapping[str, Any]) -> bool:
    """Tell whether a bundle's plain text is more than the name of a class."""
    text = _joined(data.get("text/plain", "")).strip()
    return bool(text) and not _BARE.fullmatch(text)
