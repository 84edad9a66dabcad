"""Tables as HTML elements."""

from __future__ import annotations

import htpy as h

from kit.document import blocks as b
from kit.render.html import Writer
from kit.render.tables import sources_table
from tests.render import sample
from tests.render.sample import text


def written(table: b.Table) -> str:
    """Write a table as a string."""
    return str(h.fragment[Writer().blocks((table,))])


def test_a_table_says_what_each_header_heads() -> None:
    columns = (b.Column(""), b.Column("Yes", "right"))
    table = b.Table(columns, ((text("73/27"), text("119")),), text("Votes"), 1, "A note.")
    markup = written(table)
    assert "<caption>Votes</caption>" in markup
    assert '<thead><tr><td></td><th class="right" scope="col">Yes</th></tr></thead>' in markup
    assert '<th class="left short" scope="row">73/27</th>' in markup
    assert '<td class="right short">119</td>' in markup
    assert '<td colspan="2">A note.</td>' in markup


def test_a_row_without_a_name_has_no_empty_header() -> None:
    table = b.Table((b.Column("a"), b.Column("b")), (((), text("x")),), header_columns=1)
    assert "<th class=" not in written(table).partition("<tbody>")[2]


def test_a_cell_may_say_anything() -> None:
    table = b.Table((b.Column("%s"),), ((text("100 % of %s"),), (text("<%d>"),)))
    body = written(table).partition("<tbody>")[2]
    assert '<td class="left short">100 % of %s</td>' in body
    assert '<td class="left short">&lt;%d&gt;</td>' in body


def test_the_list_of_sources_tells_status_and_grade() -> None:
    markup = str(sources_table(Writer(), sample.SOURCES))
    assert markup.count("<tr id=") == 3
    assert '<td class="status">official record</td><td class="grade">A, B</td>' in markup
    assert 'href="https://undocs.org/A/RES/76/19"' in markup
    assert "Grade A: read in the primary text." in markup
