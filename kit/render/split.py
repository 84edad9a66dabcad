"""A section as slides: what does not fit on one goes on to the next, by rule.

A table goes on with its header repeated, and one that is too wide with its key
columns repeated; a list goes on with its numbering, other blocks move as a whole. The measure is an estimate in lines; the deck then
fits each slide on screen, and `kit check --browser` measures the outcome.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from kit.document import blocks as b
from kit.render import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CAPACITY: Final = 15.5  # lines that a slide holds below its title, still easy to read
_WIDTH: Final = 92  # characters in such a line
_TABLE_WIDTH: Final = 128  # characters in a line of a table, which is set smaller
_GAP: Final = 4  # characters that the space between two columns takes
_ROW: Final = 0.83  # height of a line of a table
_PADDING: Final = 0.36  # what a row adds to its lines
_HALVINGS: Final = 12  # enough to find a limit to a hundredth of a line
_ORPHANS: Final = 3  # a table or a list begins or ends with at least so many rows


@dataclass(frozen=True, slots=True)
class Slide:
    """What one slide shows: `place` of `of` slides that carry one section."""

    heading: b.Heading | None
    parts: tuple[b.Part, ...]
    layout: b.Layout = "text"
    place: int = 1
    of: int = 1


def slides(section: b.Section) -> tuple[Slide, ...]:
    """Spread a section over as many slides as it needs.

    Parameters
    ----------
    section : Section

    Returns
    -------
    tuple of Slide
        Empty when the section has nothing for a slide. Only the "text" layout
        is ever spread; the others are one slide by design.
    """
    heading, parts = _title(tuple(part for part in section.parts if part.on_slide))
    parts = tuple(part for part in parts if part.blocks)
    if heading is None and not parts:
        return ()
    if section.layout != "text":
        return (Slide(heading, parts, section.layout),)
    pages = _pages(parts) or [()]
    return tuple(
        Slide(heading, page, "text", place, len(pages)) for place, page in enumerate(pages, start=1)
    )


def runs(heights: Sequence[float], room: float, capacity: float) -> list[int]:
    """Divide rows into runs of about equal height that fit.

    Parameters
    ----------
    heights : sequence of float
        The height of each row, in lines.
    room : float
        What the first run may take.
    capacity : float
        What each later run may take.

    Returns
    -------
    list of int
        How many rows each run has.
    """
    lengths = _filled(heights, room, capacity)
    if len(lengths) == 1:
        return lengths
    # Equal shares read better than full slides and a lonely last row: the lowest
    # limit that needs no more runs.
    low, high = 0.0, max(room, capacity)
    for _ in range(_HALVINGS):
        limit = (low + high) / 2
        if len(_filled(heights, min(room, limit), min(capacity, limit))) > len(lengths):
            low = limit
        else:
            high = limit
    return _filled(heights, min(room, high), min(capacity, high))


def _filled(heights: Sequence[float], room: float, capacity: float) -> list[int]:
    """Fill one run after the other."""
    lengths, left = [0], room
    for height in heights:
        if lengths[-1] and height > left:
            lengths.append(0)
            left = capacity
        lengths[-1] += 1
        left -= height
    return lengths


def _title(parts: tuple[b.Part, ...]) -> tuple[b.Heading | None, tuple[b.Part, ...]]:
    """Take the heading with which a section begins from its first part."""
    match parts:
        case (b.Part(blocks=(b.Heading() as heading, *rest)) as first, *others):
            return heading, (replace(first, blocks=tuple(rest)), *others)
        case _:
            return None, parts


def _pages(parts: tuple[b.Part, ...]) -> list[tuple[b.Part, ...]]:
    """Spread the blocks of parts over slides."""
    pages: list[list[tuple[int, b.Block]]] = [[]]
    room = CAPACITY
    for place, part in enumerate(parts):
        for block in chain.from_iterable(map(_abreast, part.blocks)):
            for piece, height in _pieces(block, room):
                if pages[-1] and height > room:
                    pages.append([])
                    room = CAPACITY
                pages[-1].append((place, piece))
                room -= height
    return [_gather(parts, page) for page in pages if page]


def _abreast(block: b.Block) -> list[b.Block]:
    """Divide a table that is too wide for a slide into such as fit, keyed alike."""
    if not isinstance(block, b.Table):
        return [block]
    least = [_least_width(block, place) for place in range(len(block.columns))]
    keys = max(block.header_columns, 1)
    room = _TABLE_WIDTH - sum(least[:keys])
    if sum(least) <= _TABLE_WIDTH:
        return [block]
    lengths = runs(least[keys:], room, room)
    ends = [keys + end for end in accumulate(lengths)]
    return [
        _with_columns(block, (*range(keys), *range(end - length, end)))
        for end, length in zip(ends, lengths, strict=True)
    ]


def _least_width(table: b.Table, place: int) -> float:
    """Estimate how narrow a column may become, in characters."""
    cells = [words.plain(row[place]) for row in table.rows]
    whole = [cell for cell in cells if len(cell) <= words.SHORT]
    tokens = [token for text in (table.columns[place].title, *cells) for token in text.split()]
    return _GAP + max((min(len(text), words.LONG) for text in (*whole, *tokens)), default=0)


def _with_columns(table: b.Table, places: Sequence[int]) -> b.Table:
    """Take some columns of a table."""
    return replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows),
    )


def _gather(parts: tuple[b.Part, ...], page: list[tuple[int, b.Block]]) -> tuple[b.Part, ...]:
    """Put the blocks of one slide back into their parts."""
    places = dict.fromkeys(place for place, _ in page)
    return tuple(
        replace(parts[place], blocks=tuple(block for owner, block in page if owner == place))
        for place in places
    )


def _pieces(block: b.Block, room: float) -> list[tuple[b.Block, float]]:
    """Divide a block that is too tall for the room left, if its kind may be divided."""
    height = block_height(block)
    if height <= room:
        return [(block, height)]
    match block:
        case b.Table():
            rows, extra = _row_heights(block), _table_extra(block)
            lengths = _fair(rows, room - extra, CAPACITY - extra)
            starts = [sum(lengths[:index]) for index in range(len(lengths))]
            return [
                (
                    replace(
                        block,
                        rows=block.rows[start : start + length],
                        note=block.note if start + length == len(rows) else "",
                    ),
                    extra + sum(rows[start : start + length]),
                )
                for start, length in zip(starts, lengths, strict=True)
            ]
        case b.List():
            items = [_item_height(item) for item in block.items]
            lengths = _fair(items, room, CAPACITY)
            starts = [sum(lengths[:index]) for index in range(len(lengths))]
            return [
                (
                    replace(
                        block, items=block.items[start : start + length], start=block.start + start
                    ),
                    sum(items[start : start + length]),
                )
                for start, length in zip(starts, lengths, strict=True)
            ]
        case _:
            return [(block, height)]


def _fair(heights: Sequence[float], room: float, capacity: float) -> list[int]:
    """Divide rows, beginning on a fresh slide when only a few would fit here."""
    if sum(heights[:_ORPHANS]) > room:
        room = capacity
    return runs(heights, room, capacity)


# --- how tall is it ---


def block_height(block: b.Block) -> float:
    """Estimate the height of a block on a slide, in lines.

    Parameters
    ----------
    block : Block

    Returns
    -------
    float
    """
    match block:
        case b.Heading():
            return 1.6
        case b.Paragraph(content):
            return _lines(content) + 0.4
        case b.List(items):
            return sum(_item_height(item) for item in items) + 0.2
        case b.DefinitionList(items):
            return sum(1 + _height(what) for _, what in items)
        case b.Quote(content):
            return _height(content) * 1.1 + 0.4
        case b.Table():
            return _table_extra(block) + sum(_row_heights(block))
        case b.Figure():
            return 8.0
        case b.Code(text):
            return 0.8 * sum(1 + len(line) // 100 for line in text.splitlines()) + 0.6
        case b.Callout(_, _, content):
            return 1.4 + _height(content)
        case b.Explorer():
            return 10.0
        case b.Quiz():
            return 2.0 + _lines(block.question) + 1.3 * max(len(block.choices), 1)
        case b.Exercise():
            return 2.0 + _height(block.task) + bool(block.expects) + len(block.hints)
        case b.PageBreak():
            return 0.0


def _height(blocks: Iterable[b.Block]) -> float:
    """Estimate the height of several blocks."""
    return sum(block_height(block) for block in blocks)


def _lines(content: Iterable[b.Inline], width: int = _WIDTH) -> int:
    """Estimate how many lines a text takes."""
    return max(1, math.ceil(len(words.plain(content)) / width))


def _item_height(item: Sequence[b.Block]) -> float:
    """Estimate the height of an item of a list."""
    match item:
        case (b.Paragraph(content),):
            return _lines(content) + 0.2
        case _:
            return _height(item)


def _table_extra(table: b.Table) -> float:
    """Estimate the height of what a table repeats on each slide: caption, header, note."""
    return (
        (0.9 * _lines(table.caption) + 0.3 if table.caption else 0.0)
        + (_ROW + _PADDING)
        + (0.9 if table.note else 0.0)
    )


def _row_heights(table: b.Table) -> list[float]:
    """Estimate the height of each row, with the width shared as a browser would."""
    lengths = [[len(words.plain(cell)) for cell in row] for row in table.rows]
    longest = [
        max([len(column.title), *(row[place] for row in lengths)])
        for place, column in enumerate(table.columns)
    ]
    total = sum(longest) or 1
    stretch = min(1.0, _TABLE_WIDTH / total)
    widths = [max(length * stretch, min(length, 8), 1) for length in longest]
    return [
        _ROW * max(1, *(math.ceil(n / width) for n, width in zip(row, widths, strict=True)))
        + _PADDING
        for row in lengths
    ]
