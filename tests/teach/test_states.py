"""Every state once, within a budget, and the states that print shows."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = "import pandas as pd\nfrom kit import explore\n"


def payload(notebook: Any, cell: Any) -> Any:
    return notebook.payload(HEAD + cell)


def refused(notebook: Any, cell: Any) -> Any:
    return notebook.export().fail(HEAD + cell)


def test_too_many_states_are_refused_with_the_arithmetic(notebook: Any) -> None:
    said = refused(notebook, "explore(lambda a, b: a, a=range(193), b=range(12), title='Votes')")
    assert "193 × 12 = 2,316 states (A 193, B 12)" in said
    assert "at most 400" in said
    assert "explorer “Votes”" in said
    assert "Give 'a' fewer choices" in said


def test_exactly_400_states_are_allowed(notebook: Any) -> None:
    assert (
        len(payload(notebook, "explore(lambda a, b: 'x', a=range(20), b=range(20))")["states"])
        == 400
    )


def test_the_function_is_not_called_when_there_are_too_many_states(notebook: Any) -> None:
    refused(notebook, "calls = []\nexplore(lambda a: calls.append(a), a=range(401))")
    notebook.run("assert calls == []")


def test_dependent_controls_are_counted_as_they_combine(notebook: Any) -> None:
    said = refused(
        notebook, "explore(lambda a, b: a, a=range(30), b=lambda a: range(a + 1), title='T')"
    )
    assert "465 states (A 30, B up to 30)" in said


def test_too_many_bytes_are_refused_with_the_heaviest_states(notebook: Any) -> None:
    said = refused(
        notebook,
        "explore(lambda n: pd.DataFrame({'i': [f'{n} {row:06}' for row in range(2000)]}), n=range(6))",
    )
    assert "6 states (6 of them different)" in said
    assert "at most 300 KB" in said
    assert "N = 0: " in said


def test_rows_that_several_states_share_are_counted_once(notebook: Any) -> None:
    rows = "rows = pd.DataFrame({'i': [f'{row:0100}' for row in range(1000)]})\n"
    shared = payload(notebook, rows + "explore(lambda n: rows.iloc[: 1000 - n], n=range(30))")
    assert len(shared["views"]) == 30
    own = "explore(lambda n: rows.assign(i=rows.i + str(n)), n=range(30))"
    assert "at most 300 KB" in refused(notebook, rows + own)


def test_a_failing_state_is_named_with_the_functions_line(notebook: Any) -> None:
    said = refused(
        notebook,
        """
def share(votes, year):
    total = votes - votes
    return votes / total
explore(share, votes=[163], year=[2020], title="Shares")
""",
    )
    assert said == (
        "For Votes = 163, Year = 2020, the explorer's function fails (ZeroDivisionError: division "
        "by zero, line 3 of the function) (explorer “Shares”). Mend the function, or leave that "
        "choice out of the controls."
    )


@pytest.mark.parametrize(
    ("in_print", "printed"),
    [
        ("'first'", [[0, 0]]),
        ("'all'", [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [2, 1]]),
        ("{'year': 2020}", [[1, 0]]),
        ("{'year': [2018, 2021], 'vote': 'no'}", [[0, 1], [2, 1]]),
        ("{'vote': ['yes', 'no']}", [[0, 0], [0, 1]]),
    ],
)
def test_in_print_names_the_states_that_are_printed(
    notebook: Any, in_print: Any, printed: Any
) -> None:
    cell = (
        "explore(lambda year, vote: f'{year} {vote}', year=[2018, 2020, 2021], "
        f"vote={{'yes': True, 'no': False}}, in_print={in_print})"
    )
    assert payload(notebook, cell)["printed"] == printed


@pytest.mark.parametrize(
    ("in_print", "says"),
    [
        ("'last'", "in_print is 'last'"),
        ("{'yaer': 2020}", "'yaer', which is not a control; the nearest is \"year\""),
        ("{'year': 2019}", "2019, which 'year' does not offer"),
    ],
)
def test_in_print_that_names_nothing_is_refused(notebook: Any, in_print: Any, says: Any) -> None:
    assert says in refused(
        notebook, f"explore(lambda year: 'x', year=[2018, 2020], in_print={in_print})"
    )


def test_in_print_cannot_name_what_cannot_be_chosen_together(notebook: Any) -> None:
    said = refused(
        notebook,
        "explore(lambda a, b: 'x', a=[1, 2], b=lambda a: [a * 10], in_print={'a': 1, 'b': 20})",
    )
    assert "a = 1, b = 20, which cannot be chosen together" in said


def test_what_a_default_chooses_is_first_on_screen_and_in_print(notebook: Any) -> None:
    made = payload(notebook, "explore(lambda year=2020: 'x', year=[2018, 2020])")
    assert made["initial"] == [1]
    assert made["printed"] == [[1]]


def test_memory_addresses_do_not_make_states_differ(notebook: Any) -> None:
    made = payload(notebook, "class Thing: ...\nexplore(lambda n: Thing(), n=range(5))")
    assert len(made["views"]) == 1
    assert "0x" not in made["views"][0][0]["data"]["text/plain"]
