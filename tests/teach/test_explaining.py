"""How a notebook speaks when a cell fails."""

from __future__ import annotations

from typing import Any

import pytest


def test_a_name_that_no_cell_has_made_yet_points_to_the_first_cell(notebook: Any) -> None:
    notebook.run("import kit; kit.explore")
    said = notebook.fail("x = 1\nrecord.votes")
    assert said == (
        "'record' is not known here (line 2 of this cell). If you have just opened or restarted "
        "this notebook, run the first cell of this notebook, then this one again."
    )


def test_a_misspelt_name_points_to_the_nearest(notebook: Any) -> None:
    notebook.run("import kit; kit.explore\nrecord = 1")
    assert "There is a 'record': is that what you mean?" in notebook.fail("recrd")


def test_a_name_error_inside_a_function_of_another_module_keeps_its_traceback(
    notebook: Any,
) -> None:
    notebook.run(
        "import kit; kit.explore\nimport types\nmodule = types.ModuleType('other')\n"
        "exec('def f(): return missing', module.__dict__)"
    )
    assert "Traceback" in notebook.fail("module.f()")


def test_other_errors_of_a_students_own_code_keep_their_traceback(notebook: Any) -> None:
    notebook.run("import kit; kit.explore")
    assert "ZeroDivisionError" in notebook.fail("1 / 0")
    assert "AttributeError" in notebook.fail("(1).missing")


def test_a_misspelt_table_of_the_record_is_a_sentence(notebook: Any) -> None:
    said = notebook.fail("import kit\nrecord = kit.load()\nrecord.vots")
    assert said == "The record has no table 'vots'; the nearest is \"votes\"."


def test_a_misspelt_name_of_the_kit_is_a_sentence(notebook: Any) -> None:
    said = notebook.fail("import kit; kit.explore\nkit.exlore")
    assert said == "The kit has no 'exlore'; the nearest is \"explore\"."


@pytest.mark.parametrize(
    "call", ["kit.check()", "kit.figure()", "kit.quiz('Q?', answr='a')", "kit.exercise(1, 2)"]
)
def test_a_wrong_call_of_the_kit_is_a_sentence(notebook: Any, call: str) -> None:
    notebook.run("import kit; kit.explore")
    said = notebook.fail(call)
    name = call[4:].partition("(")[0]
    assert said.startswith(f"{name}() ")
    assert said.endswith(f"kit.{name}? shows how it is called.")


def test_a_wrong_call_of_a_students_own_function_keeps_its_traceback(notebook: Any) -> None:
    notebook.run("import kit; kit.explore\ndef mine(a): ...")
    assert "Traceback" in notebook.fail("mine()")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            "explorers.timline(record)",
            "The kit has no explorer 'timline'; the nearest is \"timeline\".",
        ),
        ("from kit import explorer", "The kit has no 'explorer'; the nearest is \"explorers\"."),
        ("from kit.explorers import norm", "Write: from kit import explorers."),
        ("explorers.timeline()", "explorers.timeline? shows how it is called."),
        (
            "explorers.timeline(3)",
            "explorers.timeline cannot use what it was given (AttributeError:",
        ),
        ("record.search(3)", "record.search cannot use what it was given (AttributeError:"),
        ("kit.explore('votes', n=[1])", "'votes' is not a function. Give the function's name"),
        ("record.votes['stat']", "This table has no column 'stat'; the nearest is \"state\"."),
        ("record.votes['stat']", "Its columns: ballot, state, vote"),
        ("record.votes.grupby('vote')", "This table has no 'grupby'; the nearest is \"groupby\"."),
        ("record.votes.stat", "This table has no 'stat'; the nearest is \"state\"."),
    ],
)
def test_what_can_be_mended_at_once_is_a_sentence(notebook: Any, cell: str, said: str) -> None:
    notebook.run("import kit\nfrom kit import explorers\nrecord = kit.load()")
    shown = notebook.fail(cell)
    assert said in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    "cell",
    ["1 / 0", "[][0]", "{}['a']", "import nowhere", "len(5)", "int('x')", "record.votes.loc['a']"],
)
def test_an_error_of_a_students_own_code_keeps_its_traceback(notebook: Any, cell: str) -> None:
    notebook.run("import kit\nrecord = kit.load()")
    assert "Traceback" in notebook.fail(cell)
