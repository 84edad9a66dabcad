"""A live explorer: move a control, and what it shows follows."""

from __future__ import annotations

from typing import Any

import pytest

CELL = """
import pandas as pd
from kit import explore
rows = pd.DataFrame({"year": [2018, 2018, 2020], "state": ["SGP", "FRA", "SGP"], "vote": ["yes", "no", "yes"]})
"""


class Board:
    """The widgets of an explorer, found as a reader finds them: by their labels."""

    def __init__(self, box: Any) -> None:
        _, controls, self.status, self.view = box.children
        self.controls = {control.description: control for control in controls.children}

    @property
    def text(self) -> Any:
        return "\n".join(
            output.get("text") or output["data"].get("text/html", output["data"].get("text/plain"))
            for output in self.view.outputs
        )


@pytest.fixture
def board(notebook: Any) -> Any:
    return lambda cell: Board(notebook.widget(CELL + cell))


def test_moving_a_control_changes_what_is_shown(board: Any) -> None:
    made = board("explore(lambda year: rows[rows.year == year], year=[2018, 2020])")
    assert "FRA" in made.text
    made.controls["Year"].value = "2020"
    assert "FRA" not in made.text
    assert "SGP" in made.text


def test_the_kind_of_control_follows_from_the_choices(board: Any) -> None:
    made = board(
        "explore(lambda few, many, scale, full: few, few=['a', 'b'], many=list('abcde'), "
        "scale=range(3), full=False)"
    )
    kinds = {label: type(control).__name__ for label, control in made.controls.items()}
    assert kinds == {
        "Few": "Dropdown",
        "Many": "Dropdown",
        "Scale": "SelectionSlider",
        "Full": "Checkbox",
    }


def test_an_error_in_the_function_is_one_line_and_the_controls_stay_alive(board: Any) -> None:
    made = board("explore(lambda n: f'{6 / n:.0f} apples', n=[1, 0, 2])")
    made.controls["N"].value = "0"
    assert "For N = 0, the explorer&#39;s function fails (ZeroDivisionError" in made.status.value
    assert "Traceback" not in made.status.value
    assert made.view.outputs == ()
    made.controls["N"].value = "2"
    assert made.status.value == ""
    assert "3 apples" in made.text


def test_an_error_of_the_kit_inside_the_function_is_said_as_it_is(board: Any) -> None:
    made = board("from kit import figure\nexplore(lambda n: figure('<svg/>'), n=[1])")
    assert "A figure needs an alternative text" in made.status.value


def test_a_dependent_control_follows_the_earlier_one(board: Any) -> None:
    made = board(
        "explore(lambda year, state: f'{year} {state}', year=[2018, 2020], "
        "state=lambda year: rows[rows.year == year].state)"
    )
    made.controls["State"].value = "FRA"
    assert "2018 FRA" in made.text
    made.controls["Year"].value = "2020"
    assert made.controls["State"].options == ("SGP",)
    assert "2020 SGP" in made.text


def test_a_dependent_control_whose_function_fails_says_so(board: Any) -> None:
    made = board("explore(lambda a, b: b, a=[1, 0], b=lambda a: [1 // a])")
    made.controls["A"].value = "0"
    assert "The choices cannot be listed (ZeroDivisionError" in made.status.value
    made.controls["A"].value = "1"
    assert made.status.value == ""


def test_the_filter_keeps_the_rows_with_the_text_and_counts_them(board: Any) -> None:
    made = board("explore(lambda n: rows, n=[1], text_filter=True)")
    made.controls["Rows with"].value = "fra"
    assert "FRA" in made.text
    assert "SGP" not in made.text
    assert "1 of 3 rows" in made.text


def test_the_filter_finds_what_a_cell_says_and_what_it_holds(board: Any) -> None:
    made = board(
        "explore(lambda n: pd.DataFrame({'sat': pd.to_timedelta(['5 days', '90 min']), "
        "'votes': [1234, 5]}), n=[1], text_filter=True)"
    )
    for typed in ("5 days", "1234", "1,234"):
        made.controls["Rows with"].value = typed
        assert "5 days" in made.text
        assert "1 h 30 min" not in made.text


def test_the_filter_does_not_call_the_function_again(board: Any, notebook: Any) -> None:
    made = board("calls = []\nexplore(lambda n: calls.append(n) or rows, n=[1], text_filter=True)")
    made.controls["Rows with"].value = "x"
    notebook.run("assert calls == [1]")


def test_without_text_filter_there_is_no_box_for_it(board: Any) -> None:
    assert "Rows with" not in board("explore(lambda n: rows, n=[1])").controls


def test_each_control_calls_the_function_once(board: Any, notebook: Any) -> None:
    made = board(
        "calls = []\n"
        "explore(lambda a, b: calls.append((a, b)), a=[1, 2], b=lambda a: [a * 10, a * 100])"
    )
    made.controls["A"].value = "2"
    notebook.run("assert calls == [(1, 10), (2, 20)], calls")


def test_markup_in_the_data_stays_text(board: Any) -> None:
    made = board("explore(lambda n: pd.DataFrame({'a': ['<img src=x onerror=alert(1)>']}), n=[1])")
    assert "<img" not in made.text
    made = board("explore(lambda n: '<script>alert(1)</script> **bold**', n=[1])")
    assert "<script" not in made.text
    assert "<strong>bold</strong>" in made.text


def test_citations_are_short_references(board: Any) -> None:
    made = board("explore(lambda n: 'It notes this [@A/RES/76/19 PP10; @S/2021/621 p. 9].', n=[1])")
    assert "<cite>(A/RES/76/19 PP10; S/2021/621 p. 9)</cite>" in made.text


def test_live_and_export_show_the_same_table(board: Any, notebook: Any) -> None:
    cell = "explore(lambda year: rows[rows.year == year], year=[2018, 2020])"
    shown = board(cell).text
    (records,) = [
        view[0]["data"]["application/vnd.dataresource+json"]["data"]
        for view in notebook.payload(CELL + cell)["views"][:1]
    ]
    for record in records:
        assert all(
            f">{record[name]}<" in shown.replace("2,018", "2018") for name in ("state", "vote")
        )
    assert shown.count("<tr>") == len(records) + 1
