"""DataFrames in a live notebook."""

from __future__ import annotations

from typing import Any

CELL = """
import kit
import pandas as pd
kit.load
frame = pd.DataFrame({"key": ["OP1", "OP2"], "said": ["It notes [@A/RES/76/19 OP1].", "<b>x</b>"], "n": [1, 1234]})
"""


def html(notebook: Any, cell: str) -> str:
    """Run a cell that returns a table, and read the HTML that the shell makes of it."""
    notebook.run(CELL + f"shown = {cell}")
    shell = notebook.shell
    data, _ = shell.display_formatter.format(shell.user_ns["shown"])
    return str(data["text/html"])


def test_a_table_is_written_with_its_citations_and_without_empty_headings(notebook: Any) -> None:
    said = html(notebook, 'frame.set_index("key")')
    assert "<cite>(A/RES/76/19 OP1)</cite>" in said
    assert '<th scope="row">OP1</th>' in said
    assert '<td class="kit-number">1,234</td>' in said
    assert "<th></th>" not in said


def test_markup_in_a_cell_stays_text(notebook: Any) -> None:
    assert "<b>" not in html(notebook, "frame")


def test_what_pandas_would_not_show_whole_stays_with_pandas(notebook: Any) -> None:
    assert "2316 rows" in html(notebook, "kit.load().votes")
    assert "…" not in html(notebook, "kit.load().votes.head(3)")


def test_a_table_of_the_record_is_written_the_same_way(notebook: Any) -> None:
    assert "kit-scroll" in html(notebook, "kit.load().ballots")
