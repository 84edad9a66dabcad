"""Numbered paragraphs from PDFs form.typeset in the form of a report of the United Nations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typst

from kit.errors import UsageError
from kit.record.pdf_paragraphs import NumberedParagraph, read_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import ReportForm


def told(form: ReportForm, number: int) -> str:
    """Return a text of a length of its own, so that no two pages are set alike."""
    return f"Paragraph {number} says. {form.LONG * 2}{'And so on. ' * number}".strip()


def labels(paragraphs: tuple[NumberedParagraph, ...]) -> list[str]:
    return [paragraph.label for paragraph in paragraphs]


def read(file: Path) -> tuple[NumberedParagraph, ...]:
    return read_pdf(file)[1]


def test_every_paragraph_comes_back_word_for_word(form: ReportForm, tmp_path: Path) -> None:
    file = form.typeset(tmp_path / "a.pdf", [form.numbered(n, told(form, n)) for n in range(1, 31)])
    paragraphs = read(file)
    assert labels(paragraphs) == [str(n) for n in range(1, 31)]
    for number, paragraph in enumerate(paragraphs, start=1):
        assert paragraph.text == told(form, number)
    assert paragraphs[-1].page > 3


def test_running_heads_page_numbers_and_footnotes_are_left_out(
    form: ReportForm, tmp_path: Path
) -> None:
    file = form.typeset(
        tmp_path / "a.pdf",
        [
            form.numbered(
                n, form.LONG.strip(), note=f"See A/70/174, footnote {n}.", after="The end."
            )
            for n in range(1, 25)
        ],
    )
    for paragraph in read(file):
        assert paragraph.text == f"{form.LONG}The end."


def test_a_paragraph_goes_on_over_a_page_break(form: ReportForm, tmp_path: Path) -> None:
    words = [f"word{n}" for n in range(1500)]
    paragraphs = read(
        form.typeset(
            tmp_path / "a.pdf", [form.numbered(1, " ".join(words)), form.numbered(2, form.LONG)]
        )
    )
    assert paragraphs[0].text.split() == words
    assert paragraphs[0].page < paragraphs[1].page


def test_sub_paragraphs_have_labels_of_their_own(form: ReportForm, tmp_path: Path) -> None:
    items = [form.numbered(n, form.LONG) for n in range(70, 72)]
    items += [form.lettered(letter, f"Point {letter}. {form.LONG}") for letter in "abcdefghij"]
    items += [form.numbered(72, form.LONG)]
    paragraphs = read(form.typeset(tmp_path / "a.pdf", items))
    assert labels(paragraphs) == ["70", "71", *(f"71({c})" for c in "abcdefghij"), "72"]
    assert paragraphs[7].text == f"Point f. {form.LONG}".strip()


def test_a_heading_belongs_to_the_paragraphs_below_it(form: ReportForm, tmp_path: Path) -> None:
    items = [
        form.heading("I. Introduction"),
        form.numbered(1, form.LONG),
        form.heading("II. Threats"),
        form.numbered(2, form.LONG),
    ]
    first, second = read(form.typeset(tmp_path / "a.pdf", items))
    assert (first.heading, second.heading) == ("I. Introduction", "II. Threats")
    assert first.text == form.LONG.strip()


def test_numbers_that_begin_a_line_of_the_text_are_no_paragraphs(
    form: ReportForm, tmp_path: Path
) -> None:
    text = "As agreed in " + "the report of 2015. Then, in 2021. " * 40
    paragraphs = read(form.typeset(tmp_path / "a.pdf", [form.numbered(n, text) for n in (1, 2, 3)]))
    assert labels(paragraphs) == ["1", "2", "3"]


def test_an_annex_begins_a_run_of_its_own(form: ReportForm, tmp_path: Path) -> None:
    items = [form.numbered(n, form.LONG) for n in range(1, 5)]
    items += [
        {"kind": "break"},
        form.heading("Annex I"),
        *(form.numbered(n, form.LONG) for n in range(1, 9)),
    ]
    paragraphs = read(form.typeset(tmp_path / "a.pdf", items))
    assert [paragraph.part for paragraph in paragraphs] == [1] * 4 + [2] * 8


def test_a_numbered_list_within_a_paragraph_is_no_new_run(form: ReportForm, tmp_path: Path) -> None:
    items = [form.numbered(n, form.LONG) for n in range(1, 4)]
    items += [form.numbered(n, "An item.") for n in (1, 2)]
    items += [form.numbered(n, form.LONG) for n in range(4, 7)]
    paragraphs = read(form.typeset(tmp_path / "a.pdf", items))
    assert labels(paragraphs) == ["1", "2", "3", "4", "5", "6"]
    assert "An item." in paragraphs[2].text


def test_a_hyphen_of_the_words_own_stays_when_a_line_ends_there(
    form: ReportForm, tmp_path: Path
) -> None:
    text = "non-binding " * 200
    (paragraph, _) = read(
        form.typeset(tmp_path / "a.pdf", [form.numbered(1, text), form.numbered(2, form.LONG)])
    )
    assert set(paragraph.text.split()) == {"non-binding"}


def test_the_first_page_shows_the_symbol(form: ReportForm, tmp_path: Path) -> None:
    front, _ = read_pdf(
        form.typeset(tmp_path / "a.pdf", [form.numbered(1, form.LONG)], symbol="A/75/816")
    )
    assert "A/75/816" in front


def test_a_scan_without_text_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "scan.pdf"
    file.write_bytes(typst.compile(b"#rect(width: 5cm, height: 5cm, fill: black)"))
    with pytest.raises(UsageError, match="looks like a scan"):
        read_pdf(file)


def test_a_text_without_numbers_is_explained(form: ReportForm, tmp_path: Path) -> None:
    file = form.typeset(tmp_path / "a.pdf", [{"kind": "plain", "text": form.LONG}])
    with pytest.raises(UsageError, match="no numbered paragraph"):
        read_pdf(file)


@pytest.mark.parametrize(
    "content", [b"", b"not a pdf", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\xff" * 500]
)
def test_a_file_that_is_no_pdf_is_explained(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"broken\.pdf"):
        read_pdf(file)


def test_a_pdf_cut_in_half_is_explained(form: ReportForm, tmp_path: Path) -> None:
    whole = form.typeset(tmp_path / "a.pdf", [form.numbered(1, form.LONG)]).read_bytes()
    file = tmp_path / "half.pdf"
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UsageError, match=r"half\.pdf"):
        read_pdf(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.pdf"):
        read_pdf(tmp_path / "absent.pdf")
