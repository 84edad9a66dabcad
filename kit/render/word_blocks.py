"""The blocks of a document as the paragraphs and tables of a Word file."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from kit.document import blocks as b
from kit.errors import RenderError
from kit.render import wording
from kit.render.ooxml import Element, element, field, run, value
from kit.render.typeset import raster
from kit.render.word_columns import LANDSCAPE, PORTRAIT, columns
from kit.render.word_inline import InlineWriter
from kit.render.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_INDENT: Final = 340  # twips a level of a list, as in word_numbering.xml
_BOX_STYLES: Final = ("Callout", "KeyPoint")
_BOX_INDENT: Final = 227  # twips, as in word_styles.xml
_DEEPEST: Final = 8  # the last level that Word numbers
_BULLETS: Final = 1  # the number of the bulleted list in word_numbering.xml
_NUMBERED, _LETTERED = "1", "2"  # abstract lists in word_numbering.xml
_TWIPS: Final = 567  # in a centimetre
_TALL: Final = 16.0  # cm, the tallest a figure may be
_BOXES: Final = {"warning": "CalloutWarning", "caution": "CalloutWarning", "error": "CalloutError"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the style of its paragraphs, and how deep in lists."""

    style: str = "Normal"
    level: int = -1
    number: int = 0  # of the list that the first paragraph is an item of


