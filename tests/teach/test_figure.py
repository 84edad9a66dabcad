"""A figure with its words and its data."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any

import pytest

from kit import mime

DRAWN = """
import matplotlib; matplotlib.use("agg")
import pandas as pd
from matplotlib import pyplot as plt
from kit import figure
def draw():
    fig, ax = plt.subplots()
    ax.bar(["75/32", "75/240"], [163, 92])
    ax.set_title("Yes votes")
    return fig
votes = pd.Series([163, 92], index=["75/32", "75/240"], name="yes")
"""
CALL = "figure(draw(), alt='75/32 has 163 yes votes, 75/240 has 92.', caption='Votes', data=votes)"


def test_an_export_hands_over_image_words_and_data(notebook: Any) -> None:
    payload = notebook.payload(DRAWN + CALL, mime.FIGURE)
    assert payload["media"] == "image/svg+xml"
    assert payload["alt"] == "75/32 has 163 yes votes, 75/240 has 92."
    assert payload["caption"] == "Votes"
    assert payload["table"]["data"] == [
        {"index": "75/32", "yes": 163},
        {"index": "75/240", "yes": 92},
    ]


def test_the_document_accepts_it(notebook: Any) -> None:
    from kit.document import outputs

    (bundle,) = notebook.export().run(DRAWN + CALL)
    (block,) = outputs.read([{"output_type": "display_data", "data": bundle, "metadata": {}}])
    assert block.alt.startswith("75/32 has 163")
    assert block.table is not None


def test_text_in_the_image_is_text(notebook: Any) -> None:
    svg = notebook.payload(DRAWN + CALL, mime.FIGURE)["data"]
    nodes = ET.fromstring(svg).iter()  # noqa: S314  our own image
    texts = ["".join(node.itertext()) for node in nodes if node.tag.endswith("}text")]
    assert {"75/32", "75/240", "Yes votes"} <= set(texts)


def test_the_same_figure_gives_the_same_bytes_and_no_date(notebook: Any) -> None:
    one = notebook.payload(DRAWN + CALL, mime.FIGURE)["data"]
    two = notebook.payload(CALL, mime.FIGURE)["data"]
    assert one == two
    assert "metadata" not in one
    assert not re.search(r"20\d\d-\d\d-\d\d", one)


def test_the_kits_typeface_comes_first_and_a_general_one_last(notebook: Any) -> None:
    svg = notebook.payload(DRAWN + CALL, mime.FIGURE)["data"]
    families = set(re.findall(r"font-family: ([^;\"]+)|font: [^;\"]*px ([^;\"]+)", svg))
    assert families
    for family in ("".join(pair) for pair in families):
        assert family.startswith("'Source Sans 3'")
        assert family.endswith("sans-serif")


def test_the_figure_is_closed_so_that_it_is_not_shown_twice(notebook: Any) -> None:
    notebook.export().run(DRAWN + CALL + "\nassert plt.get_fignums() == []")


def test_axes_are_accepted_for_their_figure(notebook: Any) -> None:
    payload = notebook.payload(
        DRAWN + "figure(draw().axes[0], alt='Two bars, one of them taller.')", mime.FIGURE
    )
    assert payload["data"].startswith("<svg")
    assert payload["table"] is None


def test_a_live_notebook_shows_an_image_with_words_and_the_table_behind(notebook: Any) -> None:
    html = notebook.html(DRAWN + CALL)
    assert 'alt="75/32 has 163 yes votes, 75/240 has 92."' in html
    assert "The table behind this figure" in html
    image = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert base64.b64decode(image[1]).startswith(b"<svg")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("figure(draw())", "A figure needs an alternative text. Add alt='…'"),
        ("figure(draw(), alt='  ')", "A figure needs an alternative text"),
        ("figure(draw(), alt='Yes votes', caption='*Yes* votes.')", "repeats its caption"),
        ("figure(7, alt='x y')", "A figure was given a number"),
        ("figure('a.svg', alt='x y')", "not an SVG image"),
        ("figure(draw(), alt='x y', data=[1])", "is a list, not a table"),
    ],
)
def test_a_figure_that_lacks_something_is_refused_in_one_sentence(
    notebook: Any, call: Any, says: Any
) -> None:
    said = notebook.fail(DRAWN + call)
    assert says in said
    assert "\n" not in said


def test_the_style_gives_lines_their_own_dashes_and_bars_their_own_greys(notebook: Any) -> None:
    notebook.run(DRAWN)
    import matplotlib as mpl

    cycle = list(mpl.rcParams["axes.prop_cycle"])
    assert len({str(entry["linestyle"]) for entry in cycle}) == len(cycle)
    greys = sorted(_luminance(entry["color"]) for entry in cycle[:4])
    assert all(high - low > 0.05 for low, high in pairwise(greys))


def _luminance(colour: Any) -> Any:
    red, green, blue = (int(colour.lstrip("#")[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
