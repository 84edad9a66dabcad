"""The Word file: the briefing as a text that a chief can comment on."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from kit.document.blocks import Link, Text
from kit.errors import RenderError
from kit.render import wording
from kit.render.flow import flowing
from kit.render.labels import first_day, labels, long_date
from kit.render.ooxml import Element, element, field, repacked, run, value
from kit.render.paper import parts, place, prepared
from kit.render.word_blocks import BlockWriter, Place
from kit.render.word_columns import PORTRAIT
from kit.render.word_inline import HERE, source_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kit.document.blocks import Document, Source
    from kit.render.theme import Paper

WORDMARK: Final = "ICT outcomes kit"
_REGIONS: Final = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU"}
_EMU_A_TWIP: Final = 635
_SHEETS: Final = {"a4": (21.0, 29.7), "us-letter": (21.59, 27.94)}  # cm
_OLDEST: Final = date(1980, 1, 1)
_SETTINGS: Final = (
    '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:zoom w:percent="100"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    "</w:settings>"
)


def render(document: Document, *, paper: Paper = "a4") -> bytes:
    """Write a document as a Word file.

    Parameters
    ----------
    document : Document
        The edition "briefing", its sources numbered.
    paper : {"a4", "us-letter"}
        The sheet it is printed on.

    Returns
    -------
    bytes
        A DOCX with real headings, lists, captions and footnotes, header rows that
        repeat, and alternative texts. It refers to nothing outside itself but https
        links. The same document gives the same bytes.

    Raises
    ------
    RenderError
        When a figure lacks its alternative text or is broken, or headings skip a
        level. The message names the cell.
    """
    document = prepared(flowing(document))
    file = _blank(document, paper)
    words = labels(document.meta.lang)
    writer = BlockWriter(file, words)
    _masthead(writer, document, words)
    for part in parts(document):
        try:
            writer.blocks(part.blocks, Place())
        except RenderError as error:
            where = place(document, part)
            raise RenderError(error.what, where=where, mend=error.mend) from error
    _sources(writer, document, words)
    _provenance(writer, document, words)
    _running(file, document, words)
    out = io.BytesIO()
    file.save(out)
    return repacked(out.getvalue())


def _blank(document: Document, paper: Paper) -> Any:  # noqa: ANN401  python-docx is imported late
    """Make an empty file with the kit's own styles and properties."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE as KIND
    from docx.shared import Cm

    file = docx.Document()
    region = _REGIONS.get(document.meta.lang, document.meta.lang)
    styles = (HERE / "word_styles.xml").read_text("utf-8").replace("en-GB", region)
    own = {
        KIND.STYLES: styles,
        KIND.NUMBERING: (HERE / "word_numbering.xml").read_text("utf-8"),
        KIND.SETTINGS: _SETTINGS,
    }
    for kind, content in own.items():
        part: Any = file.part.part_related_by(kind)
        _replace(part.element, content)
    _keep_only(file.part.rels, set(own))
    _keep_only(file.part.package.rels, {KIND.OFFICE_DOCUMENT, KIND.CORE_PROPERTIES})
    section: Any = file.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in _SHEETS[paper])
    section.left_margin = section.right_margin = (section.page_width - Cm(PORTRAIT)) // 2
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)
    _describe(file.core_properties, document, region)
    return file


def _replace(root: Element, content: str) -> None:
    """Put other content into a part of the file."""
    from docx.oxml import parse_xml

    root[:] = list(parse_xml(content.encode("utf-8")))


def _keep_only(relationships: dict[str, Any], kinds: set[str]) -> None:
    """Drop what python-docx's own template brings along."""
    for key in [key for key, found in relationships.items() if found.reltype not in kinds]:
        del relationships[key]


