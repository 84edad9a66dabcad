"""Verifying leads: shown beside the document, lifted only by a person's yes."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

import pytest

import kit
from kit.errors import DataError, OutputError, UsageError
from kit.record.verify import Outcome, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import PackageFolder, ReportForm

LEAD = "The secret lead speaks of ransomware."


@pytest.fixture
def report(form: ReportForm, tmp_path: Path) -> Path:
    items = [
        form.heading("Norms"),
        *(form.numbered(n, f"In paragraph {n}. {form.LONG}") for n in range(60, 65)),
    ]
    items.append(form.numbered(65, f"Ransomware is a secret that the lead speaks of. {form.LONG}"))
    items += [form.numbered(n, f"In paragraph {n}. {form.LONG}") for n in range(66, 70)]
    return form.typeset(tmp_path / "report.pdf", items)


def run(
    report: Path, folder: PackageFolder, *answers: str, only_list: bool = False
) -> tuple[Outcome, str]:
    """Verify with prepared answers; return the outcome and all that was shown."""
    left = list(answers)
    shown: list[str] = []

    def ask(question: str) -> str:
        shown.append(question)
        if not left:
            raise EOFError
        return left.pop(0)

    outcome = verify(
        report, data=folder.path, who="A. Person", only_list=only_list, ask=ask, say=shown.append
    )
    return outcome, "\n".join(shown)


def places(outcome: Outcome) -> list[str]:
    return [match.key for match in outcome.confirmed]


def test_a_lead_is_shown_beside_the_paragraph_of_its_number(
    report: Path, folder: PackageFolder
) -> None:
    _, shown = run(report, folder, only_list=True)
    assert LEAD in shown
    assert "paragraph 65 (page 1, under “Norms”)" in shown
    assert "Ransomware is a secret" in " ".join(shown.split())


def test_a_list_asks_nothing_and_writes_nothing(report: Path, folder: PackageFolder) -> None:
    outcome, shown = run(report, folder, "y", "y", only_list=True)
    assert "[y]es" not in shown
    assert outcome.confirmed == ()
    assert not (folder.path / "verified.csv").exists()


def test_what_a_person_confirms_becomes_a_fact_on_this_machine(
    report: Path, folder: PackageFolder
) -> None:
    before = kit.load(folder.path, beside=None)
    outcome, _ = run(report, folder, "n", "y")
    after = kit.load(folder.path, beside=None)
    assert places(outcome) == ["A/76/135 65"]
    assert LEAD not in set(before.paragraphs["paraphrase"])
    row = after.paragraph("A/76/135", "65")
    assert (row["paraphrase"], row["grade"], row["source"]) == (LEAD, "A", "A/76/135")
    assert row["grade_note"].startswith("Confirmed in the document on 20")
    assert after.cite("A/76/135", "65").text == "“Report of the experts” (A/76/135), para. 65"
    assert after.sha256 != before.sha256


def test_what_rests_on_a_confirmed_lead_comes_with_it(report: Path, folder: PackageFolder) -> None:
    run(report, folder, "n", "y")
    links = kit.load(folder.path, beside=None).claim_paragraphs
    assert list(links["paragraph"]) == ["PP1", "65"]


def test_the_overlay_names_paragraph_page_file_date_and_person(
    report: Path, folder: PackageFolder
) -> None:
    run(report, folder, "n", "y")
    with (folder.path / "verified.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row.pop("date")[:2] == "20"
    assert row == {
        "table": "paragraphs",
        "key": "A/76/135 65",
        "document": "A/76/135",
        "paragraph": "65",
        "page": "1",
        "sha256": hashlib.sha256(report.read_bytes()).hexdigest(),
        "who": "A. Person",
    }


@pytest.mark.parametrize("answers", [("n", "n"), ("s",), (), ("n", "s"), ("?", "", "n", "n")])
def test_nothing_is_lifted_without_a_yes(
    report: Path, folder: PackageFolder, answers: tuple[str, ...]
) -> None:
    outcome, _ = run(report, folder, *answers)
    assert outcome.confirmed == ()
    assert len(kit.load(folder.path, beside=None).leads) == 2


def test_a_confirmed_lead_is_not_asked_again(report: Path, folder: PackageFolder) -> None:
    run(report, folder, "y", "y")
    outcome, shown = run(report, folder)
    assert outcome.matches == ()
    assert "nothing of it is left" in shown


def test_confirmations_are_added_to_those_before(report: Path, folder: PackageFolder) -> None:
    run(report, folder, "y", "n")
    run(report, folder, "y")
    assert len(kit.load(folder.path, beside=None).leads) == 0


def test_a_paragraph_that_is_not_there_cannot_be_confirmed(
    form: ReportForm, tmp_path: Path, folder: PackageFolder
) -> None:
    items = [form.numbered(n, f"{n} {form.LONG}") for n in (1, 2)]
    items.append(form.numbered(3, "The secret lead speaks of ransomware, in other words."))
    outcome, shown = run(form.typeset(tmp_path / "short.pdf", items), folder, "n", "y")
    assert "The document has no paragraph 65." in shown
    assert "Closer in its words: paragraph 3" in shown
    assert outcome.confirmed == ()


def test_a_document_may_be_named_when_its_page_shows_no_symbol(
    form: ReportForm, tmp_path: Path, folder: PackageFolder
) -> None:
    file = form.typeset(
        tmp_path / "a.pdf", [form.numbered(n, form.LONG) for n in (1, 2)], symbol="Advance copy"
    )
    with pytest.raises(UsageError, match="--document"):
        verify(file, data=folder.path, only_list=True, say=lambda _: None)
    outcome = verify(
        file, document="A/76/135", data=folder.path, only_list=True, say=lambda _: None
    )
    assert outcome.document == "A/76/135"


def test_an_unknown_document_names_the_nearest(report: Path, folder: PackageFolder) -> None:
    with pytest.raises(UsageError, match=r'the nearest is "A/76/135"'):
        verify(report, document="A/76/153", data=folder.path, only_list=True)


def test_an_overlay_that_cannot_be_written_is_an_output_error(
    report: Path, folder: PackageFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device", str(folder.path / "verified.csv"))

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(OutputError, match="No space left"):
        run(report, folder, "y", "y")
    assert not (folder.path / "verified.csv").exists()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda row: {**row, "key": "gone"}, "row 2"),
        (lambda row: {**row, "table": "nothing"}, "row 2"),
        (lambda row: {**row, "document": "A/1/1"}, "row 2, column document"),
        (lambda row: {**row, "page": "0"}, "row 2, column page"),
        (lambda row: {**row, "date": "yesterday"}, "row 2, column date"),
    ],
)
def test_an_overlay_that_does_not_fit_the_record_is_explained(
    report: Path,
    folder: PackageFolder,
    change: Callable[[dict[str, str]], dict[str, str]],
    place: str,
) -> None:
    run(report, folder, "n", "y")
    file = folder.path / "verified.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(change(row))
    with pytest.raises(DataError, match=rf"verified\.csv, {place}"):
        kit.load(folder.path, beside=None)


def test_a_range_shows_each_of_its_paragraphs_in_short(report: Path, folder: PackageFolder) -> None:
    folder.change("paragraphs", 5, paragraph="61-69", kind="section")
    folder.write("claim_paragraphs", [])
    _, shown = run(report, folder, only_list=True)
    assert "paragraphs 61-69 (page 1" in shown
    assert all(f"In paragraph {n}." in shown for n in (61, 64, 69))
    assert "3 more" in shown
