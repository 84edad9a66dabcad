"""A real IPython shell to run cells in, live or as an export."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from kit import mime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Shell(InteractiveShell):
    """IPython's shell, which keeps what it would show of an error."""

    def _showtraceback(self, etype: type, evalue: Exception, stb: list[str]) -> None:  # noqa: ARG002
        self.said = "\n".join(stb)

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no screen."""


class Notebook:
    """A notebook with its kernel: run a cell, look at what it shows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        monkeypatch.delenv("KIT_EXPORT", raising=False)
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "nocolor"
        self.shell = Shell.instance(config=config)

    def export(self) -> Notebook:
        """Let the next cells run for an export."""
        self._monkeypatch.setenv("KIT_EXPORT", "1")
        return self

    def run(self, cell: str) -> list[dict[str, Any]]:
        """Run a cell that must not fail, and return the MIME bundles it displays."""
        shown = self._run(cell)
        assert not self.shell.said, self.shell.said
        return shown

    def fail(self, cell: str) -> str:
        """Run a cell that must fail, and return what the student reads."""
        self._run(cell)
        assert self.shell.said, "the cell did not fail"
        return self.shell.said

    def payload(self, cell: str, media: str = mime.EXPLORER) -> dict[str, Any]:
        """Run a cell for an export, and return the one payload it hands over."""
        (bundle,) = self.export().run(cell)
        return bundle[media]

    def widget(self, cell: str) -> Any:
        """Run a cell live, and return the widget it shows."""
        import ipywidgets

        (bundle,) = self.run(cell)
        model = bundle["application/vnd.jupyter.widget-view+json"]["model_id"]
        return ipywidgets.widgets.widget._instances[model]

    def html(self, cell: str) -> str:
        """Run a cell live, and return the HTML it shows."""
        (bundle,) = self.run(cell)
        return bundle["text/html"]

    def _run(self, cell: str) -> list[dict[str, Any]]:
        self.shell.said = ""
        publisher = CapturingDisplayPublisher()
        before, self.shell.display_pub = self.shell.display_pub, publisher
        try:
            self.shell.run_cell(cell)
        finally:
            self.shell.display_pub = before
        return [output["data"] for output in publisher.outputs]


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Notebook]:
    """Start a notebook in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    made = Notebook(monkeypatch)
    yield made
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
    Shell.clear_instance()
