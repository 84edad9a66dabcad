"""The numbered paragraphs of an official document, read from its PDF.

United Nations documents number their paragraphs ("71.") and letter their
sub-paragraphs ("(f)"). The lines of the text are found by their height on the
page; running heads, page numbers and footnotes are left out; words broken at
the end of a line are put together; and a paragraph goes on over a page break.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pypdf import PageObject, PdfReader

SPARSE: Final = 40  # characters a page; a page of text has thousands, a scan none
SMALL: Final = 0.93  # of the size of the body: notes and page numbers are smaller
MARGIN: Final = 0.12  # of the height of the page, above and below: where running heads stand
SHORT: Final = 60  # characters; a full line of text has more
FOLIO: Final = re.compile(r"(?:[A-Z]{1,3}(?:/[A-Za-z0-9.]+)+|\d+(?:/\d+)?|\d\d-\d{5}.*)")
ANNEX: Final = re.compile(r"Annex(?: [IVX]+)?\*?")
NUMBER: Final = re.compile(r"(\d{1,3})\.(?:\s+(?=\S)|(?=[^\d\s.]))")
LETTER: Final = re.compile(r"\(([a-z])\)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A numbered paragraph, or a lettered part of one.

    Parameters
    ----------
    label : str
        Its number, such as "71" or "71(f)".
    text : str
        Its words, on one line.
    page : int
        The page of the file on which it begins, from 1.
    heading : str
        The heading above it, or "".
    part : int
        Which run of numbers it belongs to: an annex often begins again at 1.
    """

    label: str
    text: str
    page: int
    heading: str = ""
    part: int = 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text as it stands on a page; `height` is 0 at the foot, 1 at the top."""

    text: str
    page: int
    height: float
    size: float
    bold: bool


def read_pdf(file: Path) -> tuple[str, tuple[NumberedParagraph, ...]]:
    """Read the first page and the numbered paragraphs of a PDF.

    Parameters
    ----------
    file : pathlib.Path
        The PDF, as downloaded from the United Nations.

    Returns
    -------
    tuple of (str, tuple of NumberedParagraph)
        The text of the first page, and the paragraphs in their order.

    Raises
    ------
    UsageError
        If the file is no PDF, is locked, holds no text (a scan) or no numbered
        paragraph.
    """
    pages = _read_pages(file)
    lines = [line for page in pages for line in page]
    if sum(len(line.text) for line in lines) < SPARSE * len(pages):
        raise UsageError(
            "The file holds no text; it looks like a scan",
            where=str(file),
            mend="Take the PDF with text from https://docs.un.org, or have the scan recognized first",
        )
    paragraphs = tuple(number(_body(lines)))
    if not paragraphs:
        raise UsageError(
            "The file holds no numbered paragraph",
            where=str(file),
            mend="Give a report or a resolution of the United Nations",
        )
    return " ".join(line.text for line in pages[0]), paragraphs


def _read_pages(file: Path) -> list[list[_Line]]:
    """Return the lines of each page."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, PyPdfError

    try:
        reader: PdfReader = PdfReader(file)
        return [list(_lines(page, at)) for at, page in enumerate(reader.pages, start=1)]
    except OSError as error:
        raise UsageError(
            f"The file cannot be read: {error.strerror}", where=str(file), mend="Check its name"
        ) from None
    except FileNotDecryptedError:
        raise UsageError(
            "The PDF is locked with a password", where=str(file), mend="Unlock it first"
        ) from None
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise UsageError(
            f"The file is not a sound PDF: {error}", where=str(file), mend="Download it again"
        ) from None


def _lines(page: PageObject, number: int) -> Iterator[_Line]:
    """Return the lines of one page in the order of its content."""
    pieces: list[tuple[float, float, bool, str]] = []

    def visit(text: str, outer: list[float], inner: list[float], font: Any, size: float) -> None:  # noqa: ANN401
        if text.strip():
            scale = abs(inner[3] * outer[3]) or abs(inner[0] * outer[0]) or 1.0
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            pieces.append((y, size * scale, bold, text))

    page.extract_text(visitor_text=visit)
    height = float(page.mediabox.height) or 1.0
    row: list[tuple[float, float, bool, str]] = []
    for piece in pieces:
        if row and abs(piece[0] - row[0][0]) > 0.4 * max(piece[1], row[0][1]):
            yield _line(row, number, height)
            row = []
        row.append(piece)
    if row:
        yield _line(row, number, height)


