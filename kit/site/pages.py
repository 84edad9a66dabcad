"""The site as a folder: index, search, pages to read, and everything to take along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kit.build import short
from kit.build.products import place
from kit.build.write import write_all
from kit.course import desk, student
from kit.document import frontmatter
from kit.errors import NotebookError
from kit.render import theme as themes
from kit.site import docs, index, live, search

if TYPE_CHECKING:
    from pathlib import Path

    from kit.build.products import Format
    from kit.record import Record

FOLDER: Final = "site"
# What an audience may take; the presenter's file, with its notes, is not among it.
_TAKEN: Final[tuple[tuple[Format, str], ...]] = (
    ("deck", "Slides"),
    ("briefing", "Briefing, PDF"),
    ("word", "Briefing, Word"),
)
FORMATS: Final[tuple[Format, ...]] = ("page", *(form for form, _ in _TAKEN))
_OURS: Final = ("slides", "briefings", "notebooks", "docs", "docs/decisions")


def build(root: Path, *, record: Record | None = None) -> Path:
    """Write the site of a course that was built.

    It can be opened from disk and put on any static host as it is: every link
    leads to a file within it.

    Parameters
    ----------
    root : Path
        The course.
    record : Record, optional
        What is searched; the kit's own record when not given.

    Returns
    -------
    Path
        The index.

    Raises
    ------
    UsageError
        When the course has no notebook.
    NotebookError
        When a notebook cannot be read, or says something unfit of itself.
    OutputError
        When the site cannot be written.
    """
    if record is None:
        from kit.record import load

        record = load()
    theme = themes.load(root / "slides" / "theme")
    notebooks = desk.notebooks(root)
    desk.first_notebook(notebooks)
    contents: dict[str, bytes] = {}
    lessons = [_lesson(root, path, record, contents) for path in notebooks]
    contents[search.FILE] = search.render(record, theme=theme).encode()
    documentation = docs.render(root, record=record, theme=theme)
    contents |= {address: page.encode() for address, page in documentation.items()}
    contents[index.FILE] = index.render(
        lessons,
        record=record,
        theme=theme,
        documentation=next(iter(documentation), ""),
        short=[_short(root, path, record, contents) for path in short.decks(root / "notebooks")],
    ).encode()
    site = root / FOLDER
    write_all(site, contents)
    _prune(site, contents)
    return site / index.FILE


def _lesson(root: Path, path: Path, record: Record, contents: dict[str, bytes]) -> index.Lesson:
    """Describe a lesson, and add what can be taken along to the contents of the site."""
    name = path.stem
    content = student.notebook(_read(path), where=str(path))
    notebook = json.loads(content)
    taken: list[index.Download] = []
    for form, label in _TAKEN:
        made = root / place(form, name)
        if made.is_file():
            contents[place(form, name)] = made.read_bytes()
            taken.append(_download(label, place(form, name), contents))
    address = f"notebooks/{name}.ipynb"
    contents[address] = content
    taken.append(_download("Notebook", address, contents))
    page = root / place("page", name)
    has_live = (root / live.PLACE / "files" / path.name).is_file()
    return index.Lesson(
        meta=frontmatter.read(
            notebook["metadata"], heading=_heading(notebook), name=name, record=record
        ),
        page=page.name if page.is_file() else "",
        downloads=tuple(taken),
        live=f"live/lab/index.html?workspace={name}" if has_live else "",
    )


def _short(root: Path, path: Path, record: Record, contents: dict[str, bytes]) -> index.Lesson:
    """Describe a short deck, and add it to the contents of the site."""
    name, address = path.stem, place("deck", path.stem)
    made = root / address
    if made.is_file():
        contents[address] = made.read_bytes()
    return index.Lesson(
        meta=frontmatter.read(short.read(path)["metadata"], heading="", name=name, record=record),
        page="",
        downloads=(_download("Slides", address, contents),) if address in contents else (),
    )


def _read(path: Path) -> bytes:
    """Read a notebook's file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotebookError(
            f"The notebook cannot be read: {error.strerror}",
            where=str(path),
            mend="Change the file's permissions",
        ) from error


def _download(label: str, address: str, contents: dict[str, bytes]) -> index.Download:
    """Describe something that can be taken along."""
    return index.Download(label, address, len(contents[address]))


def _heading(notebook: dict[str, Any]) -> str:
    """Return a notebook's first heading."""
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "markdown":
            for line in "".join(cell["source"]).splitlines():
                if line.startswith("# "):
                    return line.removeprefix("# ").strip()
    return ""


def _prune(site: Path, contents: dict[str, bytes]) -> None:
    """Remove what an earlier site offered and this one does not."""
    for folder in _OURS:
        for path in (site / folder).glob("*"):
            if path.is_file() and path.relative_to(site).as_posix() not in contents:
                path.unlink()
