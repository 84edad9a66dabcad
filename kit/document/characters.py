"""Characters that no reader can see but that change what is seen, or break a file."""

from __future__ import annotations

import re
from typing import Final

_BROKEN: Final = re.compile("[\ud800-\udfff]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab and line ends
    "\u202a-\u202e\u2066-\u2069"  # what turns the direction of a line, as in a false "8-150"
    "\ufeff\ufffe\uffff\ufdd0-\ufdef]"  # marks of byte order, and what is no character
)
_LINE_ENDS: Final = re.compile("\r\n?|\u2028|\u2029")


def visible(text: str) -> str:
    r"""Take out the characters that cannot be seen but change what is.

    Parameters
    ----------
    text : str
        Any text, broken or hostile as it may be.

    Returns
    -------
    str
        The text without control characters and those that turn the direction of a
        line, with U+FFFD for halves of characters. Marks that Arabic or Hebrew
        within a line may need are kept.

    Examples
    --------
    >>> visible("vo\x00te \u202e150-8"), visible("half \ud83d")
    ('vote 150-8', 'half �')
    """
    if text.isascii() and text.isprintable():
        return text
    return _LINE_ENDS.sub("\n", _UNSEEN.sub("", _BROKEN.sub("\ufffd", text)))
