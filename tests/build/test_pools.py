"""Tests of the processes that run and render."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from kit.build import pools as module
from kit.build.pools import Pools, can_fork, shared
from kit.build.task import Made, Task
from tests.build.conftest import notebook

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def task(folder: Path, source: str) -> Task:
    content = json.dumps(notebook(source)).encode()
    return Task("a", folder / "a.ipynb", folder, content, is_executed=False, formats=())


def shown(made: Made) -> Any:
    return json.loads(made.executed)["cells"][0]["outputs"][0]["data"]["text/plain"]


PARENT = "import os\nos.getppid()"


def test_one_warm_process_serves_one_task_after_another(tmp_path: Path, pools: Pools) -> None:
    parents = [shown(pools.submit(task(tmp_path, PARENT), "fork").result()) for _ in range(2)]
    assert parents[0] == parents[1]


def test_tasks_may_come_from_many_threads(tmp_path: Path, pools: Pools) -> None:
    def run(number: int) -> Any:
        return shown(pools.submit(task(tmp_path, f"{number} * 2"), "fork").result())

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(run, range(16))) == [str(2 * number) for number in range(16)]


def test_the_settings_of_matplotlib_are_not_those_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path / "matplotlibrc"))
    source = "import matplotlib as mpl\nmpl.rcParams['axes.facecolor']"
    with Pools(1, renders=False) as own:
        made = own.submit(task(tmp_path / "notebooks", source), "fork").result()
    assert shown(made) == "'white'"


def test_a_changed_record_is_served_by_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "sources.csv"
    data.write_text("one")
    listed = {"kit": [], "renderers": [], "data": [str(data)]}
    monkeypatch.setattr(module, "groups", lambda _: listed)
    with Pools(1, renders=False) as own:

        def parent() -> Any:
            return shown(own.submit(task(tmp_path, PARENT), "fork").result())

        first = parent()
        assert parent() == first
        data.write_text("another")
        assert parent() != first


def test_stages_are_told(tmp_path: Path, pools: Pools) -> None:
    told: list[tuple[str, str]] = []
    pools.submit(task(tmp_path, "1"), "fork", lambda *stage: told.append(stage)).result()
    assert told == [("a", "run")]


def test_the_pools_of_a_process_are_kept() -> None:
    assert shared() is shared()
    assert shared() is not shared(renders=True)


def test_linux_can_fork() -> None:
    assert can_fork()
