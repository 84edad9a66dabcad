"""The course in a browser alone, every host but one out of reach."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from kit.course import desk
from kit.site import live, pyodide
from tests import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("playwright.sync_api")
pytest.importorskip("jupyterlite_core")
pytestmark = [pytest.mark.browser, pytest.mark.lab]

PATIENCE: Final = 240_000  # milliseconds, on a machine that is busy with other tests
LESSON: Final = "06_resolution_76_19"
EXERCISE: Final = ".jp-CodeCell:has-text('kit.check(\"06.1\"')"
# Where the official files can be had: the core from npm, the wheels inside another project's
# wheel, which carries them unchanged. `kit site --live` checks the hash of each.
CARRIERS: Final = ("pyodide@{version}", "open-webui==0.12.4")
CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ict-kit-tests"


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Put a Pyodide folder together from the registries; kept outside the repository."""
    version = pyodide.official()["version"]
    kept = CACHE / f"pyodide-{version}"
    if not kept.is_dir():
        work = tmp_path_factory.mktemp("carriers")
        try:
            _fetch(work, version)
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"NOT TESTED: no Pyodide {version} could be fetched ({error})")
        found = {path.name: path for path in work.rglob("*") if path.is_file()}
        part = kept.with_name(f"{kept.name}.{os.getpid()}")
        part.mkdir(parents=True)
        for name in pyodide.expected():
            if name not in found:
                pytest.skip(f"NOT TESTED: nobody carries {name} of Pyodide {version} any more")
            shutil.copy(found[name], part)
        part.rename(kept)
    return kept


def _fetch(work: Path, version: str) -> None:
    """Fetch what carries the official files."""
    npm, uv = shutil.which("npm"), shutil.which("uv")
    if npm is None:
        message = "npm is not installed"
        raise OSError(message)
    core, carrier = (name.format(version=version) for name in CARRIERS)
    subprocess.run([npm, "pack", "--silent", core], cwd=work, check=True, timeout=300)
    shutil.unpack_archive(next(work.glob("*.tgz")), work / "core")
    install = [uv, "pip", "install"] if uv else [sys.executable, "-m", "pip", "install"]
    subprocess.run(
        [*install, "--quiet", "--no-deps", "--target", str(work / "carrier"), carrier],
        check=True,
        timeout=600,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, distribution: Path) -> Path:
    """Make the live site of the whole course."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(
        serving.ROOT / "notebooks",
        root / "notebooks",
        ignore=shutil.ignore_patterns(".*", "*.html"),
    )
    return live.build(root, distribution=distribution)


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    with serving.static(site) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    """Give one visitor's browser, which keeps what it has fetched and what was worked."""
    made = browser.new_context(viewport={"width": 1400, "height": 1000})
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture(scope="module")
def lesson(context: Any, url: str) -> Any:
    """Open the lesson with an explorer and exercise 06.1."""
    return opened(context, f"{url}/lab/index.html?workspace={LESSON}")


def opened(context: Any, url: str) -> Any:
    """Open a lesson and wait until it can be used."""
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector("#jp-main-statusbar >> text=Idle")
    return page


