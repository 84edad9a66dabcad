"""Servers and a browser for the tests that need them; whatever is started here is ended here."""

from __future__ import annotations

import functools
import http.server
import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
# The shell that has no windows does what the whole browser does for about half the processor
# time. It lays a few slides out otherwise: those of the course are measured in the whole browser.
PROGRAMS: Final = ("chromium-headless-shell", "chromium")
# Every host but this computer is unknown to the browser, its workers included.
ALONE: Final = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@contextmanager
def chromium(*arguments: str) -> Iterator[Any]:
    """Start Chromium, which can reach this computer only; where there is none, skip or fail."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=_program(started.chromium.executable_path),
            args=["--no-sandbox", ALONE, *arguments],
        )
        yield browser
        browser.close()


def _program(own: str) -> str:
    """Find the system's Chromium, or playwright's own."""
    for name in (*PROGRAMS, own):
        if program := shutil.which(name):
            return program
    reason = "There is no Chromium here: install it, or run `playwright install chromium`"
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    raise AssertionError(reason)


@contextmanager
def static(folder: Path) -> Iterator[str]:
    """Serve a folder as any static host would; give its address."""

    class Silent(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Silent, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    url: str
    token: str
    home: Path

    def address(self, path: str = "/lab") -> str:
        return f"{self.url}{path}?token={self.token}"

    def log(self) -> str:
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def kit_lab(course: Path, home: Path, *arguments: str) -> Iterator[Lab]:
    """Run `kit lab` in a course, with nothing of this machine's Jupyter settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "KIT_EXPORT"},
        **{name: str(home / name.casefold()) for name in places},
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    lab = Lab(f"http://127.0.0.1:{port}", token, home)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "kit", "lab", *arguments, "--no-browser"),
                *("--allow-root", f"--port={port}", "--ServerApp.port_retries=0"),
                f"--IdentityProvider.token={token}",
            ],
            cwd=course,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(lab, server)
            yield lab
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(lab: Lab, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    for _ in range(240):
        assert server.poll() is None, lab.log()
        try:
            with urllib.request.urlopen(f"{lab.url}/api", timeout=2):  # noqa: S310  our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    message = f"JupyterLab did not start: {lab.log()}"
    raise AssertionError(message)
