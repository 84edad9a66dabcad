"""A matplotlib figure as SVG, drawn once.

`savefig` draws a figure twice: the first time only to lay it out and to find its
edges, for which the layout is enough.
"""

from __future__ import annotations

import io
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIXED: Final[Any] = {"svg.fonttype": "none", "svg.hashsalt": "ict-outcomes-kit"}
_NO_METADATA: Final = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def svg(chart: Any) -> str:  # noqa: ANN401  a matplotlib figure; matplotlib is not imported here
    """Draw a figure, the same bytes for the same figure.

    Parameters
    ----------
    chart : matplotlib Figure
        Any figure.

    Returns
    -------
    str
        What matplotlib writes: an XML declaration, a document type, the image.
    """
    import matplotlib as mpl

    sheet = io.StringIO()
    with mpl.rc_context(_FIXED), _drawn_once(chart):
        chart.savefig(sheet, format="svg", metadata=_NO_METADATA)
    return sheet.getvalue()


@contextmanager
def _drawn_once(chart: Any) -> Iterator[None]:  # noqa: ANN401  a matplotlib figure
    """Let a figure be laid out, and not drawn, the first time that it is asked to draw itself."""
    import matplotlib as mpl

    def lay_out(renderer: object) -> None:
        del chart.draw  # hides the figure's own
        chart.canvas.get_renderer = lambda: renderer  # it remembers how wide each text is
        engine = chart.get_layout_engine()
        if engine is not None:
            with suppress(ValueError):  # as matplotlib does
                engine.execute(chart)

    if mpl.rcParams["savefig.bbox"] == "tight":
        chart.draw = lay_out
    try:
        yield
    finally:
        vars(chart).pop("draw", None)
        vars(chart.canvas).pop("get_renderer", None)
