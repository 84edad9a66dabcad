"""Teach and brief the 2021 United Nations outcomes on ICT security."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kit.record import load

__all__ = ["load"]
__version__ = "0.1.0"

_HOMES: Final = {"load": "kit.record"}  # loaded on first use: `import kit` costs nothing


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: any public name
    """Import a public name from the module where it lives."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, those not yet imported included."""
    return sorted({*globals(), *__all__})
