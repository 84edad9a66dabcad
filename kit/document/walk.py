"""Walking and rewriting a document tree, whatever its nodes are."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import DataclassInstance

Node = TypeVar("Node")
Wanted = TypeVar("Wanted")


def every(node: object, kind: type[Wanted]) -> Iterator[Wanted]:
    """Find all nodes of a kind, in reading order.

    Parameters
    ----------
    node : object
        A node of the tree, or a tuple or mapping of nodes.
    kind : type
        The dataclass to look for.

    Yields
    ------
    Wanted
        Each node of that kind; nothing is looked for inside it.

    Examples
    --------
    >>> from kit.document.blocks import Cite, Paragraph, Text
    >>> [cite.key for cite in every(Paragraph((Text("See "), Cite("A/76/135"))), Cite)]
    ['A/76/135']
    """
    if isinstance(node, kind):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from every(item, kind)
    elif is_dataclass(node):
        for field in fields(node):
            yield from every(getattr(node, field.name), kind)


def rewrite(node: Node, kind: type[Wanted], change: Callable[[Wanted], Any]) -> Node:
    """Replace all nodes of a kind.

    Parameters
    ----------
    node : object
        A node of the tree, or a tuple of nodes.
    kind : type
        The dataclass to replace.
    change : callable
        Gives the replacement; None takes the node out of the tuple it stands in.

    Returns
    -------
    object
        The rewritten node; parts that did not change are the same objects.

    Examples
    --------
    >>> from kit.document.blocks import Paragraph, Text
    >>> rewrite(Paragraph((Text("one"),)), Text, lambda t: Text(t.text.upper()))
    Paragraph(content=(Text(text='ONE'),))
    """
    return cast("Node", _rewritten(node, kind, change))


def _rewritten(node: object, kind: type[Any], change: Callable[[Any], Any]) -> object:
    """Rewrite one node."""
    if isinstance(node, kind):
        return change(node)
    if isinstance(node, tuple):
        items = [_rewritten(item, kind, change) for item in node]
        if all(new is old for new, old in zip(items, node, strict=True)):
            return node
        kept = zip(items, node, strict=True)
        return tuple(new for new, old in kept if new is not None or old is None)
    if is_dataclass(node) and not isinstance(node, type):
        return _rebuilt(node, kind, change)
    return node


def _rebuilt(node: DataclassInstance, kind: type[Any], change: Callable[[Any], Any]) -> object:
    """Rewrite the fields of a node."""
    changes = {}
    for field in fields(node):
        old = getattr(node, field.name)
        new = _rewritten(old, kind, change)
        if new is not old:
            changes[field.name] = new
    return replace(node, **changes) if changes else node
