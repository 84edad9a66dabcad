"""Typst, given a tree as data."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
import typst

from kit.document import blocks as b
from kit.errors import RenderError
from kit.render import briefing, typeset
from kit.render.typeset import raster
from tests.render.sample import SVG, para, part

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPILER: Final = typst.Compiler


def test_a_drawing_becomes_an_image_of_its_own_size() -> None:
    image = raster(SVG)

    assert image.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", image[16:24])
    assert width / height == pytest.approx(640 / 300, rel=0.01)
    assert width > 1000


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe", b"<svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='0'/>"]
)
def test_what_is_no_drawing_is_refused(broken: bytes) -> None:
    with pytest.raises(RenderError, match="cannot be drawn"):
        raster(broken)


class PanicException(BaseException):
    """What reaches Python of a fault within Typst."""


class Failing:
    """A compiler that fails whenever it is to draw a certain word."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._sound = COMPILER(*arguments, **options)

    def compile_with_warnings(self, source: bytes, **options: Any) -> Any:
        if b"unspeakable" in source:
            raise PanicException("index out of bounds")
        return self._sound.compile_with_warnings(source, **options)

    def compile(self, _: bytes, **__: Any) -> Any:
        raise PanicException("index out of bounds")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Typst fail from within, which no input is known to bring about."""
    monkeypatch.setattr(typst, "Compiler", Failing)
    typeset._compiler.cache_clear()
    yield
    typeset._compiler.cache_clear()


@pytest.mark.usefixtures("failing")
def test_a_fault_within_typst_names_the_cell() -> None:
    parts = (part(1, para("Fair words.")), part(2, para("An unspeakable word.")))
    document = b.Document(b.Meta("A brief", "a_brief"), (b.Section(parts),))
    with pytest.raises(RenderError, match=r"Typst itself failed .index out of bounds") as caught:
        briefing.render(document)
    assert caught.value.where == "a_brief.ipynb, cell 2"


@pytest.mark.usefixtures("failing")
def test_a_fault_within_typst_on_a_drawing_is_an_error_of_ours() -> None:
    with pytest.raises(RenderError, match="cannot be drawn: Typst itself failed"):
        raster(SVG)


def test_importing_the_renderers_loads_neither_typst_nor_docx() -> None:
    script = (
        "import sys, kit.render.briefing, kit.render.handout, kit.render.word\n"
        "print(sorted({'typst', 'docx', 'pandas'} & set(sys.modules)))"
    )

    printed = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert printed.strip() == "[]"
