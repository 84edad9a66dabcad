"""Executed notebooks as JSON, whatever Python put into them."""

from __future__ import annotations

import base64
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
    except (TypeError, ValueError):  # a key or a number that JSON does not have
        text = json.dumps(_clean(notebook), ensure_ascii=False, default=_plain)
    return text.encode(errors="replace")


def _plain(value: object) -> object:
    """Return something JSON can carry in the place of something it cannot."""
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "shape", None) == ():
        return _clean(item())
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode("ascii")
    return repr(value)


def _clean(value: object) -> object:
    """Write numbers and keys that JSON does not have as text, as Jupyter's kernel does."""
    if isinstance(value, float) and not math.isfinite(value):
        return repr(float(value))
    if isinstance(value, dict):
        return {_key(key): _clean(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(entry) for entry in value]
    return value


def _key(key: object) -> str | int | float | None:
    """Return a key that JSON can carry."""
    return key if isinstance(key, str | int | float) or key is None else str(key)
