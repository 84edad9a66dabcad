"""What a notebook is prepared with, and what that costs."""

from __future__ import annotations

import subprocess
import sys
from typing import Any


def test_the_extension_speaks_before_the_first_cell(notebook: Any) -> None:
    notebook.run("%load_ext kit.teach")
    assert "run the first cell" in notebook.fail("kit.explore")


def test_import_kit_loads_nothing_heavy() -> None:
    code = (
        "import sys, kit; heavy = {'pandas', 'IPython', 'matplotlib', 'ipywidgets', 'htpy', "
        "'markdown_it', 'kit.teach', 'kit.record'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_export_of_plain_cells_loads_neither_widgets_nor_figures() -> None:
    code = (
        "import os, sys; os.environ['KIT_EXPORT'] = '1'\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "from traitlets.config import Config\n"
        "config = Config(); config.HistoryManager.enabled = False\n"
        "shell = InteractiveShell.instance(config=config)\n"
        "before = set(sys.modules)\n"
        "from kit.teach import prepare_export; prepare_export(shell)\n"
        "print(sorted({'pandas', 'ipywidgets', 'matplotlib.pyplot'} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
