"""Cells that several runs begin with are run once, and nothing tells from outside."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path
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


CHANCE = random.Random(7).random()  # noqa: S311 - no secret


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


# --- the cells above the parameters ---------------------------------------------------


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


def test_chance_goes_on_from_above_the_parameters(project: Project) -> None:
    briefed(project, "import random\nrandom.seed(7)", NUMBER, "print(random.random())", count=3)
    assert texts(project) == [f"{CHANCE}\n"] * 3


def test_a_logger_from_above_the_parameters_still_writes(project: Project) -> None:
    above = "import logging, threading, time\nlogging.basicConfig(format='%(message)s')\n"
    waiting = "threading.Thread(target=time.sleep, args=(2,)).start()"
    for before in (above, above + waiting):
        briefed(project, before, NUMBER, "logging.warning('logged %s', number)", count=2)
        assert {"logged 0\n", "logged 1\n"} <= set(texts(project))


def test_a_file_read_above_the_parameters_counts_as_read(project: Project) -> None:
    beside = project.root / "notebooks" / "beside.txt"
    beside.write_text("old")
    cells = ("text = open('beside.txt').read()", NUMBER, "print(text)")
    briefed(project, *cells, count=3)
    beside.write_text("new")
    report = briefed(project, *cells, count=3)
    assert [entry.outcome for entry in report.entries] == ["built"] * 3
    assert texts(project).count("new\n") == 3


# --- the cells before the one that has changed ----------------------------------------

WORK = f"import time\n{TELL_RUN}\ntime.sleep(0.1)"  # enough that it is not done again


def resumed(project: Project, *cells: Any, **options: Any) -> list[Any]:
    """Build a notebook that may go on where it has changed; return the text of each cell."""
    project.write("a", prose("# Title"), *cells)
    report = project.build(resumes=True, **options)
    assert not report.failed, report.failed[0].error
    return shown(project)


def shown(project: Project) -> list[Any]:
    """Return what each code cell printed in the run that was kept last."""
    kept = max((project.root / ".kit" / "runs").iterdir(), key=lambda file: file.stat().st_mtime_ns)
    cells = json.loads(kept.read_bytes()[64:])["cells"]
    return ["".join(output.get("text", "") for output in outputs) for outputs, _ in cells]


def runs(project: Project) -> int:
    """Return how often the cell that tells it has run."""
    return len((project.root / "notebooks" / "ran").read_text())


def test_cells_before_a_change_are_not_run_again(project: Project) -> None:
    resumed(project, WORK, "found = 6", "print(found)")
    for number in range(3):
        assert (
            resumed(project, WORK, "found = 6", f"print(found * {number})")[-1] == f"{6 * number}\n"
        )
    assert runs(project) == 1


def test_a_change_of_the_first_cell_runs_everything_again(project: Project) -> None:
    resumed(project, f"{WORK}\nfound = 6", "print(found)")
    assert resumed(project, f"{WORK}\nfound = 7", "print(found)")[-1] == "7\n"
    assert runs(project) == 2


def test_a_cell_that_comes_or_goes_runs_what_follows(project: Project) -> None:
    resumed(project, WORK, "n = 1", "print(n)")
    assert resumed(project, WORK, "n = 1", "n += 1", "print(n)")[-1] == "2\n"
    assert resumed(project, WORK, "print('n' in globals())")[-1] == "False\n"
    assert runs(project) == 1


def test_what_a_cell_did_before_it_was_changed_is_undone(project: Project) -> None:
    resumed(project, f"{WORK}\nseen = []", "seen.append('old')", "print(seen)")
    assert (
        resumed(project, f"{WORK}\nseen = []", "seen.append('new')", "print(seen)")[-1]
        == "['new']\n"
    )


def test_prose_between_unchanged_cells_moves_no_output(project: Project) -> None:
    cells = (f"{WORK}\nprint('above')", "print('middle')")
    resumed(project, *cells, "print('old')")
    said = resumed(project, prose("More."), cells[0], prose("More."), cells[1], "print('new')")
    assert said == ["above\n", "middle\n", "new\n"]


def test_an_earlier_display_is_updated_across_a_change(project: Project) -> None:
    first = f"{WORK}\nhandle = display('one', display_id=True)"
    resumed(project, first, "handle.update('two')")
    resumed(project, first, "handle.update('three')")
    kept = [file.read_bytes() for file in (project.root / ".kit" / "runs").iterdir()]
    assert any(b"'three'" in run and b"'one'" not in run for run in kept)
    assert runs(project) == 1


def test_an_error_that_is_mended_goes_on_from_there(project: Project) -> None:
    project.write("a", prose("# Title"), WORK, "1 / 0")
    for _ in range(2):
        (failed,) = project.build(resumes=True).failed
        assert "cell 3" in str(failed.error)
    assert resumed(project, WORK, "print(1 / 1)")[-1] == "1.0\n"
    assert runs(project) == 1


def test_a_file_that_unchanged_cells_have_read_is_read_again(project: Project) -> None:
    beside = project.root / "notebooks" / "beside.txt"
    beside.write_text("old")
    read = f"{WORK}\ntext = open('beside.txt').read()"
    resumed(project, read, "print(text)")
    assert resumed(project, read, "print(text + '.')")[-1] == "old.\n"
    beside.write_text("new")
    assert resumed(project, read, "print(text + '!')")[-1] == "new!\n"


@pytest.mark.parametrize(
    ("held", "use"),
    [
        pytest.param("file = open('beside.txt')", "file.read()", id="file"),
        pytest.param(
            "import os\nreader, writer = os.pipe()\nos.write(writer, b'text')",
            "os.read(reader, 4).decode()",
            id="pipe",
        ),
        pytest.param(
            "import threading\nthread = threading.Thread(target=time.sleep, args=(9,), daemon=True)\n"
            "thread.start()",
            "'text' * thread.is_alive()",
            id="thread",
        ),
        pytest.param(
            "import subprocess\nchild = subprocess.Popen(['sleep', '9'])",
            "'text' * (child.poll() is None)",
            id="process",
        ),
    ],
)
def test_what_a_fork_would_share_or_lack_is_made_anew(
    project: Project, held: str, use: str
) -> None:
    (project.root / "notebooks" / "beside.txt").write_text("text")
    for number in range(3):
        said = resumed(project, f"{WORK}\n{held}", f"print({use}, {number})")
        assert said[-1] == f"text {number}\n"


def test_chance_goes_on_across_a_change(project: Project) -> None:
    seeded = f"{WORK}\nimport random\nrandom.seed(7)"
    for number in range(2):
        said = resumed(project, seeded, f"print({number}, random.random())")
        assert said[-1] == f"{number} {CHANCE}\n"


def test_a_cell_that_hangs_is_stopped_and_the_next_build_is_right(project: Project) -> None:
    limits = Limits(seconds=2)
    resumed(project, WORK, "print('fine')", limits=limits)
    project.write("a", prose("# Title"), WORK, "while True: pass")
    (failed,) = project.build(resumes=True, limits=limits).failed
    assert "limit of 2 seconds" in str(failed.error)
    assert "cell 3" in str(failed.error)
    assert resumed(project, WORK, "print('again')", limits=limits)[-1] == "again\n"


def test_a_process_that_was_killed_while_it_waited_is_replaced(project: Project) -> None:
    number = f"{WORK}\npathlib.Path('number').write_text(str(os.getpid()))"
    resumed(project, number, "print('old')")
    os.kill(int((project.root / "notebooks" / "number").read_text()), signal.SIGKILL)
    time.sleep(0.3)
    assert resumed(project, number, "print('new')")[-1] == "new\n"
    assert runs(project) == 2


def test_a_long_notebook_leaves_few_processes(project: Project) -> None:
    tell = "pathlib.Path('numbers').open('a').write(f'{os.getpid()}\\n')\ntime.sleep(0.07)"
    cells = [f"import os, pathlib, time\n{tell}", *[f"{tell}\n{n} + 1" for n in range(20)]]
    numbers = project.root / "notebooks" / "numbers"
    resumed(project, *cells)
    assert 3 <= len(set(numbers.read_text().split())) <= 8
    for changed in range(8, 20, 2):
        cells[changed] += "\n# changed"
        resumed(project, *cells)
    resumed(project, *cells[:-1], tell)
    numbers.unlink()
    resumed(project, *cells[:-1], f"{tell}\n'changed again'")
    assert len(numbers.read_text().split()) == 1


def test_only_the_notebooks_that_were_built_last_keep_their_processes(project: Project) -> None:
    resumed(project, f"{WORK}\npathlib.Path('number').write_text(str(os.getpid()))", "print(1)")
    process = Path("/proc") / (project.root / "notebooks" / "number").read_text()
    project.write("b", prose("# Title"), "print(2)")
    project.build(resumes=True)
    assert process.exists()
    project.write("c", prose("# Title"), "print(3)")
    project.build(resumes=True)
    deadline = time.monotonic() + 10
    while process.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not process.exists()
