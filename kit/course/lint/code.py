"""The code of a notebook, as far as the lint asks: what it calls, and the prose typed into it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILLED: Final = "\ufffc"  # stands in a string for what the code puts there

_FEWEST: Final = 4  # words that make a string prose
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_MAGIC: Final = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)
_LANGUAGES: Final = frozenset({"query", "eval", "compile", "match", "contains", "fullmatch"})
_JOINING: Final = frozenset({"join", "format"})  # what they return is what they were given
_FOR_READERS: Final = frozenset({"markdown", "quiz"})
_KINDS: Final[dict[str, Literal["markdown", "quiz"]]] = {"Markdown": "markdown", "quiz": "quiz"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call: the function's last name, its first argument if a text, whether an answer follows."""

    name: str
    first: str
    has_answer: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """Prose typed into code; `FILLED` stands for what the code fills in."""

    text: str
    kind: Literal["markdown", "quiz", "other"]


@dataclass(frozen=True, slots=True)
class Code:
    """What the lint knows of one code cell.

    Parameters
    ----------
    calls : tuple of Call
        In the order in which they are written.
    typed : tuple of Typed
        The strings that are prose.
    reads_record : bool
        Whether the cell uses the record, or something made of it.
    """

    calls: tuple[Call, ...] = ()
    typed: tuple[Typed, ...] = ()
    reads_record: bool = False


def read(sources: Iterable[str]) -> list[Code]:
    """Read the code cells of a notebook.

    Parameters
    ----------
    sources : iterable of str
        The source of each code cell, in order.

    Returns
    -------
    list of Code
        One for each; nothing is known of a cell that is not Python.

    Examples
    --------
    >>> setup, use = read(["record = kit.load()", "votes = record.votes"])
    >>> setup.reads_record, use.reads_record, use.calls
    (True, True, ())
    """
    from_record = {"record"}
    return [_cell(source, from_record) for source in sources]


def _cell(source: str, from_record: set[str]) -> Code:
    """Read one cell, and add to the names that hold something of the record."""
    try:
        tree = ast.parse(_MAGIC.sub("", source))
    except SyntaxError:
        return Code()
    reads = False
    for statement in tree.body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        if any(name.id in from_record for name in names):
            reads = True
            from_record.update(name.id for name in names if isinstance(name.ctx, ast.Store))
            if isinstance(statement, ast.FunctionDef | ast.ClassDef):
                from_record.add(statement.name)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    in_order = sorted(calls, key=lambda call: (call.lineno, call.col_offset))
    return Code(tuple(map(_call, in_order)), tuple(_typed(tree, "other")), reads)


def _call(node: ast.Call) -> Call:
    """Describe a call."""
    first = node.args[0] if node.args else None
    text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    rest = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
    answers = [value for value in rest if not _is_ellipsis(value)]
    return Call(_name(node), text, bool(answers))


def _name(node: ast.Call) -> str:
    """Return the last name of what is called: "check" of `kit.check`."""
    match node.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return str(name)
        case _:
            return ""


def _is_ellipsis(node: ast.expr) -> bool:
    """Tell the three dots that stand where an answer is to be put."""
    return isinstance(node, ast.Constant) and node.value is ...


def _typed(node: ast.AST, kind: Literal["markdown", "quiz", "other"]) -> Iterator[Typed]:
    """Find the strings that are prose, each with what it is for."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        text = _text(node)
        if len(_WORD.findall(text)) >= (1 if kind in _FOR_READERS else _FEWEST):
            yield Typed(text, kind)
        if isinstance(node, ast.Constant):
            return
    if isinstance(node, ast.Call):
        if _name(node) in _LANGUAGES:
            return
        if _name(node) not in _JOINING:
            kind = _KINDS.get(_name(node), "other")
    elif isinstance(node, ast.FormattedValue):
        kind = "other"  # what code works with on its way into a text
    for child in ast.iter_child_nodes(node):
        is_piece = isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)
        if not is_piece:
            yield from _typed(child, kind)


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """Return a string's own words."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(
        str(piece.value) if isinstance(piece, ast.Constant) else FILLED for piece in node.values
    )
