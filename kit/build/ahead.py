"""Cells that many forks will run, compiled once before the first fork."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Any

from IPython.core.compilerop import CachingCompiler, code_name

if TYPE_CHECKING:
    from types import CodeType


class Compiler(CachingCompiler):
    """Compiles as IPython does, and remembers what it has been given to read ahead."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._trees: dict[tuple[str, str], ast.Module] = {}
        self._codes: dict[tuple[ast.stmt, str], CodeType] = {}  # by statement and symbol

    def read_ahead(self, source: str, number: int) -> None:
        """Compile a cell before it is run. One that cannot be compiled tells so when it runs.

        Parameters
        ----------
        source : str
            The cell as Python.
        number : int
            Its number among the cells that are run, from 1.
        """
        name = code_name(source, number)
        try:
            with warnings.catch_warnings(), self.extra_flags(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT):
                warnings.simplefilter("error")  # a warning is part of what the cell shows
                tree: Any = super().ast_parse(source, name)
                *before, last = tree.body
                codes = {(each, "exec"): self._compiled(each, name) for each in before}
                symbol = "single" if isinstance(last, ast.Expr) else "exec"
                codes[last, symbol] = self._compiled(last, name, symbol)
        except (SyntaxError, ValueError):
            return
        self._trees[source, name] = tree
        self._codes.update(codes)

    def forget(self) -> None:
        """Forget what has been read ahead, because it may be changed before it is run."""
        self._codes.clear()

    def _compiled(self, statement: ast.stmt, name: str, symbol: str = "exec") -> CodeType:
        """Compile a statement; one that is "single" shows its value."""
        is_shown = symbol == "single"
        body: Any = ast.Interactive([statement]) if is_shown else ast.Module([statement], [])
        code: CodeType = super().__call__(body, name, symbol)
        return code

    def ast_parse(
        self, source: str, filename: str = "<unknown>", symbol: str = "exec"
    ) -> ast.Module:
        """Parse a cell, unless it has been read ahead."""
        tree: Any = self._trees.get((source, filename))
        if tree is None:
            tree = super().ast_parse(source, filename, symbol)
        parsed: ast.Module = tree
        return parsed

    def __call__(self, source: Any, filename: str, symbol: str, **options: Any) -> CodeType:  # noqa: ANN401 - as the library's
        """Compile a statement, unless it has been read ahead."""
        known = None
        if isinstance(source, ast.Module | ast.Interactive) and len(source.body) == 1:
            known = self._codes.get((source.body[0], symbol))
        code: CodeType = known or super().__call__(source, filename, symbol, **options)
        return code
