"""Split a statement into its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# After these a full stop does not end a sentence.
ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "amb",
        "gen",
        "sen",
        "hon",
        "rev",
        "no",
        "nos",
        "art",
        "arts",
        "para",
        "paras",
        "p",
        "pp",
        "op",
        "cit",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "cf",
        "vol",
        "ed",
        "eds",
        "res",
        "doc",
        "fig",
        "al",
        "inc",
        "ltd",
        "co",
        "jan",
        "feb",
        "mar",
        "apr",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
END: Final = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
OPENING: Final = "\"'“‘(["


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a statement.

    Parameters
    ----------
    number : int
        Its number, from 1.
    paragraph : int
        The number of the paragraph of the body in which it stands, from 1.
    text : str
        Its words, on one line.
    """

    number: int
    paragraph: int
    text: str


def split_statement(text: str) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
    r"""Split the text of a statement into the numbered sentences of its body.

    Paragraphs are separated by empty lines. One that does not end like a
    sentence (a title, "Mr. Chair,") belongs to the frame, not to the body.

    Parameters
    ----------
    text : str
        The whole statement.

    Returns
    -------
    tuple of (tuple of Sentence, tuple of str)
        The sentences of the body, and the paragraphs that were left out.

    Examples
    --------
    >>> body, frame = split_statement("Mr. Chair,\n\nWe thank Mr. Lee. We support L.13.")
    >>> [(sentence.number, sentence.text) for sentence in body]
    [(1, 'We thank Mr. Lee.'), (2, 'We support L.13.')]
    >>> frame
    ('Mr. Chair,',)
    """
    sentences: list[Sentence] = []
    frame: list[str] = []
    paragraph = 0
    for block in re.split(r"\n\s*\n", text):
        line = " ".join(block.split())
        if not re.search(r"[.!?…][\"'”’)\]]*$", line):
            if line:
                frame.append(line)
            continue
        paragraph += 1
        for words in _split(line):
            sentences.append(Sentence(len(sentences) + 1, paragraph, words))
    return tuple(sentences), tuple(frame)


def _split(line: str) -> list[str]:
    """Split a paragraph into sentences."""
    pieces: list[str] = []
    start = 0
    for end in END.finditer(line):
        if _ends(line[start : end.end()], line[end.end() :].lstrip()):
            pieces.append(line[start : end.end()].strip())
            start = end.end()
    rest = line[start:].strip()
    return [*pieces, rest] if rest else pieces


def _ends(sentence: str, rest: str) -> bool:
    """Tell whether a sentence really ends before what follows."""
    if not rest:
        return True
    if not rest.lstrip(OPENING)[:1].isupper() and not rest[0].isdigit():
        return False
    last = sentence.rsplit(maxsplit=1)[-1].lstrip(OPENING)
    if not last.endswith("."):
        return True
    word = last.rstrip(".").lower()
    initial = re.fullmatch(r"(?:[A-Za-z]\.)+", last) is not None
    return word not in ABBREVIATIONS and not initial
