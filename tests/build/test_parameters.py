"""Tests of parameters."""

from __future__ import annotations

from typing import Any

import pytest

from kit.build.notebook import checked
from kit.build.parameters import defaults, inject
from kit.errors import NotebookError, UsageError


def template(source: str) -> dict[str, Any]:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Title"},
        {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": source},
        {"cell_type": "code", "metadata": {}, "source": "print(state)"},
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return checked(notebook, where="state.ipynb")


def test_defaults_are_the_literals_of_the_tagged_cell() -> None:
    source = "state: str = 'SGP'  # a code\nyears = [2021]\nlater = years[0]\n"
    assert defaults(template(source), where="x") == {"state": "SGP", "years": [2021]}


def test_injected_values_win_over_defaults() -> None:
    injected = inject(template("state = 'SGP'"), {"state": "FJI"}, where="x")
    namespace: dict[str, Any] = {}
    exec(injected["cells"][1]["source"], namespace)  # noqa: S102 - what a kernel would do
    assert namespace["state"] == "FJI"


def test_cells_keep_their_numbers() -> None:
    given = template("state = 'SGP'")
    injected = inject(given, {"state": "FJI"}, where="x")
    assert len(injected["cells"]) == len(given["cells"])
    assert injected["cells"][2] == given["cells"][2]


def test_injecting_leaves_the_template_as_it_was() -> None:
    given = template("state = 'SGP'")
    inject(given, {"state": "FJI"}, where="x")
    assert given["cells"][1]["source"] == "state = 'SGP'"


@pytest.mark.parametrize(
    "value", ["'); import os; os.abort() #", '"\n', "\\", "{}", "'''", "\N{SNOWMAN}"]
)
def test_hostile_text_stays_text(value: str) -> None:
    injected = inject(template("state = 'SGP'"), {"state": value}, where="x")
    namespace: dict[str, Any] = {}
    exec(injected["cells"][1]["source"], namespace)  # noqa: S102 - what a kernel would do
    assert namespace["state"] == value


def test_an_unknown_parameter_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError) as caught:
        inject(template("state = 'SGP'"), {"sate": "FJI"}, where="state.ipynb")
    assert "“sate”" in caught.value.what
    assert "“state”" in caught.value.mend


def test_an_unknown_parameter_far_from_all_names_lists_them() -> None:
    with pytest.raises(UsageError) as caught:
        inject(template("state = 'SGP'\nyear = 2021"), {"zzzz": 1}, where="x")
    assert "state, year" in caught.value.mend


def test_a_notebook_without_parameters_says_how_to_get_them() -> None:
    plain = template("state = 'SGP'")
    plain["cells"][1]["metadata"] = {}
    with pytest.raises(UsageError, match="tag the cell"):
        inject(plain, {"state": "FJI"}, where="x")


@pytest.mark.parametrize(
    ("default", "value"),
    [("'SGP'", 7), ("7", "7"), ("7", True), ("True", 1), ("[1]", (1,)), ("'a'", None)],
)
def test_a_value_of_another_type_is_refused(default: str, value: object) -> None:
    with pytest.raises(UsageError, match="takes"):
        inject(template(f"state = {default}"), {"state": value}, where="x")


def test_a_whole_number_may_stand_for_a_fraction() -> None:
    assert inject(template("share = 0.5"), {"share": 1}, where="x")


def test_a_default_of_none_takes_anything() -> None:
    assert inject(template("state = None"), {"state": "FJI"}, where="x")


def test_a_value_that_is_no_literal_is_refused() -> None:
    with pytest.raises(UsageError):
        inject(template("state = None"), {"state": object()}, where="x")


def test_parameters_that_are_not_python_name_the_cell() -> None:
    with pytest.raises(NotebookError) as caught:
        defaults(template("state = ("), where="state.ipynb")
    assert caught.value.where == "state.ipynb, cell 2"
