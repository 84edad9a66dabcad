"""What is compiled ahead is what IPython would compile."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from IPython.core.compilerop import code_name

from kit.build.ahead import Compiler

CELL = "x = 20\n\n\ndef more(y):\n    return x + y\n\n\nmore(1)"


def shown(compiler: Compiler, source: str, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Run a cell as IPython does, and list what it shows."""
    values: list[object] = []
    monkeypatch.setattr("sys.displayhook", values.append)
    name, names = code_name(source, 1), {}
    *before, last = compiler.ast_parse(source, name).body
    for statement in before:
        exec(compiler(ast.Module([statement], []), name, "exec"), names)  # noqa: S102 - our own cell
    exec(compiler(ast.Interactive([last]), name, "single"), names)  # noqa: S102
    return values


def test_a_cell_read_ahead_shows_what_it_would_have_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = Compiler()
    ahead.read_ahead(CELL, 1)
    assert shown(ahead, CELL, monkeypatch) == shown(Compiler(), CELL, monkeypatch) == [21]


def test_a_cell_is_not_compiled_again() -> None:
    compiler = Compiler()
    compiler.read_ahead(CELL, 1)
    name = code_name(CELL, 1)
    tree = compiler.ast_parse(CELL, name)
    assert tree is compiler.ast_parse(CELL, name)
    first: Any = ast.Module(tree.body[:1], [])
    assert compiler(first, name, "exec") is compiler(first, name, "exec")
    compiler.forget()
    assert compiler(first, name, "exec") is not compiler(first, name, "exec")


def test_a_statement_that_is_to_show_its_value_after_all_is_compiled_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiler = Compiler()
    compiler.read_ahead("1 + 1\n2 + 2", 1)
    assert shown(compiler, "1 + 1\n2 + 2", monkeypatch) == [4]
    values: list[object] = []
    monkeypatch.setattr("sys.displayhook", values.append)
    name = code_name("1 + 1\n2 + 2", 1)
    first: Any = ast.Interactive(compiler.ast_parse("1 + 1\n2 + 2", name).body[:1])
    exec(compiler(first, name, "single"))  # noqa: S102 - our own cell
    assert values == [2]


@pytest.mark.parametrize("count", [0, 3])
def test_statements_that_are_compiled_together_are_all_there(count: int) -> None:
    compiler = Compiler()
    compiler.read_ahead(CELL, 1)
    name = code_name(CELL, 1)
    several: Any = ast.Module(compiler.ast_parse(CELL, name).body[:count], [])
    names: dict[str, object] = {}
    exec(compiler(several, name, "exec"), names)  # noqa: S102 - our own cell
    assert ("more" in names) == (count > 0)


def compiled(compiler: Compiler, source: str) -> None:
    """Compile a cell of one statement, as when it is run."""
    name = code_name(source, 1)
    statement: Any = ast.Module(compiler.ast_parse(source, name).body, [])
    compiler(statement, name, "exec")


@pytest.mark.parametrize("source", ["x = (", "return 1"])
def test_a_cell_that_cannot_be_compiled_fails_when_it_is_run(source: str) -> None:
    compiler = Compiler()
    compiler.read_ahead(source, 1)
    with pytest.raises(SyntaxError):
        compiled(compiler, source)


@pytest.mark.parametrize("source", ["x = '\\d'", "1 is 1"])
def test_a_cell_that_warns_does_so_when_it_is_run(source: str) -> None:
    compiler = Compiler()
    compiler.read_ahead(source, 1)
    with pytest.warns(Warning, match=r"invalid|is"):
        compiled(compiler, source)


def test_an_empty_cell_is_left_alone() -> None:
    Compiler().read_ahead("# nothing", 1)
