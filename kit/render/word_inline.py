"""Inline content as the runs of a Word paragraph, with its links and footnotes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.document import blocks as b
from kit.render.ooxml import Element, element, run, value
from kit.render.wording import reference
from kit.render.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent
_TOGGLES: Final = {b.Emphasis: "w:i", b.Strong: "w:b", b.Deleted: "w:strike", b.Mark: "highlight"}
_SEPARATORS: Final = (("-1", "separator"), ("0", "continuationSeparator"))


class InlineWriter:
    """Writes inline content, and keeps the footnotes and addresses of one file.

    Parameters
    ----------
    document : docx.document.Document
        The file that is being written.
    """

    def __init__(self, document: Any) -> None:  # noqa: ANN401  python-docx is imported late
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import XmlPart

        self._hyperlink = RELATIONSHIP_TYPE.HYPERLINK
        self._notes = element("w:footnotes", None, *map(_separator, _SEPARATORS))
        self._main = document.part
        self._notes_part = XmlPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            self._notes,
            document.part.package,
        )
        self._main.relate_to(self._notes_part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._anchors: dict[str, str] = {}

    def bookmark(self, place: str, *content: Element) -> list[Element]:
        """Put a bookmark around content, so that links can lead to it.

        Parameters
        ----------
        place : str
            The name by which links know the place, such as "#results".
        *content : element
            What the bookmark stands around.

        Returns
        -------
        list of element
            The content between the ends of the bookmark.
        """
        name = self._anchor(place)
        number = name.rpartition("_")[2]
        return [
            element("w:bookmarkStart", {"w:id": number, "w:name": name}),
            *content,
            element("w:bookmarkEnd", {"w:id": number}),
        ]

    def _anchor(self, place: str) -> str:
        """Name the bookmark of a place, in letters that Word allows."""
        return self._anchors.setdefault(place, f"place_{len(self._anchors)}")

    def runs(
        self, content: tuple[b.Inline, ...], marks: frozenset[str] = frozenset(), note: int = 0
    ) -> Iterator[Element]:
        """Write inline content.

        Parameters
        ----------
        content : tuple of Inline
            What to write.
        marks : frozenset of str
            The properties of the runs that hold it, such as "w:b".
        note : int
            The number of the footnote it stands in; 0 in the text.

        Yields
        ------
        element
            Runs and hyperlinks.
        """
        for item in content:
            match item:
                case b.Text(text):
                    yield run(text, *_properties(marks))
                case b.InlineCode(text):
                    yield run(text, *_properties(marks, style="InlineCode"))
                case b.Break():
                    yield element("w:r", None, element("w:br"))
                case b.Cite():
                    words = run(reference(item), *_properties(marks, style="Citation"))
                    yield element("w:hyperlink", {"w:anchor": source_place(item.number)}, words)
                case b.Link(url, inner):
                    yield from self._link(url, inner, marks, note)
                case b.Footnote(inner):
                    yield from self._footnote(inner, marks, note)
                case _:
                    more = marks | {_TOGGLES[type(item)]}
                    yield from self.runs(item.content, more, note)

    def _link(
        self, url: str, inner: tuple[b.Inline, ...], marks: frozenset[str], note: int
    ) -> Iterator[Element]:
        """Write a link; an address that is not https is printed after its words."""
        if url.startswith("#"):
            place = {"w:anchor": self._anchor(url)}
        elif url.lower().startswith("https://"):
            part = self._notes_part if note else self._main
            place = {"r:id": part.relate_to(url, self._hyperlink, is_external=True)}
        else:
            yield from self.runs(inner, marks, note)
            if plain(inner).strip() != url:
                yield run(f" ({url})", *_properties(marks))
            return
        words = run(plain(inner), *_properties(marks, style="Hyperlink"))
        yield element("w:hyperlink", place, words)

    def _footnote(
        self, inner: tuple[b.Inline, ...], marks: frozenset[str], note: int
    ) -> Iterator[Element]:
        """Write a footnote; a footnote within one stands in brackets."""
        if note:
            yield run(" (", *_properties(marks))
            yield from self.runs(inner, marks, note)
            yield run(")", *_properties(marks))
            return
        number = len(self._notes) - len(_SEPARATORS) + 1
        own = element("w:r", None, _note_style(), element("w:footnoteRef"))
        paragraph = element(
            "w:p", None, element("w:pPr", None, value("w:pStyle", "FootnoteText")), own, run(" ")
        )
        self._notes.append(element("w:footnote", {"w:id": str(number)}, paragraph))
        paragraph.extend(self.runs(inner, note=number))
        mark = element("w:footnoteReference", {"w:id": str(number)})
        yield element("w:r", None, _note_style(), mark)


def source_place(number: int) -> str:
    """Name the bookmark of an entry of the list of sources.

    Parameters
    ----------
    number : int
        The number of the source.

    Returns
    -------
    str
        The name of the bookmark.
    """
    return f"source_{number}"


def _note_style() -> Element:
    """Make the properties of a footnote's number."""
    return element("w:rPr", None, value("w:rStyle", "FootnoteReference"))


def _separator(entry: tuple[str, str]) -> Element:
    """Make the line above the footnotes, which a file must define."""
    number, kind = entry
    line = element("w:p", None, element("w:r", None, element(f"w:{kind}")))
    return element("w:footnote", {"w:id": number, "w:type": kind}, line)


def _properties(marks: frozenset[str], style: str = "") -> Iterator[Element]:
    """Make the properties of a run, in the order of the schema."""
    if style:
        yield value("w:rStyle", style)
    for mark in ("w:b", "w:i", "w:strike"):
        if mark in marks:
            yield element(mark)
    if "highlight" in marks:
        yield value("w:highlight", "yellow")
