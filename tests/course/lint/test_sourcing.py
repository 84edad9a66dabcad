"""Rules on sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kit
from tests.course.lint.lessons import code, md

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.course.lint.lessons import Course, Json

    Spoil = Callable[[Json], Course]


def test_the_good_lesson_keeps_every_rule_on_sources(course: Course) -> None:
    for rule in ("citations", "uncited", "leads", "quotations"):
        assert course.faults(rule) == []


def test_citations_are_looked_up_in_cells_front_matter_exercises_and_outputs(
    spoilt: Spoil,
) -> None:
    course = spoilt(md("See [@A/RES/76/91]."))
    course.cells.insert(5, code('Markdown("[@A/" + "RES/76/99]")'))
    course.front["key_points"] = ["It is so [@A/RES/76/19 OP9]."]
    course.exercises = course.exercises.replace("[@A/RES/76/19 OP3]", "[@nobody]")
    places = {(fault.cell, fault.place) for fault in course.faults("citations")}
    assert places - {(22, "")} == {  # where the solution shows the reason
        (5, ""),
        (6, ""),
        (0, "front matter, key point 1"),
        (0, "exercises/01.toml, exercise 01.3, why"),
    }


def test_citations_refuses_a_lead(spoilt: Spoil) -> None:
    leads = kit.load().leads
    lead = leads[leads["table"] == "paragraphs"].iloc[0]
    cell = md(f"It is so [@{lead['document']} {lead['paragraph']}].")
    assert "is a lead" in spoilt(cell).says("citations")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A/75/816 was adopted.", "the document A/75/816"),
        ("Resolution 76/19 was adopted.", "the document 76/19"),
        ("It ended on 12 March 2021.", "the date 12 March 2021"),
        ("It ended in March 2021.", "the date March 2021"),
        ("Singapore chaired it.", "the State Singapore"),
        ("The Republic of Korea spoke.", "the State Republic of Korea"),
        ("It had 25 members.", "the figure 25"),
        ("- One thing.\n- It had 25 members.", "the figure 25"),
        ("> It had 25 members.", "the figure 25"),
        ("It grew by 3.5 per cent.", "the figure 3.5"),
    ],
)
def test_uncited_refuses_a_paragraph_that_names_a_fact(
    spoilt: Spoil, text: str, named: str
) -> None:
    assert spoilt(md(text)).says("uncited").startswith(f"It names {named} and cites nothing")


@pytest.mark.parametrize(
    "text",
    [
        "Words without a fact.",
        "It was adopted in 2021.",
        "Look at PP10 and OP2.",
        "Notebook 08 tells the rest, and exercise 06.2 asks for it.",
        "Two texts of the Russian line.",
        "The United States line had them too.",
        "Who was there on 12 March 2021?",
        "A/75/816 was adopted [@A/75/816].",
        "It takes 25 minutes.",
        "1. First\n2. Second",
        "`rows[25]` is the row.",
    ],
)
def test_uncited_leaves_a_teacher_in_peace(spoilt: Spoil, text: str) -> None:
    assert spoilt(md(text)).faults("uncited") == []


def test_uncited_trusts_prose_that_code_fills_from_the_record(spoilt: Spoil) -> None:
    cell = code('Markdown(f"It had {len(record.states)} members and not 25.")')
    assert spoilt(cell).faults("uncited") == []


def test_uncited_does_not_trust_code_that_reads_something_else(spoilt: Spoil) -> None:
    cell = code('number = 25\nMarkdown(f"Of {number} members 3 spoke.")')
    assert "the figure 3" in spoilt(cell).says("uncited")


def test_uncited_does_not_trust_a_paragraph_into_which_code_puts_nothing(spoilt: Spoil) -> None:
    cell = code('members = len(record.states)\nMarkdown("It had 25 members.")')
    assert "the figure 25" in spoilt(cell).says("uncited")


def test_uncited_leaves_notes_and_solutions_to_the_teacher(spoilt: Spoil) -> None:
    course = spoilt(md("**Say.** It had 25 members.\n\n**Minutes.** 2", slide="notes"))
    course.cells.append(md("It had 25 members.", "solution"))
    assert course.faults("uncited") == []


def test_uncited_looks_at_key_points(course: Course) -> None:
    course.front["key_points"] = ["It had 25 members."]
    assert "the figure 25" in course.says("uncited")


def test_leads_are_found_however_they_are_written(spoilt: Spoil) -> None:
    record = kit.load()
    leads = record.leads[record.leads["table"] == "norm_additions"]
    says = next(text for text in leads["says"] if "stands in paragraphs" in text)
    course = spoilt(md(says.upper().replace(" ", "  ")))
    assert "It prints the lead" in course.says("leads")
    course.cells[4] = code(f"Markdown({says!r})")
    assert "It prints the lead" in course.says("leads")
    course.cells[4] = md(says, slide="notes")
    assert "It prints the lead" in course.says("leads")


def test_leads_in_words_that_anybody_might_write_need_the_paragraph_beside_them(
    spoilt: Spoil,
) -> None:
    leads = kit.load().leads
    short = leads[(leads["table"] == "paragraphs") & (leads["says"] == "Guidance on norm (f).")]
    paragraph = short["paragraph"].item()
    course = spoilt(md("There is guidance on norm (f)."))
    assert course.faults("leads") == []
    course.cells[4]["source"] = f"Guidance on norm (f) stands in {paragraph}."
    assert "It prints the lead" in course.says("leads")


def test_quotations_have_25_words_at_most(spoilt: Spoil) -> None:
    course = spoilt(md(f"“{'word ' * 25}”"))
    assert course.faults("quotations") == []
    course.cells[4]["source"] = f"“{'word ' * 26}”"
    assert "A quotation has 26 words" in course.says("quotations")


def test_quotations_of_a_carried_statement_must_be_its_words(spoilt: Spoil) -> None:
    cited = "[@statement-russia-2021-11-02 sentence 13]"
    course = spoilt(md(f"It “was confirmed” {cited}."))
    assert course.faults("quotations") == []
    course.cells[4]["source"] = f"It “was affirmed” {cited}."
    assert "does not say “was affirmed”" in course.says("quotations")
