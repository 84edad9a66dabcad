"""What must hold between rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kit
from kit.errors import DataError
from kit.record.integrity import normalised

if TYPE_CHECKING:
    from conftest import PackageFolder


def message(folder: PackageFolder) -> str:
    with pytest.raises(DataError) as caught:
        kit.load(folder.path, beside=None)
    return str(caught.value)


def test_a_missing_vote_breaks_the_tally(folder: PackageFolder) -> None:
    folder.write("votes", folder.rows("votes")[:-1])
    assert "column not_voting" in message(folder)


def test_a_total_must_be_that_of_its_ballot(folder: PackageFolder) -> None:
    row = {
        "key": "t", "document": "A/RES/76/19", "stage": "plenary", "date": "2021",
        "date_precision": "year", "how": "recorded vote", "yes": "2", "no": "1", "abstain": "0",
        "line": "joint", "ballot": "A/RES/76/19", "source": "A/RES/76/19", "grade": "A",
    }  # fmt: skip
    folder.write("tallies", [row])
    kit.load(folder.path, beside=None)
    folder.write("tallies", [{**row, "no": "2"}])
    text = message(folder)
    assert "tallies.csv, row 2, column no" in text
    assert "which has 1" in text


@pytest.mark.parametrize("number", ["1", "3", "9"])
def test_sentences_are_numbered_without_a_gap(folder: PackageFolder, number: str) -> None:
    folder.write("claim_sentences", [])
    folder.change("sentences", 3, number=number)
    assert "sentences.csv, row 3, column " in message(folder)


def test_a_sentence_must_stand_in_the_statement(folder: PackageFolder) -> None:
    folder.change("sentences", 2, text="Today we consider another draft.")
    assert "is not in texts/statement.txt" in message(folder)


def test_sentences_must_stand_in_their_order(folder: PackageFolder) -> None:
    first, second = folder.rows("sentences")
    folder.write(
        "sentences", [{**first, "text": second["text"]}, {**second, "text": first["text"]}]
    )
    assert "not after the sentence before it" in message(folder)


def test_a_claim_must_point_to_a_sentence_that_exists(folder: PackageFolder) -> None:
    folder.change("claim_sentences", 2, sentence="3")
    assert "is not in the table sentences" in message(folder)


@pytest.mark.parametrize(
    ("quote", "passes"),
    [
        ("we consider a draft", True),
        ('The "possibility" was confirmed', True),
        ("Today … The “possibility”", True),
        ("Today [...] confirmed", True),
        ("confirmed … Today", False),
        ("Today we considered", False),
        ("", True),
    ],
)
def test_a_quotation_may_leave_words_out_but_not_change_them(
    folder: PackageFolder, quote: str, *, passes: bool
) -> None:
    folder.change("claims", 2, quote=quote)
    if passes:
        kit.load(folder.path, beside=None)
    else:
        assert "claims.csv, row 2, column quote" in message(folder)


def test_a_quotation_of_more_than_25_words_is_refused(folder: PackageFolder) -> None:
    folder.change("statements", 2, quote="word " * 25)
    kit.load(folder.path, beside=None)
    folder.change("statements", 2, quote="word " * 26)
    assert "longer than 25 words" in message(folder)


@pytest.mark.parametrize(
    ("date", "precision"), [("2021", "day"), ("2021-12-06", "year"), ("2021-12", "")]
)
def test_a_precision_must_be_that_of_the_date(
    folder: PackageFolder, date: str, precision: str
) -> None:
    folder.change("sources", 4, date=date, date_precision=precision)
    assert "is not the precision of the date" in message(folder)


@pytest.mark.parametrize(
    ("first", "last", "passes"),
    [
        ("2021", "2022", True),
        ("2021-12", "2021", True),
        ("2021-12-06", "2021-12-05", False),
        ("2021-12-06", "2021-11", False),
    ],
)
def test_an_event_cannot_end_before_it_begins(
    folder: PackageFolder, first: str, last: str, *, passes: bool
) -> None:
    precision = {4: "year", 7: "month", 10: "day"}[len(first)]
    folder.change("events", 2, date=first, date_precision=precision, date_end=last)
    if passes:
        kit.load(folder.path, beside=None)
    else:
        assert "column date_end" in message(folder)


def test_a_text_outside_texts_is_refused(folder: PackageFolder) -> None:
    folder.change("statements", 2, text="../statement.txt")
    assert "is not a file in texts/" in message(folder)


def test_a_text_that_is_not_there_is_named(folder: PackageFolder) -> None:
    (folder.path / "texts" / "statement.txt").unlink()
    assert "texts/statement.txt" in message(folder)


def test_quotation_marks_and_spaces_do_not_make_a_difference() -> None:
    assert normalised("«a»  “b” ‘c’ d’e\n\u00a0f") == '"a" "b" \'c\' d\'e f'