def _line(row: Sequence[tuple[float, float, bool, str]], page: int, height: float) -> _Line:
    """Return one line; note marks, which are smaller and raised, are left out."""
    sizes = Counter[float]()
    for _, size, _, text in row:
        sizes[round(size, 1)] += len(text.strip())
    main = sizes.most_common(1)[0][0]
    kept = [piece for piece in row if piece[1] >= main * 0.8]
    words = "".join(piece[3] for piece in kept).replace("\u00ad", "-").replace("‐", "-")
    text = " ".join(re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f]", " ", words).split())
    text = re.sub(r"(?<=[a-z][.,;:])\d{1,3}(?= |$)", "", text)
    return _Line(text, page, row[0][0] / height, main, all(piece[2] for piece in kept))


def _body(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines of the body, without running heads, page numbers and notes."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    main = sizes.most_common(1)[0][0]
    repeated = Counter(_place(line) for line in lines)
    return [
        line
        for line in lines
        if line.size >= main * SMALL
        and not (_may_be_head(line) and (repeated[_place(line)] > 1 or FOLIO.fullmatch(line.text)))
    ]


def _place(line: _Line) -> tuple[str, int]:
    """Return what a running head keeps from page to page: its words and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.height * 100)


def _may_be_head(line: _Line) -> bool:
    """Tell whether a line is short, without a number, and stands where running heads do."""
    in_margin = not MARGIN < line.height < 1 - MARGIN
    return in_margin and len(line.text) <= SHORT and not NUMBER.match(line.text)


def number(lines: Sequence[_Line]) -> Iterator[NumberedParagraph]:
    """Gather lines into numbered paragraphs."""
    known = Counter(
        word for line in lines for word in re.findall(r"[a-z]+(?:-[a-z]+)*", line.text.lower())
    )
    starts = _starts(lines)
    heading: list[str] = []
    current: NumberedParagraph | None = None
    parent = ""
    part = 0
    for at, line in enumerate(lines):
        found = NUMBER.match(line.text) if at in starts else None
        letter = LETTER.match(line.text) if current else None
        if found:
            if current:
                yield current
            part += starts[at]
            parent = found[1]
            current = NumberedParagraph(
                parent, line.text[found.end() :], line.page, " ".join(heading), max(part, 1)
            )
        elif current and letter and letter[1] == _next_letter(current.label):
            yield current
            current = replace(
                current,
                label=f"{parent}({letter[1]})",
                text=line.text[letter.end() :],
                page=line.page,
            )
        elif line.bold or ANNEX.fullmatch(line.text):
            if current:
                yield current
                heading = []
            current = None
            heading.append(line.text)
        elif current:
            current = replace(current, text=_joined(current.text, line.text, known))
    if current:
        yield current


def _starts(lines: Sequence[_Line]) -> dict[int, int]:
    """Return the lines that begin a paragraph, each with 1 when its number begins a run.

    A number begins a paragraph when it is the next one. A run that begins again
    at 1 is an annex, unless the old run goes on right after it: then it is a
    list within a paragraph.
    """
    found = [
        (at, int(match[1])) for at, line in enumerate(lines) if (match := NUMBER.match(line.text))
    ]
    starts: dict[int, int] = {}
    last = 0
    position = 0
    while position < len(found):
        at, value = found[position]
        run = _run(found, position)
        after = found[position + run][1] if position + run < len(found) else 0
        begins = not starts or (value == 1 and after != last + 1)
        if starts and value == last + 1:
            starts[at], last = 0, value
        elif begins and (value == 1 or run > 1):
            starts[at], last = 1, value
        elif value == 1:
            position += run - 1
        position += 1
    return starts


def _run(found: Sequence[tuple[int, int]], position: int) -> int:
    """Return how many numbers follow each other from here on."""
    run = 1
    while position + run < len(found) and found[position + run][1] == found[position][1] + run:
        run += 1
    return run


def _next_letter(label: str) -> str:
    """Return the letter of the next part of a paragraph."""
    return chr(ord(label[-2]) + 1) if label.endswith(")") else "a"


def _joined(text: str, line: str, known: Counter[str]) -> str:
    """Add a line to a text; a word broken at the end of the line is put together.

    Whether the hyphen belongs to the word is decided by how the document writes
    it elsewhere.
    """
    broken = re.search(r"([A-Za-z]+)-$", text)
    rest = re.match(r"[a-z]+", line)
    if not broken or not rest:
        return f"{text} {line}"
    first, second = broken[1].lower(), rest[0]
    keeps = known[f"{first}-{second}"] > known[first + second]
    return text[: broken.end(1)] + ("-" if keeps else "") + line
