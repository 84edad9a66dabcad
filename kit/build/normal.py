"""The one normal form of an executed notebook, whichever engine ran it.

Two runs of the same notebook must give the same document. What differs
between runs and engines without meaning anything is taken away here: memory
addresses, colours of tracebacks, names of temporary files, the chance order of
two streams, the random names of widgets.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kit.build.notebook import Notebook

Output = dict[str, Any]

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{6,}")
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# A path is looked for only where one can begin: elsewhere a flood of output would be slow.
_CELL_FILE = re.compile(
    r"""(?<![^\s"'(<])[^\s"'(<]{0,200}[/\\]ipykernel_\d+[/\\]\d+\.py"""
    r"|<ipython-input-\d+-[0-9a-f]+>"
)
_SYNTAX = re.compile(r"\((?:<ipython-input-\d+-[0-9a-f]+>|\d+\.py), line (\d+)\)")
_RETURN = re.compile(r"^[^\n]*\r(?=[^\n])", re.MULTILINE)
_PLAIN = "text/plain"
WIDGETS = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


def normalised(notebook: Notebook, widgets: dict[str, Any]) -> Notebook:
    """Return an executed notebook in its normal form.

    Parameters
    ----------
    notebook : dict
        An executed notebook.
    widgets : dict
        State of each widget model by its identifier, in the order of creation.

    Returns
    -------
    dict
        The same content, free of what changes from run to run.
    """
    cells = [
        {**cell, "outputs": list(_outputs(cell["outputs"]))} if "outputs" in cell else cell
        for cell in notebook["cells"]
    ]
    metadata = dict(notebook["metadata"])
    if widgets:
        for model in widgets.values():
            captured = model["state"].get("outputs")
            if isinstance(captured, list):
                model["state"]["outputs"] = list(_outputs(captured))
        metadata["widgets"] = {WIDGETS: {"version_major": 2, "version_minor": 0, "state": widgets}}
    return {**notebook, "metadata": metadata, "cells": cells}


def renamed(notebook: Notebook, identifiers: Iterable[str]) -> Notebook:
    """Give widgets names that are the same in every run.

    Parameters
    ----------
    notebook : dict
        An executed notebook.
    identifiers : iterable of str
        The random names, in the order of creation.

    Returns
    -------
    dict
        The notebook in which the first is `0…01`, the second `0…02`, and so on.
    """
    names = {old: model_name(number) for number, old in enumerate(identifiers, 1)}
    if not names:
        return notebook
    pattern = re.compile("|".join(map(re.escape, names)))
    text = json.dumps(notebook)
    renamed_notebook: Notebook = json.loads(pattern.sub(lambda match: names[match[0]], text))
    return renamed_notebook


def error_text(message: str) -> str:
    """Return an exception's message in normal form.

    Parameters
    ----------
    message : str
        As Python gives it.

    Returns
    -------
    str
        Without addresses and without the passing name of a cell's file.

    Examples
    --------
    >>> error_text("invalid syntax (1588958674.py, line 3)")
    'invalid syntax (line 3)'
    """
    return _ADDRESS.sub("", _SYNTAX.sub(r"(line \1)", message))


def model_name(number: int) -> str:
    """Return the name of a notebook's widget model.

    Parameters
    ----------
    number : int
        Its place in the order of creation, from 1.

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    return f"{number:032x}"


def _outputs(outputs: Iterable[Output]) -> Iterable[Output]:
    """Yield outputs in normal form, neighbouring streams merged, standard output first."""
    streams: dict[str, str] = {}
    for output in outputs:
        if output["output_type"] == "stream":
            text = output["text"]
            joined = text if isinstance(text, str) else "".join(text)
            streams[output["name"]] = streams.get(output["name"], "") + joined
            continue
        yield from _streams(streams)
        streams = {}
        yield _output(output)
    yield from _streams(streams)


def _streams(texts: dict[str, str]) -> Iterable[Output]:
    """Yield what was written to each stream as one output."""
    for name in ("stdout", "stderr"):
        text = _named(_overwritten(texts.get(name, "")))
        if text:
            yield {"output_type": "stream", "name": name, "text": text}


def _overwritten(text: str) -> str:
    """Do what a terminal does with backspaces and carriage returns, and leave out colours."""
    text = _COLOUR.sub("", text.replace("\r\n", "\n"))
    if "\x08" in text:
        text = _erased(text)
    return _RETURN.sub("", text) if "\r" in text else text


def _named(text: str) -> str:
    """Call the file of a cell the same, whoever made it."""
    return _CELL_FILE.sub("<cell>", text) if "ipykernel_" in text or "<ipython" in text else text


def _erased(text: str) -> str:
    """Let each backspace take the character before it, on its line."""
    kept: list[str] = []
    for character in text:
        if character != "\x08":
            kept.append(character)
        elif kept and kept[-1] != "\n":
            kept.pop()
    return "".join(kept)


def _output(output: Output) -> Output:
    """Return one output that is not a stream in normal form."""
    if output["output_type"] == "error":
        frames = [_named(_COLOUR.sub("", frame)) for frame in output["traceback"]]
        return {
            "output_type": "error",
            "ename": output["ename"],
            "evalue": error_text(output["evalue"]),
            "traceback": [_ADDRESS.sub("", frame) for frame in frames],
        }
    data = output["data"]
    plain = data.get(_PLAIN)
    if plain is not None:
        text = plain if isinstance(plain, str) else "".join(plain)
        data = {**data, _PLAIN: _ADDRESS.sub("", text)}
    return {**output, "data": data}
