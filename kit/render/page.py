"""The page: a document to be read, from a narrow telephone to a wide screen, or on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import htpy as h
from markupsafe import Markup, escape

from kit.document import blocks as b
from kit.render import html, imprint, shell, tables, typefaces, words
from kit.render import theme as themes

if TYPE_CHECKING:
    from collections.abc import Sequence

_THEME: Final = themes.Theme()
_LABELLED: Final = ("notes", "instructor", "solution")  # roles that a label announces


def render(
    document: b.Document,
    *,
    theme: themes.Theme = _THEME,
    links: Sequence[tuple[str, str]] = (),
) -> str:
    """Render a document as one accessible page.

    Parameters
    ----------
    document : Document
        Any edition. All that it holds is shown, notes and solutions with a label.
    theme : Theme
        Colours, wordmark and logo.
    links : sequence of (str, str)
        Label and relative address of what belongs to the page: the course, the
        slides, the briefing, the notebook.

    Returns
    -------
    str
        An HTML file that opens from disk, makes no request and needs no script.

    Raises
    ------
    RenderError
        When a figure has no alternative text, or a link leads where no export
        may lead.
    """
    meta = document.meta
    writer = html.Writer(meta.lang, meta.name, base_level=1, last_level=1, folds_code=True)
    contents: list[tuple[str, h.Node]] = []
    sections = shell.joined(
        _section(writer, section, meta.title, contents) for section in document.sections
    )
    closing = [
        _closing("key-points", writer.label["key_points"], _key_points(meta, writer), contents),
        _closing("sources", writer.label["sources"], _sources(document, writer), contents),
        _closing("about", writer.label["about"], _provenance(meta), contents),
    ]
    notes = writer.take_footnotes()
    # Written out once: both the choice of fonts and the file read it.
    body = escape(
        h.fragment[
            h.a(".skip", href="#kit-main")["Skip to the text"],
            _masthead(meta, theme, links),
            h.div(".sheet")[
                h.nav(".contents", aria_label=writer.label["contents"])[
                    h.ol[[h.li[h.a(href=f"#{name}")[title]] for name, title in contents]]
                ],
                h.main(id="kit-main", tabindex="-1")[_aims(meta), sections, notes, closing],
            ],
        ]
    )
    return str(
        shell.File(
            lang=meta.lang,
            title=meta.title,
            description=meta.subtitle,
            style="".join(
                (
                    typefaces.css(body),
                    themes.css(theme),
                    shell.asset("blocks.css"),
                    shell.asset("page.css"),
                )
            ),
            first=shell.READ,
            body=body,
            scripts=(shell.asset("interactive.js"), shell.asset("page.js")),
        )
    )


def _masthead(meta: b.Meta, theme: themes.Theme, links: Sequence[tuple[str, str]]) -> h.Element:
    """Write the head of the page: title, what belongs to it, colours."""
    facts = [meta.audience, imprint.lesson_time(meta), imprint.sources_date(meta)]
    return h.header(".masthead")[
        h.div(".top")[
            imprint.wordmark(theme),
            h.p(".marking")[meta.marking] if meta.marking else None,
            imprint.colours(),
        ],
        h.h1[meta.title],
        h.p(".subtitle")[meta.subtitle] if meta.subtitle else None,
        h.p(".facts")[[h.span[fact] for fact in facts if fact]] if any(facts) else None,
        links
        and h.nav(".links", aria_label="With this page")[
            h.ul[[h.li[h.a(href=address)[label]] for label, address in links]]
        ],
    ]


def _aims(meta: b.Meta) -> h.Node:
    """Write the questions of a lesson, and what one can do after it."""
    if not meta.questions and not meta.objectives:
        return None
    return h.div(".aims")[
        [
            h.div[h.h2[title], h.ul[[h.li[entry] for entry in entries]]]
            for title, entries in (
                ("Questions", meta.questions),
                ("Afterwards you can", meta.objectives),
            )
            if entries
        ]
    ]


def _section(
    writer: html.Writer,
    section: b.Section,
    document_title: str,
    contents: list[tuple[str, h.Node]],
) -> str | h.Element:
    """Write a section, and enter its title in the contents."""
    writer.last_level = writer.base_level
    heading, parts = _title(section.parts)
    title: h.Element | None = None
    # The masthead has said the title of the document.
    if heading and words.plain(heading.content) != document_title:
        name = writer.unique_id(heading.id or words.slug(words.plain(heading.content)))
        contents.append((name, words.plain(heading.content)))
        writer.last_level = writer.base_level + 1
        title = h.h2(id=name)[writer.inline(heading.content)]
    body = [_part(writer, part) for part in parts if part.blocks]
    if not title and not body:
        return ""
    return h.section(class_=[section.layout])[shell.joined((title or "", *body))]


def _title(parts: tuple[b.Part, ...]) -> tuple[b.Heading | None, tuple[b.Part, ...]]:
    """Take the heading with which a section begins, even from behind the code that wrote it."""
    for place, part in enumerate(parts):
        for number, block in enumerate(part.blocks):
            match block:
                case b.Heading() if part.role == "content":
                    blocks = part.blocks[:number] + part.blocks[number + 1 :]
                    rest = replace(part, blocks=blocks)
                    return block, (*parts[:place], rest, *parts[place + 1 :])
                case b.Code(kind="source"):
                    continue
                case _:
                    return None, parts
    return None, parts


def _part(writer: html.Writer, part: b.Part) -> Markup | h.Element:
    """Write what a cell contributes, with a label where not every reader sees it."""
    if part.role not in _LABELLED:
        return writer.part(part)
    level = writer.last_level
    box = h.div(class_=["private", part.role], role="note")[
        h.p(".kind")[writer.label[part.role]], writer.part(part)
    ]
    writer.last_level = level
    return box


def _closing(name: str, title: str, body: h.Node, contents: list[tuple[str, h.Node]]) -> h.Node:
    """Write one of the sections that the page adds, when there is something in it."""
    if not body:
        return None
    contents.append((f"kit-{name}", title))
    return h.section(class_=name)[h.h2(id=f"kit-{name}")[title], body]


def _key_points(meta: b.Meta, writer: html.Writer) -> h.Node:
    """Write the key points of a lesson."""
    points = [h.li[writer.inline(point)] for point in meta.key_points]
    return h.ul[points] if points else None


def _sources(document: b.Document, writer: html.Writer) -> h.Node:
    """Write the list of sources."""
    return tables.sources_table(writer, document.sources) if document.sources else None


def _provenance(meta: b.Meta) -> h.Node:
    """Write what the page was made of."""
    entries = [h.div[h.dt[label], h.dd[value]] for label, value in meta.provenance]
    return h.dl(".provenance")[entries] if entries else None
