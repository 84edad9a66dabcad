"""The record: what is known about the 2021 outcomes, typed, sourced and graded."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from kit.record.citation import Citation
from kit.record.loading import OURS, load

if TYPE_CHECKING:
    from kit.record.record import Record
    from kit.record.table import Table

__all__ = ["OURS", "Citation", "Record", "Table", "load"]

_HOMES: Final = {"Record": "kit.record.record", "Table": "kit.record.table"}  # these need pandas


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: any public name
    """Import a class that needs pandas on its first use."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
