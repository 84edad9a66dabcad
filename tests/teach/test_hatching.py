"""Dots are written shorter, and look as they did."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from kit.render.typeset import raster
from kit.teach.hatching import shortened


def drawn(hatch: str) -> str:
    """Draw a hatched bar with matplotlib alone."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3, 2))
    figure.subplots().bar([1, 2], [2, 3], color="#1c7c6e", hatch=hatch, edgecolor="white")
    sheet = io.StringIO()
    figure.savefig(sheet, format="svg")
    return sheet.getvalue()


@pytest.mark.parametrize("hatch", ["..", "oo", "OO", "..//", "//", "xx", "**"])
def test_a_hatched_chart_looks_as_it_did(hatch: str) -> None:
    before = drawn(hatch)
    one, other = (
        Image.open(io.BytesIO(raster(svg.encode()))).convert("L")
        for svg in (before, shortened(before))
    )
    # A dot that is missing, or filled where it was hollow, differs by 200 of 255; the
    # same outline in other numbers by a few steps of what smooths its edge.
    assert ImageChops.difference(one, other).getextrema()[1] <= 64


def test_dots_take_little_room() -> None:
    before = drawn("..")
    lines = len(drawn("//"))
    assert len(before) > lines + 50_000
    assert len(shortened(before)) < lines + 15_000


def test_a_drawing_without_dots_is_left_alone() -> None:
    before = drawn("//")
    assert shortened(before) == before
