"""The two engines, a fork and a kernel, give the same document."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kit
from kit import document
from kit.build.execute import prepare, run
from kit.build.outcome import Limits
from kit.build.parameters import NO_STEM, again
from kit.build.pools import Pools
from kit.build.task import Task
from tests.build.conftest import code, notebook, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
COURSE = sorted((ROOT / "notebooks").rglob("*.ipynb"))

# What usually breaks when cells run without a kernel.
TORTURE: dict[str, dict[str, Any] | str] = {
    "top-level await": "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
    "two streams": "import sys\nprint('a')\nprint('e', file=sys.stderr)\nprint('b')",
    "stream around a display": (
        "from IPython.display import *\nprint('before')\ndisplay(Markdown('*m*'))\nprint('after')"
    ),
    "display update": "handle = display('one', display_id=True)\nhandle.update('two')",
    "update of an earlier cell": "handle.update('three')",
    "clear output": "for i in range(3):\n    clear_output(wait=True)\n    print('step', i)",
    "shell escape": "!echo from-shell",
    "captured shell": "lines = !printf 'a\\nb\\n'\nlist(lines)",
    "bash": "%%bash\necho from-bash\necho to-stderr >&2",
    # A kernel hears of these two only after a while; a fork keeps their order.
    "raw descriptor": "import os, time\nos.write(1, b'raw\\n')\ntime.sleep(0.3)",
    "child process": "import subprocess\nsubprocess.run(['echo', 'child'])\ntime.sleep(0.3)",
    "warning": "import warnings\nwarnings.warn('careful')",
    "logging": "import logging\nlogging.getLogger().warning('logged')",
    "interact": (
        "from ipywidgets import interact\n@interact(x=(0, 5))\ndef square(x=2):\n"
        "    print('x is', x)\n    return x * x"
    ),
    "output widget": (
        "import ipywidgets as w\nout = w.Output()\nwith out:\n    print('inside')\n"
        "    display(Markdown('**kept**'))\nout"
    ),
    "what the widget captured": "len(out.outputs)",
    "output widget with an error": "with out:\n    1 / 0\nprint('went on')",
    "observed widget": (
        "slider = w.IntSlider(3)\nslider.observe(lambda c: print('now', c['new']), 'value')\n"
        "slider.value = 7"
    ),
    "inline figure": (
        "%config InlineBackend.figure_format = 'svg'\nimport matplotlib.pyplot as plt\n"
        "plt.plot([1, 2, 3]);"
    ),
    "figure without show": "fig, ax = plt.subplots()\nax.plot([3, 1])\nfig",
    "capture": "%%capture caught\nprint('hidden')\ndisplay('seen later')",
    "show what was captured": "caught.show()",
    "thread": (
        "import threading\nthread = threading.Thread(target=print, args=('from thread',))\n"
        "thread.start()\nthread.join()"
    ),
    "task in the background": (
        "async def later():\n    await asyncio.sleep(0.02)\n    print('later')\n"
        "task = asyncio.create_task(later())\nawait asyncio.sleep(0.05)"
    ),
    "nested loop refused": (
        "coroutine = later()\ntry:\n    asyncio.run(coroutine)\n"
        "except RuntimeError as error:\n    print(error)\n    coroutine.close()"
    ),
    "processes": (
        "import multiprocessing\ndef double(n):\n    print('child', n)\n    return 2 * n\n"
        "with multiprocessing.get_context('fork').Pool(1) as pool: print(pool.map(double, [1, 2]))"
    ),
    "mime bundle": (
        "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'B', 'application/json': {'a': 1}}\nBundle()"
    ),
    "broken formatter caught": (
        "class Broken:\n    def _repr_html_(self): raise NotImplementedError\nBroken() is not None"
    ),
    "input": "try:\n    input('name? ')\nexcept Exception as e:\n    print(type(e).__name__, e)",
    "name and history": "__name__, 'In' in globals(), _ih[1][:14], Out is _oh",
    "last value": "40 + 2",
    "last value again": "_ + 1, _31 if '_31' in globals() else None",
    "magics": "number = 1\n%who_ls int",
    "timed quietly": "%%timeit -n1 -r1 -q\npass",
    "pager": "print?",
    "seeded chance": "import random\nrandom.seed(1)\nrandom.random()",
    "unseeded chance": "import numpy as np\nnp.random.rand()",
    "set order": "list({'alpha', 'beta', 'gamma', 'delta'})",
    "table": "import pandas as pd\npd.DataFrame({'State': ['Fiji'], 'vote': ['yes']})",
    "styled table": "pd.DataFrame({'a': [1]}).style.highlight_max()",
    "semicolon": "41 + 1;",
    "exception": code("1 / 0", "raises-exception"),
    "long recursion": code("def f(): f()\nf()", "raises-exception"),
    "leaving": code("import sys\nsys.exit(3)", "raises-exception"),
    "syntax error": code("a = (", "raises-exception"),
    "interrupt": code("raise KeyboardInterrupt", "raises-exception"),
    "error in a formatter": code(
        "class Bad:\n    def _repr_html_(self): raise KeyError('shown')\nBad()", "raises-exception"
    ),
    "skipped": code("print('never')", "skip-execution"),
    "after all": "print('after all of it')",
}


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    path = tmp_path_factory.mktemp("torture") / "torture.ipynb"
    given = notebook(prose("# Torture"), *TORTURE.values())
    patient = Limits(seconds=120)  # on a machine that is busy with other tests
    return {
        engine: run(given, path=path, engine=engine, limits=patient)
        for engine in ("fork", "kernel")
    }


# pandas gives a styled table random identifiers. They do not reach a document.
NOT_COMPARED = {"styled table"}


@pytest.mark.parametrize("name", sorted(TORTURE.keys() - NOT_COMPARED))
def test_both_engines_give_a_cell_the_same_outputs(
    torture: dict[str, dict[str, Any]], name: str
) -> None:
    number = list(TORTURE).index(name) + 1
    by_fork, by_kernel = (torture[engine]["cells"][number] for engine in ("fork", "kernel"))
    assert without_frames(by_fork) == without_frames(by_kernel)


def without_frames(cell: dict[str, Any]) -> dict[str, Any]:
    outputs = [
        {key: value for key, value in output.items() if key != "traceback"}
        for output in cell["outputs"]
    ]
    return {**cell, "outputs": outputs}


def test_both_engines_give_widgets_the_same_state(torture: dict[str, dict[str, Any]]) -> None:
    by_fork, by_kernel = (torture[engine]["metadata"]["widgets"] for engine in ("fork", "kernel"))
    assert by_fork.keys() == by_kernel.keys()
    for media in by_fork:
        fork_state, kernel_state = by_fork[media]["state"], by_kernel[media]["state"]
        assert fork_state.keys() == kernel_state.keys()
        for model, state in fork_state.items():
            assert comparable(state) == comparable(kernel_state[model])


def comparable(model: dict[str, Any]) -> dict[str, Any]:
    state = dict(model["state"])
    state["outputs"] = [
        {key: value for key, value in output.items() if key != "traceback"}
        for output in state.get("outputs", ())
    ]
    return {**model, "state": state}


def test_both_engines_give_the_torture_the_same_document(
    torture: dict[str, dict[str, Any]],
) -> None:
    by_fork, by_kernel = (
        document.read(torture[engine], name="torture", record=kit.load())
        for engine in ("fork", "kernel")
    )
    assert by_fork == by_kernel


@pytest.mark.parametrize("path", COURSE, ids=[path.stem for path in COURSE])
def test_both_engines_give_the_course_the_same_document(path: Path) -> None:
    given = json.loads(path.read_text(encoding="utf-8"))
    forked, in_kernel = (
        document.read(executed, name=path.stem, record=kit.load(), folder=path.parent)
        for executed in (by_fork(path), run(given, path=path, engine="kernel"))
    )
    assert forked == in_kernel


@cache
def by_fork(path: Path) -> dict[str, Any]:
    """Run a notebook from its first cell to its last."""
    return run(json.loads(path.read_text(encoding="utf-8")), path=path, engine="fork")


# --- a run that goes on from where the notebook has changed ---------------------------

# A notebook in which a cell waits is always run whole; and the recursion takes seconds.
PATIENT = [
    cell
    for name, cell in TORTURE.items()
    if "await" not in str(cell) and "async" not in str(cell) and name != "long recursion"
]


@pytest.fixture(scope="module")
def pools() -> Iterator[Pools]:
    with Pools(1, renders=False) as own:
        yield own


def resumed(path: Path, given: dict[str, Any], pools: Pools, changed: Iterable[int]) -> Any:
    """Run a notebook with one cell changed, then another, and at last as it is."""
    versions = [copy.deepcopy(given) for _ in changed]
    cells = [cell for cell in given["cells"] if cell["cell_type"] == "code"]
    for version, number in zip(versions, changed, strict=True):
        other = [cell for cell in version["cells"] if cell["cell_type"] == "code"][number]
        other["source"] = f"{other['source']}\n# changed"
    assert len(cells) > max(changed)
    for version in (*versions, given):
        prepared = prepare(version, path=path, parameters={})
        stem = again(prepared, {})
        assert stem != NO_STEM
        content = json.dumps(prepared).encode()
        limits = Limits(seconds=120)
        task = Task(
            "a", path, path, content, is_executed=False, formats=(), limits=limits, stem=stem
        )
        executed = pools.submit(task, "fork").result().executed
    return json.loads(executed)


def test_going_on_gives_the_torture_the_same_outputs(tmp_path: Path, pools: Pools) -> None:
    given = notebook(prose("# Torture"), *PATIENT)
    path = tmp_path / "torture.ipynb"
    whole = run(given, path=path, limits=Limits(seconds=120))
    steps = range(2, len(PATIENT), 6)
    again = resumed(path, given, pools, steps)
    for one, other in zip(whole["cells"][1:], again["cells"][1:], strict=True):
        if ".style" not in one["source"]:  # has random identifiers
            assert without_frames(one) == without_frames(other)


@pytest.mark.parametrize("path", COURSE, ids=[path.stem for path in COURSE])
def test_going_on_gives_the_course_the_same_outputs(path: Path, pools: Pools) -> None:
    given = json.loads(path.read_text(encoding="utf-8"))
    last = sum(cell["cell_type"] == "code" for cell in given["cells"]) - 1
    assert resumed(path, given, pools, [last * 2 // 3]) == by_fork(path)
