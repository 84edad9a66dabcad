"""Add a statement to the record: its text, its row and its sentences, or nothing at all."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.errors import DataError, UsageError
from kit.record.integrity import PRECISIONS
from kit.record.loading import OURS, load
from kit.record.nearest import did_you_mean
from kit.record.rules import is_w3c_date
from kit.record.search import fold
from kit.record.sentences import split_statement
from kit.record.sheet import decode
from kit.record.writing import write_together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kit.record.record import Record
    from kit.record.schema import Package
    from kit.record.sentences import Sentence

TO_WRITE: Final = "To be written: what the statement says, in one or two sentences of your own."
UNREAD: Final = "C"  # until position and forum are written, the statement is a lead, not printed
READ: Final = "A"
GUESSES: Final = (  # the kind of a sentence, guessed from its beginning or its words
    ("thanks", re.compile(r"\b(thank|grateful|appreciat|congratulat)", re.IGNORECASE)),
    (
        "call",
        re.compile(
            r"\b(we|I) (call|urge|appeal|invite|encourage)|\b(should|must)\b", re.IGNORECASE
        ),
    ),
    (
        "judgement",
        re.compile(
            r"\b(we (believe|consider|hope|regret|welcome)|historic|important)", re.IGNORECASE
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class AddedStatement:
    """What was added, and what a person should do next.

    Parameters
    ----------
    key : str
        The key of the statement.
    sentences : tuple of Sentence
        Its numbered sentences.
    left_out : tuple of str
        Paragraphs taken for titles and salutations.
    files : tuple of pathlib.Path
        The files that changed.
    next_steps : tuple of str
        What to fill in, in order.
    """

    key: str
    sentences: tuple[Sentence, ...]
    left_out: tuple[str, ...]
    files: tuple[Path, ...]
    next_steps: tuple[str, ...]


def add_statement(
    file: str | Path,
    *,
    speaker: str,
    date: str,
    source: str,
    into: str | Path | None = None,
    forum: str = "",
    about: str = "the-item",
    kind: str = "state",
    position: str = "",
) -> AddedStatement:
    """Add a statement to a folder of data, so that claims can be tied to its sentences.

    The new rows are checked together with the whole record before any file is
    changed; if anything is wrong, nothing is.

    Parameters
    ----------
    file : str or pathlib.Path
        The text of the statement, in UTF-8, paragraphs separated by empty lines.
    speaker : str
        Who speaks; a State by its name, ISO code or both.
    date : str
        When, as far as it is known: "2021-11-02", "2021-11" or "2021".
    source : str
        Where the text comes from: the key of a source of the record, or an
        address (then a source is added, for you to complete).
    into : str or pathlib.Path, optional
        Your own folder of data, loaded beside ours. Without it the rows go to
        the record of this repository.
    forum, about, kind, position : str
        Other columns of `statements`. Until position and forum are written,
        the statement is a lead: in the record, and never printed.

    Returns
    -------
    AddedStatement
        What was added, and what to fill in next.

    Raises
    ------
    UsageError
        If the file, the date or the source cannot be used.
    DataError
        If the rows would break a rule of the record.
    OutputError
        If a file cannot be written.
    """
    folder = _target(into)
    record = load(folder) if into is not None and any(folder.glob("*.csv")) else load()
    text = _text(Path(file))
    sentences, left_out = split_statement(text)
    if not sentences:
        raise UsageError(
            "The file holds no sentence",
            where=str(file),
            mend="Give the statement as plain text, with an empty line between paragraphs",
        )
    if not is_w3c_date(date):
        raise UsageError(f'"{date}" is not a date', mend="Write 2021-11-02, or 2021-11, or 2021")
    key = _new_key(speaker, date, record)
    source_key, source_rows = _source(source, speaker, date, record)
    state = _state(speaker, record)
    rows: dict[str, list[Mapping[str, str]]] = {
        "sources": source_rows,
        "statements": [
            {
                "key": key,
                "date": date,
                "date_precision": PRECISIONS[len(date)],
                "speaker": record.states.set_index("iso3")["short_name"][state]
                if state
                else speaker,
                "state": state,
                "forum": forum or "To be written",
                "about": about,
                "kind": kind,
                "position": position or TO_WRITE,
                "text": f"texts/{key}.txt",
                "source": source_key,
                "grade": READ if position and forum else UNREAD,
            }
        ],
        "sentences": [
            {
                "statement": key,
                "number": str(sentence.number),
                "paragraph": str(sentence.paragraph),
                "text": sentence.text,
                "kind": guess_kind(sentence.text),
                "source": source_key,
                "where": f"body paragraph {sentence.paragraph}",
                "grade": READ,
            }
            for sentence in sentences
        ],
    }
    files = {folder / f"texts/{key}.txt": text.encode()}
    for name, added in rows.items():
        if added:
            files[folder / f"{name}.csv"] = _appended(folder, name, added, record.package)
    _try_out(folder, files, beside=None if into is None else OURS)
    write_together(files)
    return AddedStatement(
        key=key,
        sentences=sentences,
        left_out=left_out,
        files=tuple(files),
        next_steps=tuple(_next_steps(folder, rows, files, key)),
    )


def guess_kind(sentence: str) -> str:
    """Return what a sentence seems to do, for a person to correct.

    Examples
    --------
    >>> guess_kind("We call on all States to join."), guess_kind("The group met in May.")
    ('call', 'fact')
    """
    return next((kind for kind, words in GUESSES if words.search(sentence)), "fact")


def _target(into: str | Path | None) -> Path:
    """Return the folder that gets the rows."""
    if into is not None:
        return Path(into)
    if OURS.parent.name == "_course":
        raise UsageError(
            "The record of an installed kit is not yours to change",
            mend="Name a folder of your own: --into my-data",
        )
    return OURS


def _text(file: Path) -> str:
    """Return the text of a statement's file."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The statement cannot be read: {error.strerror}",
            where=str(file),
            mend="Check its name",
        ) from None
    return decode(content, str(file)).replace("\r\n", "\n")


