"""How a build starts another Python that finds the same modules."""

from __future__ import annotations

import json
import sys
from typing import Final

_CODE: Final = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
sys.exit(importlib.import_module(sys.argv[2]).main(sys.argv[3:]))
"""


def command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs the `main` of a module of the kit.

    Nothing is passed in the environment, for a notebook would hand it on to
    programs of its own.

    Parameters
    ----------
    module : str
        Its full name.
    *arguments : str
        What `main` is given, as a list.

    Returns
    -------
    list of str
        A program and its arguments.
    """
    path = json.dumps([entry for entry in sys.path if entry])
    return [sys.executable, "-P", "-c", _CODE, path, module, *arguments]
