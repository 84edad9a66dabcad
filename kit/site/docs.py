"""The documentation as pages of the site: Markdown files and docstrings, in the kit's own look."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import htpy as h

from kit.document import blocks as b
from kit.document import markdown
from kit.document.phrases import plain
from kit.document.walk import rewrite
from kit.errors import KitError, NotebookError
from kit.render import html
from kit.site import look, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kit.record import Record
    from kit.render.theme import Theme

FOLDER: Final = "docs"
INDEX: Final = "docs/index.md"
# Folders that stand for a page: a link to one leads to the folder where files are shown,
# and to the page on the site.
REFERENCE: Final = "kit"
DECISIONS: Final = "docs/decisions"
# Files at the top and elsewhere that are documentation too, where they exist.
_BESIDE: Final = {
    "CONTRIBUTING.md": "docs/contributing.html",
    "SECURITY.md": "docs/security.html",
    "CHANGELOG.md": "docs/changelog.html",
    "data/README.md": "docs/data.html",
}
_LINK: Final = re.compile(r"\]\(([^)\s:#]+(?:\.md|/))(#[\w-]+)?\)")
_LOCAL: Final = "#/"  # no heading's anchor has a slash, so this marks a link to another page


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page: its source and its address, both from the top, its title and what it says."""

    source: str
    address: str
    title: str
    blocks: tuple[b.Block, ...]


def render(root: Path, *, record: Record, theme: Theme) -> dict[str, str]:
    """Write the documentation of a repository.

    Parameters
    ----------
    root : Path
        The repository. Its `docs/index.md` links to every page that is to stand in
        the list of pages, in that order; decisions are reached through their list.
    record : Record
        Its version stands at the foot.
    theme : Theme
        Colours, wordmark and logo.

    Returns
    -------
    dict of str to str
        HTML files by their address within the site, the index first; none when there
        is no index.

    Raises
    ------
    NotebookError
        When a page has no title, or holds what no output may hold.
    """
    if not (root / INDEX).is_file():
        return {}
    found = {source: _read(root, source, address) for source, address in _sources(root)}
    told = _anchored(reference.blocks())
    found[REFERENCE] = Page(REFERENCE, "docs/reference.html", reference.TITLE, told)
    decided = [page for source, page in found.items() if source.startswith(f"{DECISIONS}/")]
    found[DECISIONS] = Page(DECISIONS, "docs/decisions.html", "Decisions", _list(decided))
    listed = [found[source] for source in _order(root) if source in found]
    return {
        page.address: _page(page, listed, found, record=record, theme=theme)
        for page in dict.fromkeys((found[INDEX], *found.values()))
    }


def _sources(root: Path) -> Iterator[tuple[str, str]]:
    """Name the Markdown files that are documentation, each with its address."""
    for folder in (FOLDER, f"{FOLDER}/decisions"):
        for path in sorted((root / folder).glob("*.md")):
            yield f"{folder}/{path.name}", _address(f"{folder}/{path.name}")
    yield from ((name, to) for name, to in _BESIDE.items() if (root / name).is_file())


def _address(source: str) -> str:
    """Name the page made of a Markdown file in docs/."""
    return f"{source.removesuffix('.md')}.html"


def _list(pages: Sequence[Page]) -> tuple[b.Block, ...]:
    """Link to pages."""
    links = (b.Link(f"{_LOCAL}{page.source}", (b.Text(page.title),)) for page in pages)
    return (
        b.Paragraph((b.Text("What was chosen, why, and what was not chosen."),)),
        b.List(tuple((b.Paragraph((link,)),) for link in links)),
    )


def _order(root: Path) -> list[str]:
    """List the pages in the order in which the index names them, the index first."""
    text = (root / INDEX).read_text(encoding="utf-8")
    named = [_resolved(INDEX, found[1]) for found in _LINK.finditer(text)]
    return list(dict.fromkeys([INDEX, *named]))


