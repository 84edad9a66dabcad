"""Teach and brief the 2021 United Nations outcomes on ICT security."""

from __future__ import annotations

__version__ = "0.1.0"
