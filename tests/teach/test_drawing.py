"""A figure drawn once is the figure that matplotlib draws twice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.figure import Figure

from kit.teach import drawing, style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.backend_bases import RendererBase


class Counted(Figure):
    """A figure that counts how often it is drawn to a sheet."""

    times = 0

    def draw(self, renderer: RendererBase) -> None:
        """Count and draw."""
        self.times += 1
        super().draw(renderer)


@pytest.fixture(autouse=True)
def _style() -> Iterator[None]:
    import matplotlib as mpl

    with mpl.rc_context():
        style.use()
        yield


def bars(**layout: Any) -> Counted:
    """Make a chart with whatever moves its edges: a legend beside it, an arrow, a date axis."""
    figure = Counted(**layout)
    left, right = figure.subplots(1, 2)
    left.bar(["75/32", "75/240"], [163, 92], hatch="..", label="yes")
    left.legend(loc="upper left", bbox_to_anchor=(1, 1))
    right.plot([2018, 2020], [1, 100])
    right.annotate("far", (2018, 1), (-90, -30), textcoords="offset points", arrowprops={})
    right.set_title("A title that is longer than what stands beneath it")
    return figure


def twice(figure: Figure) -> str:
    """Save a figure as matplotlib does."""
    import matplotlib as mpl

    sheet = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "ict-outcomes-kit"}):
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(sheet, format="svg", metadata=nothing)
    return sheet.getvalue()


@pytest.mark.parametrize("layout", [{}, {"layout": "none"}, {"layout": "tight"}])
def test_a_figure_is_drawn_once_and_has_the_bytes_of_one_that_is_drawn_twice(
    layout: dict[str, Any],
) -> None:
    once = bars(**layout)
    assert drawing.svg(once) == twice(bars(**layout))
    assert once.times == 1


def test_a_figure_that_matplotlib_draws_once_is_drawn() -> None:
    import matplotlib as mpl

    with mpl.rc_context({"savefig.bbox": None}):
        plain = bars(layout="none")
        assert drawing.svg(plain) == twice(bars(layout="none"))
        assert plain.times == 1


def test_a_figure_that_is_drawn_again_is_as_matplotlib_would_draw_it_again() -> None:
    ours, theirs = bars(), bars()
    assert [drawing.svg(ours), drawing.svg(ours)] == [twice(theirs), twice(theirs)]
