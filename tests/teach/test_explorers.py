"""The ready-made explorers over the record: every state holds, every fact is cited."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from kit import mime
from kit.teach import explorers
from kit.teach.explorers.texts import changed
from kit.teach.explorers.tiles import svg

CITATION = re.compile(r"\[(@[^\]]+)\]")


@pytest.fixture(scope="session")
def record() -> Any:
    """Load the record once."""
    import kit

    return kit.load()


@pytest.fixture
def export(notebook: Any, record: Any) -> Any:
    """Run a ready-made explorer for an export, and return its payload."""
    notebook.shell.user_ns["record"] = record

    def run(call: str) -> dict[str, Any]:
        return notebook.payload(f"from kit import explorers\nexplorers.{call}")

    return run


def words_of(view: list[dict[str, Any]]) -> str:
    """Return everything that a view says."""
    return "\n".join(str(value) for output in view for value in output["data"].values())


def initial_view(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what stands there before anybody chooses."""
    (place,) = [view for choice, view in payload["states"] if choice == payload["initial"]]
    return payload["views"][place]


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_state_cites_what_the_record_can_cite(export: Any, record: Any, name: str) -> None:
    payload = export(f"{name}(record)")
    cited = set()
    for view in payload["views"]:
        said = words_of(view)
        assert CITATION.search(said) or "has nothing for this choice" in said
        cited.update(CITATION.findall(said))
    for citation in cited:
        for item in citation.split("; "):
            key, _, where = item.removeprefix("@").partition(" ")
            assert record.cite(key, where).grade in {"A", "B"}


@pytest.mark.parametrize("name", explorers.__all__)
def test_no_lead_and_no_grade_c_is_ever_shown(export: Any, name: str) -> None:
    payload = export(f"{name}(record)")
    for view in payload["views"]:
        said = words_of(view)
        assert "(C)" not in said
        for output in view:
            rows = output["data"].get(mime.TABLE, {}).get("data", [])
            assert all(row.get("Grade", "A") in {"A", "B"} for row in rows)


@pytest.mark.parametrize("name", explorers.__all__)
def test_the_document_accepts_every_one(export: Any, name: str) -> None:
    from kit.document import outputs

    data = {mime.EXPLORER: export(f"{name}(record)")}
    (block,) = outputs.read([{"output_type": "display_data", "data": data, "metadata": {}}])
    assert block.initial in block.states


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_one_works_live(notebook: Any, record: Any, name: str) -> None:
    notebook.shell.user_ns["record"] = record
    box = notebook.widget(f"from kit import explorers\nexplorers.{name}(record)")
    assert box.children[2].value == ""
    assert box.children[3].outputs


def test_anatomy_of_pp10_shows_its_verbs_its_lineage_and_the_finding(export: Any) -> None:
    payload = export("anatomy(record, first='PP10')")
    said = words_of(initial_view(payload))
    assert "separately, noting" in said
    assert "77/36 PP4" in said
    assert "**differs**" in said


def test_anatomy_of_an_unknown_text_names_the_nearest(notebook: Any, record: Any) -> None:
    notebook.shell.user_ns["record"] = record
    said = notebook.fail("from kit import explorers\nexplorers.anatomy(record, 'A/RES/76/91')")
    assert 'no paragraphs of A/RES/76/91; the nearest is "A/RES/76/19"' in said


def test_a_ballot_draws_every_state_once_and_counts_as_the_record_does(
    export: Any, record: Any
) -> None:
    payload = export("ballot(record)")
    for (choice, place), ballot in zip(payload["states"], record.ballots.itertuples(), strict=True):
        assert choice == [place]
        figure = payload["views"][place][0]["data"][mime.FIGURE]
        nodes = ET.fromstring(figure["data"]).iter()  # noqa: S314  our own image
        codes = [n.text for n in nodes if re.fullmatch("[A-Z]{3}", (n.text or "").strip())]
        assert sorted(codes) == sorted(record.states["iso3"])
        numbers: dict[str, int] = {}
        for row in figure["table"]["data"]:
            numbers[row["Vote"]] = numbers.get(row["Vote"], 0) + row["Number"]
            assert row["Number"] == len(row["States"].split(", "))
        assert numbers["yes"] == ballot.yes
        assert numbers["no"] == ballot.no
        assert numbers.get("abstained", 0) == ballot.abstain
        assert numbers.get("did not vote", 0) == ballot.not_voting


def test_a_states_record_has_its_twelve_votes_as_the_record_has_them(
    export: Any, record: Any
) -> None:
    payload = export("state_record(record, first='SGP')")
    rows = initial_view(payload)[1]["data"][mime.TABLE]["data"]
    votes = record.votes[record.votes["state"] == "SGP"].set_index("ballot")["vote"]
    said = {"yes": "yes", "no": "no", "abstain": "abstained", "not_voting": "did not vote"}
    assert [row["Vote"].split(" (")[0] for row in rows] == [
        said[votes[key]] for key in record.ballots["key"]
    ]