def run_all(page: Any) -> list[str]:
    """Run every cell; give the text of each cell's outputs."""
    page.click(".lm-MenuBar-itemLabel >> text=Run")
    page.click(".lm-Menu-itemLabel >> text=/^Run All Cells$/")
    read = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].map(cell => [
        cell.querySelector('.jp-InputPrompt')?.textContent ?? '',
        [...cell.querySelectorAll('.jp-OutputArea-output')].map(o => o.textContent).join('\\n')])"""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        page.wait_for_timeout(500)
        cells = page.evaluate(read)
        prompts = "".join(prompt for prompt, _ in cells)  # that of a folded cell is empty
        if "*" not in prompts and any(letter.isdigit() for letter in prompts):
            page.wait_for_selector("#jp-main-statusbar >> text=Idle")
            return [outputs for _, outputs in page.evaluate(read)]
    message = f"the cells did not end: {prompts}"
    raise AssertionError(message)


def test_the_first_lesson_runs_whole_and_asks_no_other_host(context: Any, url: str) -> None:
    asked: list[str] = []
    failed: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("requestfailed", lambda request: failed.append(request.url))
    page = opened(context, f"{url}/lab/index.html")
    first = desk.first_notebook(desk.notebooks(serving.ROOT)).name
    assert page.locator(".lm-TabBar-tab.jp-mod-current").first.inner_text() == first
    page.wait_for_selector(".jp-TableOfContents-tree")
    outputs = run_all(page)
    assert not [said for said in outputs if "Error" in said]
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    elsewhere = [one for one in asked if not one.startswith((url, "data:", "blob:"))]
    page.close()
    assert elsewhere == []
    assert failed == []


def test_an_explorer_moves_and_an_exercise_is_checked(lesson: Any) -> None:
    run_all(lesson)
    explorer = lesson.locator(".jp-OutputArea-output:has(select)").first
    explorer.scroll_into_view_if_needed()
    assert "PP1 " in explorer.text_content()
    explorer.locator("select").first.select_option("PP10")
    lesson.wait_for_selector(".jp-OutputArea-output >> text=/PP10 ·/")
    cell = lesson.locator(EXERCISE).first
    assert answer(lesson, cell, '["PP5"]').count("There is a second one") == 1
    assert "Right" in answer(lesson, cell, '["PP5", "PP6"]')


def answer(page: Any, cell: Any, given: str) -> str:
    """Put an answer into the cell of exercise 06.1, run it, and give what is said."""
    cell.scroll_into_view_if_needed()
    before = cell.locator(".jp-InputPrompt").text_content()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(f'kit.check("06.1", {given})')
    page.keyboard.press("Control+Enter")
    for _ in range(PATIENCE // 250):
        prompt = cell.locator(".jp-InputPrompt").text_content()
        if prompt != before and any(letter.isdigit() for letter in prompt):
            break
        page.wait_for_timeout(250)
    return str(cell.locator(".jp-OutputArea").text_content())


def test_work_is_kept_in_the_browser(lesson: Any) -> None:
    cell = lesson.locator(EXERCISE).first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    lesson.keyboard.press("End")
    lesson.keyboard.type("  # my own work")
    lesson.keyboard.press("Control+S")
    lesson.wait_for_function("!document.querySelector('.lm-TabBar-tab.jp-mod-dirty')")
    lesson.reload()
    lesson.locator(".jp-CodeCell >> text=# my own work").wait_for()
    lesson.goto("about:blank")  # else its kernel starts beside the tests that follow


def test_students_get_neither_notes_nor_solutions(site: Path) -> None:
    for path in (site / "files").glob("*.ipynb"):
        cells = json.loads(path.read_text())["cells"]
        for cell in cells:
            about = cell["metadata"]
            assert about.get("slideshow", {}).get("slide_type") != "notes"
            assert not {"solution", "instructor"} & set(about.get("tags", ()))
            assert cell.get("outputs", []) == []


def test_the_answers_of_exercises_are_sealed_in_the_kits_wheel(site: Path) -> None:
    (wheel,) = (site / "static" / "kit").glob("ict_outcomes_kit-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        exercises = [name for name in archive.namelist() if name.endswith(".toml")]
        given = "".join(archive.read(name).decode() for name in exercises)
        assert not [name for name in archive.namelist() if name.endswith("verified.csv")]
    sources = (serving.ROOT / "notebooks" / "exercises").glob("*.toml")
    tasks = [task for path in sources for task in tomllib.loads(path.read_text())["exercise"]]
    assert len(tasks) >= 3
    for task in tasks:
        assert json.dumps(task["task"], ensure_ascii=False) in given
        assert json.dumps(task["answer"], ensure_ascii=False) not in given


def test_every_wheel_and_file_is_what_the_lock_says(site: Path) -> None:
    lock_file = site / "static" / "kit" / "pyodide-lock.json"
    packages = json.loads(lock_file.read_text())["packages"]
    assert {"ict-outcomes-kit", "pandas", "ipywidgets", "piplite"} <= set(packages)
    for entry in packages.values():
        content = (lock_file.parent / entry["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_without_a_folder_only_pyodide_itself_comes_from_its_public_host(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    source = desk.first_notebook(desk.notebooks(serving.ROOT))
    shutil.copy(source, tmp_path / "notebooks")
    made = live.build(tmp_path)
    lock = json.loads((made / "static" / "kit" / "pyodide-lock.json").read_text())
    abroad = {
        name for name, entry in lock["packages"].items() if entry["file_name"].startswith("http")
    }
    assert abroad == set(pyodide.official()["packages"])
    assert all(lock["packages"][name]["file_name"].startswith(pyodide.cdn()) for name in abroad)
    assert not (made / "static" / "pyodide").exists()


def test_two_builds_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path.parent)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(desk.first_notebook(desk.notebooks(serving.ROOT)), tmp_path / "notebooks")

    def made() -> dict[str, bytes]:
        folder = live.build(Path(tmp_path.name))
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    assert made() == made()
