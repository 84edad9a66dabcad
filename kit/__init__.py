"""Teach and brief the 2021 United Nations outcomes on ICT security."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing would cost more than all the rest
if TYPE_CHECKING:
    from typing import Any, Final

    from kit.record import load
    from kit.teach import explorers
    from kit.teach.check import check
    from kit.teach.exercise import exercise
    from kit.teach.explorer import explore
    from kit.teach.figure import figure
    from kit.teach.leads import leads
    from kit.teach.progress import progress
    from kit.teach.quiz import quiz

__all__ = [
    "check",
    "exercise",
    "explore",
    "explorers",
    "figure",
    "leads",
    "load",
    "progress",
    "quiz",
]
__version__ = "0.1.0"

_HOMES: Final = {  # module and name in it; loaded on first use: `import kit` costs nothing
    "check": "kit.teach.check:check",
    "exercise": "kit.teach.exercise:exercise",
    "explore": "kit.teach.explorer:explore",
    "explorers": "kit.teach.explorers:",
    "figure": "kit.teach.figure:figure",
    "leads": "kit.teach.leads:leads",
    "load": "kit.record:load",
    "progress": "kit.teach.progress:progress",
    "quiz": "kit.teach.quiz:quiz",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562: any public name
    """Import a public name from the module where it lives, and prepare the notebook for it."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    import importlib

    home, _, inside = _HOMES[name].partition(":")
    module = importlib.import_module(home)
    importlib.import_module("kit.teach.session").begin()
    return getattr(module, inside) if inside else module


def __dir__() -> list[str]:
    """Return the public names, those not yet imported included."""
    return sorted({*globals(), *__all__})
