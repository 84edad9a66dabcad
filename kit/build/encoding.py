"""Executed notebooks as JSON, whatever Python put into them."""

from __future__ import annotations

import json
import math
from typing import Any


def encoded(notebook: dict[str, Any]) -> bytes:
    """Return an executed notebook as JSON.

    Parameters
    ----------
    notebook : dict
        It may hold what Python can write and JSON cannot: NaN, numpy numbers, bytes.

    Returns
    -------
    bytes
        JSON in UTF-8.
    """
    try:
        text = json.dumps(notebook, ensure_ascii=False, allow_nan=False, default=_plain)
    except ValueError:  # a number that JSON does not have
        text = json.dumps(_finite(notebook), ensure_ascii=False, default=_plain)
    return text.encode(errors="replace")


def _plain(value: object) -> object:
    """Return something JSON can carry in the place of something it cannot."""
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "shape", None) == ():
        return _finite(item())
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("latin-1")
    return repr(value)


def _finite(value: object) -> object:
    """Write numbers that JSON does not have as text, as Jupyter's kernel does."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return value
