"""A matplotlib figure as SVG, drawn once.

`savefig` draws a figure twice: the first time only to lay it out and to find its
edges, for which the layout is enough.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any, Final

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
    with mpl.rc_context(_FIXED):
        if mpl.rcParams["savefig.bbox"] == "tight":
            _skip_first_drawing(chart)
        chart.savefig(sheet, format="svg", metadata=_NO_METADATA)
    return sheet.getvalue()


def _skip_first_drawing(chart: Any) -> None:  # noqa: ANN401  a matplotlib figure
    """Let a figure be laid out, and not drawn, the next time that it is asked to draw itself."""

    def lay_out(_renderer: object) -> None:
        del chart.draw  # hides the figure's own
        engine = chart.get_layout_engine()
        if engine is not None:
            with suppress(ValueError):  # as matplotlib does
                engine.execute(chart)

    chart.draw = lay_out
