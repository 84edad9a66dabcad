"""The sources of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kit.document import read
from kit.errors import NotebookError, UsageError
from tests.draft import EXPLORER, TABLE, code, displayed, explorer, markdown, notebook, resource
from tests.golden.forms import Reference, SmallRecord

if TYPE_CHECKING:
    from kit.document import Document
    from kit.record.record import Record


def made(record: Record, *cells: dict[str, Any], **front: Any) -> Document:
    """Read a notebook."""
    return read(notebook(*cells, kit=front), name="votes", record=record)


def test_each_source_stands_once_in_the_order_of_its_first_citation(record: Record) -> None:
    document = made(
        record,
        markdown("[@A/RES/75/240 OP1] and [@A/RES/76/19 OP4]"),
        markdown("[@A/RES/75/240] again"),
    )

    assert [source.key for source in document.sources] == ["A/RES/75/240", "A/RES/76/19"]


def test_a_source_is_printed_as_the_record_cites_it(record: Record) -> None:
    (source,) = made(record, markdown("[@A/RES/76/19 OP4]")).sources
    citation = record.cite("A/RES/76/19")

    assert (source.text, source.status, source.url) == (
        citation.text,
        citation.status,
        citation.url,
    )
    assert source.grades == (record.cite("A/RES/76/19", "OP4").grade,)


def test_the_address_of_a_source_stands_in_its_own_field_alone(record: Record) -> None:
    key = next(
        row.key
        for row in record.sources.itertuples()
        if record.cite(row.key).text.endswith(row.url)
    )
    (source,) = made(record, markdown(f"[@{key}]")).sources

    assert source.url
    assert source.url not in source.text


def test_a_source_that_only_its_paragraphs_make_known_is_named_with_its_place() -> None:
    class Paragraphs(SmallRecord):
        """A record that cites paragraphs of a source, but not the source."""

        def cite(self, key: str, locator: str = "") -> Reference:
            if not locator:
                raise UsageError(f"{key} cannot be cited as a whole", mend="Cite a paragraph")
            return super().cite(key, locator)

    with pytest.raises(NotebookError, match=r"as a whole.*votes\.ipynb, cell 1"):
        read(notebook(markdown("[@A/76/135 para. 2]")), name="votes", record=Paragraphs())


def test_citations_in_tables_explorers_and_key_points_count(record: Record) -> None:
    table = displayed({TABLE: resource({"x": "string"}, ("[@A/RES/73/27]",))})
    document = made(
        record,
        markdown("| a |\n|---|\n| [@A/RES/74/29] |"),
        code("x", table),
        code(
            "y", displayed({EXPLORER: explorer([displayed({"text/markdown": "[@A/RES/75/32]"})])})
        ),
        key_points=["[@A/RES/70/237]"],
    )

    assert {source.key for source in document.sources} == {
        "A/RES/74/29",
        "A/RES/73/27",
        "A/RES/75/32",
        "A/RES/70/237",
    }


def test_a_source_that_the_record_does_not_have_is_named_with_notebook_and_cell(
    record: Record,
) -> None:
    with pytest.raises(NotebookError, match=r"A/RES/76/20.*votes\.ipynb, cell 2"):
        made(record, markdown("a"), markdown("[@A/RES/76/20]"))


def test_a_paragraph_that_the_document_does_not_have_is_named(record: Record) -> None:
    with pytest.raises(NotebookError, match=r"OP99.*votes\.ipynb, cell 1"):
        made(record, markdown("[@A/RES/76/19 OP99]"))


def test_an_unknown_source_is_found_wherever_it_hides(record: Record) -> None:
    hidden = displayed({EXPLORER: explorer([displayed({"text/markdown": "[@nowhere]"})])})

    for cell in (
        markdown("[@nowhere]", "solution"),
        markdown("[@nowhere]", slide="notes"),
        code("x", hidden),
    ):
        with pytest.raises(NotebookError, match="nowhere"):
            made(record, cell)
    with pytest.raises(NotebookError, match="key points"):
        made(record, key_points=["[@nowhere]"])


def test_a_document_that_cites_nothing_has_no_sources(record: Record) -> None:
    assert made(record, markdown("a")).sources == ()
