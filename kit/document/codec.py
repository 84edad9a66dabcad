"""The document tree as plain JSON: for templates, golden files and hashes."""

from __future__ import annotations

import base64
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def as_json(node: object, also: Callable[[object], Mapping[str, Json]] | None = None) -> Json:
    """Turn a node of the tree, or the whole of it, into what `json.dumps` takes.

    A dataclass becomes an object whose "type" is the name of its class, bytes
    become base64, and a mapping becomes a list of pairs, for its keys may be
    tuples. The order of everything is kept, so equal trees give equal JSON.

    Parameters
    ----------
    node : object
        A `Document`, or anything within one.
    also : callable, optional
        Gives, for a dataclass, fields to add or to put in the place of its own,
        such as the name of an image for its bytes.

    Returns
    -------
    Json
        Plain dictionaries, lists, strings, numbers, booleans and None.

    Raises
    ------
    TypeError
        When the node holds something that a document tree cannot hold.

    Examples
    --------
    >>> from kit.document.blocks import Paragraph, Text
    >>> as_json(Paragraph((Text("Fifteen norms"),)))
    {'type': 'Paragraph', 'content': [{'type': 'Text', 'text': 'Fifteen norms'}]}
    """
    if node is None or isinstance(node, bool | int | float | str):
        return node
    if isinstance(node, bytes):
        return base64.b64encode(node).decode("ascii")
    if isinstance(node, tuple | list):
        return [as_json(item, also) for item in node]
    if isinstance(node, dict):
        return [[as_json(key, also), as_json(value, also)] for key, value in node.items()]
    if not is_dataclass(node) or isinstance(node, type):
        raise TypeError(f"A document tree cannot hold {type(node).__name__}")
    added = dict(also(node)) if also else {}
    own = {
        field.name: as_json(getattr(node, field.name), also)
        for field in fields(node)
        if field.name not in added
    }
    return {"type": type(node).__name__, **own, **added}
