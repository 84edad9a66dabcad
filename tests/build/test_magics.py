"""Every cell is turned into the Python that IPython would make of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from IPython.core.inputtransformer2 import TokenTransformBase, TransformerManager

from kit.build.magics import Commands

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
AWKWARD = [
    "",
    "\n\n  x = 1\n  y = 2",
    "%time f()",
    "if x:\n    %time f()",
    "if x:\n\t!ls",
    "%%bash\nls",
    "files = !ls",
    "files=!ls -l",
    "a = b = %pwd",
    "a = \\\n    %pwd",
    "a = \\\n    !pwd",
    "x = (3\n% 2)",
    "x = [1\n, 2]",
    "x = 'a %s' % 3\ny = x != 2",
    "f?",
    "f??  ",
    "%time?",
    "x = 1\nf.g?\ny = 2",
    "?f",
    "'Is this so?'",
    "x = '''\n%time\n!ls\nso?\n'''",
    "# so?\nx",
    "/f 1 2",
    ", f 1 2",
    "; f 1 2",
    ">>> x = 1\n... y",
    "In [3]: x = 1\n   ...: y",
    "x = 'unfinished",
    "x = (",
    "x\x0c\n!ls",
    "x = 1\r\n!ls\r\n",
    "f(a=%b)",
    "f(a=!b)",
]


@pytest.mark.parametrize("source", AWKWARD)
def test_an_awkward_cell_becomes_what_ipython_makes_of_it(source: str) -> None:
    assert Commands().transform_cell(source) == TransformerManager().transform_cell(source)


@pytest.mark.parametrize(
    "source", ["def f():\n    return 1\n  bad", "if x:\n\tif y:\n\t\ty\n    bad"]
)
def test_a_line_that_steps_back_too_little_is_refused_as_ipython_refuses_it(source: str) -> None:
    with pytest.raises(IndentationError) as theirs:
        TransformerManager().transform_cell(source)
    with pytest.raises(IndentationError) as ours:
        Commands().transform_cell(source)
    assert str(ours.value) == str(theirs.value)


def test_every_cell_of_the_course_becomes_what_ipython_makes_of_it() -> None:
    ours, theirs = Commands(), TransformerManager()
    for file in sorted(NOTEBOOKS.rglob("*.ipynb")):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                assert ours.transform_cell(source) == theirs.transform_cell(source), file


def test_a_command_that_an_extension_adds_is_found() -> None:
    class Shout(TokenTransformBase):
        """Turns every cell into a shout."""

        @classmethod
        def find(cls, tokens_by_line: list[list[object]]) -> Shout | None:
            return cls((1, 0)) if len(tokens_by_line[0]) > 1 else None

        def transform(self, lines: list[str]) -> list[str]:
            return ["\n"] if lines == ["ah!\n"] else ["ah!\n"]

    commands = Commands()
    commands.token_transformers.append(Shout)
    assert commands.transform_cell("x = 1") == "\n"
