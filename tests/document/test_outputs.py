"""The outputs of a code cell."""

from __future__ import annotations

from typing import Any

import pytest

from kit.document.blocks import (
    Callout,
    Code,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Strong,
    Table,
    Text,
)
from kit.document.outputs import read
from kit.document.printed import LONGEST
from kit.errors import NotebookError
from tests.draft import PNG, SVG, TABLE, displayed, png, printed, resource, shown

VIEW = "application/vnd.jupyter.widget-view+json"


def output(text: str) -> Code:
    """Write text as a program printed it."""
    return Code(text, kind="output")


def test_printed_text_is_kept_without_colours_and_overwritten_lines() -> None:
    said = "\x1b[1;31mred\x1b[0m\n 10 %\r100 %\r\nabc\b\bx\n"

    assert read([printed(said)]) == (output("red\n100 %\nax"),)


def test_printed_text_may_be_a_list_of_lines() -> None:
    assert read([{"output_type": "stream", "text": ["a\n", "b\n"]}]) == (output("a\nb"),)


def test_printed_white_space_is_nothing() -> None:
    assert read([printed(" \n\t\x1b[0m\n")]) == ()


def test_printed_text_without_end_is_cut_and_says_so() -> None:
    (code,) = read([printed("x" * 3_000_000)])

    assert isinstance(code, Code)
    assert code.text.endswith("… 2,980,000 more characters")
    assert len(code.text) < LONGEST + 50


def test_an_error_is_its_name_and_message_and_no_traceback() -> None:
    failed = {
        "output_type": "error",
        "ename": "ZeroDivisionError",
        "evalue": "\x1b[31mdivision by zero\x1b[0m",
        "traceback": ["/home/me/secret.py"],
    }

    assert read([failed]) == (
        Callout(
            "error",
            (Text("ZeroDivisionError"),),
            (Paragraph((Text("division by zero"),)),),
        ),
    )


def test_a_table_as_data_goes_before_its_html() -> None:
    bundle = {TABLE: resource({"yes": "integer"}, (109,)), "text/html": "<table></table>"}
    (made,) = read([displayed(bundle)])

    assert isinstance(made, Table)


def test_an_empty_table_says_that_it_is_empty() -> None:
    assert read([displayed({TABLE: resource({})})]) == (Paragraph((Text("The table is empty."),)),)


def test_markdown_that_a_cell_made_is_read_but_breaks_no_page() -> None:
    made = read([shown(text_markdown="## A\n\n---\n\n**b**", text_plain="x")])

    assert made == (Heading(2, (Text("A"),)), Paragraph((Strong((Text("b"),)),)))
    assert PageBreak() not in made


def test_html_is_reduced() -> None:
    assert read([shown(text_html="<b onclick='x'>a</b>", text_plain="x")]) == (
        Paragraph((Strong((Text("a"),)),)),
    )


def test_html_that_has_no_counterpart_yields_to_plain_text_that_says_something() -> None:
    assert read([shown(text_html="<svg/>", text_plain="LinearRegression()")]) == (
        output("LinearRegression()"),
    )


def test_html_that_has_no_counterpart_is_shown_as_text_before_the_name_of_a_class() -> None:
    bare = "<IPython.core.display.HTML object>"

    assert read([shown(text_html="<script>x</script>", text_plain=bare)]) == (
        Code("<script>x</script>", "html", "output"),
    )


@pytest.mark.parametrize(("media", "data"), [("image/svg+xml", SVG), ("image/png", PNG)])
def test_an_image_takes_its_alternative_text_from_the_output_or_the_cell(
    media: str, data: str
) -> None:
    def alt(*outputs: Any) -> str:
        (figure,) = read(outputs, alt="the cell's")
        assert isinstance(figure, Figure)
        return figure.alt

    assert alt(displayed({media: data})) == "the cell's"
    assert alt(displayed({media: data}, alt="the output's")) == "the output's"
    assert alt(displayed({media: data}, **{media: {"alt": "the image's"}})) == "the image's"
    assert alt(displayed({media: data}, alt=5)) == "the cell's"


def test_a_drawing_goes_before_its_picture() -> None:
    (figure,) = read([displayed({"image/png": PNG, "image/svg+xml": SVG, "text/plain": "x"})])

    assert isinstance(figure, Figure)
    assert figure.media == "image/svg+xml"


def test_an_image_may_be_a_list_of_lines() -> None:
    (figure,) = read([displayed({"image/png": [PNG[:10], PNG[10:]]})])

    assert isinstance(figure, Figure)
    assert figure.data == png()


def test_a_widget_is_said_to_be_live() -> None:
    (made,) = read([displayed({VIEW: {"model_id": "x"}, "text/plain": "IntSlider(value=0)"})])

    assert isinstance(made, Callout)
    assert made.kind == "live"


@pytest.mark.parametrize(
    ("bundle", "text"),
    [
        ({"text/plain": "x**2", "text/latex": "$x^2$"}, "x**2"),
        ({"text/plain": "<IPython.core.display.Latex object>", "text/latex": "$x^2$"}, "$x^2$"),
        (
            {"text/plain": "<IPython.core.display.JSON object>", "application/json": {"b": [1]}},
            '{\n  "b": [\n    1\n  ]\n}',
        ),
        ({"text/plain": "<a.B object at 0x7f>"}, "<a.B object at 0x7f>"),
        ({"application/x-unknown": "words"}, "words"),
        ({"application/x-unknown": {"a": "é"}}, '{\n  "a": "é"\n}'),
        ({"application/javascript": "alert(1)"}, "alert(1)"),
        ({"application/x-b": "b", "application/x-a": "a"}, "a"),
        ({"application/json": 5}, "5"),
        ({"text/plain": ["a\n", "b"]}, "a\nb"),
    ],
)
def test_any_other_bundle_is_shown_as_text(bundle: dict[str, Any], text: str) -> None:
    assert read([displayed(bundle)]) == (output(text),)


def test_an_empty_bundle_is_nothing() -> None:
    assert read([displayed({}), displayed({"text/plain": ""})]) == ()


def test_a_result_is_read_like_a_display() -> None:
    result = {"output_type": "execute_result", "execution_count": 1, "data": {"text/plain": "5"}}

    assert read([result]) == (output("5"),)


def test_outputs_keep_their_order() -> None:
    assert read([printed("a"), printed("b", "stderr"), printed("c")]) == (
        output("a"),
        output("b"),
        output("c"),
    )


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "x",
        [],
        {},
        {"output_type": "pyout"},
        {"output_type": ["stream"]},
        {"output_type": "display_data"},
        {"output_type": "display_data", "data": []},
    ],
)
def test_what_nbformat_does_not_allow_is_refused(broken: object) -> None:
    with pytest.raises(NotebookError):
        read([broken])
