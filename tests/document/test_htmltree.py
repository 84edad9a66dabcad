"""HTML as a tree of elements."""

from __future__ import annotations

import pytest

from kit.document import htmltree


def test_a_tag_is_read_with_its_attributes() -> None:
    found = htmltree.tag("<A HREF='https://un.org'>")

    assert found is not None
    closes, element = found
    assert (closes, element.tag, element.attributes) == (False, "a", {"href": "https://un.org"})


@pytest.mark.parametrize("written", ["<script>", "<!-- x -->", "<?php ?>", "<x-y>", "no tag"])
def test_what_has_no_counterpart_is_no_tag(written: str) -> None:
    assert htmltree.tag(written) is None


def test_text_is_collected_with_its_line_breaks_and_without_what_is_hidden() -> None:
    root = htmltree.parse("a<br><b>b</b><style>c</style><i hidden>d</i>")

    assert root is not None
    assert htmltree.text(root) == "a\nb"


@pytest.mark.parametrize("html", ["<script>", "<div>" * 100, "x" * 2_000_000])
def test_what_no_block_can_stand_for_is_not_read(html: str) -> None:
    assert htmltree.parse(html) is None
