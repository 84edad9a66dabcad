"""How a notebook speaks when a name is not known."""

from __future__ import annotations

import subprocess
import sys
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


def test_the_extension_speaks_before_the_first_cell(notebook: Any) -> None:
    notebook.run("%load_ext kit.teach")
    assert "run the first cell" in notebook.fail("kit.explore")


def test_import_kit_loads_nothing_heavy() -> None:
    code = (
        "import sys, kit; heavy = {'pandas', 'IPython', 'matplotlib', 'ipywidgets', 'htpy', "
        "'markdown_it', 'kit.teach', 'kit.record'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_export_of_plain_cells_loads_neither_widgets_nor_figures() -> None:
    code = (
        "import os, sys; os.environ['KIT_EXPORT'] = '1'\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "from traitlets.config import Config\n"
        "config = Config(); config.HistoryManager.enabled = False\n"
        "shell = InteractiveShell.instance(config=config)\n"
        "before = set(sys.modules)\n"
        "from kit.teach import prepare_export; prepare_export(shell)\n"
        "print(sorted({'pandas', 'ipywidgets', 'matplotlib.pyplot'} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
