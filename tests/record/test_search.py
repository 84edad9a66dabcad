"""Search: case, accents and punctuation folded; every hit marked where it stands."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kit
from kit.errors import UsageError
from kit.record.search import fold

if TYPE_CHECKING:
    from conftest import PackageFolder


@pytest.fixture(scope="module")
def real() -> Any:
    return kit.load()


@pytest.fixture
def record(folder: PackageFolder) -> Any:
    return kit.load(folder.path, beside=None)


def marked(hit: Any) -> list[str]:
    return [hit.text[start:stop] for start, stop in hit.spans]


def test_a_hit_says_where_it_stands(record: Any) -> None:
    (hit,) = record.search("binding possible")
    assert (hit.table, hit.key, hit.field) == ("paragraphs", "A/RES/76/19 PP1", "paraphrase")
    assert (hit.source, hit.grade) == ("A/RES/76/19", "A")
    assert marked(hit) == ["binding", "binding", "possible"]


@pytest.mark.parametrize("query", ["cote", "CÔTE", "Côte", "co\u0302te"])
def test_case_and_accents_do_not_matter(record: Any, query: str) -> None:
    hits = record.search(query)
    assert {hit.table for hit in hits} == {"sources", "paragraphs", "states"}
    assert all(marked(hit) == ["Côte"] for hit in hits)


def test_words_are_found_at_their_beginning_only(record: Any) -> None:
    assert len(record.search("inding")) == 0
    assert marked(record.search("bind")[0]) == ["bind", "bind"]


def test_every_word_must_be_in_the_cell(record: Any) -> None:
    assert len(record.search("voluntary ivoire")) == 0


def test_a_phrase_in_quotation_marks_must_stand_together(record: Any) -> None:
    assert len(record.search('"non-binding norms"')) == 1
    assert len(record.search("“norms non-binding”")) == 0
    assert marked(record.search('"norms; binding"')[0]) == ["norms; binding"]


def test_an_apostrophe_may_be_straight_or_curly(record: Any) -> None:
    assert len(record.search("d'ivoire")) == len(record.search("d’ivoire")) == 4


def test_leads_are_not_searched(record: Any) -> None:
    assert len(record.search("ransomware")) == 0


def test_keys_and_vocabularies_are_not_prose(record: Any) -> None:
    assert all(hit.field not in {"key", "status", "where"} for hit in record.search("a"))


def test_hits_come_in_the_order_of_the_record(real: Any) -> None:
    order = list(real.tables)
    places = [order.index(hit.table) for hit in real.search("consensus")]
    assert places == sorted(places)
    assert len(places) > 20


@pytest.mark.parametrize("query", ["", "  ", "—", '""'])
def test_nothing_to_look_for_is_explained(record: Any, query: str) -> None:
    with pytest.raises(UsageError, match="at least one word"):
        record.search(query)


def test_hits_are_a_sequence(real: Any) -> None:
    hits = real.search("norms")
    assert hits[0] == next(iter(hits))
    assert list(hits[2:4]) == [hits[2], hits[3]]
    assert hits[-1] == list(hits)[-1]
    with pytest.raises(IndexError):
        hits[len(hits)]


def test_hits_can_be_a_table(record: Any) -> None:
    frame = record.search("binding").to_frame()
    assert list(frame.columns) == ["table", "key", "field", "text", "source", "grade"]
    assert frame["key"][0] == "A/RES/76/19 PP1"


def test_a_notebook_shows_the_words_marked(record: Any) -> None:
    shown = record.search("binding")._repr_html_()
    assert "non-<mark>binding</mark> norms" in shown
    assert "1 hit for “binding”" in shown


def test_markup_in_the_record_is_shown_as_text(folder: PackageFolder) -> None:
    folder.change("events", 2, event="<script>alert(1)</script> binding")
    shown = kit.load(folder.path, beside=None).search("binding alert")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;<mark>alert</mark>(1)" in shown


def test_the_whole_record_is_searched_as_a_plain_scan_would(real: Any) -> None:
    for query in ("oblig", "icts", "mandate", "iran", "ça", "resolution"):
        wanted = re.compile(rf"(?<!\w){re.escape(fold(query))}")
        expected = sum(
            bool(wanted.search(fold(str(value))))
            for schema in real.package.tables
            for field in schema.fields
            if field.is_prose(schema)
            for value in real.tables[schema.name][field.name].dropna()
        )
        assert len(real.search(query)) == expected


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40)


@given(TEXT)
def test_folding_works_character_by_character(text: str) -> None:
    assert fold(text) == "".join(fold(character) for character in text)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=TEXT, word=st.text("abcdéüßİ", min_size=1, max_size=6), after=TEXT)
def test_the_marks_stand_where_the_words_do(
    folder: PackageFolder, before: str, word: str, after: str
) -> None:
    folder.change("events", 2, event=f"{before} zz{word} {after}")
    hits = [
        hit
        for hit in kit.load(folder.path, beside=None).search(f"zz{word}")
        if hit.field == "event"
    ]
    (hit,) = hits
    for start, stop in hit.spans:
        assert fold(hit.text[start:stop]) == fold(f"zz{word}")
        after_it = hit.text[stop : stop + 1]
        assert not after_it or not unicodedata.combining(after_it)
