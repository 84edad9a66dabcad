"""What is made of each golden notebook, written so that a reviewer can read the difference."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import docx

from kit.document import edition, read
from kit.document.codec import as_json
from kit.errors import KitError, NotebookError
from kit.render import deck, payload, word
from kit.render.flow import flowing
from kit.render.paper import prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree import ElementTree as ET

    from kit.document import Document

HERE: Final = Path(__file__).parent
NOTEBOOKS: Final = HERE / "notebooks"


@dataclass(frozen=True)
class Reference:
    """A citation of the small record."""

    text: str
    status: str = "official-record"
    grade: str = "A"
    url: str = ""


class SmallRecord:
    """A record that never changes, so that golden files change only with the code."""

    version = "1.0"
    sha256 = "0" * 64
    newest_source_date = "2021-12-06"

    def cite(self, key: str, locator: str = "") -> Reference:
        """Cite one of three sources."""
        if key not in {"A/75/816", "A/76/135", "A/RES/76/19"}:
            raise NotebookError(f"The small record has no source {key!r}", mend="Cite another")
        place = f", {locator}" if locator else ""
        return Reference(f"{key}{place}", url=f"https://docs.un.org/en/{key}")


@cache
def document(name: str) -> Document:
    """Read a golden notebook, without the provenance, which changes with each release."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    whole = read(notebook, name=name, record=SmallRecord(), folder=NOTEBOOKS)
    return replace(whole, meta=replace(whole.meta, provenance=()))


def tree(name: str) -> str:
    """Write the whole tree."""
    return _lines(as_json(document(name)))


def deck_body(name: str) -> str:
    """Write the deck's slides, without style, scripts and what every deck has."""
    html = deck.render(edition(document(name), "audience"))
    slides = html[html.index('<div class="slides">') : html.index("</main>")]
    return (
        re.sub(
            r"(?=<(?:section|div|h\d|p|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|figure|pre|"
            r"blockquote|fieldset|select|option|details|footer|script))",
            "\n",
            slides,
        ).strip()
        + "\n"
    )


def typst_data(name: str) -> str:
    """Write what the template of the briefing reads."""
    ready = prepared(flowing(edition(document(name), "briefing")))
    data = payload.payload(ready, {}, {})
    return _lines({key: value for key, value in data.items() if key != "labels"})


def word_text(name: str) -> str:
    """Write the paragraphs of the Word file with their styles, and the cells of its tables."""
    file = docx.Document(io.BytesIO(word.render(edition(document(name), "briefing"))))
    return "\n".join(_written(file.element.body)) + "\n"


_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def _written(body: Any) -> Iterator[str]:
    """Write what stands in the body or in a cell, line by line."""
    for child in body:
        if child.tag == f"{_W}p":
            style = child.find(f"{_W}pPr/{_W}pStyle")
            yield f"[{'' if style is None else style.get(f'{_W}val')}] {_text(child)}".rstrip()
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield "| " + " | ".join(_text(cell) for cell in row.iter(f"{_W}tc"))


def _text(element: ET.Element) -> str:
    """Read the characters of an element, its breaks and the descriptions of its images."""
    said = []
    for node in element.iter():
        if node.tag == f"{_W}t":
            said.append(node.text or "")
        elif node.tag == f"{_W}br":
            said.append("⏎")
        elif node.tag == f"{_W}footnoteReference":
            said.append("°")
        elif node.tag == _DRAWING:
            said.append(f"{{{node.get('descr')}}}")
    return "".join(said)


def _lines(data: object) -> str:
    """Write JSON, one value a line."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


FORMS: Final[dict[str, Callable[[str], str]]] = {
    "tree.json": tree,
    "deck.html": deck_body,
    "briefing.json": typst_data,
    "word.txt": word_text,
}


def made(name: str, form: str) -> str:
    """Make one form of a golden notebook; an error of the kit is what a user would see."""
    try:
        return FORMS[form](name)
    except KitError as error:
        return f"{type(error).__name__}: {error}\n"
