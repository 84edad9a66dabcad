"""Answers out of plain sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kit.errors import DataError
from kit.teach import exercise
from kit.teach.sealed import closed, opened

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = {
    "name": "06.1",
    "task": "Count the *paragraphs*.",
    "minutes": 5,
    "answer": "len(record.paragraphs)",
    "hints": ["Look at the rows.", "Côte d'Ivoire"],
    "mistakes": [{"answer": "7", "says": "Too few."}],
    "tolerance": 0.5,
}


def test_what_was_sealed_opens_as_it_was() -> None:
    assert opened(closed(ENTRY), where="here") == ENTRY


def test_only_what_may_be_read_before_answering_stays_in_clear() -> None:
    made = closed(ENTRY)
    assert set(made) == {"name", "task", "minutes", "sealed"}
    for hidden in ("len(record", "Look at", "Too few"):
        assert hidden not in str(made)


def test_sealing_twice_changes_nothing_and_the_same_gives_the_same() -> None:
    assert closed(closed(ENTRY)) == closed(ENTRY) == closed(dict(reversed(ENTRY.items())))


@pytest.mark.parametrize("seal", ["", "no base64!", "W10=", 7])
def test_a_damaged_seal_is_a_sentence_with_its_place(seal: object) -> None:
    with pytest.raises(DataError, match=r"cannot be read \(here\)"):
        opened({"name": "06.1", "sealed": seal}, where="here")


def test_a_sealed_exercise_is_read_like_any_other(tmp_path: Path) -> None:
    seal = closed(ENTRY)["sealed"]
    file = tmp_path / "06.toml"
    task = f'[[exercise]]\nname = "06.1"\ntask = "Count."\nsealed = "{seal}"\n'
    file.write_text(task, encoding="utf-8")
    (found,) = exercise.read_file(file)
    assert found.answer == "len(record.paragraphs)"
    assert [mistake.says for mistake in found.mistakes] == ["Too few."]
    assert found.hints == ("Look at the rows.", "Côte d'Ivoire")
