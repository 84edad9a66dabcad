"""What the benchmarks share: a project to build, a command to time, a line of the table."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from memory import Memory

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path("/usr/bin/chromium")
KIT = [str(Path(sys.executable).with_name("kit"))]
NBCONVERT = [sys.executable, "-m", "nbconvert", "--execute", "--log-level", "ERROR"]

# nbconvert's webpdf has no setting for a browser that is installed already.
CHROMIUM_CONFIG = f"""
import functools
from playwright.async_api import BrowserType
launch = BrowserType.launch
@functools.wraps(launch)
async def launch_installed(self, **options):
    options.setdefault("executable_path", {str(CHROMIUM)!r})
    return await launch(self, **options)
BrowserType.launch = launch_installed
c.WebPDFExporter.disable_sandbox = True
"""


@dataclass(frozen=True)
class Row:
    """One line of the table: the same work by us and by a peer, in seconds."""

    work: str
    ours: float
    peer: str
    theirs: float
    target: str
    note: str = ""

    @property
    def ratio(self) -> float:
        """Return how many times longer the peer takes."""
        return self.theirs / self.ours


def timed(command: list[str], folder: Path) -> float:
    """Run a command and return the seconds that it took."""
    begun = time.perf_counter()
    _ended(_started(command, folder))
    return time.perf_counter() - begun


def peak(command: list[str], folder: Path) -> int:
    """Run a command and return its peak of memory in MiB; looking at that takes time of its own."""
    process = _started(command, folder)
    memory = Memory(process.pid)
    memory.start()
    _ended(process)
    return memory.stop()


def _started(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a command."""
    unset = "PYTHONDONTWRITEBYTECODE"
    environment = {key: value for key, value in os.environ.items() if key != unset}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for a command to end; give up if it fails."""
    _, said = process.communicate()
    if process.returncode:
        sys.exit(f"{process.args!r} failed:\n{said.decode()}")


def project(folder: Path, *, notebooks: bool = True) -> Path:
    """Make a project with the course in a folder of its own."""
    folder.mkdir()
    for name in ("data", "slides/theme"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "requirements.lock", folder)
    if notebooks:
        # Short decks stay out: the peers make nothing like them.
        ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "short_*.toml")
        shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=ignored)
    else:
        (folder / "notebooks").mkdir()
    return folder


def course(folder: Path) -> list[str]:
    """List the notebooks of the course."""
    return sorted(str(path) for path in (folder / "notebooks").glob("*.ipynb"))


def nbconvert(form: str, folder: Path, notebooks: list[str]) -> float:
    """Convert notebooks with nbconvert, which takes them one after another."""
    config = folder / "nbconvert_config.py"
    config.write_text(CHROMIUM_CONFIG if form == "webpdf" and CHROMIUM.exists() else "")
    out = ["--output-dir", str(folder / "out"), "--config", str(config)]
    return timed([*NBCONVERT, "--to", form, *out, *notebooks], folder)
