"""Walking and rewriting a document tree, whatever its nodes are.

A large table has many cells and few things that anybody looks for. So the
functions read from the types of a class's fields what may stand beneath them and
go nowhere else, and do not look again at a tuple that stands in many places, such
as the cell of a table.
"""

from __future__ import annotations

import types
from dataclasses import is_dataclass, replace
from functools import cache
from operator import is_
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Node = TypeVar("Node")
Wanted = TypeVar("Wanted")
Kind = type[Wanted] | tuple[type[Wanted], ...]
# As `id`, whose every call is told to the audit hook of a process that watches what it opens.
_identity: Final = object.__hash__
_Any = Any  # within this module: mypy takes a class for something without a hash


def every(node: object, kind: Kind[Wanted]) -> Iterator[Wanted]:
    """Find all nodes of a kind, in reading order.

    Parameters
    ----------
    node : object
        A node of the tree, or a tuple of nodes.
    kind : type or tuple of types
        The dataclass, or the dataclasses, to look for.

    Returns
    -------
    iterator of Wanted
        Each node of that kind; nothing is looked for inside it.

    Examples
    --------
    >>> from kit.document.blocks import Cite, Paragraph, Text
    >>> [cite.key for cite in every(Paragraph((Text("See "), Cite("A/76/135"))), Cite)]
    ['A/76/135']
    """
    found: list[Wanted] = []
    _gather(node, _ways(cast("_Any", kind)), found, {})
    return iter(found)


def _gather(node: _Any, ways: _Ways, found: list[Any], barren: dict[int, object]) -> None:
    """Add the nodes of a kind to what has been found, and remember tuples that hold none."""
    if node.__class__ is tuple:
        before = len(found)
        for item in node:
            if ways[item.__class__] != () and barren.get(_identity(item)) is not item:
                _gather(item, ways, found, barren)
        if len(found) == before:
            barren[_identity(node)] = node
        return
    way = ways[node.__class__]
    if way is None:
        found.append(node)
    else:
        for name in way:
            _gather(getattr(node, name), ways, found, barren)


def rewrite(node: Node, kind: Kind[Wanted], change: Callable[[Wanted], Any]) -> Node:
    """Replace all nodes of a kind.

    Parameters
    ----------
    node : object
        A node of the tree, or a tuple of nodes.
    kind : type or tuple of types
        The dataclass, or the dataclasses, to replace.
    change : callable
        Gives the replacement; None takes the node out of the tuple it stands in,
        and a tuple puts its items there. What it leaves as it is, it is not asked
        about again where the same tuple stands elsewhere.

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
    return cast("Node", _rewritten(node, _ways(cast("_Any", kind)), change, {}))


def _rewritten(
    node: _Any, ways: _Ways, change: Callable[[Any], Any], unchanged: dict[int, object]
) -> object:
    """Rewrite one node."""
    if node.__class__ is tuple:
        return _rewritten_tuple(node, ways, change, unchanged)
    way = ways[node.__class__]
    if way is None:
        return change(node)
    changes = {}
    for name in way:
        old = getattr(node, name)
        new = _rewritten(old, ways, change, unchanged)
        if new is not old:
            changes[name] = new
    return replace(node, **changes) if changes else node


def _rewritten_tuple(
    node: _Any, ways: _Ways, change: Callable[[Any], Any], unchanged: dict[int, object]
) -> object:
    """Rewrite the items of a tuple, and remember a tuple in which nothing changed."""
    items = [
        item
        if ways[item.__class__] == () or unchanged.get(_identity(item)) is item
        else _rewritten(item, ways, change, unchanged)
        for item in node
    ]
    if all(map(is_, items, node)):
        unchanged[_identity(node)] = node
        return node
    kept: list[object] = []
    for new, old in zip(items, node, strict=True):
        if isinstance(new, tuple) and not isinstance(old, tuple):
            kept.extend(new)
        elif new is not None or old is None:
            kept.append(new)
    return tuple(kept)


def deeper_than(node: object, levels: int) -> bool:
    """Tell whether a tree has nodes within nodes beyond a number of levels.

    Parameters
    ----------
    node : object
        A node of the tree, or a tuple of nodes.
    levels : int
        The number of levels.

    Returns
    -------
    bool
        True when a branch is longer.

    Examples
    --------
    >>> from kit.document.blocks import Paragraph, Text
    >>> deeper_than(Paragraph((Text("one"),)), 1), deeper_than(Paragraph((Text("one"),)), 2)
    (True, False)
    """
    return _deeper(node, levels, {})


def _deeper(node: _Any, levels: int, known: dict[tuple[int, int], object]) -> bool:
    """Tell the same, and remember tuples that are not too deep where they stand."""
    if isinstance(node, tuple):
        for item in node:
            if levels and item.__class__ is not tuple and not _holding_nodes(item.__class__):
                continue  # nothing stands beneath it
            if known.get((_identity(item), levels)) is not item and _deeper(item, levels, known):
                return True
        known[_identity(node), levels] = node
        return False
    if levels == 0:
        return is_dataclass(node)
    return any(
        _deeper(getattr(node, name), levels - 1, known) for name in _holding_nodes(node.__class__)
    )


@cache
def _holding_nodes(node: type) -> tuple[str, ...]:
    """Name the fields of a class beneath which a node may stand."""
    return tuple(
        name
        for name, annotation in _annotations(node).items()
        if any(is_dataclass(stated) for stated in _classes(annotation))
    )


class _Ways(dict[type, tuple[str, ...] | None]):
    """For each class, the fields that lead to a kind; None for a tuple, and for the kind itself."""

    def __init__(self, kind: _Any) -> None:
        super().__init__({tuple: None})
        self.kind = kind

    def __missing__(self, node: type) -> tuple[str, ...] | None:
        """Find out once for a class."""
        self[node] = None if issubclass(node, self.kind) else _holding(node, self.kind)
        return self[node]


@cache
def _ways(kind: _Any) -> _Ways:
    """Keep what has been found out of a kind."""
    return _Ways(kind)


def _holding(node: type, kind: _Any) -> tuple[str, ...]:
    """Name the fields of a class beneath which a kind may stand."""
    return tuple(
        name
        for name, annotation in _annotations(node).items()
        if any(
            issubclass(beneath, kind)
            for stated in _classes(annotation)
            for beneath in {stated, *_beneath(stated)}
        )
    )


@cache
def _annotations(node: type) -> dict[str, object]:
    """Give the types of a dataclass's fields; anything else has none."""
    return get_type_hints(node) if is_dataclass(node) else {}


@cache
def _beneath(node: type) -> frozenset[type]:
    """List all classes that may stand beneath a class, at any depth."""
    found: set[type] = set()
    ahead = [node]
    while ahead:
        for annotation in _annotations(ahead.pop()).values():
            fresh = _classes(annotation) - found
            found |= fresh
            ahead += fresh
    return frozenset(found)


def _classes(annotation: object) -> set[type]:
    """List the classes that an annotation speaks of; words of a closed vocabulary are none."""
    origin = get_origin(annotation)
    if origin is Literal:
        return set()
    if origin is not None or isinstance(annotation, types.UnionType):
        return {found for inner in get_args(annotation) for found in _classes(inner)}
    return {annotation} if isinstance(annotation, type) else set()
