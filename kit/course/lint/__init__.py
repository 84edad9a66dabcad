"""The course's lint: rules that every notebook of the course keeps.

A rule is a function over a `Lesson` that yields what it finds wrong; the modules
`form`, `slides`, `tasks`, `sourcing` and `wording` hold them, and `registry`
knows them by name. `check` runs them all.
"""

from __future__ import annotations

from kit.course.lint.complaint import Complaint
from kit.course.lint.course import check

__all__ = ["Complaint", "check"]