def test_a_vote_that_was_later_explained_says_so(export: Any) -> None:
    payload = export("state_record(record, first='BEN')")
    assert "did not vote (said later it had meant: yes)" in words_of(initial_view(payload))


def test_an_unknown_state_names_the_nearest(notebook: Any, record: Any) -> None:
    notebook.shell.user_ns["record"] = record
    said = notebook.fail("from kit import explorers\nexplorers.state_record(record, first='SGB')")
    assert "no State 'SGB'; the nearest is" in said


def test_a_claim_shows_its_finding_only_when_asked(export: Any) -> None:
    payload = export("claim(record, first='binding-obligations')")
    views = {tuple(choice): payload["views"][place] for choice, place in payload["states"]}
    claim, _ = payload["initial"]
    assert "Finding" not in words_of(views[claim, 0])
    assert "**Finding: differs.**" in words_of(views[claim, 1])
    assert "Other readings" in words_of(views[claim, 1])


def test_the_reader_shows_every_sentence_whatever_is_marked(export: Any, record: Any) -> None:
    for view in export("reader(record)")["views"]:
        said = re.sub(r"</?mark>|\\", "", words_of(view))
        for sentence in record.sentences["text"]:
            assert sentence in said


def test_spot_the_error_keeps_what_is_right_until_asked(export: Any, record: Any) -> None:
    payload = export("spot_the_error(record)")
    first = record.citation_errors.iloc[0]
    views = {
        tuple(choice): words_of(payload["views"][place]) for choice, place in payload["states"]
    }
    assert first["correct"] not in views[0, 0]
    assert first["correct"] in views[0, 1]


def events_shown(payload: dict[str, Any]) -> dict[tuple[str, ...], set[str]]:
    """Return what happened by the labels of period, track and body."""
    options = [control["options"] for control in payload["controls"]]
    return {
        tuple(labels[place] for labels, place in zip(options, choice, strict=True)): {
            row["What happened"] for row in payload["views"][view][0]["data"][mime.TABLE]["data"]
        }
        for choice, view in payload["states"]
    }


def test_the_timeline_has_every_event_once_for_all_years(export: Any, record: Any) -> None:
    shown = events_shown(export("timeline(record)"))
    assert shown["all years", "all tracks", "all bodies"] == set(record.events["event"])
    assert record.events["event"].is_unique


def test_the_timeline_filters_by_track_and_body_and_offers_nothing_empty(
    export: Any, record: Any
) -> None:
    shown = events_shown(export("timeline(record)"))
    assert all(shown.values())
    russian = shown["all years", "Russian line", "General Assembly"]
    events = record.events
    assert russian == set(
        events["event"][
            events["track"].str.contains("russian") & (events["body"] == "general-assembly")
        ]
    )
    assert {"73/27", "74/29", "75/240", "77/36"} <= {
        symbol.removeprefix("A/RES/")
        for row in events[events["event"].isin(russian)].itertuples()
        for symbol in (row.document, *str(row.other_documents).split("; "))
    }
    split = shown["2018 to 2020: two tracks", "groups of experts", "all bodies"]
    assert any("sixth group" in event for event in split)
    assert not any(event.startswith("The open-ended") for event in split)


@pytest.mark.parametrize(
    ("column", "allowed"),
    [("track", "tracks"), ("body", "bodies")],
)
def test_every_track_and_body_of_the_record_can_be_chosen(
    export: Any, record: Any, column: str, allowed: str
) -> None:
    options = export("timeline(record)")["controls"][1 if column == "track" else 2]["options"]
    met = {value for cell in record.events[column] for value in cell.split("; ")}
    assert options[0] == f"all {allowed}"
    assert len(options) == len(met) + 1


@pytest.mark.parametrize(
    ("earlier", "later", "marked"),
    [
        ("noting a possibility", "noting a possibility", ""),
        ("noting a possibility", "quite another clause of the text", ""),
        (
            "the possibility of obligations",
            "the possibility of binding obligations",
            "the possibility of <mark>binding</mark> obligations",
        ),
        ("given this, norms could be developed", "norms could be developed over time", ""),
        ("a *b c d", "a *e c d", "a ~~\\*b~~ <mark>\\*e</mark> c d"),
    ],
)
def test_only_words_that_surely_changed_are_marked(earlier: str, later: str, marked: str) -> None:
    assert changed(earlier, later) == marked


def test_tiles_escape_what_they_are_given() -> None:
    image = svg({"<b>Group</b>": [("<x>", "yes")]})
    assert "<b>" not in image
    assert "<x>" not in image
