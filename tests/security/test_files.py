"""Notebook files that are broken before any cell is read."""

from __future__ import annotations

import json

import pytest

from kit.build.notebook import parse
from kit.document import read
from kit.errors import NotebookError
from tests.draft import code, markdown, notebook, printed
from tests.golden.forms import SmallRecord

WHOLE = json.dumps(notebook(markdown("# Hostile"))).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"\xff\xfe\x00\x00",
        WHOLE[:-10],
        WHOLE + WHOLE,
        WHOLE.replace(b"Hostile", b"Host\xffile"),
        WHOLE.replace(b"Hostile", b"Host\xc0\xafile"),
        WHOLE.replace(b'"# Hostile"', b"[" * 100_000 + b"]" * 100_000),
        WHOLE.replace(b'"# Hostile"', b"9" * 10_000),
        b"<<<<<<< HEAD\n" + WHOLE,
        b"null",
        b"[]",
        b'{"nbformat": 4}',
        b'{"nbformat": 3, "worksheets": []}',
        b"\x1f\x8b\x08\x00",
        b"PK\x03\x04",
    ],
)
def test_a_file_that_is_no_notebook_is_an_error_that_names_it(content: bytes) -> None:
    with pytest.raises(NotebookError, match=r"hostile\.ipynb") as caught:
        parse(content, where="hostile.ipynb")

    assert caught.value.mend


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + WHOLE,
        WHOLE.replace(b"Hostile", b"\\ud800\\udfff \\ud83d"),
        WHOLE.replace(b"Hostile", b"Host\xed\xa0\x80ile"),
        WHOLE.replace(b"Hostile", "Türkiye".encode()),
        WHOLE.replace(b"}]", b'}], "unknown": [NaN, Infinity, 1e999, {"\\u0000": null}]'),
        json.dumps(notebook(code("x", printed("\udc80\x00")))).encode(),
        json.dumps(notebook(markdown("x"))).encode("utf-16"),
    ],
)
def test_a_file_that_is_only_odd_is_read(content: bytes) -> None:
    parsed = parse(content, where="hostile.ipynb")

    assert read(parsed, name="hostile", record=SmallRecord()).sections is not None
