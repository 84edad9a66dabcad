"""The reference: what a notebook cell may call, told by the docstrings themselves."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, Final

from kit.document import blocks as b
from kit.document import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE: Final = "Reference"
_SECTION: Final = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)
_ENTRIES: Final = frozenset({"Parameters", "Returns", "Yields", "Raises", "Attributes"})


def blocks() -> tuple[b.Block, ...]:
    """Describe the public names, in the order in which a course meets them.

    Returns
    -------
    tuple of Block
        A heading for each name, and what its docstring says.
    """
    return tuple(_blocks())


def _blocks() -> Iterator[b.Block]:
    """Describe the public names."""
    import kit
    from kit.record import Citation, Record
    from kit.teach import explorers

    yield from markdown.blocks(
        "What a notebook cell calls after `import kit`, told by the docstrings of the code itself. "
        "In a notebook, `kit.explore?` shows the same."
    )
    yield _heading(2, "In a cell")
    for name in kit.__all__:
        if name != "explorers":
            yield from _described(f"kit.{name}", getattr(kit, name))
    yield _heading(2, "Ready-made explorers")
    for name in explorers.__all__:
        yield from _described(f"explorers.{name}", getattr(explorers, name))
    for kind, said in ((Record, "The record"), (Citation, "A citation")):
        yield _heading(2, said)
        yield from _told(inspect.getdoc(kind) or "")
        for name, member in vars(kind).items():
            if not name.startswith("_") and (inspect.isfunction(member) or _is_read(member)):
                yield from _described(f"{kind.__name__}.{name}", member)


def _is_read(member: object) -> bool:
    """Tell whether a member is read, not called."""
    return isinstance(member, property)


def _heading(level: int, title: str) -> b.Heading:
    """Make a heading."""
    return b.Heading(level, (b.Text(title),))


def _described(name: str, member: Any) -> Iterator[b.Block]:  # noqa: ANN401  any public member
    """Describe a function or a property."""
    yield _heading(3, name)
    if not _is_read(member):
        yield b.Code(f"{name}{_signature(member)}", language="python")
    yield from _told(inspect.getdoc(member) or "")


def _signature(function: Any) -> str:  # noqa: ANN401  a function of any signature
    """Write names and defaults; the types are told with the parameters."""
    signature = inspect.signature(function)
    plain = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in signature.parameters.values()
        if parameter.name != "self"
    ]
    return str(inspect.Signature(plain)).replace("Ellipsis", "...")


def _told(docstring: str) -> Iterator[b.Block]:
    """Turn a docstring, in numpydoc's form, into blocks."""
    said, *sections = _SECTION.split(docstring)
    yield from markdown.blocks(said)
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        yield b.Paragraph((b.Strong((b.Text(title),)),))
        if title in _ENTRIES:
            yield b.DefinitionList(tuple(_entries(body)))
        elif title == "Examples":
            yield b.Code(body.strip("\n"), language="python")
        else:
            yield from markdown.blocks(body)


def _entries(body: str) -> Iterator[tuple[tuple[b.Inline, ...], tuple[b.Block, ...]]]:
    """Read the entries of a section: a line for each, and indented lines that explain it."""
    for entry in re.split(r"\n(?=\S)", body.strip("\n")):
        head, _, rest = entry.partition("\n")
        name, colon, kind = head.partition(" : ")
        term: tuple[b.Inline, ...] = (b.InlineCode(name),)
        yield (
            (*term, b.Text(f"  {kind}")) if colon else term,
            markdown.blocks(inspect.cleandoc(rest)) if rest.strip() else (),
        )
