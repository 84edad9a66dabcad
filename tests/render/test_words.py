"""Names for places in a file."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kit.render import words


@given(st.text())
def test_a_name_can_stand_in_any_address(title: str) -> None:
    name = words.slug(title)
    assert len(name) <= 44
    assert re.fullmatch(r"[\w-]*", name)
    assert not name.startswith("-")


def test_a_name_ends_with_a_whole_word() -> None:
    name = words.slug("The Assembly notes a possibility of binding rules; it does not confirm one")
    assert name == "the-assembly-notes-a-possibility-of-binding"


def test_one_very_long_word_is_cut() -> None:
    assert words.slug("x" * 100) == "x" * 44
