"""Text as a program printed it."""

from __future__ import annotations

import time

import pytest

from kit.document.printed import LONGEST, plain, shortened


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("plain", "plain"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b[38;2;1;2;3mtrue colour\x1b[K", "true colour"),
        ("\x1b]8;;https://un.org\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b(Bset\x1b=\x1b>", "set"),
        ("a\r\nb\r\n", "a\nb"),
        ("10 %\r100 %", "100 %"),
        ("10 %\r100 %\r", "100 %"),
        ("100 %\r\r\n", "100 %"),
        ("abc\b\bx", "ax"),
        ("\b\bx\n\by", "x\ny"),
        ("\n\n  indented\n\n", "  indented"),
    ],
)
def test_what_a_terminal_would_show_is_what_is_kept(said: str, seen: str) -> None:
    assert plain(said) == seen


def test_a_text_of_exactly_the_most_characters_is_whole() -> None:
    assert shortened("x" * LONGEST) == "x" * LONGEST


def test_a_longer_text_says_how_much_is_missing() -> None:
    assert shortened("x" * (LONGEST + 1_234)).endswith("\n… 1,234 more characters")


@pytest.mark.parametrize("unit", ["x", "\b", "\r", "\x1b", "\x1b[", "\x1b]x", "\n", "a\b"])
def test_twenty_million_characters_are_cut_in_a_moment(unit: str) -> None:
    said = unit * (20_000_000 // len(unit))
    began = time.process_time()
    kept = plain(said)

    assert len(kept) < LONGEST + 50
    assert time.process_time() - began < 3