def _resolved(source: str, link: str) -> str:
    """Say which file a relative link leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), link))


def _read(root: Path, source: str, address: str) -> Page:
    """Read a Markdown file; its first heading is the title."""
    path = root / source

    def local(found: re.Match[str]) -> str:
        return f"]({_LOCAL}{_resolved(source, found[1])}{found[2] or ''})"

    try:
        text = _LINK.sub(local, path.read_text(encoding="utf-8"))
        read = markdown.blocks(text, markdown.Surroundings(folder=path.parent))
    except (OSError, UnicodeDecodeError) as error:
        raise NotebookError(
            "A page of the documentation cannot be read", where=source, mend="Save it as UTF-8"
        ) from error
    except KitError as error:
        raise NotebookError(error.what, where=source, mend=error.mend) from error
    if not read or not isinstance(read[0], b.Heading):
        raise NotebookError("A page has no title", where=source, mend="Begin it with `# Title`")
    return Page(source, address, plain(read[0].content), _anchored(read[1:]))


def _anchored(content: tuple[b.Block, ...]) -> tuple[b.Block, ...]:
    """Give each heading the anchor that links to Markdown headings use, one level up."""
    return rewrite(
        content,
        b.Heading,
        lambda x: replace(x, id=_anchor(plain(x.content)), level=max(1, x.level - 1)),
    )


def _anchor(title: str) -> str:
    """Name a heading as Markdown hosts do.

    Examples
    --------
    >>> _anchor("The Littlest JupyterHub: `kit init`")
    'the-littlest-jupyterhub-kit-init'
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


class _Writer(html.Writer):
    """Writes blocks whose links may lead to other pages of the documentation."""

    page: Page
    pages: Mapping[str, Page]

    def link(self, url: str, content: h.Node) -> h.Node:
        """Write a link to another page by its relative address."""
        if not url.startswith(_LOCAL):
            return super().link(url, content)
        source, _, anchor = url.removeprefix(_LOCAL).partition("#")
        if source not in self.pages:
            return content  # a file of the repository that the site does not carry
        to = _relative(self.page, self.pages[source])
        return h.a(href=f"{to}#{anchor}" if anchor else to)[content]


def _relative(page: Page, to: Page) -> str:
    """Write the way from one page to another."""
    return posixpath.relpath(to.address, posixpath.dirname(page.address))


def _page(
    page: Page,
    listed: Sequence[Page],
    pages: Mapping[str, Page],
    *,
    record: Record,
    theme: Theme,
) -> str:
    """Write one page, the list of pages beside it."""
    writer = _Writer(base_level=1, last_level=1)
    writer.page, writer.pages = page, pages
    first, rest = _lead(page.blocks)
    text = writer.blocks(rest)
    home = posixpath.relpath("index.html", posixpath.dirname(page.address))
    return look.file(
        title=page.title,
        subtitle=plain(first.content) if first else "",
        body=h.div(".docs")[
            h.nav(".contents", aria_label="Documentation")[
                h.ol[[_entry(page, entry) for entry in listed]]
            ],
            h.main(id="kit-main", tabindex="-1")[h.section[text], writer.take_footnotes()],
        ],
        theme=theme,
        facts=look.provenance(record),
        links=(("The course", home),),
    )


def _lead(content: tuple[b.Block, ...]) -> tuple[b.Paragraph | None, tuple[b.Block, ...]]:
    """Take a first paragraph of plain words as the subtitle."""
    match content:
        case (b.Paragraph((b.Text(),)) as first, *rest):
            return first, tuple(rest)
        case _:
            return None, content


def _entry(page: Page, entry: Page) -> h.Element:
    """Write an entry of the list of pages; the page that is open shows its headings."""
    if entry is not page:
        return h.li[h.a(href=_relative(page, entry))[entry.title]]
    heads = [x for x in page.blocks if isinstance(x, b.Heading) and x.level == 1]
    places = [h.li[h.a(href=f"#{x.id}")[plain(x.content)]] for x in heads]
    return h.li[
        h.a(href="#kit-main", aria_current="page")[entry.title],
        h.ol[places] if places else None,
    ]
