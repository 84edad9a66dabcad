"""Everything that a call shows."""

from __future__ import annotations

from typing import Any

import pytest

from kit import mime
from kit.teach import capture


@pytest.fixture
def call(notebook: Any) -> Any:
    """Call a function that a cell defines, and return its outputs."""

    def made(cell: Any, **values: Any) -> Any:
        notebook.run(cell)
        return capture.call(notebook.shell.user_ns["show"], values)

    return made


def test_a_dataframe_carries_its_data_in_a_live_notebook_too(call: Any) -> None:
    (output,) = call("import pandas as pd\ndef show(): return pd.DataFrame({'a': [1]})")
    assert output["data"][mime.TABLE]["data"] == [{"index": 0, "a": 1}]
    assert output["data"]["text/plain"] == "Table of 1 rows"


def test_nothing_returned_shows_nothing(call: Any) -> None:
    assert call("def show(): return None") == []


def test_a_display_that_is_updated_is_shown_once_as_it_ended(call: Any) -> None:
    (output,) = call("""
def show():
    handle = display("first", display_id=True)
    handle.update("second")
""")
    assert output["data"]["text/plain"] == "'second'"


def test_clear_output_clears_what_came_before(call: Any) -> None:
    (output,) = call("""
from IPython.display import clear_output
def show():
    print("gone")
    clear_output()
    print("stays")
""")
    assert output["text"] == "stays\n"


def test_what_goes_to_the_error_stream_is_kept_apart(call: Any) -> None:
    outputs = call("""
import sys
def show():
    print("out"); print("err", file=sys.stderr); print("out again")
""")
    assert [(o["name"], o["text"]) for o in outputs] == [
        ("stdout", "out\n"),
        ("stderr", "err\n"),
        ("stdout", "out again\n"),
    ]


def test_a_figure_that_is_returned_is_shown_once_and_closed(call: Any) -> None:
    outputs = call("""
import matplotlib; matplotlib.use("agg")
from matplotlib import pyplot as plt
def show():
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    return figure
""")
    from matplotlib import pyplot as plt

    assert len(outputs) == 1
    assert plt.get_fignums() == []


def test_a_figure_that_is_only_drawn_is_shown(call: Any) -> None:
    outputs = call("""
import matplotlib; matplotlib.use("agg")
from matplotlib import pyplot as plt
def show():
    plt.subplots()[1].plot([1, 2])
""")
    assert len(outputs) == 1


def test_a_figure_made_before_the_call_stays_open(call: Any, notebook: Any) -> None:
    notebook.run("""
import matplotlib; matplotlib.use("agg")
from matplotlib import pyplot as plt
before = plt.figure()
""")
    call("def show(): plt.figure()")
    notebook.run("assert plt.get_fignums() == [before.number]\nplt.close(before)")


def test_the_notebook_is_as_before_when_the_function_fails(call: Any, notebook: Any) -> None:
    publisher = notebook.shell.display_pub
    with pytest.raises(ZeroDivisionError):
        call("def show(): print('x'); return 1 / 0")
    assert notebook.shell.display_pub is publisher
    assert mime.TABLE not in notebook.shell.display_formatter.formatters


def test_an_export_keeps_only_the_richest_form() -> None:
    output = {
        "output_type": "display_data",
        "data": {"text/plain": "x", "text/html": "<b>x</b>", mime.TABLE: {}},
        "metadata": {},
    }
    assert list(capture.richest(output)["data"]) == [mime.TABLE]