class BlockWriter:
    """Writes blocks at the end of a Word file.

    Parameters
    ----------
    document : docx.document.Document
        The file that is being written.
    labels : mapping of str to str
        The words that print adds.
    """

    def __init__(self, document: Any, labels: Mapping[str, str]) -> None:  # noqa: ANN401
        self._document = document
        self._labels = labels
        self._numbers = {"table": count(1), "figure": count(1)}
        self.inline = InlineWriter(document)

    def put(self, *elements: Element) -> None:
        """Append elements to the body.

        Parameters
        ----------
        *elements : element
            Paragraphs or tables.
        """
        end = self._document.element.body.sectPr
        for item in elements:
            end.addprevious(item)

    def paragraph(self, content: Iterable[Element], place: Place, *properties: Element) -> None:
        """Append a paragraph.

        Parameters
        ----------
        content : iterable of element
            Its runs.
        place : Place
            Its style and its list.
        *properties : element
            What else its `w:pPr` holds, after style and list.
        """
        described = [value("w:pStyle", place.style)]
        boxed = place.style.startswith(_BOX_STYLES)
        if place.number:
            level = value("w:ilvl", str(min(place.level, _DEEPEST)))
            described.append(element("w:numPr", None, level, value("w:numId", str(place.number))))
            if boxed:
                properties = (*properties, _item_indent(place.level))
        elif place.level >= 0:
            left = {"w:left": str(_INDENT * (place.level + 1) + _BOX_INDENT * boxed)}
            properties = (*properties, element("w:ind", left))
        self.put(element("w:p", None, element("w:pPr", None, *described, *properties), *content))

    def say(self, words: str, style: str) -> None:
        """Append a paragraph of plain words.

        Parameters
        ----------
        words : str
            What it says.
        style : str
            The name of its style.
        """
        self.paragraph([run(words)], Place(style))

    def blocks(self, blocks: Iterable[b.Block], place: Place) -> None:
        """Append blocks.

        Parameters
        ----------
        blocks : iterable of Block
            What to write.
        place : Place
            Where they stand.
        """
        for block in blocks:
            self.block(block, place)
            place = replace(place, number=0)

    def block(self, block: b.Block, place: Place) -> None:
        """Append a block.

        Parameters
        ----------
        block : Block
            What to write.
        place : Place
            Where it stands.
        """
        match block:
            case b.Heading(level, content, name):
                runs = list(self.inline.runs(content))
                kept = self.inline.bookmark("#" + name, *runs) if name else runs
                self.paragraph(kept, Place(f"Heading{min(level, 6)}"))
            case b.Paragraph(content):
                self.paragraph(self.inline.runs(content), place)
            case b.List():
                self._list(block, place)
            case b.DefinitionList(items):
                for term, meaning in items:
                    self.paragraph(self.inline.runs(term), replace(place, style="DefinitionTerm"))
                    self.blocks(meaning, replace(place, style="Definition", number=0))
            case b.Quote(inner):
                self.blocks(inner, replace(place, style="Quote"))
            case b.Table():
                self._table(block)
            case b.Figure():
                self._figure(block)
            case b.Code(text, _, kind):
                style = "CodeOutput" if kind == "output" else "CodeBlock"
                self.paragraph([run(text)], Place(style))
            case b.Callout():
                self._callout(block)
            case b.Explorer():
                self._explorer(block, place)
            case b.Quiz():
                self._quiz(block)
            case b.Exercise():
                self._exercise(block)
            case b.PageBreak():
                br = element("w:br", {"w:type": "page"})
                self.paragraph([element("w:r", None, br)], Place())

    # --- lists ---------------------------------------------------------------------

    def _list(self, block: b.List, place: Place) -> None:
        """Append a list; each numbered list counts anew."""
        level = place.level + 1
        number = self._new_list(_NUMBERED, level, block.start) if block.ordered else _BULLETS
        style = "ListParagraph" if place.style == "Normal" else place.style
        for item in block.items:
            self.blocks(item, Place(style, level, number))

    def _new_list(self, kind: str, level: int, start: int = 1) -> int:
        """Add a list to the file's numbering."""
        numbering = self._document.part.numbering_part.element
        number = sum(1 for child in numbering if child.tag.endswith("}num")) + 1
        begin = value("w:startOverride", str(start))
        override = element("w:lvlOverride", {"w:ilvl": str(min(level, _DEEPEST))}, begin)
        numbering.append(
            element("w:num", {"w:numId": str(number)}, value("w:abstractNumId", kind), override)
        )
        return number

    # --- tables and figures ----------------------------------------------------------

    def _caption(self, kind: str, content: tuple[b.Inline, ...], *properties: Element) -> None:
        """Append a caption with its number."""
        if not content:
            return
        label = self._labels[kind]
        number = str(next(self._numbers[kind]))
        begin = run(f"{label} ", value("w:rStyle", "CaptionLabel"))
        name = "Table" if kind == "table" else "Figure"
        counted = field(f"SEQ {name} \\* ARABIC", number, style="CaptionLabel")
        runs = [begin, *counted, run("  "), *self.inline.runs(content)]
        self.paragraph(runs, Place("Caption"), *properties)

    def _table(self, table: b.Table) -> None:
        """Append a table, on a page turned sideways when its words need the width."""
        if not table.columns:
            return
        laid_out = columns(table)
        if laid_out.sideways:
            self._turn(landscape=True)
        self._caption("table", table.caption, element("w:keepNext"))
        self.put(self._grid(table, laid_out.widths))
        self.say(table.note, "TableNote" if table.note else "Spacer")
        if laid_out.sideways:
            self._turn(landscape=False)

    def _turn(self, *, landscape: bool) -> None:
        """Begin a page that is turned, or turned back."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Cm

        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        short, long = sorted((section.page_width, section.page_height))
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        beside = section.page_width - Cm(LANDSCAPE if landscape else PORTRAIT)
        section.left_margin = section.right_margin = beside // 2

    def _grid(self, table: b.Table, widths_in_cm: tuple[float, ...]) -> Element:
        """Make a table with its header row."""
        widths = [str(round(width * _TWIPS)) for width in widths_in_cm]
        marked = {"w:firstRow": "1", "w:lastRow": "0", "w:lastColumn": "0", "w:noVBand": "1"}
        look = {**marked, "w:noHBand": "1", "w:firstColumn": "1" if table.header_columns else "0"}
        caption = plain(table.caption).strip()
        properties = element(
            "w:tblPr",
            None,
            value("w:tblStyle", "KitTable"),
            element("w:tblW", {"w:w": str(sum(map(int, widths))), "w:type": "dxa"}),
            element("w:tblLayout", {"w:type": "fixed"}),
            element("w:tblLook", {"w:val": "0420", **look}),
            value("w:tblCaption", caption) if caption else None,
        )
        grid = [element("w:gridCol", {"w:w": width}) for width in widths]
        head = [(b.Text(column.title),) for column in table.columns]
        rows = [self._row(table, head, widths, header=True)]
        # The first row stays with the header, lest a page end on a header alone.
        rows += [self._row(table, row, widths, kept=not n) for n, row in enumerate(table.rows)]
        if not table.rows:
            empty = [(b.Text(self._labels["no_rows"]),), *[()] * (len(table.columns) - 1)]
            rows.append(self._row(table, empty, widths))
        return element("w:tbl", None, properties, element("w:tblGrid", None, *grid), *rows)

    def _row(
        self,
        table: b.Table,
        cells: Iterable[tuple[b.Inline, ...]],
        widths: list[str],
        *,
        header: bool = False,
        kept: bool = False,
    ) -> Element:
        """Make a row; one that is kept stays on a page with the next."""
        style = "TableHead" if header else "TableText"
        made = element(
            "w:tr",
            None,
            element(
                "w:trPr",
                None,
                element("w:cantSplit"),
                element("w:tblHeader") if header else None,
            ),
        )
        for cell, width, column in zip(cells, widths, table.columns, strict=True):
            described = element(
                "w:pPr",
                None,
                value("w:pStyle", style),
                element("w:keepNext") if kept else None,
                value("w:jc", column.align),
            )
            made.append(
                element(
                    "w:tc",
                    None,
                    element("w:tcPr", None, element("w:tcW", {"w:w": width, "w:type": "dxa"})),
                    element("w:p", None, described, *self.inline.runs(cell)),
                )
            )
        return made

    def _figure(self, figure: b.Figure) -> None:
        """Append an image with its alternative text, and its caption."""
        from docx.image.exceptions import (
            InvalidImageStreamError,
            UnexpectedEndOfFileError,
            UnrecognizedImageError,
        )
        from docx.shared import Cm

        broken = (
            InvalidImageStreamError,
            UnexpectedEndOfFileError,
            UnrecognizedImageError,
            ValueError,  # a chunk whose name is no text
            ZeroDivisionError,  # an image without a width
        )
        drawing = figure.media == "image/svg+xml"
        data = raster(figure.data) if drawing else figure.data
        try:
            inline = self._document.part.new_pic_inline(io.BytesIO(data))
        except broken as error:
            raise RenderError(
                "An image is broken or of an unknown type", mend="Save it again as PNG"
            ) from error
        scale = min(1.0, Cm(PORTRAIT) / inline.extent.cx, Cm(_TALL) / inline.extent.cy)
        width, height = (round(side * scale) for side in (inline.extent.cx, inline.extent.cy))
        inline.extent.cx, inline.extent.cy = width, height
        shape = inline.graphic.graphicData.pic.spPr
        shape.cx, shape.cy = width, height
        inline.docPr.set("descr", figure.alt)
        keep = [element("w:keepNext")] if figure.caption else []
        picture = element("w:r", None, element("w:drawing", None, inline))
        self.paragraph([picture], Place("Figure"), *keep)
        self._caption("figure", figure.caption)

    # --- boxes -------------------------------------------------------------------------

    def _callout(self, callout: b.Callout) -> None:
        """Append a box: a title and paragraphs with a line at their side."""
        style = _BOXES.get(callout.kind, "Callout")
        title = callout.title or (b.Text(self._labels[callout.kind]),)
        self.paragraph(self.inline.runs(title), Place(f"{style}Title"))
        self.blocks(callout.blocks, Place(style))
        self.say("", "Spacer")

    def _explorer(self, explorer: b.Explorer, place: Place) -> None:
        """Append the printed states of an explorer."""
        self.say(explorer.title, "ExplorerTitle")
        for state in explorer.printed:
            self._told(self._labels["shown"], wording.chosen(explorer, state))
            self.blocks(explorer.views[explorer.states[state]], replace(place, number=0))
        self._told(self._labels["choices"], wording.choices(explorer))

    def _told(self, label: str, pairs: tuple[tuple[str, str], ...]) -> None:
        """Append a line of labels and values."""
        if pairs:
            said = "; ".join(f"{name}: {chosen}" for name, chosen in pairs)
            begin = run(f"{label}. ", element("w:b"))
            self.paragraph([begin, run(f"{said}.")], Place("SmallNote"))

    def _quiz(self, quiz: b.Quiz) -> None:
        """Append a question with its choices, without the answer."""
        self.say(self._labels["quiz"], "CalloutTitle")
        self.paragraph(self.inline.runs(quiz.question), Place("Callout"))
        number = self._new_list(_LETTERED, 0)
        for choice in wording.offered(quiz):
            self.paragraph(self.inline.runs(choice.content), Place("Callout", 0, number))
        for partner in wording.partners(quiz):
            self.paragraph(self.inline.runs(partner), Place("Callout", 0, _BULLETS))
        self.say("", "Spacer")

    def _exercise(self, exercise: b.Exercise) -> None:
        """Append a task."""
        minutes = self._labels["minutes"].format(minutes=exercise.minutes)
        title = self._labels["exercise"] + (f" · {minutes}" if exercise.minutes else "")
        self.say(title, "CalloutTitle")
        self.blocks(exercise.task, Place("Callout"))
        if exercise.expects:
            self.say(f"{self._labels['expects']}: {exercise.expects}", "Callout")
        self.say("", "Spacer")


def _item_indent(level: int) -> Element:
    """Indent an item of a list within a box, whose side line stands at the indent."""
    left = _BOX_INDENT * 2 + _INDENT * level
    return element("w:ind", {"w:left": str(left), "w:hanging": str(_BOX_INDENT)})
