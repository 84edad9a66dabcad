"""A student's hour in a real JupyterLab: run the cells, move a control, answer, check."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import axe

if TYPE_CHECKING:
    from collections.abc import Iterator

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.browser, pytest.mark.lab]

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000  # milliseconds; a kernel takes seconds to start on a busy machine
SOON = 20_000  # for a kernel that runs

EXPLORER = """
@kit.explore(year=[2018, 2019, 2020], state=["any", "SGP", "FRA", "BRA", "nobody"],
             slow=False, text_filter=True)
def votes_of(year, state, slow):
    if slow:
        time.sleep(1.5)
    if year == 2019:
        raise ValueError("no vote was taken")
    return rows[(rows.year == year) & ((rows.state == state) | (state == "any"))]
"""
ROWS = """
rows = pd.DataFrame({"year": [2018, 2018, 2020], "state": ["SGP", "FRA", "BRA"],
                     "vote": ["yes", "no", "yes"]})
"""
AGREED = """
@kit.explore(year=[2018, 2019, 2020], state=["any", "SGP", "FRA", "BRA", "nobody"],
             text_filter=True)
def agreed(year, state):
    return rows[(rows.year == year) & ((rows.state == state) | (state == "any"))]
"""
MOVES = (("2018", "any"), ("2018", "FRA"), ("2020", "any"), ("2020", "nobody"), ("2019", "any"))
CELLS = {  # each test has a cell of its own, so that tests can run in any order
    "first": """
import time
import matplotlib.pyplot as plt
import pandas as pd
import kit
from kit import explorers
record = kit.load()
"""
    + ROWS,
    "agreed": AGREED,
    "controls": EXPLORER,
    "failing": EXPLORER,
    "filter": EXPLORER,
    "slow": EXPLORER,
    "keyboard": EXPLORER,
    "roles": EXPLORER,
    "anatomy": "explorers.anatomy(record)",
    "quiz": """
kit.quiz(
    "Which verb stands before the mandate?",
    {"Reaffirms": "That is the statement's word.", "Acknowledges": "OP4 has it."},
    "Acknowledges",
    why="Two verbs for two things [@A/RES/76/19 OP4].",
)
""",
    "exercise": 'kit.exercise("90.1")',
    "wrong": 'kit.check("90.1", ["OP1"])',
    "right": 'kit.check("90.1", ["OP2", "OP1"])',
    "progress": "kit.progress()",
    "figure": """
fig, ax = plt.subplots()
ax.bar(["a"], [1])
kit.figure(fig, alt="One bar of height one.", caption="A bar", data=pd.DataFrame({"a": [1]}))
""",
    "misspelt name": "recrd.votes",
    "misspelt table": "record.vots",
    "no words": "kit.figure(3)",
    "misspelt exercise": "kit.exercise('90.l')",
    "misspelt text": "explorers.anatomy(record, 'A/RES/76/91')",
}
EXERCISES = """
[[exercise]]
name = "90.1"
task = "Which paragraphs are *operative*?"
answer = '["OP1", "OP2"]'
hints = ["They are numbered."]
why = "Well read."
"""


@dataclass
class Lab:
    """A running JupyterLab, and the folder that it shows."""

    url: str
    folder: Path
    token: str


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start a JupyterLab server that knows nothing of this machine's settings."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "notebooks"
    (folder / "exercises").mkdir(parents=True)
    (folder / "exercises" / "90.toml").write_text(EXERCISES, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    news = home / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    places += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    environment = {
        **os.environ,
        **{place: str(home / place.casefold()) for place in places},
        "PYTHONPATH": str(ROOT),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    environment.pop("KIT_EXPORT", None)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                "--ServerApp.ip=127.0.0.1",
                f"--IdentityProvider.token={token}",
                f"--ServerApp.root_dir={folder}",
                "--LabApp.collaborative=False",
            ],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, server, home / "server.log")
            yield Lab(url, folder, token)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    for _ in range(120):
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            with urllib.request.urlopen(f"{url}/api", timeout=2):  # noqa: S310  our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not start: {log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="module")
def page(lab: Lab, browser: Any) -> Any:
    """Open the notebook and run all its cells."""
    _write_notebook(lab.folder / "hour.ipynb", CELLS)
    playwright.expect.set_options(timeout=SOON)
    opened = browser.new_page(viewport={"width": 1300, "height": 6000})
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"{lab.url}/lab/tree/hour.ipynb?token={lab.token}")
    opened.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    opened.click(".lm-MenuBar-itemLabel:text-is('Run')")
    opened.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
    return opened


@pytest.fixture
def output(page: Any) -> Any:
    """Find the output of a cell by the cell's name, once it is there."""

    def found(name: str) -> Any:
        cell = page.locator(".jp-Notebook .jp-Cell").nth(list(CELLS).index(name))
        area = cell.locator(".jp-OutputArea").first
        playwright.expect(area).not_to_be_empty(timeout=PATIENCE)
        return area

    return found


