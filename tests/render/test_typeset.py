"""Typst, given a tree as data."""

from __future__ import annotations

import os
import struct
import subprocess
import sys

import pytest

from kit.errors import RenderError
from kit.render.typeset import raster
from tests.render.sample import SVG


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