def _slug(text: str) -> str:
    """Return a text as a key: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _new_key(speaker: str, date: str, record: Record) -> str:
    """Return a key that no statement has yet."""
    taken = {*record.statements["key"], *record.leads["key"]}
    first = f"{_slug(speaker) or 'statement'}-{date}"
    key, again = first, 2
    while key in taken:
        key, again = f"{first}-{again}", again + 1
    return key


def _state(speaker: str, record: Record) -> str:
    """Return the code of the State that speaks, or "" when no State does."""
    wanted = fold(speaker)
    for row in record.states.itertuples(index=False):
        if wanted in {
            fold(str(name)) for name in (row.iso3, row.iso2, row.un_name, row.short_name)
        }:
            return str(row.iso3)
    return ""


def _source(
    source: str, speaker: str, date: str, record: Record
) -> tuple[str, list[Mapping[str, str]]]:
    """Return the key of the source, and its row when it is new."""
    keys = list(record.sources["key"])
    if source in keys:
        return source, []
    if not re.match(r"https?://", source):
        raise UsageError(
            f'The record has no source "{source}"{did_you_mean(source, keys)}',
            mend="Give the key of a source, or the address where the text stands",
        )
    known = record.sources[record.sources["url"] == source]
    if len(known):
        return str(known["key"].iloc[0]), []
    key = f"statement-{_slug(speaker)}-{date}"
    while key in keys:
        key += "-more"
    return key, [
        {
            "key": key,
            "title": f"Statement by {speaker}",
            "publisher": speaker,
            "date": date,
            "date_precision": PRECISIONS[len(date)],
            "url": source,
            "status": "state-text",
            "rights": "Not known; quote briefly and name the source.",
            "grade": READ,
        }
    ]


def _appended(
    folder: Path, name: str, rows: Sequence[Mapping[str, str]], package: Package
) -> bytes:
    """Return a table's file with rows after those that it has."""
    schema = package.table(name)
    columns = [field.name for field in schema.fields] if schema else []
    file = folder / f"{name}.csv"
    existing = file.read_bytes() if file.exists() else b""
    text = decode(existing, str(file)) if existing else ",".join(columns) + "\n"
    header = next(csv.reader(io.StringIO(text, newline="")))
    stream = io.StringIO()
    end = "\r\n" if "\r\n" in text else "\n"
    writer = csv.DictWriter(stream, header, restval="", lineterminator=end)
    writer.writerows(rows)
    return (text.rstrip("\r\n") + end + stream.getvalue()).encode()


def _try_out(folder: Path, files: Mapping[Path, bytes], beside: Path | None) -> None:
    """Load the record as it would be, from a copy, so that what is wrong changes nothing."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.name
        if folder.is_dir():
            shutil.copytree(folder, copy)
        for file, content in files.items():
            target = copy / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        try:
            load(copy, beside=beside)
        except DataError as error:
            place = error.where.replace(str(copy), str(folder))
            raise DataError(
                error.what, where=place, mend=f"{error.mend}. Nothing was changed"
            ) from None


def _next_steps(
    folder: Path,
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    files: Mapping[Path, bytes],
    key: str,
) -> list[str]:
    """Return what a person should fill in, with files and rows."""

    def span(name: str) -> str:
        last = len(
            list(
                csv.reader(
                    io.StringIO(files[folder / f"{name}.csv"].decode("utf-8-sig"), newline="")
                )
            )
        )
        first = last - len(rows[name]) + 1
        return (
            f"{folder / name}.csv, row {last}"
            if first == last
            else f"{folder / name}.csv, rows {first}-{last}"
        )

    steps = []
    if rows["sources"]:
        steps.append(f"Complete the source: title, publisher, rights ({span('sources')}).")
    statement = rows["statements"][0]
    if statement["grade"] == UNREAD:
        steps.append(
            f"Write its position and forum, choose about and kind, then set grade to {READ} "
            f"({span('statements')}). Until then it is a lead and is not printed."
        )
    steps.append(f"Correct the kind of each sentence, which is guessed ({span('sentences')}).")
    steps.append(
        f"Set out what it claims: rows with statement {key} in claims.csv, their sentences in "
        "claim_sentences.csv, the paragraphs that bear on them in claim_paragraphs.csv."
    )
    return steps
