"""MIME types by which a notebook cell hands structured content to the document.

A payload is plain JSON. It comes from a notebook and is therefore untrusted:
`kit.document` checks every field before it becomes a block. Strings named
"Markdown" below are inline Markdown, citations such as `[@A/RES/76/19 OP4]`
included.

Explorer::

    {"title": str,
     "controls": [{"name": str, "label": str, "kind": "choice" | "range" | "switch",
                   "options": [str, ...]}, ...],
     "states": [[[0, 2], 5], ...],        option indices, index in views
     "views": [[output, ...], ...],       outputs as nbformat writes them
     "initial": [0, 0],
     "printed": [[0, 0], ...],
     "text_filter": bool}

A control whose choices depend on an earlier one lists all its options; a
combination that cannot be chosen has no entry in `states`.

Quiz::

    {"kind": "single" | "multiple" | "ordering" | "match" | "text",
     "question": Markdown, "why": Markdown, "accepted": [str, ...],
     "choices": [{"text": Markdown, "correct": bool, "feedback": Markdown,
                  "partner": Markdown}, ...]}

Exercise::

    {"name": str, "task": Markdown, "expects": str, "minutes": int, "hints": [Markdown, ...]}

Figure::

    {"media": "image/svg+xml" | "image/png" | "image/jpeg", "data": str,
     "alt": str, "caption": Markdown, "table": table resource or null}

where `data` is the SVG itself, or base64 for the other two, and a table
resource is what pandas writes for `application/vnd.dataresource+json`.

Note::

    {"kind": "live-only", "text": Markdown}

stands, in an export, for something that only a running notebook shows.
"""

from __future__ import annotations

from typing import Final

EXPLORER: Final = "application/vnd.ict-kit.explorer+json"
QUIZ: Final = "application/vnd.ict-kit.quiz+json"
EXERCISE: Final = "application/vnd.ict-kit.exercise+json"
FIGURE: Final = "application/vnd.ict-kit.figure+json"
NOTE: Final = "application/vnd.ict-kit.note+json"
TABLE: Final = "application/vnd.dataresource+json"
