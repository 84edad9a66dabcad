"""Calling a table: filters, names that nobody has to type exactly, nearest matches."""

from __future__ import annotations

from typing import Any

import pytest

import kit
from kit.errors import UsageError


@pytest.fixture(scope="module")
def record() -> Any:
    return kit.load()


@pytest.mark.parametrize(
    "name", ["CIV", "civ", "CI", "Côte d'Ivoire", "Cote d’Ivoire", "COTE D'IVOIRE"]
)
def test_a_state_goes_by_codes_and_names(record: Any, name: str) -> None:
    votes = record.votes(state=name)
    assert set(votes["state"]) == {"CIV"}
    assert len(votes) == len(record.ballots)


def test_several_values_may_be_given(record: Any) -> None:
    votes = record.votes(state=["Singapore", "FR"], ballot="A/RES/75/240")
    assert set(votes["state"]) == {"SGP", "FRA"}


def test_a_ballot_goes_by_its_short_form(record: Any) -> None:
    assert record.votes(ballot="75/240").equals(record.votes(ballot="A/RES/75/240"))


def test_filters_are_met_together(record: Any) -> None:
    votes = record.votes(ballot="75/240", vote="no")
    assert len(votes) == record.ballots[record.ballots["key"] == "A/RES/75/240"]["no"].iloc[0]


def test_claims_are_found_by_a_sentence(record: Any) -> None:
    links = record.claim_sentences
    for sentence in range(1, len(record.sentences) + 1):
        expected = set(links[links["sentence"] == sentence]["claim"])
        assert set(record.claims(sentence=sentence)["key"]) == expected


def test_claims_are_found_by_a_paragraph_of_a_document(record: Any) -> None:
    links = record.claim_paragraphs
    is_it = (links["document"] == "A/RES/76/19") & (links["paragraph"] == "PP10")
    expected = set(links[is_it]["claim"])
    assert expected
    assert set(record.claims("A/RES/76/19", "PP10")["key"]) == expected
    assert set(record.claims(document="76/19", paragraph="pp10")["key"]) == expected


def test_filters_of_one_related_table_must_be_met_by_one_row(record: Any) -> None:
    ballots = record.ballots(state="RUS", vote="yes")
    votes = record.votes
    is_it = (votes["state"] == "RUS") & (votes["vote"] == "yes")
    assert set(ballots["key"]) == set(votes[is_it]["ballot"])
    assert len(ballots) < len(record.ballots)


def test_lineage_answers_from_either_side(record: Any) -> None:
    out = record.lineage("A/RES/76/19", "PP10")
    assert set(out["paragraph"]) == {"PP10"}
    back = record.lineage("77/36", "PP4")
    assert ("A/RES/77/36", "PP4") in set(
        zip(back["other_document"], back["other_paragraph"], strict=True)
    )
    assert "PP10" in set(back["paragraph"])


def test_lineage_takes_filters_beside_the_place(record: Any) -> None:
    later = record.lineage("76/19", "PP10", direction="later")
    assert set(later["direction"]) == {"later"}


def test_a_paragraphs_label_may_be_written_in_several_ways(record: Any) -> None:
    rows = {
        record.paragraphs("A/76/135", label).iloc[0]["paraphrase"]
        for label in (
            "71(f)",
            "71 (f)",
            "para. 71 (f)",
            "paras 71(f)",
        )
    }
    assert len(rows) == 1


def test_a_vocabulary_word_without_rows_gives_no_rows(record: Any) -> None:
    assert len(record.sources(status="unofficial-transcript")) == (
        (record.sources["status"] == "unofficial-transcript").sum()
    )


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda record: record.votes(state="Singapur"), "Singapore"),
        (lambda record: record.votes(ballot="A/RES/75/204"), "A/RES/75/240"),
        (lambda record: record.votes(stat="SGP"), '"state"'),
        (lambda record: record.claims(finding="differ"), '"differs"'),
        (lambda record: record.claims(sentence=99), "from 1 to"),
        (lambda record: record.lineage("76/19", "PP99"), '"PP9"'),
        (lambda record: record.lineage("76/91"), '"76/19"'),
        (lambda record: record.paragraphs("76/19", "OP12"), '"OP'),
    ],
)
def test_a_slip_names_the_nearest(record: Any, ask: Any, expected: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(record)
    assert expected in str(caught.value)


def test_what_is_given_back_is_numbered_afresh_and_ordinary(record: Any) -> None:
    votes = record.votes(vote="abstain")
    assert list(votes.index) == list(range(len(votes)))
    votes["mine"] = 1


def test_leads_answer_too(record: Any) -> None:
    assert set(record.leads(table="events")["table"]) == {"events"}
