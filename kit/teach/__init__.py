"""What a notebook cell calls: explorers, quizzes, exercises, figures.

The names that a cell uses are in `kit` itself (`kit.explore`, `kit.quiz` …).
"""

from __future__ import annotations

from kit.teach.session import load_ipython_extension, prepare_export

__all__ = ["load_ipython_extension", "prepare_export"]
