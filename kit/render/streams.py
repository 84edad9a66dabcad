"""The streams of a PDF, each ended so that all readers agree on its length."""

from __future__ import annotations

import re
from typing import Final

_AMBIGUOUS: Final = re.compile(rb"\r(?=\nendstream)")
_OFFSET: Final = re.compile(rb"(?m)^\d{10}(?= 00000 n)")
_START: Final = re.compile(rb"(?<=startxref\n)\d+")


def settled(data: bytes) -> bytes:
    r"""End each stream so that its last byte is not taken for a line end.

    About one file in two hundred has a stream whose last byte is a carriage return.
    With the line feed before `endstream` it reads as one line end, the stream as a
    byte too short, and the file as no PDF/A. A carriage return more settles it.

    Parameters
    ----------
    data : bytes
        A PDF with a plain table of cross-references, as Typst writes it.

    Returns
    -------
    bytes
        The same document.
    """
    places = [match.end() for match in _AMBIGUOUS.finditer(data)]
    if not places:
        return data
    table = data.rindex(b"\nxref\n") + 1

    def moved(match: re.Match[bytes]) -> bytes:
        offset = int(match[0])
        shifted = offset + sum(place <= offset for place in places)
        return str(shifted).encode().rjust(len(match[0]), b"0")

    body = _AMBIGUOUS.sub(b"\r\r", data[:table])
    return body + _START.sub(moved, _OFFSET.sub(moved, data[table:]))
