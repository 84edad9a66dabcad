"""`figure`: a chart with words for who cannot see it, and the table behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kit import mime
from kit.errors import UsageError
from kit.teach import drawing, hatching, style, tables
from kit.teach.canonical import kind
from kit.teach.session import exporting, publish

if TYPE_CHECKING:
    import pandas as pd

_PROLOGUE: Final = re.compile(r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE[^>]*>\s*)?")


def figure(
    fig: object,
    *,
    alt: str = "",
    caption: str = "",
    data: pd.DataFrame | pd.Series[Any] | None = None,
) -> None:
    """Show a chart, drawn in the kit's style, with its words and its data.

    Parameters
    ----------
    fig : matplotlib Figure or Axes, or str
        The chart; a text is an SVG image.
    alt : str
        What the chart says, for who cannot see it: one or two sentences. Never
        the caption once more.
    caption : str
        Inline Markdown that stands beneath, citations included.
    data : DataFrame or Series, optional
        The numbers behind the chart.

    Raises
    ------
    UsageError
        When the alternative text is missing or repeats the caption, or when
        there is nothing to draw.

    Examples
    --------
    In a cell::

        fig, ax = plt.subplots()
        ax.bar(tally.index, tally)
        figure(fig, alt="Yes votes fall from 163 to 92.", caption="Votes in plenary", data=tally)
    """
    _check_words(alt, caption)
    svg = _svg(fig)
    behind = tables.behind(data, what="a figure")
    if exporting():
        payload = {
            "media": "image/svg+xml",
            "data": svg,
            "alt": alt.strip(),
            "caption": caption.strip(),
            "table": behind,
        }
        publish({mime.FIGURE: payload, "text/plain": f"Figure: {alt.strip()}"})
    else:
        from kit.teach import live

        shown = live.page(live.figure(svg, alt.strip(), caption, behind))
        publish({"text/html": shown, "text/plain": f"Figure: {alt.strip()}"})


def _check_words(alt: str, caption: str) -> None:
    """Refuse a figure without words of its own for who cannot see it."""
    if not alt.strip():
        raise UsageError(
            "A figure needs an alternative text",
            mend="Add alt='…': say in a sentence what the figure shows to who cannot see it",
        )
    if _letters(alt) == _letters(caption):
        raise UsageError(
            "The alternative text of a figure repeats its caption",
            mend="Let the caption name the figure, and alt say what can be seen in it",
        )


def _letters(text: str) -> str:
    """Reduce a text to its letters and digits."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _svg(fig: object) -> str:
    """Draw a figure as SVG, the same bytes for the same figure."""
    if isinstance(fig, str):
        if not _PROLOGUE.sub("", fig).startswith("<svg"):
            raise UsageError(
                "A figure was given a text that is not an SVG image",
                mend="Give it the figure itself, or a text that begins with <svg",
            )
        return _PROLOGUE.sub("", fig)
    chart = getattr(fig, "figure", fig)
    if not hasattr(chart, "savefig"):
        raise UsageError(
            f"A figure was given {kind(fig)}",
            mend="Give a matplotlib figure or axes, or an SVG image as text",
        )
    return _drawn(chart)


def _drawn(chart: Any) -> str:  # noqa: ANN401  a matplotlib figure; matplotlib is not imported here
    """Draw a matplotlib figure and close it, so that it is not shown twice."""
    from matplotlib import pyplot as plt

    drawn = hatching.shortened(_PROLOGUE.sub("", drawing.svg(chart)))
    plt.close(chart)
    return drawn.replace("'DejaVu Sans'", style.FONTS)
