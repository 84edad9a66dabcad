"""Commands to IPython in a cell, looked for only where one can stand.

IPython reads every cell token by token to find them, which takes longer than
running most cells of a lesson.
"""

from __future__ import annotations

import re
from typing import Final

from IPython.core.inputtransformer2 import TransformerManager

# `%time f()` at the start of a line, `files = !ls` after an assignment, `f?` at the end.
_COMMAND: Final = re.compile(r"^\s*[!?%,;/]|=\s*[!%]|\?\s*$")


class Commands(TransformerManager):
    """Turns commands into Python as IPython does; plain Python it leaves alone at once."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._known = list(self.token_transformers)

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        """Turn commands into Python.

        Parameters
        ----------
        lines : list of str
            The lines of a cell, with their ends.

        Returns
        -------
        list of str
            The same lines when none of them can hold a command, unless an
            extension has taught IPython commands of its own.

        Raises
        ------
        IndentationError
            When a line steps back to where none began.
        """
        is_plain = self.token_transformers == self._known and not any(map(_COMMAND.search, lines))
        if is_plain and _steps_back_rightly(lines):
            return lines
        turned: list[str] = super().do_token_transforms(lines)  # type: ignore[no-untyped-call]
        return turned


def _steps_back_rightly(lines: list[str]) -> bool:
    """Tell whether every line begins below one above it; IPython itself says so when not."""
    levels = [0]
    for line in lines:
        words = line.expandtabs().lstrip(" ")
        if words.isspace() or words.startswith("#"):
            continue
        level = len(line.expandtabs()) - len(words)
        if level > levels[-1]:
            levels.append(level)
        while level < levels[-1]:
            levels.pop()
        if level != levels[-1]:
            return False
    return True
