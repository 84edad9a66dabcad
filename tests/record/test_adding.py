"""Adding a statement: everything or nothing, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kit
from kit.errors import DataError, OutputError, UsageError
from kit.record.adding import add_statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = "Mr. Chair,\n\nWe thank Amb. Lee. We call on all States to join.\n\nThe group met in May.\n"


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    file = tmp_path / "speech.txt"
    file.write_text(WORDS, encoding="utf-8")
    return file


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine"


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_statement_joins_the_record_with_its_sentences(speech: Path, mine: Path) -> None:
    added = add_statement(
        speech,
        speaker="Singapore",
        date="2021-11-03",
        source="https://example.org/speech",
        into=mine,
        position="Supports the draft.",
        forum="First Committee",
    )
    record = kit.load(mine)
    statement = record.statements[record.statements["key"] == added.key].iloc[0]
    assert statement["state"] == "SGP"
    assert statement["date_precision"] == "day"
    sentences = record.sentences(statement=added.key)
    assert list(sentences["text"]) == [
        "We thank Amb. Lee.",
        "We call on all States to join.",
        "The group met in May.",
    ]
    assert list(sentences["paragraph"]) == [1, 1, 2]
    assert added.left_out == ("Mr. Chair,",)
    assert record.cite(str(statement["source"])).url == "https://example.org/speech"


def test_without_a_position_the_statement_is_a_lead(speech: Path, mine: Path) -> None:
    added = add_statement(
        speech, speaker="Singapore", date="2021-11", source="A/RES/76/19", into=mine
    )
    record = kit.load(mine)
    assert added.key not in set(record.statements["key"])
    assert added.key in set(record.leads["key"])


def test_the_next_steps_name_files_and_rows(speech: Path, mine: Path) -> None:
    added = add_statement(
        speech, speaker="Singapore", date="2021", source="https://example.org/speech", into=mine
    )
    steps = "\n".join(added.next_steps)
    assert f"{mine / 'sources.csv'}, row 2" in steps
    assert f"{mine / 'statements.csv'}, row 2" in steps
    assert f"{mine / 'sentences.csv'}, rows 2-4" in steps


def test_a_second_statement_of_the_day_gets_a_key_of_its_own(speech: Path, mine: Path) -> None:
    keys = {
        add_statement(
            speech, speaker="Singapore", date="2021", source="https://example.org/s", into=mine
        ).key
        for _ in range(3)
    }
    assert len(keys) == 3
    record = kit.load(mine)
    assert list(record.sources["url"]).count("https://example.org/s") == 1


def test_rows_that_stood_there_keep_their_bytes(speech: Path, mine: Path) -> None:
    add_statement(speech, speaker="Kenya", date="2021", source="A/RES/76/19", into=mine)
    before = content(mine)["statements.csv"]
    add_statement(speech, speaker="Chile", date="2021", source="A/RES/76/19", into=mine)
    assert content(mine)["statements.csv"].startswith(before)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"date": "3 November 2021"}, UsageError),
        ({"source": "A/RES/76/91"}, UsageError),
        ({"about": "everything"}, DataError),
        ({"kind": "private"}, DataError),
    ],
)
def test_when_anything_is_wrong_nothing_is_changed(
    speech: Path, mine: Path, change: dict[str, str], error: type[Exception]
) -> None:
    add_statement(speech, speaker="Kenya", date="2021", source="A/RES/76/19", into=mine)
    before = content(mine)
    given = {"speaker": "Chile", "date": "2021", "source": "A/RES/76/19", **change}
    with pytest.raises(error) as caught:
        add_statement(speech, into=mine, **given)
    assert content(mine) == before
    assert "tmp" not in str(caught.value).replace(str(mine), "")


@pytest.mark.parametrize(
    "make",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"\xff\xfe"),
        lambda file: file.write_text("Only a title\n", encoding="utf-8"),
    ],
)
def test_a_file_that_is_no_statement_is_refused(
    speech: Path, mine: Path, make: Callable[[Path], object]
) -> None:
    make(speech)
    with pytest.raises((UsageError, DataError), match=r"speech\.txt"):
        add_statement(speech, speaker="Kenya", date="2021", source="A/RES/76/19", into=mine)
    assert not mine.exists()


def test_a_folder_that_cannot_be_written_is_an_output_error(speech: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    with pytest.raises(OutputError):
        add_statement(
            speech, speaker="Kenya", date="2021", source="A/RES/76/19", into=blocked / "mine"
        )
    assert blocked.read_text(encoding="utf-8") == "not a folder"
