"""An SVG that draws, and does nothing else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from kit.errors import NotebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_DRAWN: Final = 100_000  # elements, with every repetition; a chart of 10,000 points has 20,000
LONGEST_SIDE: Final = 100_000  # in the drawing's own units
DEEPEST: Final = 100  # elements within each other; drawings have about ten

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_AGAIN: Final = "Save it again as a plain drawing, or as PNG, and insert it again"
_ACTIVE: Final = ("script", "foreignobject", "iframe", "handler", "set", "animate")
_EMBEDDED: Final = ("data:image/png;", "data:image/jpeg;")
_LENGTH: Final = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_USED: Final = re.compile(r"url\(\s*['\"]?#([^)'\"]+)")
_LONGEST_CHAIN: Final = 30  # of parts that use parts


def check(data: bytes) -> None:
    """See that an SVG is whole, of a sensible size, and draws without asking for anything.

    Parameters
    ----------
    data : bytes
        The SVG, untrusted.

    Raises
    ------
    NotebookError
        When it is broken, too large, repeats itself without end, or holds a script,
        an event handler, an animation, foreign content, an entity or a reference to
        another file.

    Examples
    --------
    >>> check(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>')
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.opened
    parser.EndElementHandler = reader.closed
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat takes no keywords
    except expat.ExpatError as error:
        raise _refused(f"is broken: {error}") from error
    if reader.drawn() > MOST_DRAWN:
        raise _refused("repeats its parts without end")


def _refused(complaint: str) -> NotebookError:
    """Say what is wrong with a drawing."""
    return NotebookError(f"An SVG image {complaint}", mend=_AGAIN)


class _Reader:
    """Looks at each element, and counts what each part holds and uses."""

    def __init__(self) -> None:
        self.open: list[str] = []  # the names of the elements around; "" for one without
        self.holds: Counter[str] = Counter()
        self.uses: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Look at an element."""
        namespace, _, tag = name.rpartition(" ")
        if not self.open:
            if (namespace, tag) != (_NAMESPACE, "svg"):
                raise _refused(f'does not begin with <svg xmlns="{_NAMESPACE}">')
            _check_size(attributes)
        if tag.lower().startswith(_ACTIVE):
            raise _refused(f"holds what no drawing on paper has: <{tag}>")
        if len(self.open) >= DEEPEST:
            raise _refused("nests its elements too deeply")
        self.open.append(attributes.get("id", ""))
        parts = {"", *self.open}
        self.holds.update(parts)
        for target in _targets(tag, attributes):
            for part in parts:
                self.uses[part][target] += 1

    def closed(self, _: str) -> None:
        """Leave an element."""
        self.open.pop()

    def entity(self, *_: object) -> None:
        """Refuse what may unfold or bring in a file."""
        raise _refused("defines XML entities")

    def drawn(self) -> int:
        """Count the elements of the whole with every repetition, as far as that matters."""
        known: dict[str, int] = {}

        def count(part: str, chain: int) -> int:
            if chain > _LONGEST_CHAIN:
                raise _refused("uses its parts in a circle, or in a long chain")
            if part not in known:
                inner = sum(n * count(used, chain + 1) for used, n in self.uses[part].items())
                known[part] = min(self.holds[part] + inner, MOST_DRAWN + 1)
            return known[part]

        return count("", 0)


def _targets(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Name the parts that an element uses; anything that it would fetch is refused."""
    for key, value in attributes.items():
        attribute = key.rpartition(" ")[2].lower()
        if attribute.startswith("on"):
            raise _refused(f"has the event handler {attribute!r}")
        yield from _USED.findall(value)
        if attribute != "href" or tag == "a":  # a link is dead within an image
            continue
        target = value.strip()
        if target.startswith("#"):
            yield target.removeprefix("#")
        elif not target.startswith(_EMBEDDED):
            raise _refused("refers to another file")


def _check_size(attributes: Mapping[str, str]) -> None:
    """Refuse a drawing of no size, or of one at which renderers give up."""
    stated = [attributes[name] for name in ("width", "height") if name in attributes]
    box = attributes.get("viewBox", "").replace(",", " ").split()[2:]
    for written in (*stated, *box):
        found = _LENGTH.match(written)
        if found and not 0 < float(found[0]) <= LONGEST_SIDE:
            raise _refused(f"is {written} wide or high")