def _describe(properties: Any, document: Document, region: str) -> None:  # noqa: ANN401
    """Write the core properties, dated by the newest source."""
    day = max(first_day(document.meta.date) or _OLDEST, _OLDEST)
    properties.title = document.meta.title[:255]
    properties.subject = document.meta.subtitle[:255]
    properties.language = region
    properties.author = properties.last_modified_by = WORDMARK
    properties.created = properties.modified = datetime.combine(day, time(), UTC)
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1


def _masthead(writer: BlockWriter, document: Document, words: Mapping[str, str]) -> None:
    """Write title, date, audience, marking and key points."""
    meta = document.meta
    writer.say(f"{WORDMARK} · {words['briefing']}", "Wordmark")
    writer.say(meta.title, "Title")
    if meta.subtitle:
        writer.say(meta.subtitle, "Subtitle")
    day = long_date(meta.date, meta.lang)
    dated = f"{words['as_of']} {day}" if day else ""
    writer.say("   |   ".join(filter(None, (dated, meta.audience, meta.marking))), "Masthead")
    if meta.key_points:
        writer.say(words["key_points"], "KeyPointsLabel")
        for point in meta.key_points:
            writer.paragraph(writer.inline.runs(point), Place("KeyPoint", 0, 1))
        writer.say("", "TableNote")


def _sources(writer: BlockWriter, document: Document, words: Mapping[str, str]) -> None:
    """Write the numbered list of sources."""
    if document.sources:
        writer.say(words["sources"], "Heading1")
        writer.say(words["grades"], "SmallNote")
        for source in document.sources:
            _source(writer, source)


def _source(writer: BlockWriter, source: Source) -> None:
    """Write an entry of the list of sources, and what it is beneath it."""
    name = {"w:id": str(1_000_000 + source.number), "w:name": source_place(source.number)}
    entry = [
        element("w:bookmarkStart", name),
        run(f"[{source.number}]\t{wording.citation(source)}"),
        element("w:bookmarkEnd", {"w:id": name["w:id"]}),
    ]
    writer.paragraph(entry, Place("Source"))
    said = [run(" · ".join(wording.standing(source)))]
    if source.url:
        address = (Link(source.url, (Text(source.url),)),)
        said += [run(" · "), *writer.inline.runs(address)]
    writer.paragraph(said, Place("SourceNote"))


def _provenance(writer: BlockWriter, document: Document, words: Mapping[str, str]) -> None:
    """Write what the document was made of."""
    if document.meta.provenance:
        writer.say(words["about"], "Label")
        for label, said in document.meta.provenance:
            writer.say(f"{label}\t{said}", "Provenance")


def _running(file: Any, document: Document, words: Mapping[str, str]) -> None:  # noqa: ANN401
    """Write the running head and foot, anew where the page turns."""
    width = 0
    for section in file.sections:
        if section.page_width != width:
            width = section.page_width
            room = width - section.left_margin - section.right_margin
            section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
            _head_and_foot(section, document, words, round(room / _EMU_A_TWIP))


def _head_and_foot(
    section: Any,  # noqa: ANN401
    document: Document,
    words: Mapping[str, str],
    room: int,
) -> None:
    """Write the running head and foot of a section, as wide as its text."""
    meta = document.meta
    before, between = words["page"].replace("{total}", "{page}").split("{page}")[:2]
    head = [run(f"{meta.title}\t{meta.marking}")]
    foot = [
        run(f"{WORDMARK}\t{meta.marking}\t{before}"),
        *field("PAGE", "1"),
        run(between),
        *field("NUMPAGES", "1"),
    ]
    for holder, style, runs in ((section.header, "Header", head), (section.footer, "Footer", foot)):
        places = (
            [("right", room)] if style == "Header" else [("center", room // 2), ("right", room)]
        )
        tabs = [element("w:tab", {"w:val": kind, "w:pos": str(at)}) for kind, at in places]
        described = element("w:pPr", None, value("w:pStyle", style), element("w:tabs", None, *tabs))
        paragraph = holder.paragraphs[0]._p  # noqa: SLF001  the way to its element
        paragraph[:] = [described, *runs]