def _write_notebook(file: Path, cells: dict[str, str]) -> None:
    """Write a notebook of code cells."""
    content = {
        "cells": [
            {
                "cell_type": "code",
                "id": name.replace(" ", "-"),
                "metadata": {"tags": ["raises-exception"]},
                "source": source.strip(),
                "outputs": [],
                "execution_count": None,
            }
            for name, source in cells.items()
        ],
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    file.write_text(json.dumps(content), encoding="utf-8")


def table(place: Any) -> list[list[str]]:
    """Read the table that a place shows."""
    return [row.locator("th, td").all_inner_texts() for row in place.locator("tbody tr").all()]


def test_moving_a_control_changes_the_table(output: Any) -> None:
    explorer = output("controls")
    rows = explorer.locator("tbody tr")
    playwright.expect(rows).to_have_count(2)
    assert table(explorer) == [["2018", "SGP", "yes"], ["2018", "FRA", "no"]]
    explorer.get_by_label("State").select_option("FRA")
    playwright.expect(rows).to_have_count(1)
    assert table(explorer) == [["2018", "FRA", "no"]]
    explorer.get_by_label("State").select_option("any")
    explorer.get_by_label("Year").select_option("2020")
    playwright.expect(rows).to_contain_text(["BRA"])
    assert table(explorer) == [["2020", "BRA", "yes"]]


def test_an_error_is_one_line_and_the_next_choice_works(output: Any) -> None:
    explorer = output("failing")
    explorer.get_by_label("Year").select_option("2019")
    alert = explorer.get_by_role("alert")
    playwright.expect(alert).to_contain_text("ValueError: no vote was taken")
    assert "Traceback" not in explorer.inner_text()
    explorer.get_by_label("Year").select_option("2018")
    playwright.expect(explorer.locator("tbody tr")).to_have_count(2)
    playwright.expect(alert).to_have_count(0)


def test_the_filter_narrows_the_rows_as_one_types(output: Any) -> None:
    explorer = output("filter")
    explorer.get_by_label("Rows with").press_sequentially("fra")
    playwright.expect(explorer.locator("tbody tr")).to_have_count(1)
    playwright.expect(explorer.get_by_text("1 of 2 rows")).to_be_visible()


def test_a_screen_reader_hears_each_control_and_what_is_chosen(output: Any) -> None:
    explorer = output("roles")
    year = explorer.get_by_role("combobox", name="Year")
    playwright.expect(year).to_have_value("2018")
    year.select_option("2020")
    playwright.expect(explorer.get_by_role("option", name="2020", selected=True)).to_have_count(1)
    slow = explorer.get_by_role("checkbox", name="Slow")
    playwright.expect(slow).not_to_be_checked()
    playwright.expect(explorer.get_by_role("textbox", name="Rows with")).to_be_editable()


def test_no_output_breaks_a_rule_of_accessibility(output: Any, page: Any) -> None:
    for name in ("agreed", "anatomy", "quiz", "exercise", "progress", "figure"):
        output(name)
    assert axe.violations(page, within=".jp-Notebook .jp-OutputArea") == []


def test_a_slow_function_shows_that_it_works(output: Any) -> None:
    explorer = output("slow")
    playwright.expect(explorer.locator("tbody tr")).to_have_count(2)
    explorer.get_by_label("Slow").check()
    working = explorer.get_by_text("Working …")
    playwright.expect(working).to_have_css("opacity", "1")
    playwright.expect(working).to_have_count(0)


def test_the_keyboard_alone_reaches_and_moves_the_controls(output: Any, page: Any) -> None:
    explorer = output("keyboard")
    rows = explorer.locator("tbody tr")
    playwright.expect(rows).to_have_count(2)
    explorer.get_by_label("Year").focus()
    for key in ("Enter", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    playwright.expect(rows).to_contain_text(["BRA"])
    page.keyboard.press("Tab")
    for key in ("Enter", "ArrowDown", "Enter"):  # opens the list, moves in it, chooses
        page.keyboard.press(key)
    playwright.expect(rows).to_have_count(0)


def test_a_ready_made_explorer_works(output: Any) -> None:
    explorer = output("anatomy")
    explorer.locator("select").select_option("PP10")
    playwright.expect(explorer).to_contain_text("separately, noting")
    playwright.expect(explorer).to_contain_text("77/36 PP4")


def test_a_quiz_is_answered_with_the_mouse_and_the_keyboard(output: Any, page: Any) -> None:
    quiz = output("quiz")
    said = quiz.get_by_role("status")
    quiz.get_by_role("button", name="Reaffirms").click()
    playwright.expect(said).to_contain_text("That is the statement's word.")
    answered = quiz.get_by_role("button", name="Reaffirms")
    playwright.expect(answered).to_have_accessible_description("Your answer: not right")
    quiz.get_by_role("button", name="Reaffirms").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    playwright.expect(said).to_contain_text("Right.")
    playwright.expect(said).to_contain_text("(A/RES/76/19 OP4)")


def test_an_exercise_is_checked_and_the_progress_kept(output: Any, lab: Lab) -> None:
    for name, said in (
        ("exercise", "Exercise 90.1"),
        ("wrong", "Hint 1 of 1: They are numbered."),
        ("right", "Right. Well read."),
        ("progress", "solved after 1 other answer"),
    ):
        playwright.expect(output(name)).to_contain_text(said)
    kept = json.loads((lab.folder / ".kit-progress.json").read_text(encoding="utf-8"))
    assert kept["exercises"]["90.1"]["right"]


def test_a_figure_has_its_words_and_its_table(output: Any) -> None:
    figure = output("figure")
    image = figure.get_by_role("img", name="One bar of height one.")
    playwright.expect(image).to_have_count(1)
    assert image.evaluate("image => image.naturalWidth") > 300
    assert figure.locator("tbody tr").first.is_hidden()
    figure.get_by_text("The table behind this figure").click()
    assert table(figure) == [["1"]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("misspelt name", "There is a 'record': is that what you mean?"),
        ("misspelt table", "The record has no table 'vots'; the nearest is \"votes\"."),
        ("no words", "A figure needs an alternative text."),
        ("misspelt exercise", "There is no exercise '90.l'; the nearest is \"90.1\"."),
        ("misspelt text", 'the nearest is "A/RES/76/19"'),
    ],
)
def test_an_error_is_a_sentence(output: Any, name: str, said: str) -> None:
    error = output(name)
    playwright.expect(error).to_contain_text(said)
    assert "Traceback" not in error.inner_text()


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the deck and the briefing of a notebook with the same explorer."""
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "data", course / "data")
    (course / "notebooks").mkdir()
    head = "import pandas as pd\nimport kit\n" + ROWS
    _write_notebook(course / "notebooks" / "90_agreed.ipynb", {"first": head, "agreed": AGREED})
    subprocess.run(
        [sys.executable, "-m", "kit", "build", "90", "--only", "deck,briefing"],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    return course


def _choose(live: Any, state: str, shown: list[str]) -> None:
    """Choose as a person does: again, when a busy page has not taken the first choice."""
    rows = live.locator("tbody tr")
    for _ in range(40):
        live.get_by_label("State").select_option(state)
        live.page.wait_for_timeout(500)
        if (
            rows.all_inner_texts()
            and [text.replace("\t", "") for text in rows.all_inner_texts()] == shown
        ):
            break
        if not shown and rows.count() == 0:
            break
        live.get_by_label("State").select_option("SGP" if state != "SGP" else "BRA")
        live.page.wait_for_timeout(300)
    playwright.expect(rows).to_have_text(shown)


def test_notebook_deck_and_briefing_show_the_same(output: Any, exports: Path, browser: Any) -> None:
    deck = browser.new_context(offline=True).new_page()
    requests: list[str] = []
    deck.on("request", lambda request: requests.append(request.url))
    deck.goto((exports / "slides" / "90_agreed.html").as_uri())
    for _ in range(20):  # a key that comes before the deck has started is lost
        if not deck.locator(".explorer").is_visible():
            deck.keyboard.press("ArrowRight")
            deck.wait_for_timeout(250)
    exported = {}
    for year, state in MOVES:
        deck.get_by_label(year, exact=True).check()
        deck.get_by_label("State").select_option(state)
        exported[year, state] = table(deck.locator(".view"))
    deck.context.close()
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert exported["2018", "any"] == [["2018", "SGP", "yes"], ["2018", "FRA", "no"]]
    assert exported["2020", "nobody"] == []

    live = output("agreed")
    for year, state in MOVES:
        live.get_by_label("Year").select_option(year)
        shown = ["".join(row) for row in exported[year, state]]
        _choose(live, state, shown)

    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(exports / "briefings" / "90_agreed.pdf").pages
    printed = "\n".join(each.extract_text() for each in pages)
    for row in exported["2018", "any"]:
        assert " ".join(row) in printed
    assert "BRA yes" not in printed
