"""Tests of running notebooks in forks of a warm process."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from kit.build.execute import run
from kit.build.outcome import MIB, Limits
from kit.errors import ExecutionError, NotebookError, UsageError
from tests.build.conftest import code, notebook, prose


def executed(tmp_path: Path, *cells: Any, **options: Any) -> list[dict[str, Any]]:
    result = run(notebook(*cells), path=tmp_path / "a.ipynb", engine="fork", **options)
    listed: list[dict[str, Any]] = result["cells"]
    return listed


def printed(tmp_path: Path, *cells: Any, **options: Any) -> str:
    return "".join(
        output["text"]
        for cell in executed(tmp_path, *cells, **options)
        for output in cell.get("outputs", [])
        if output["output_type"] == "stream"
    )


def failure(tmp_path: Path, *cells: Any, **limits: Any) -> ExecutionError:
    with pytest.raises(ExecutionError) as caught:
        executed(tmp_path, *cells, limits=Limits(**limits))
    return caught.value


# --- what a run gives -----------------------------------------------------------------


def test_outputs_and_counts_are_filled_in(tmp_path: Path) -> None:
    cells = executed(tmp_path, prose("# Title"), "print('a')\n1 + 1", "", "3")
    assert cells[1]["outputs"][0] == {"output_type": "stream", "name": "stdout", "text": "a\n"}
    assert cells[1]["outputs"][1]["data"] == {"text/plain": "2"}
    assert [cell.get("execution_count") for cell in cells] == [None, 1, None, 2]


def test_the_notebook_given_stays_as_it_was(tmp_path: Path) -> None:
    given = notebook("print('a')")
    run(given, path=tmp_path / "a.ipynb")
    assert given == notebook("print('a')")


def test_saved_outputs_are_not_trusted(tmp_path: Path) -> None:
    saved = {"output_type": "stream", "name": "stdout", "text": "forged"}
    cells = executed(tmp_path, {**code(""), "outputs": [saved]}, {**code("1"), "outputs": [saved]})
    assert "forged" not in str(cells)


def test_a_notebook_runs_in_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("found")
    (tmp_path / "helper.py").write_text("word = 'imported'")
    said = printed(tmp_path, "import helper\nprint(open('beside.txt').read(), helper.word)")
    assert said == "found imported\n"


def test_a_run_for_an_export_can_be_told(tmp_path: Path) -> None:
    ask = "import os\nprint(os.environ['KIT_EXPORT'])"
    assert printed(tmp_path, ask) == "1\n"
    assert printed(tmp_path, ask, export=False) == "\n"


def test_parameters_reach_the_cells(tmp_path: Path) -> None:
    cells = [code("state = 'SGP'", "parameters"), code("print(state)")]
    assert printed(tmp_path, *cells, parameters={"state": "FJI"}) == "FJI\n"
    with pytest.raises(UsageError, match="no parameter"):
        executed(tmp_path, *cells, parameters={"sate": "FJI"})


def test_output_of_child_processes_stands_in_its_place(tmp_path: Path) -> None:
    said = printed(
        tmp_path,
        "import os, subprocess\nprint('1')\nos.system('echo 2')\nprint('3')\n"
        "subprocess.run(['echo', '4'])\nos.write(1, b'5\\n')\nprint('6');",
    )
    assert said.split() == list("123456")


def test_a_child_may_write_more_than_a_pipe_holds(tmp_path: Path) -> None:
    cell = "import subprocess\nsubprocess.run(['head', '-c', '300000', '/dev/zero']);"
    assert len(printed(tmp_path, cell)) == 300_000


def test_bytes_that_are_not_utf8_are_replaced(tmp_path: Path) -> None:
    assert (
        printed(tmp_path, "import os\nos.write(1, b'\\xff\\n');") == "\N{REPLACEMENT CHARACTER}\n"
    )


def test_tasks_go_on_while_later_cells_run(tmp_path: Path) -> None:
    said = printed(
        tmp_path,
        "import asyncio\nasync def later():\n    await asyncio.sleep(0)\n    print('later')\n"
        "task = asyncio.create_task(later())",
        "await task",
    )
    assert said == "later\n"


# --- a clean state --------------------------------------------------------------------


def test_nothing_is_left_for_the_next_notebook(tmp_path: Path) -> None:
    executed(
        tmp_path,
        "import os, sys, time, locale, pandas as pd, matplotlib.pyplot as plt\n"
        "leaked = 1\nos.environ['LEAKED'] = '1'\nos.environ['TZ'] = 'Asia/Tokyo'\ntime.tzset()\n"
        "sys.path.append('/leaked')\npd.options.display.max_rows = 3\nplt.rcParams['figure.max_open_warning'] = 99",
    )
    said = printed(
        tmp_path,
        "import os, sys, time, pandas as pd, matplotlib.pyplot as plt\n"
        "print('leaked' in globals(), 'LEAKED' in os.environ, time.tzname[0], "
        "'/leaked' in sys.path, pd.options.display.max_rows, plt.rcParams['font.size'] == 99)",
    )
    assert said == "False False UTC False 60 False\n"


def test_chance_is_the_same_in_every_run(tmp_path: Path) -> None:
    cell = "import random, numpy as np\nprint(random.random(), np.random.rand(), hash('words'))"
    assert printed(tmp_path, cell) == printed(tmp_path, cell)


def test_a_plain_figure_has_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    cells = [
        "%config InlineBackend.figure_format = 'svg'\nimport matplotlib.pyplot as plt",
        "plt.plot([1, 2, 3]);",
    ]
    assert executed(tmp_path, *cells) == executed(tmp_path, *cells)


def test_a_chart_by_a_module_beside_it_is_that_of_a_cell(tmp_path: Path) -> None:
    chart = (
        "%config InlineBackend.figure_format = 'svg'\n"
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3]);"
    )
    magic, *lines = chart.splitlines()
    body = "".join(f"    {line}\n" for line in lines)
    module = "from IPython import get_ipython\n\ndef show():\n"
    module += f"    get_ipython().run_line_magic('config', {magic.removeprefix('%config ')!r})\n"
    (tmp_path / "chart.py").write_text(module + body)
    beside = executed(tmp_path, "import chart\nchart.show()")[0]["outputs"]
    assert beside == executed(tmp_path, chart)[0]["outputs"]
    assert "image/svg+xml" in beside[0]["data"]


# --- what goes wrong ------------------------------------------------------------------


def test_a_failing_cell_is_named_with_its_last_words(tmp_path: Path) -> None:
    error = failure(tmp_path, prose("# Title"), "a = 1", "print('so far')\n1 / 0", "b = 2")
    assert "ZeroDivisionError: division by zero" in error.what
    assert "so far" in error.what
    assert error.where == f"{tmp_path / 'a.ipynb'}, cell 3"
    assert error.mend


def test_a_failing_magic_and_a_syntax_error_are_failures(tmp_path: Path) -> None:
    assert "SyntaxError" in failure(tmp_path, "a = (").what
    assert "CalledProcessError" in failure(tmp_path, "%%bash\nexit 3").what


def test_an_error_while_something_is_shown_is_a_failure(tmp_path: Path) -> None:
    cell = "class C:\n    def _repr_html_(self): raise KeyError('shown')\nC()"
    assert "KeyError" in failure(tmp_path, cell).what


def test_an_error_that_is_expected_lets_the_notebook_go_on(tmp_path: Path) -> None:
    cells = executed(tmp_path, code("1 / 0", "raises-exception"), "'after'")
    assert cells[0]["outputs"][0]["ename"] == "ZeroDivisionError"
    assert cells[1]["outputs"][0]["data"]["text/plain"] == "'after'"


def test_input_is_refused(tmp_path: Path) -> None:
    assert "StdinNotImplementedError" in failure(tmp_path, "input('name? ')").what
    assert "StdinNotImplementedError" in failure(tmp_path, "import getpass\ngetpass.getpass()").what


def test_an_endless_cell_is_stopped_and_named(tmp_path: Path) -> None:
    begun = time.monotonic()
    error = failure(tmp_path, "1", "print('looping')\nwhile True: pass", seconds=1)
    assert time.monotonic() - begun < 10
    assert "limit of 1 seconds" in error.what
    assert "cell 2" in error.what
    assert "looping" in error.what


def test_a_cell_that_refuses_to_be_interrupted_is_stopped(tmp_path: Path) -> None:
    cell = (
        "import signal, time\nfor s in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):\n"
        "    signal.signal(s, signal.SIG_IGN)\nwhile True:\n    time.sleep(60)"
    )
    assert "limit of 1 seconds" in failure(tmp_path, cell, seconds=1).what


def test_processes_that_a_notebook_started_end_with_it(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    cell = (
        "import subprocess\nchild = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(pid_file)!r}, 'w').write(str(child.pid))"
    )
    executed(tmp_path, cell)
    pid = int(pid_file.read_text())
    for _ in range(100):
        if not is_running(pid):
            return
        time.sleep(0.05)
    pytest.fail("the process still runs")


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("cell", "ending"),
    [
        ("import os\nos._exit(3)", "exit code 3"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("import ctypes\nctypes.string_at(0)", "SIGSEGV"),
    ],
)
def test_a_process_that_dies_is_reported_with_its_cell(
    tmp_path: Path, cell: str, ending: str
) -> None:
    error = failure(tmp_path, "1", f"print('last words')\n{cell}")
    assert ending in error.what
    assert "last words" in error.what
    assert error.where.endswith("cell 2")


@pytest.mark.parametrize("cell", ["exit", "quit()", "import sys\nsys.exit(2)"])
def test_leaving_is_a_failure_of_the_cell(tmp_path: Path, cell: str) -> None:
    error = failure(tmp_path, "1", cell)
    assert "SystemExit" in error.what
    assert error.where.endswith("cell 2")


def test_too_much_memory_is_refused(tmp_path: Path) -> None:
    error = failure(tmp_path, "kept = bytearray(400 * 2**20)", memory=200 * MIB)
    assert "limit of 200 MiB" in error.what


def test_recursion_without_end_is_an_error_of_the_cell(tmp_path: Path) -> None:
    assert "RecursionError" in failure(tmp_path, "def f(): f()\nf()").what


@pytest.mark.parametrize(
    "cell",
    [
        "while True: print('x' * 1000)",
        "import subprocess\nsubprocess.run('yes')",
        "from IPython.display import HTML, display\nwhile True: display(HTML('x' * 1000))",
    ],
)
def test_too_much_output_is_refused(tmp_path: Path, cell: str) -> None:
    begun = time.monotonic()
    error = failure(tmp_path, "1", cell, output=MIB, seconds=30)
    assert time.monotonic() - begun < 20
    assert "more output than its limit of 1 MiB" in error.what
    assert error.where.endswith("cell 2")


def test_a_failure_does_not_hurt_the_next_notebook(tmp_path: Path) -> None:
    failure(tmp_path, "import os\nos._exit(3)")
    assert printed(tmp_path, "print('well')") == "well\n"


def test_something_that_is_no_notebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotebookError):
        run({"cells": []}, path=tmp_path / "a.ipynb")


def test_this_process_is_left_as_it_was(tmp_path: Path) -> None:
    before = Path.cwd(), dict(os.environ)
    executed(tmp_path, "import os\nos.chdir('/')\nos.environ['X_LEAKED'] = '1'")
    assert (Path.cwd(), dict(os.environ)) == before
