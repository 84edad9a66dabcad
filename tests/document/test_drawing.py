"""An SVG that draws, and does nothing else."""

from __future__ import annotations

import io
import time

import pytest

from kit.document.drawing import MOST_DRAWN, check
from kit.errors import NotebookError

XMLNS = "xmlns='http://www.w3.org/2000/svg'"
XLINK = "xmlns:x='http://www.w3.org/1999/xlink'"


def svg(inside: str = "", attributes: str = "") -> bytes:
    """Write a drawing."""
    return f"<svg {XMLNS} {XLINK} {attributes}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        "<g onload='alert(1)'/>",
        "<g ONCLICK='alert(1)'/>",
        "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>",
        "<s:script xmlns:s='http://www.w3.org/2000/svg'>alert(1)</s:script>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<animateTransform/>",
        "<image href='https://example.org/a.png'/>",
        "<image href='file:///etc/passwd'/>",
        "<image href='../secret.png'/>",
        "<image href=' //example.org/a'/>",
        "<image x:href='//example.org/a'/>",
        "<use href='other.svg#a'/>",
        "<feImage href='other.svg#a'/>",
        "<image href='data:image/svg+xml,&lt;svg/>'/>",
        "<image href='data:text/html,x'/>",
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(inside: str) -> None:
    with pytest.raises(NotebookError, match="An SVG image"):
        check(svg(inside))


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "x",
        "<svg/>",
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        f"<svg {XMLNS}>",
        f"<svg {XMLNS}>&undefined;</svg>",
        f"<svg {XMLNS}/><svg {XMLNS}/>",
        f"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg {XMLNS}>&a;</svg>",
        f"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg {XMLNS}>&a;</svg>",
        f"<!DOCTYPE svg [<!ENTITY % a SYSTEM 'https://example.org'> %a;]><svg {XMLNS}/>",
    ],
)
def test_a_drawing_that_is_no_whole_drawing_is_refused(broken: str) -> None:
    with pytest.raises(NotebookError, match="An SVG image"):
        check(broken.encode())


@pytest.mark.parametrize(
    "size",
    ["width='0'", "height='-5'", "width='1e9'", "viewBox='0 0 0 9'", "viewBox='0,0,9,1e30'"],
)
def test_a_drawing_of_no_size_or_an_absurd_one_is_refused(size: str) -> None:
    with pytest.raises(NotebookError, match="wide or high"):
        check(svg(attributes=size))


@pytest.mark.parametrize("size", ["width='100%'", "width='8pt'", "viewBox='0 0 .5 9'", "width=''"])
def test_a_drawing_may_state_its_size_in_any_unit_or_not(size: str) -> None:
    check(svg(attributes=size))


def repeated(levels: int, times: int, use: str = "<use href='#{}'/>") -> bytes:
    """Write a drawing whose parts use each other."""
    parts = [
        f"<g id='a{level}'>{use.format(f'a{level - 1}') * times}</g>"
        for level in range(1, levels + 1)
    ]
    return svg("<g id='a0'><path d='M0 0'/></g>" + "".join(parts) + use.format(f"a{levels}"))


@pytest.mark.parametrize(
    "use",
    [
        "<use href='#{}'/>",
        "<use x:href=' #{} '/>",
        "<path fill='url(#{})'/>",
        "<path style='mask:url( \"#{}\" )'/>",
    ],
)
def test_a_drawing_that_repeats_itself_without_end_is_refused_in_no_time(use: str) -> None:
    bomb = repeated(9, 10, use)
    began = time.process_time()
    with pytest.raises(NotebookError, match="repeats its parts"):
        check(bomb)

    assert time.process_time() - began < 1
    check(repeated(3, 10, use))


@pytest.mark.parametrize(
    "inside",
    [
        "<g id='a'><use href='#a'/></g>",
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>",
        "".join(f"<g id='a{n}'><use href='#a{n + 1}'/></g>" for n in range(5_000)),
    ],
)
def test_a_drawing_that_uses_itself_is_refused(inside: str) -> None:
    with pytest.raises(NotebookError, match="circle"):
        check(svg(inside))


def test_elements_without_end_are_refused() -> None:
    with pytest.raises(NotebookError, match="too deeply"):
        check(svg("<g>" * 200 + "</g>" * 200))
    with pytest.raises(NotebookError, match="repeats"):
        check(svg("<g/>" * (MOST_DRAWN + 1)))


def test_a_drawing_with_parts_of_its_own_is_kept() -> None:
    parts = (
        "<style>*{stroke-linejoin:round}</style><defs><path id='p' d='M0 0'/></defs>"
        "<use x:href='#p'/><use href='#missing'/><g clip-path='url(#p)'/>"
        "<a x:href='https://example.org'><text>x</text></a>"
        "<image href='data:image/png;base64,eA=='/>"
    )

    check(b"<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'a'>" + svg(parts))


def test_a_chart_of_ten_thousand_points_is_kept() -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().scatter(range(10_000), range(10_000))
    file = io.BytesIO()
    figure.savefig(file, format="svg")

    check(file.getvalue())
