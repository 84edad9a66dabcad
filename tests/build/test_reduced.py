"""Tests of what decides a result."""

from __future__ import annotations

from typing import Any

import pytest

from kit.build.notebook import checked
from kit.build.reduced import code, packages, prose
from tests.build.conftest import code as code_cell
from tests.build.conftest import notebook
from tests.build.conftest import prose as prose_cell


def reduced(*cells: Any, **metadata: Any) -> tuple[str, str]:
    given = checked(notebook(*cells, **metadata), where="a.ipynb")
    return code(given), prose(given)


ORIGINAL = reduced(prose_cell("# Title"), "print(1)")


@pytest.mark.parametrize(
    "changed",
    [
        reduced(prose_cell("# Title"), "print(2)"),
        reduced(prose_cell("# Title"), code_cell("print(1)", "raises-exception")),
        reduced(prose_cell("# Title"), "print(1)", "print(1)"),
    ],
)
def test_code_and_its_tags_decide_outputs(changed: tuple[str, str]) -> None:
    assert changed[0] != ORIGINAL[0]
    assert changed[1] != ORIGINAL[1]


def test_another_kernel_gives_other_outputs() -> None:
    assert reduced("1", kernelspec={"name": "ir", "language": "R"})[0] != reduced("1")[0]


@pytest.mark.parametrize(
    "changed",
    [
        reduced(prose_cell("# Another title"), "print(1)"),
        reduced(prose_cell("# Title"), code_cell("print(1)", "remove-input")),
        reduced("print(1)", prose_cell("# Title")),
        reduced(prose_cell("# Title"), "print(1)", title="Stated"),
        reduced({**prose_cell("# Title"), "attachments": {"a.png": {}}}, "print(1)"),
    ],
)
def test_prose_order_and_metadata_decide_only_how_it_is_rendered(changed: tuple[str, str]) -> None:
    assert changed[0] == ORIGINAL[0]
    assert changed[1] != ORIGINAL[1]


def test_looking_at_a_notebook_changes_nothing() -> None:
    seen = {**code_cell("print(1)"), "outputs": [{}], "execution_count": 4, "id": "other"}
    seen["metadata"] = {"scrolled": True, "collapsed": False, "execution": {"shell": "now"}}
    info = {"name": "python", "version": "3.99"}
    assert reduced(prose_cell("# Title"), seen, language_info=info) == ORIGINAL


def test_the_packages_are_the_same_when_asked_twice() -> None:
    assert packages() == packages()
