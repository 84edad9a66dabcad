"""What a live notebook shows, as HTML: prose, tables and figures in the notebook's own colours.

Exports never see this; they are made from payloads. Text is escaped by htpy.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import htpy as h
from markupsafe import Markup

from kit.teach import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it import MarkdownIt

_CITATION: Final = re.compile(r"\[(@[^\s\[\]@;]+[^\[\]@;]*(?:;\s*@[^\s\[\]@;]+[^\[\]@;]*)*)\]")
_MARKED: Final = re.compile(r"&lt;mark&gt;(.*?)&lt;/mark&gt;")
_NUMBERS: Final = frozenset({"integer", "number"})
_MOST_ROWS: Final = 300  # a longer table makes a notebook slow; the filter still reads every row

_CSS: Final = """
.kit { --kit-ink: var(--jp-content-font-color1, var(--vscode-editor-foreground, #1d2730));
  --kit-soft: var(--jp-content-font-color2, var(--vscode-descriptionForeground, #5c6670));
  --kit-line: var(--jp-border-color2, var(--vscode-panel-border, #d5dade));
  --kit-back: var(--jp-layout-color1, var(--vscode-editor-background, #fff));
  color: var(--kit-ink); line-height: 1.45; max-width: 62rem; }
.kit p { margin: .35em 0; }
.kit .kit-scroll { overflow: auto; max-height: 32rem; }
.kit.kit table { border-collapse: collapse; margin: .4em 0; font-size: .95em; border: 0; }
.kit.kit thead { border: 0; }
.kit.kit thead th { position: sticky; top: 0; background: var(--kit-back); font-weight: 600;
  vertical-align: bottom; border-bottom: 2px solid var(--kit-line); }
.kit.kit tr > th, .kit.kit tr > td { text-align: left; vertical-align: top; border: 0;
  padding: .35em 1.1em .35em 0; white-space: normal; max-width: 34rem; }
.kit.kit tbody tr, .kit.kit tbody tr:hover { background: none; }
.kit.kit tbody th { font-weight: 600; }
.kit.kit tbody tr + tr > * { border-top: 1px solid var(--kit-line); }
.kit.kit tr > .kit-number { text-align: right; font-variant-numeric: tabular-nums; }
.kit cite { font-style: normal; color: var(--kit-soft); font-size: .92em; }
.kit .kit-soft, .kit figcaption, .kit summary { color: var(--kit-soft); }
.kit figure { margin: .3em 0; }
.kit figure img { max-width: 100%; height: auto; background: #fff;
  padding: 6px; box-sizing: border-box; }
.kit blockquote { margin: .4em 0 .4em .2em; padding-left: .9em;
  border-left: 3px solid var(--kit-line); }
.kit mark { background: #ffe9a8; color: #1d2730; padding: 0 .15em; }
.kit .kit-title { font-weight: 600; font-size: 1.08em; }
.kit .kit-say { border-left: 4px solid #5c6670; padding: .3em .8em; margin: .35em 0; }
.kit .kit-right { border-color: #1a7f5a; } .kit .kit-wrong { border-color: #b3401f; }
.kit .kit-busy { color: var(--kit-soft); opacity: 0; animation: kit-appear 1ms 200ms forwards; }
.kit-quiz > button.jupyter-button { width: auto; height: auto; min-height: 2.2em;
  max-width: 46rem; align-self: flex-start; white-space: normal; text-align: left; line-height: 1.35;
  padding: .3em .9em; }
@keyframes kit-appear { to { opacity: 1; } }
"""


def page(*content: h.Node) -> str:
    """Put content into a frame that knows the notebook's colours.

    Parameters
    ----------
    *content : htpy node
        What it holds.

    Returns
    -------
    str
        HTML that stands alone in an output.
    """
    return str(h.div(".kit")[style(), *content])


def style() -> h.Element:
    """Return the style sheet that everything of this module needs.

    Returns
    -------
    htpy element
        A style element.
    """
    return h.style[Markup(_CSS)]  # noqa: S704  our own constant


def prose(markdown: str) -> h.Node:
    """Write Markdown, in which HTML has no meaning and citations are short references.

    Parameters
    ----------
    markdown : str
        Blocks of Markdown.

    Returns
    -------
    htpy node
        Paragraphs, lists and so on.
    """
    return _with_citations(_reader().render(markdown))


def inline(markdown: str) -> h.Node:
    """Write inline Markdown.

    Parameters
    ----------
    markdown : str
        One paragraph's worth.

    Returns
    -------
    htpy node
        Words, without a paragraph around them.
    """
    return _with_citations(_reader().renderInline(markdown))


def plain(markdown: str) -> str:
    """Write inline Markdown as plain text, for a widget's label.

    Parameters
    ----------
    markdown : str
        One paragraph's worth.

    Returns
    -------
    str
        The words alone.

    Examples
    --------
    >>> plain("It **notes** a possibility [@A/RES/76/19 PP10]")
    'It notes a possibility (A/RES/76/19 PP10)'
    """
    tokens = _reader().parseInline(markdown)[0].children or []
    words = "".join(" " if token.type.endswith("break") else token.content for token in tokens)
    return _CITATION.sub(lambda found: f"({_reference(found)})", words)


def table(resource: Mapping[str, Any], contains: str = "") -> h.Node:
    """Write a table resource, or those of its rows that contain a text.

    Parameters
    ----------
    resource : mapping
        What `kit.teach.tables.resource` writes.
    contains : str
        A text that a row must have, case apart; empty keeps every row.

    Returns
    -------
    htpy node
        The table, and a line that counts the rows where some are not shown.
    """
    fields, records = resource["schema"]["fields"], resource["data"]
    keys = list(resource["schema"]["primaryKey"])
    if keys == ["index"] and all(record["index"] == row for row, record in enumerate(records)):
        fields, keys = fields[1:], []
    wanted = contains.strip().casefold()
    found = [
        record
        for record in records
        if any(_contains(record[field["name"]], field["type"], wanted) for field in fields)
    ]
    shown = found[:_MOST_ROWS]
    rows = [
        h.tr[[_cell(field, record[field["name"]], head=field["name"] in keys) for field in fields]]
        for record in shown
    ]
    heads = [h.th(_class(field), scope="col")[_heading(field["name"])] for field in fields]
    count = ""
    if len(shown) < len(records):
        count = f"{len(shown):,} of {len(records):,} rows"
    return h.fragment[
        h.div(".kit-scroll", tabindex="0")[h.table[h.thead[h.tr[heads]], h.tbody[rows]]],
        h.div(".kit-soft")[count] if count else None,
    ]


def figure(svg: str, alt: str, caption: str, behind: Mapping[str, Any] | None) -> h.Node:
    """Write a figure with its caption and the table behind it.

    Parameters
    ----------
    svg : str
        The image; it is shown as an image, never as markup.
    alt : str
        The alternative text.
    caption : str
        Inline Markdown.
    behind : mapping or None
        A table resource.

    Returns
    -------
    htpy node
        The figure.
    """
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")
    return h.figure[
        h.img(src=address, alt=alt),
        h.figcaption[inline(caption)] if caption else None,
        h.details[h.summary["The table behind this figure"], table(behind)] if behind else None,
    ]


def say(markdown: str, kind: str = "") -> h.Node:
    """Write something that the kit says to the student.

    Parameters
    ----------
    markdown : str
        Blocks of Markdown.
    kind : {"", "right", "wrong"}
        How it is marked; the words must say so too.

    Returns
    -------
    htpy node
        A status that a screen reader announces.
    """
    return h.div({"class": f"kit-say kit-{kind}" if kind else "kit-say", "role": "status"})[
        prose(markdown)
    ]


@cache
def _reader() -> MarkdownIt:
    """Return the reader of Markdown, to which HTML is text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _with_citations(html: str) -> Markup:
    """Mark citations as short references, and marked words; all else has been escaped."""
    html = _MARKED.sub(r"<mark>\1</mark>", html)
    return Markup(_CITATION.sub(lambda found: f"<cite>({_reference(found)})</cite>", html))  # noqa: S704


def _reference(found: re.Match[str]) -> str:
    """Write a citation as a reader wants to see it."""
    return "; ".join(item.strip().removeprefix("@") for item in found[1].split(";"))


def _contains(value: object, kind: str, wanted: str) -> bool:
    """Tell whether a text is in a value, as it is or as it is written."""
    return any(wanted in said.casefold() for said in (_text(value), _text(value, kind)))


def _heading(name: str) -> str:
    """Write a column's name."""
    return "" if name == "index" or name.startswith("level_") else name.replace("_", " ")


def _class(field: Mapping[str, Any]) -> dict[str, str]:
    """Let numbers stand right."""
    return {"class": "kit-number"} if field["type"] in _NUMBERS else {}


def _cell(field: Mapping[str, Any], value: object, *, head: bool) -> h.Element:
    """Write one cell."""
    kind = _class(field)
    words = _text(value, field["type"])
    pieces: list[h.Node] = []
    start = 0
    for found in _CITATION.finditer(words):
        pieces += [words[start : found.start()], h.cite[f"({_reference(found)})"]]
        start = found.end()
    pieces.append(words[start:])
    return h.th(kind, scope="row")[pieces] if head else h.td(kind)[pieces]


def _text(value: object, kind: str = "string") -> str:
    """Write a value as text."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    if kind in _NUMBERS and isinstance(value, int):
        return f"{value:,}"
    if kind == "datetime" and isinstance(value, str):
        return value.removesuffix("T00:00:00")
    if kind == "duration" and isinstance(value, str):
        return duration.words(value) or value
    return str(value)
