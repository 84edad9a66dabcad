"""Characters that no reader can see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.document.characters import visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Côte d’Ivoire\n\tx", "Côte d’Ivoire\n\tx"),
        ("vote \u202e8-051", "vote 8-051"),
        ("a\u2066b\u2069", "ab"),
        ("a\x00\x08\x1b[31m\x7f\x85b", "a[31mb"),
        ("\ud83d", "\ufffd"),
        ("\ufeffa\uffff", "a"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("عربي\u200fab", "عربي\u200fab"),
        ("👩‍💻 ﷽", "👩‍💻 ﷽"),
    ],
)
def test_only_what_cannot_be_seen_but_changes_what_is_goes(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text(st.characters(exclude_categories=[])))
def test_whatever_is_left_can_be_written_to_any_file(text: str) -> None:
    seen = visible(text)

    assert seen.encode("utf-8").decode("utf-8") == seen
    assert visible(seen) == seen
