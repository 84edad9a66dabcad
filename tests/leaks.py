"""Finding, in a file of any kind, the sentences that must not be in it."""

from __future__ import annotations

import base64
import contextlib
import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pypdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What each product may show besides the content for everybody.
MAY_SHOW: Final[dict[str, frozenset[str]]] = {
    "deck": frozenset(),
    "presenter": frozenset({"notes", "instructor"}),
    "handout": frozenset({"notes", "instructor"}),
    "briefing": frozenset(),
    "word": frozenset(),
    "page": frozenset(),
    "notebook": frozenset({"removed"}),  # a student runs what a reader need not see
}
_SHORTEST: Final = 25  # letters and figures; anything shorter may stand anywhere by chance
_TAG: Final = re.compile(r"<[^>]*>")
_PACKED: Final = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")


def role(cell: dict[str, Any]) -> str:
    """Say for whom a cell is, told apart from how the kit tells it."""
    tags = {tag.lower() for tag in cell["metadata"].get("tags", ())}
    for name in ("solution", "instructor", "notes"):
        if name in tags:
            return name
    slide = cell["metadata"].get("slideshow", {}).get("slide_type")
    return "notes" if slide == "notes" else "content"


def hidden(notebook: dict[str, Any]) -> dict[str, set[str]]:
    """List the bare sentences of a notebook by the circle that may read them."""
    said: dict[str, set[str]] = {}
    for cell in notebook["cells"]:
        tags = {tag.lower().replace("_", "-") for tag in cell["metadata"].get("tags", ())}
        circle = "removed" if tags & {"remove-cell", "hide-cell"} else role(cell)
        said.setdefault(circle, set()).update(_of_cell(cell))
    return said


def forbidden(notebook: dict[str, Any], form: str) -> set[str]:
    """List the bare sentences that a product must not hold: none that it may show says them."""
    said = hidden(notebook)
    shown = MAY_SHOW[form] | {"content"}
    allowed = " ".join(sentence for circle in shown for sentence in said.get(circle, ()))
    private = {s for circle, sentences in said.items() if circle not in shown for s in sentences}
    return {sentence for sentence in private if sentence not in allowed}


def _of_cell(cell: dict[str, Any]) -> Iterator[str]:
    """List the bare sentences of a cell: of its source and of all its outputs."""
    yield from sentences("".join(cell["source"]))
    for output in cell.get("outputs", ()):
        for text in strings({**output.get("data", {}), "text": output.get("text", "")}):
            yield from sentences(text)


def strings(value: Any) -> Iterator[str]:
    """List all strings within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            yield "".join(value)
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def sentences(text: str) -> Iterator[str]:
    """Cut a text into bare sentences that are long enough to be known again."""
    for line in re.split(r"[.!?:;|]\s|\n|[.!?]$", text):
        plain = re.sub(r"\[@[^\]]*\]|\]\([^)]*\)", " ", line)
        if len(bare(plain)) >= _SHORTEST:
            yield bare(plain)


def bare(text: str) -> str:
    """Keep letters and figures alone, so that no markup, hyphen or line end hides a sentence."""
    return re.sub(r"[\W_]+", "", text).casefold()


def found(sought: Iterable[str], name: str, data: bytes) -> set[str]:
    """Find bare sentences in a file: in its text, its markup and whatever it carries inside."""
    texts = [bare(text) for text in _texts(name, data)]
    return {sentence for sentence in sought if any(sentence in text for text in texts)}


def _texts(name: str, data: bytes) -> Iterator[str]:
    """Give all readings of a file."""
    if name.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        yield _words(data, reader)
        yield repr(reader.metadata)
        yield repr(reader.outline)
        for files in reader.attachments.values():
            yield from (_attached(file) for file in files)
    elif name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                yield from _markup(archive.read(part).decode("utf-8", "replace"))
    elif name.endswith(".ipynb"):
        yield " ".join(strings(json.loads(data)))
    else:
        yield from _markup(data.decode("utf-8"))


def _attached(file: bytes) -> str:
    """Read an attached notebook, but for the removed cells: whoever runs it needs them."""
    cells = json.loads(file)["cells"]
    kept = [cell for cell in cells if "remove-cell" not in cell["metadata"].get("tags", [])]
    return " ".join(strings(kept))


def _words(data: bytes, reader: pypdf.PdfReader) -> str:
    """Read the words of a PDF, with the faster program where there is one."""
    program = shutil.which("pdftotext")
    if program is None:
        return "".join(page.extract_text() for page in reader.pages)
    return subprocess.run(
        [program, "-raw", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode("utf-8")


def _markup(text: str) -> Iterator[str]:
    """Give markup as it is, without its tags, and with what it carries inside spelt out."""
    spelt = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    for reading in dict.fromkeys((text, spelt)):
        yield html.unescape(reading)
        yield html.unescape(_TAG.sub("", reading))
        yield html.unescape(_TAG.sub("", html.unescape(reading)))
    for packed in _PACKED.findall(text):
        with contextlib.suppress(ValueError):
            yield from _markup(base64.b64decode(packed, validate=True).decode("utf-8"))
