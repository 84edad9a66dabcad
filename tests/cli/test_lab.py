"""`kit lab`: what it says when it cannot begin (tests/integration opens the real thing)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kit import cli

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Course


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note with what JupyterLab would be started."""
    application = pytest.importorskip("jupyterlab.labapp")  # takes seconds: not when collecting
    calls: list[list[str]] = []
    monkeypatch.setattr(application.LabApp, "launch_instance", calls.append)
    for variable in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):  # what is added is taken back
        monkeypatch.setenv(variable, "")
    return calls


def workspaces(course: Course) -> list[dict[str, object]]:
    folder = course.root / ".kit" / "lab" / "workspaces"
    return [json.loads(path.read_text()) for path in folder.iterdir()]


def test_hands_other_options_to_jupyterlab(
    course: Course, launched: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    assert cli.main(["lab", "01", "--no-browser", "--port=9999"]) == 0
    (arguments,) = launched
    assert "--no-browser" in arguments
    assert "--port=9999" in arguments
    assert f"--ServerApp.root_dir={course.root.resolve()}" in arguments
    assert "--LabApp.default_url=/lab/workspaces/01_small" in arguments


def test_the_kernel_speaks_in_sentences_before_the_first_cell_is_run(
    course: Course, launched: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = pytest.importorskip("jupyter_client.manager")
    monkeypatch.chdir(course.root)
    cli.main(["lab"])
    assert len(launched) == 1
    kernel, client = manager.start_new_kernel(kernel_name="python3")
    said: list[str] = []
    try:
        client.execute_interactive(
            "record.votes",
            timeout=60,
            output_hook=lambda message: said.extend(message["content"].get("traceback", [])),
        )
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)
    assert len(said) == 1
    assert said[0].startswith("'record' is not known here (line 1 of this cell).")
    assert "run the first cell of this notebook" in said[0]


def test_a_desk_that_was_rearranged_stays_so(
    course: Course, launched: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    cli.main(["lab"])
    (path,) = (course.root / ".kit" / "lab" / "workspaces").iterdir()
    mine = json.loads(path.read_text())
    mine["data"]["layout-restorer:data"]["left"]["collapsed"] = True
    path.write_text(json.dumps(mine))
    cli.main(["lab"])
    assert workspaces(course) == [mine]
    assert len(launched) == 2


def test_a_desk_from_which_the_notebook_has_gone_is_laid_again(
    course: Course, launched: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    cli.main(["lab"])
    (path,) = (course.root / ".kit" / "lab" / "workspaces").iterdir()
    path.write_text(json.dumps({"data": {}, "metadata": {"id": "01_small"}}))
    cli.main(["lab"])
    assert "notebook:notebooks/01_small.ipynb" in path.read_text()
    assert len(launched) == 2


@pytest.mark.usefixtures("launched")
def test_writes_only_into_the_courses_own_folder(
    course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home: Path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(home / "jupyter"))
    monkeypatch.chdir(course.root)
    before = {path for path in course.root.rglob("*") if ".kit" not in path.parts}
    cli.main(["lab"])
    assert list(home.iterdir()) == []
    assert {path for path in course.root.rglob("*") if ".kit" not in path.parts} == before


def test_a_notebook_outside_the_course_is_refused(course: Course, tmp_path: Path) -> None:
    other = tmp_path.parent / "other.ipynb"
    other.write_text("{}")
    done = course.run("lab", str(other))
    assert done.returncode == 2
    assert "is not in the course" in done.stderr


def test_a_notebook_that_does_not_exist_is_named(course: Course) -> None:
    done = course.run("lab", "nothing.ipynb")
    assert done.returncode == 2
    assert "There is no such notebook" in done.stderr


def test_without_a_course_it_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lab"]) == 2
    assert "kit init FOLDER" in capsys.readouterr().err
