"""The cells above the parameters are run once, and nothing tells from outside."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from kit.build.build import brief
from kit.build.outcome import Limits
from tests.build.conftest import code, notebook, prose

if TYPE_CHECKING:
    from kit.build.report import Report
    from tests.build.conftest import Project

NUMBER = code("number = 0", "parameters")
TELL_RUN = "import os, pathlib\npathlib.Path('ran').open('a').write('x')"


def briefed(project: Project, *cells: Any, count: int = 6, **options: Any) -> Report:
    """Make briefings of one template, for the numbers from 0."""
    template = project.root / "notebooks" / "template.ipynb"
    template.write_text(json.dumps(notebook(prose("# Title"), *cells)))
    each = [{"number": number} for number in range(count)]
    return brief(project.root, template, each, pools=project.pools, **options)


def outputs(project: Project) -> list[list[Any]]:
    """Return the outputs of the last cell in each run that was kept."""
    folder = project.root / ".kit" / "runs"
    kept = [json.loads(file.read_bytes()[64:]) for file in folder.iterdir()]
    return [run["cells"][-1][0] for run in kept]


def texts(project: Project) -> list[str]:
    """Return what the last cell of each run printed."""
    return sorted(shown["text"] for run in outputs(project) for shown in run)


def test_cells_above_the_parameters_run_once_for_each_process(project: Project) -> None:
    report = briefed(project, TELL_RUN, NUMBER, "print(number)")
    assert not report.failed
    assert texts(project) == [f"{number}\n" for number in range(6)]
    assert len((project.root / "notebooks" / "ran").read_text()) <= 2


def test_what_one_briefing_does_no_other_sees(project: Project) -> None:
    briefed(project, "seen = []", NUMBER, "seen.append(number)\nprint(len(seen))")
    assert texts(project) == ["1\n"] * 6


def test_what_is_printed_above_is_an_output_of_each(project: Project) -> None:
    briefed(project, "import os", "print('above')", NUMBER, "os.system('echo raw')\nprint(number)")
    runs = [
        json.loads(file.read_bytes()[64:]) for file in (project.root / ".kit" / "runs").iterdir()
    ]
    assert {run["cells"][1][0][0]["text"] for run in runs} == {"above\n"}
    assert {run["cells"][-1][0][0]["text"] for run in runs} == {
        f"raw\n{number}\n" for number in range(6)
    }
    assert {tuple(count for _, count in run["cells"]) for run in runs} == {(1, 2, 3, 4)}


@pytest.mark.parametrize(
    "above",
    [
        pytest.param(
            "import threading, time\nthreading.Thread(target=time.sleep, args=(2,)).start()",
            id="thread",
        ),
        pytest.param("import subprocess\nstarted = subprocess.Popen(['sleep', '2'])", id="process"),
        pytest.param("import asyncio\nawait asyncio.sleep(0)", id="await"),
    ],
)
def test_what_a_fork_would_not_have_is_run_for_each(project: Project, above: str) -> None:
    report = briefed(project, f"{TELL_RUN}\n{above}", NUMBER, "print(number)", count=3)
    assert not report.failed
    assert (project.root / "notebooks" / "ran").read_text() == "xxx"


def test_an_error_above_the_parameters_is_told_for_each(project: Project) -> None:
    report = briefed(project, "1 / 0", NUMBER, count=3)
    assert [str(entry.error).count("division by zero") for entry in report.failed] == [1, 1, 1]
    assert all("cell 2" in str(entry.error) for entry in report.failed)


def test_a_briefing_that_dies_is_named_and_the_others_are_made(project: Project) -> None:
    report = briefed(
        project, "import os", NUMBER, "print('last words')\nif number == 2: os._exit(7)"
    )
    (failed,) = report.failed
    assert failed.name == "template-2"
    assert "exit code 7" in str(failed.error)
    assert "cell 4" in str(failed.error)
    assert "last words" in str(failed.error)


def test_a_briefing_that_hangs_is_stopped_with_what_it_started(project: Project) -> None:
    hang = "if number == 2:\n    subprocess.Popen(['sh', '-c', 'sleep 2; touch late'])\n    time.sleep(60)"
    report = briefed(
        project, "import subprocess, time", NUMBER, hang, limits=Limits(seconds=1), count=4
    )
    assert [entry.name for entry in report.failed] == ["template-2"]
    assert "limit of 1 seconds" in str(report.failed[0].error)
    time.sleep(2)
    assert not (project.root / "notebooks" / "late").exists()


def test_a_file_read_above_the_parameters_counts_as_read(project: Project) -> None:
    beside = project.root / "notebooks" / "beside.txt"
    beside.write_text("old")
    cells = ("text = open('beside.txt').read()", NUMBER, "print(text)")
    briefed(project, *cells, count=3)
    beside.write_text("new")
    report = briefed(project, *cells, count=3)
    assert [entry.outcome for entry in report.entries] == ["built"] * 3
    assert texts(project).count("new\n") == 3
