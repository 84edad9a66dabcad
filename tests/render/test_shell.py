"""The self-contained file and its policy."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote_to_bytes

import htpy as h
import pytest

from kit.render import shell


def file(**parts: object) -> shell.File:
    """Put a small file together."""
    whole = {
        "lang": "en",
        "title": "T",
        "style": "a{color:red}",
        "body": h.p["x"],
        "first": "1;",
        "scripts": ("2;", "3;"),
    }
    return shell.File(**(whole | parts))  # type: ignore[arg-type]


def test_the_policy_allows_the_file_itself_and_nothing_else() -> None:
    rules = dict(rule.split(" ", 1) for rule in file().policy().split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == rules["font-src"] == "data:"
    assert rules["script-src"].count("'sha256-") == 3
    assert rules["style-src"].count("'sha256-") == 1
    assert "frame-src" not in rules


def test_what_is_framed_is_allowed_too() -> None:
    inner = file(scripts=("4;",), style="b{}")
    outer = file(frames=inner).policy()
    assert "frame-src blob:" in outer
    for name in re.findall(r"'sha256-[^']*'", inner.policy()):
        assert name in outer


@pytest.mark.parametrize(
    "value", ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028", "é", {"a": ["<&>"]}]
)
def test_data_come_back_as_they_were_and_close_nothing(value: object) -> None:
    markup = str(shell.data_block("x", value))
    content = markup.removeprefix('<script id="x" type="application/json">').removesuffix(
        "</script>"
    )
    assert "<" not in content
    assert json.loads(content) == value


def test_an_svg_in_an_address_comes_back_as_it_was() -> None:
    svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>50 % & 'é' #1\n</text></svg>".encode()
    address = shell.data_url("image/svg+xml", svg)
    assert not re.search(r"[<>\"'#&\n]", address)
    assert unquote_to_bytes(address.removeprefix("data:image/svg+xml,")) == svg


def test_a_picture_is_in_base64() -> None:
    assert shell.data_url("image/png", b"abc") == "data:image/png;base64,YWJj"
