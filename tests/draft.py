"""Small notebooks, written in Python for the tests that read them."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any, Final

from kit import mime

Json = dict[str, Any]

SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>'
)


def png(width: int = 2, height: int = 2) -> bytes:
    """Draw a small black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


PNG: Final = base64.b64encode(png()).decode("ascii")


def markdown(source: str, *tags: str, slide: str = "", **fields: Any) -> Json:
    """Write a Markdown cell."""
    return {"cell_type": "markdown", "metadata": _metadata(tags, slide), "source": source, **fields}


def code(source: str, *outputs: Json, tags: tuple[str, ...] = (), slide: str = "") -> Json:
    """Write a code cell that has run."""
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": _metadata(tags, slide),
        "source": source,
        "outputs": list(outputs),
    }


def _metadata(tags: tuple[str, ...], slide: str) -> Json:
    """Write a cell's metadata as JupyterLab does."""
    metadata: Json = {"tags": list(tags)} if tags else {}
    return {**metadata, "slideshow": {"slide_type": slide}} if slide else metadata


def notebook(*cells: Json, **metadata: Any) -> Json:
    """Write a notebook of format 4."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}


def shown(**bundle: Any) -> Json:
    """Write an output with a MIME bundle; "text_plain" stands for "text/plain"."""
    return displayed({name.replace("_", "/", 1): value for name, value in bundle.items()})


def displayed(bundle: Json, **metadata: Any) -> Json:
    """Write an output with a MIME bundle."""
    return {"output_type": "display_data", "data": bundle, "metadata": metadata}


def printed(text: str, name: str = "stdout") -> Json:
    """Write an output that a program printed."""
    return {"output_type": "stream", "name": name, "text": text}


def resource(fields: dict[str, str], *rows: tuple[Any, ...], key: list[str] | None = None) -> Json:
    """Write a table resource from the types of its columns and its rows."""
    return {
        "schema": {
            "fields": [{"name": name, "type": kind} for name, kind in fields.items()],
            "primaryKey": key or [],
        },
        "data": [dict(zip(fields, row, strict=True)) for row in rows],
    }


def explorer(*views: list[Json], **changes: Any) -> Json:
    """Write an explorer's payload: one choice, an option for each view."""
    options = [f"Option {place}" for place, _ in enumerate(views, start=1)]
    return {
        "title": "Votes",
        "controls": [{"name": "vote", "label": "Vote", "kind": "choice", "options": options}],
        "states": [[[place], place] for place, _ in enumerate(views)],
        "views": list(views),
        "initial": [0],
        "printed": [[0]],
        "text_filter": False,
        **changes,
    }


def quiz(**changes: Any) -> Json:
    """Write a quiz's payload."""
    return {
        "kind": "single",
        "question": "How was it adopted?",
        "choices": [
            {"text": "Without a vote", "correct": True, "feedback": "Yes."},
            {"text": "By 109 votes", "correct": False, "feedback": "No."},
        ],
        "why": "Nobody asked for a vote.",
        **changes,
    }


def exercise(**changes: Any) -> Json:
    """Write an exercise's payload."""
    return {
        "name": "count",
        "task": "Count the **paragraphs**.",
        "expects": "a whole number",
        "minutes": 5,
        "hints": ["Look at the *numbers*."],
        **changes,
    }


EXPLORER, QUIZ, EXERCISE, FIGURE = mime.EXPLORER, mime.QUIZ, mime.EXERCISE, mime.FIGURE
NOTE, TABLE = mime.NOTE, mime.TABLE
