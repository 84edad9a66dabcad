"""Tools that are not ours read what is ours: jupytext, nbconvert, reference managers, a clipboard."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "notebooks" / "06_resolution_76_19.ipynb"
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("notebooks/briefings/*.ipynb")])


@pytest.mark.parametrize("form", ["py:percent", "md:myst"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_jupytext_keeps_cells_and_what_they_say_of_themselves(path: Path, form: str) -> None:
    jupytext = pytest.importorskip("jupytext")
    notebook = jupytext.read(path)
    text = jupytext.writes(notebook, fmt=form)
    again = jupytext.reads(text, fmt=form)

    def told(cells: Any) -> list[tuple[str, str, dict[str, Any]]]:
        return [(cell.cell_type, cell.source, dict(cell.metadata)) for cell in cells]

    assert told(again.cells) == told(notebook.cells)


@pytest.mark.parametrize(("form", "ending"), [("slides", ".slides.html"), ("script", ".py")])
def test_nbconvert_still_converts_a_lesson(tmp_path: Path, form: str, ending: str) -> None:
    command = ["-m", "nbconvert", "--to", form, str(LESSON), f"--output-dir={tmp_path}"]
    ran = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    made = (tmp_path / LESSON.name).with_suffix(ending).read_text(encoding="utf-8")
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    code = next(line for cell in cells if cell["cell_type"] == "code" for line in cell["source"])
    assert re.sub("<[^>]+>", "", code).split()[0] in made


def test_sources_are_what_a_csl_processor_reads_and_prints() -> None:
    json_source = pytest.importorskip("citeproc.source.json")
    import citeproc

    items = kit.load().sources_csl()
    read = json_source.CiteProcJSON(items)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    printed = citeproc.CitationStylesBibliography(style, read, citeproc.formatter.plain)
    for item in items:
        printed.register(citeproc.Citation([citeproc.CitationItem(item["id"].lower())]))
    lines = [str(line) for line in printed.bibliography()]
    assert len(lines) == len(items)
    resolution = next(line for line in lines if "A/RES/76/19" in line)
    assert "2021" in resolution
    assert "United Nations" in resolution


def test_types_and_fields_of_sources_are_those_of_csl() -> None:
    citeproc = pytest.importorskip("citeproc")
    schema = Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles"

    def words(name: str) -> set[str]:
        return set(re.findall(r'"([\w-]+)"', (schema / name).read_text(encoding="utf-8")))

    items = kit.load().sources_csl()
    assert {item["type"] for item in items} <= words("csl-types.rnc")
    own = {"id", "type"}  # what CSL-JSON adds to the variables of a style
    assert {field for item in items for field in item} - own <= words("csl-variables.rnc")


def test_a_bibtex_parser_reads_every_source() -> None:
    bibtexparser = pytest.importorskip("bibtexparser")
    record = kit.load()
    library = bibtexparser.parse_string(record.sources_bibtex())
    assert not library.failed_blocks
    assert len(library.entries) == len(record.sources)
    assert all("title" in entry.fields_dict for entry in library.entries)


class Cells(HTMLParser):
    """The cells of the tables in an HTML text, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_within = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
            self.is_within = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.is_within = False

    def handle_data(self, data: str) -> None:
        if self.is_within:
            self.rows[-1][-1] += data


@pytest.mark.browser
def test_a_table_of_a_page_is_copied_as_a_table(browser: Browser, tmp_path: Path) -> None:
    from kit.document import markdown
    from kit.document.blocks import Document, Heading, Meta, Part, Section, Text
    from kit.render import page as pages

    table = markdown.blocks("| State | Vote |\n|---|---|\n| Singapore | yes |\n| Chad | abstain |")
    part = Part(1, (Heading(1, (Text("Votes"),)), *table))
    file = tmp_path / "page.html"
    file.write_text(pages.render(Document(Meta("Votes", "votes"), (Section((part,)),))))
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(file.as_uri())
    shown.evaluate("getSelection().selectAllChildren(document.querySelector('main .table'))")
    shown.keyboard.press("ControlOrMeta+C")
    desk = context.new_page()  # a spreadsheet reads the same two forms from the clipboard
    desk.goto("data:text/html,<textarea></textarea>")
    desk.evaluate(
        """() => document.addEventListener("paste", (event) => {
          window.pasted = ["text/html", "text/plain"].map((x) => event.clipboardData.getData(x));
        })"""
    )
    desk.locator("textarea").focus()
    desk.keyboard.press("ControlOrMeta+V")
    desk.wait_for_function("window.pasted !== undefined")
    markup, plain = desk.evaluate("window.pasted")
    context.close()
    wanted = [["State", "Vote"], ["Singapore", "yes"], ["Chad", "abstain"]]
    cells = Cells()
    cells.feed(markup)
    assert cells.rows == wanted
    assert [line.split("\t") for line in plain.strip().splitlines()] == wanted
