"""`explore` in an export: what it hands over, as a cell calls it."""

from __future__ import annotations

from typing import Any

import pytest

import kit
from kit import mime
from kit.errors import UsageError

THREE_LINES = """
import pandas as pd
from kit import explore

@explore(year=[2018, 2020], track=["OEWG", "GGE"])
def votes_of(year, track):
    return pd.DataFrame({"year": [year], "track": [track]})
"""


def test_three_lines_make_an_explorer_with_every_state(notebook: Any) -> None:
    payload = notebook.payload(THREE_LINES)
    assert payload["title"] == "Votes of"
    assert [c["label"] for c in payload["controls"]] == ["Year", "Track"]
    assert [c["options"] for c in payload["controls"]] == [["2018", "2020"], ["OEWG", "GGE"]]
    assert payload["states"] == [[[0, 0], 0], [[0, 1], 1], [[1, 0], 2], [[1, 1], 3]]
    records = [view[0]["data"][mime.TABLE]["data"] for view in payload["views"]]
    assert [(r["year"], r["track"]) for (r,) in records] == [
        (2018, "OEWG"),
        (2018, "GGE"),
        (2020, "OEWG"),
        (2020, "GGE"),
    ]


def test_the_decorator_gives_the_function_back(notebook: Any) -> None:
    notebook.export().run(THREE_LINES)
    notebook.run("assert list(votes_of(2018, 'GGE').year) == [2018]")


def test_the_document_accepts_what_an_export_hands_over(notebook: Any) -> None:
    from kit.document import outputs

    (bundle,) = notebook.export().run(THREE_LINES)
    output = {"output_type": "display_data", "data": bundle, "metadata": {}}
    (block,) = outputs.read([output])
    assert block.states == {(0, 0): 0, (0, 1): 1, (1, 0): 2, (1, 1): 3}
    assert block.initial == (0, 0)


def test_equal_states_are_stored_once(notebook: Any) -> None:
    payload = notebook.payload(
        "from kit import explore\nexplore(lambda n: 'even' if n % 2 == 0 else 'odd', n=range(10))"
    )
    assert len(payload["states"]) == 10
    assert [view[0]["data"]["text/markdown"] for view in payload["views"]] == ["even", "odd"]


def test_displayed_printed_and_returned_things_stand_in_their_order(notebook: Any) -> None:
    payload = notebook.payload("""
from kit import explore
from IPython.display import Markdown
def show(n):
    print("one")
    display(Markdown("two"))
    print("three")
    return "four", "five"
explore(show, n=[1])
""")
    (view,) = payload["views"]
    said = [o.get("text") or o["data"]["text/markdown"] for o in view]
    assert said == ["one\n", "two", "three\n", "four", "five"]


def test_a_text_filter_is_handed_over(notebook: Any) -> None:
    assert notebook.payload(
        "from kit import explore\nexplore(lambda n: 'x', n=[1], text_filter=True)"
    )["text_filter"]


def test_a_control_that_depends_on_another_lists_all_its_options(notebook: Any) -> None:
    payload = notebook.payload("""
from kit import explore
paragraphs = {"73/27": ["PP1"], "75/240": ["PP1", "OP1"]}
explore(lambda text, paragraph: f"{text} {paragraph}", text=list(paragraphs),
        paragraph=lambda text: paragraphs[text])
""")
    assert payload["controls"][1]["options"] == ["PP1", "OP1"]
    assert [choice for choice, _ in payload["states"]] == [[0, 0], [1, 0], [1, 1]]


def test_an_error_in_a_cell_is_a_sentence_without_a_traceback(notebook: Any) -> None:
    said = notebook.fail("from kit import explore\nexplore(lambda year: year, yaer=[1])")
    assert said == (
        "The function takes no 'yaer'; the nearest is \"year\". "
        "Name each control as a parameter of the function is named."
    )


def test_an_explorer_inside_another_is_refused(notebook: Any) -> None:
    said = notebook.export().fail("""
from kit import explore
explore(lambda n: explore(lambda m: m, m=[1]), n=[1])
""")
    assert "cannot stand inside another" in said


def test_outside_a_notebook_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIT_EXPORT", "1")
    with pytest.raises(UsageError, match="no notebook"):
        kit.explore(str, object=[1])
