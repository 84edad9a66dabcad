"""`progress`: what a student has done, in a small file that the student owns."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import htpy as h

import kit
from kit import mime
from kit.errors import DataError, OutputError
from kit.teach import exercise, live
from kit.teach.session import exporting, publish

FILE: Final = ".kit-progress.json"
_NO_PROOF: Final = (
    "This page says what one computer has recorded. Its student owns the record and can change "
    "it, so the page is no proof of who did the work, nor of how."
)


@dataclass(frozen=True, slots=True)
class Attempts:
    """What was tried at one exercise: fingerprints of the wrong answers and of the right one."""

    wrong: tuple[str, ...] = ()
    right: str = ""


def progress(*, hand_in: str = "") -> None:
    """Show which exercises you have solved.

    Parameters
    ----------
    hand_in : str
        Your name; with it, a page to hand in is written beside the notebook.

    Raises
    ------
    DataError
        When the file of your progress cannot be read.
    OutputError
        When the page cannot be written.
    """
    if exporting():
        said = "`progress()` shows in a running notebook what a student has solved."
        publish({mime.NOTE: {"kind": "live-only", "text": said}, "text/plain": said})
        return
    known, done = list(exercise.every()), read()
    shown: list[h.Node] = [_summary(known, done)]
    if hand_in.strip():
        file = _write_page(hand_in.strip(), known, done)
        shown.append(live.say(f"Written to `{file}`. {_NO_PROOF}"))
    publish({"text/html": live.page(*shown), "text/plain": _count(known, done)})


def read() -> dict[str, Attempts]:
    """Read the progress kept beside the notebook.

    Returns
    -------
    dict of str to Attempts
        By exercise; empty when nothing has been tried yet.

    Raises
    ------
    DataError
        When the file is damaged.
    """
    file = Path.cwd() / FILE
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: Attempts(tuple(map(str, kept["wrong"])), str(kept["right"]))
            for name, kept in content["exercises"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DataError(
            "Your progress cannot be read",
            where=FILE,
            mend="Delete the file to start again, or put back an older copy of it",
        ) from error


def keep(name: str, fingerprint: str, *, right: bool) -> Attempts:
    """Keep an attempt; the same answer again counts once.

    Parameters
    ----------
    name : str
        The exercise.
    fingerprint : str
        Of the student's answer.
    right : bool
        Whether it is right.

    Returns
    -------
    Attempts
        All attempts at this exercise.

    Raises
    ------
    OutputError
        When the file cannot be written.
    DataError
        When it cannot be read.
    """
    every = read()
    kept = every.get(name, Attempts())
    if right:
        kept = Attempts(kept.wrong, fingerprint)
    elif fingerprint not in kept.wrong:
        kept = Attempts((*kept.wrong, fingerprint), kept.right)
    if kept != every.get(name):
        every[name] = kept
        content = {
            "about": "Your progress in the exercises. It is yours: copy it, move it, delete it.",
            "exercises": {
                key: {"wrong": list(each.wrong), "right": each.right}
                for key, each in sorted(every.items())
            },
        }
        _write(Path.cwd() / FILE, json.dumps(content, indent=1) + "\n")
    return kept


def _summary(known: list[str], done: dict[str, Attempts]) -> h.Node:
    """Write what has been solved as a table."""
    names = sorted({*known, *done})
    records = [{"Exercise": name, "State": _state(done.get(name, Attempts()))} for name in names]
    fields = [{"name": "Exercise", "type": "string"}, {"name": "State", "type": "string"}]
    resource: dict[str, Any] = {
        "schema": {"fields": fields, "primaryKey": ["Exercise"]},
        "data": records,
    }
    return h.fragment[h.p[h.strong[_count(known, done)]], live.table(resource)]


def _count(known: list[str], done: dict[str, Attempts]) -> str:
    """Count the exercises solved."""
    solved = sum(bool(attempts.right) for attempts in done.values())
    return f"{solved} of {len({*known, *done})} exercises solved."


def _state(attempts: Attempts) -> str:
    """Say how far an exercise is."""
    tries = len(attempts.wrong)
    after = f" after {tries} other {'answer' if tries == 1 else 'answers'}" if tries else ""
    if attempts.right:
        return f"solved{after}"
    return f"tried {tries} {'answer' if tries == 1 else 'answers'}" if tries else "not yet tried"


def _write_page(name: str, known: list[str], done: dict[str, Attempts]) -> str:
    """Write the page that a student can hand in, and return its name."""
    answers = json.dumps(
        {key: attempts.right for key, attempts in sorted(done.items()) if attempts.right}
    )
    fingerprint = hashlib.sha256(answers.encode()).hexdigest()
    body = h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.title[f"Exercises of {name}"],
            live.style(),
        ],
        h.body[
            h.main(".kit", style="margin: 2rem auto; padding: 0 1rem; font-family: sans-serif")[
                h.h1["Exercises solved"],
                h.p[f"Student: {name}"],
                _summary(known, done),
                h.p[f"Course: ICT outcomes kit {kit.__version__}"],
                h.p["Fingerprint over the answers: ", h.code[fingerprint]],
                h.p[_NO_PROOF],
            ]
        ],
    ]
    slug = re.sub(r"[^\w]+", "-", name).strip("-").casefold() or "student"
    file = Path.cwd() / f"progress-{slug}.html"
    _write(file, f"<!doctype html>{body}")
    return file.name


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise OutputError(
            f"The file cannot be written ({error.strerror})",
            where=file.name,
            mend="Move the notebook to a folder in which you may write",
        ) from error
