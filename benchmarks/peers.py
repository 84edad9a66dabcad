"""The same work by tools that are not the kit's: installed apart, measured, thrown away.

Each comes from PyPI into an environment of its own. What cannot be installed, or fails, is skipped, and
the skip is said aloud.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from measuring import CHROMIUM

if TYPE_CHECKING:
    from pathlib import Path

PAPERMILL = ["papermill", "nbconvert[webpdf]"]
JUPYTER_BOOK = ["jupyter-book<2"]
MARIMO = ["marimo", "nbconvert[webpdf]", "pandas", "matplotlib"]  # runs cells in its own process
# marimo lets playwright install a browser. It is told that one is there already: Debian's.
LEND = """
import re, sys
from pathlib import Path
from playwright.sync_api import Error, sync_playwright
def lend(wanted):
    Path(wanted).parent.mkdir(parents=True, exist_ok=True)
    Path(wanted).symlink_to(sys.argv[1])
with sync_playwright() as playwright:
    lend(playwright.chromium.executable_path)
    try:
        playwright.chromium.launch().close()
    except Error as error:
        lend(re.search("exist at (\\S+)", str(error))[1])
for folder in sys.argv[2:]:
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, "INSTALLATION_COMPLETE").touch()
"""
PATIENCE = 900  # seconds; a peer that takes longer is skipped


class SkippedError(Exception):
    """A peer could not do the work."""


@dataclass(frozen=True)
class Peers:
    """The environment in which a peer is installed.

    `folder` is where they work, `config` a file that lets nbconvert find a browser.
    """

    environment: Path
    folder: Path
    config: Path

    def run(self, *command: str) -> float:
        """Run a program of the environment and return its seconds."""
        begun = time.perf_counter()
        self.said(*command)
        return time.perf_counter() - begun

    def said(self, *command: str) -> str:
        """Run a program of the environment and return what it printed."""
        variables = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        variables["JUPYTER_PATH"] = str(self.folder / "jupyter")
        variables["PLAYWRIGHT_BROWSERS_PATH"] = str(self.folder / "browsers")
        variables["PATH"] = f"{self.environment / 'bin'}{os.pathsep}{variables['PATH']}"
        program = str(self.environment / "bin" / command[0])
        try:
            done = subprocess.run(
                [program, *command[1:]],
                cwd=self.folder,
                env=variables,
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SkippedError(str(error)) from error
        if done.returncode:
            raise SkippedError((done.stderr or done.stdout).strip().splitlines()[-1])
        return done.stdout

    def papermill(self, template: Path, parameter: tuple[str, str]) -> float:
        """Make one briefing: run with a parameter, then print."""
        ran = f"ran-{parameter[1]}.ipynb"
        return self.run(
            "papermill", "--cwd", str(template.parent), str(template), ran, "-p", *parameter
        ) + self.run("jupyter-nbconvert", "--config", str(self.config), "--to", "webpdf", ran)

    def marimo(self, form: str, notebooks: list[Path]) -> float:
        """Convert notebooks to marimo's form, which is not counted, and export them."""
        seconds = 0.0
        if form == "pdf" and CHROMIUM.exists():
            self._lend_browser()
        for notebook in notebooks:
            script = notebook.with_suffix(".marimo.py")
            self.run("marimo", "convert", str(notebook), "-o", str(script))
            out = self.folder / f"{notebook.stem}.{form}"
            seconds += self.run("marimo", "export", form, str(script), "-o", str(out), "-f")
        return seconds

    def _lend_browser(self) -> None:
        """Let playwright find the browser of this machine where it would have put its own."""
        planned = self.said("playwright", "install", "--dry-run", "chromium").splitlines()
        folders = [line.split()[-1] for line in planned if "Install location" in line]
        self.run("python", "-c", LEND, str(CHROMIUM), *folders)

    def jupyter_book(self, notebooks: list[Path]) -> float:
        """Build one book of the notebooks."""
        folder = notebooks[0].parent
        chapters = [{"file": path.stem} for path in notebooks[1:]]
        toc = {"format": "jb-book", "root": notebooks[0].stem, "chapters": chapters}
        config = {
            "title": "Course",
            "execute": {"execute_notebooks": "force", "timeout": 120},
            "only_build_toc_files": True,
        }
        for name, content in (("_toc.yml", toc), ("_config.yml", config)):
            (folder / name).write_text(json.dumps(content))  # JSON is YAML
        return self.run("jupyter-book", "build", "--path-output", str(self.folder), str(folder))


def installed(folder: Path, config: Path, packages: list[str]) -> Peers:
    """Install a peer below a folder, and let it run notebooks with the kernel of this Python.

    Each has an environment of its own, for they do not agree on versions.
    """
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    kernel = folder / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    described = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(described))
    peers = Peers(environment, folder, config)
    peers.run("pip", "install", "--quiet", *packages)
    return peers
