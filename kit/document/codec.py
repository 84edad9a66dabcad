"""The document tree as plain JSON: for templates, golden files and hashes."""

from __future__ import annotations

import base64
from dataclasses import fields, is_dataclass

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def as_json(node: object) -> Json:
    """Turn a node of the tree, or the whole of it, into what `json.dumps` takes.

    A dataclass becomes an object whose "type" is the name of its class, bytes
    become base64, and a mapping becomes a list of pairs, for its keys may be
    tuples. The order of everything is kept, so equal trees give equal JSON.

    Parameters
    ----------
    node : object
        A `Document`, or anything within one.

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
        return [as_json(item) for item in node]
    if isinstance(node, dict):
        return [[as_json(key), as_json(value)] for key, value in node.items()]
    if is_dataclass(node) and not isinstance(node, type):
        named = {field.name: as_json(getattr(node, field.name)) for field in fields(node)}
        return {"type": type(node).__name__, **named}
    raise TypeError(f"A document tree cannot hold {type(node).__name__}")
