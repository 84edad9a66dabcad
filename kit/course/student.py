"""The students' edition of a course: no solutions, no notes, nothing that is the instructor's."""

from __future__ import annotations

import ast
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kit.build.fresh import is_short
from kit.build.notebook import parse
from kit.course import layout
from kit.course.lint.fixing import cleaned, encode, folded
from kit.document.cells import place, role
from kit.errors import DataError, NotebookError, UsageError
from kit.teach import sealed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kit.course.layout import Laid

Json = dict[str, Any]

FOLDER: Final = "student"
LEDGER: Final = ".kit/student.json"
_LESSONS: Final = "notebooks/"
_EXERCISES: Final = "notebooks/exercises/"
# What notebooks may need beside them; of anything else nobody knows what it says.
_BESIDE: Final = (".png", ".jpg", ".jpeg", ".svg", ".py", ".csv")


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of a students' edition.

    Parameters
    ----------
    files : dict of str to bytes
        By their paths below its folder.
    left_out : tuple of str
        Files of the course that are not in it.
    """

    files: dict[str, bytes]
    left_out: tuple[str, ...]


def write(folder: Path, *, course: Path | None = None) -> tuple[Laid, Edition]:
    """Write the students' edition, or bring one up to date.

    Parameters
    ----------
    folder : Path
        Where to. A file on which a student has worked is never written; a notebook
        that was only run is not work.
    course : Path, optional
        The instructor's course; the kit's own when not given.

    Returns
    -------
    tuple of Laid and Edition
        What was done with each file, and what the edition is.

    Raises
    ------
    UsageError
        When the folder holds a course with its solutions, or is a file.
    KitError
        When a notebook or its exercises cannot be read, or the folder not written.
    """
    _refuse_a_course(folder)
    made = edition(course or layout.source())
    return layout.put(folder, made.files, ledger=LEDGER), made


def edition(course: Path) -> Edition:
    """Make the students' edition of a course.

    Parameters
    ----------
    course : Path
        Its folder.

    Returns
    -------
    Edition
        The same bytes for the same course.

    Raises
    ------
    NotebookError
        When a notebook cannot be read.
    DataError
        When exercises cannot be read.
    """
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    for name, content in layout.files(course):
        where = str(course / name)
        if not name.startswith(_LESSONS):
            files[name] = content
        elif name.endswith(".ipynb"):
            files[name] = notebook(content, where=where)
        elif name.startswith(_EXERCISES) and name.endswith(".toml"):
            files[name] = exercises(content, where=where)
        elif is_short(name):
            continue  # a deck of the instructor's
        elif name.lower().endswith(_BESIDE):
            files[name] = content
        else:
            left_out.append(name)
    files[layout.README] = Path(__file__).with_name("student_edition.md").read_bytes()
    return Edition(files, tuple(left_out))


def notebook(content: bytes, *, where: str) -> bytes:
    """Make the students' edition of a notebook.

    Parameters
    ----------
    content : bytes
        The instructor's notebook.
    where : str
        The place, for errors.

    Returns
    -------
    bytes
        Only its content cells, never run; the code of a quiz is folded, for it
        holds the answer.

    Raises
    ------
    NotebookError
        When it is no notebook.
    """
    parse(content, where=where)
    raw: Json = cleaned(json.loads(content))
    cells = [
        _quiz_folded(cell)
        for number, cell in enumerate(raw["cells"], start=1)
        if role(cell.get("metadata") or {}, place(Path(where).stem, number)) == "content"
    ]
    return encode({**raw, "cells": cells})


def exercises(content: bytes, *, where: str) -> bytes:
    """Make the students' edition of a file of exercises.

    Parameters
    ----------
    content : bytes
        The instructor's file.
    where : str
        The place, for errors.

    Returns
    -------
    bytes
        TOML; tasks in clear, answers, hints and reasons sealed.

    Raises
    ------
    DataError
        When it is no TOML.
    """
    try:
        entries = tomllib.loads(content.decode()).get("exercise", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"The exercises cannot be read: {error}", where=where) from error
    tables = ("\n".join(_toml(sealed.closed(entry))) for entry in entries)
    return "\n\n".join((_ABOUT, *tables, "")).encode()


def _refuse_a_course(folder: Path) -> None:
    """Refuse a folder in which there is something that an edition for students would take away."""
    if (folder / LEDGER).is_file():
        return
    for path in sorted((folder / _LESSONS).glob("**/*.ipynb")):
        try:
            cells = parse(path.read_bytes(), where=str(path))["cells"]
        except NotebookError:
            continue
        if any(role(cell["metadata"], str(path)) != "content" for cell in cells):
            raise UsageError(
                "This folder holds a course with its notes and solutions",
                where=str(folder),
                mend="Name another folder, such as `kit student student`",
            )


def _quiz_folded(cell: Json) -> Json:
    """Fold a cell that makes a quiz."""
    if cell["cell_type"] != "code":
        return cell
    try:
        tree = ast.parse("".join(cell["source"]))
    except SyntaxError:
        return cell
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    is_quiz = any(
        "quiz" in (getattr(function, "attr", ""), getattr(function, "id", ""))
        for function in called
    )
    return folded(cell) if is_quiz else cell


def _toml(entry: Mapping[str, object]) -> Iterator[str]:
    """Write an exercise as TOML; JSON writes its texts and numbers in the same way."""
    yield "[[exercise]]"
    for key, value in entry.items():
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}"


_ABOUT: Final = """\
# The exercises of this lesson. Answers and hints are sealed: kit.check gives them out,
# one hint at a time."""
