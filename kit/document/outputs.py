"""The outputs of a code cell, to blocks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.document import dataresource, images, markdown, payloads, rawhtml
from kit.document.blocks import Block, Callout, Code, Figure, Paragraph, Text
from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST: Final = 20_000  # characters of printed text; a slide shows a few hundred

_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_PAYLOADS: Final = (mime.EXPLORER, mime.QUIZ, mime.EXERCISE, mime.FIGURE, mime.NOTE)
_TERMINAL: Final = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
)


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
            printed = _plain(_joined(output.get("text", "")))
            return (Code(printed, kind="output"),) if printed.strip() else ()
        case "error":
            name, value = str(output.get("ename", "Error")), str(output.get("evalue", ""))
            said = Paragraph((Text(_plain(value)),))
            return (Callout("error", (Text(name),), (said,)),)
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


def _plain(text: str) -> str:
    """Take a terminal's colours and overwritten lines out of printed text; cut what is too long."""
    kept = _TERMINAL.sub("", text).replace("\r\n", "\n")
    kept = "\n".join(line.rpartition("\r")[2] for line in kept.split("\n")).strip("\n")
    if len(kept) > LONGEST:
        return f"{kept[:LONGEST]}\n… {len(kept) - LONGEST:,} more characters"
    return kept


def _bundle(data: object, metadata: object, alt: str) -> tuple[Block, ...]:
    """Read the richest form that a MIME bundle offers."""
    if not isinstance(data, dict):
        raise NotebookError("An output has no MIME bundle", mend="Run the notebook again")
    for media in _PAYLOADS:
        if media in data:
            return (payloads.block(media, data[media], read),)
    if mime.TABLE in data:
        return (dataresource.table(data[mime.TABLE]),)
    if "text/markdown" in data:
        return markdown.blocks(_joined(data["text/markdown"]))
    for media in images.MEDIA:
        if media in data:
            stated = _stated_alt(metadata, media) or alt
            return (Figure(*images.decode(media, _joined(data[media])), stated),)
    if _WIDGET in data:
        said = Paragraph((Text("A control that is live in the running notebook stands here."),))
        return (Callout("live", (Text("In the notebook"),), (said,)),)
    if "text/html" in data:
        return rawhtml.reduce(_joined(data["text/html"]), alt=alt)
    return _text(data)


def _stated_alt(metadata: object, media: str) -> str:
    """Find the alternative text that an output's metadata states."""
    for place in (metadata, metadata.get(media) if isinstance(metadata, dict) else None):
        if isinstance(place, dict) and isinstance(place.get("alt"), str):
            return str(place["alt"])
    return ""


def _text(data: Mapping[str, Any]) -> tuple[Block, ...]:
    """Show any other bundle as text."""
    for media in ("text/plain", "text/latex", *sorted(data)):
        if media in data:
            value = data[media]
            text = _plain(
                json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
                if isinstance(value, dict)
                else _joined(value)
            )
            return (Code(text, kind="output"),) if text.strip() else ()
    return ()
