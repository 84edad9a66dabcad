"""`make audit`: pip-audit asks a service; here a small one on this computer answers."""

from __future__ import annotations

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("pip_audit")

ROOT = Path(__file__).parent.parent
HASH = f"--hash=sha256:{'0' * 64}"


class Service(BaseHTTPRequestHandler):
    """Knows one hole in jinja2 2.10 and one in leaky 1.0, as the OSV service states them."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = asked["package"]["name"]
        holes = {("jinja2", "2.10"): "PYSEC-1", ("leaky", "1.0"): "PYSEC-2"}
        hole = holes.get((name, asked["version"]))
        told = {"vulns": [{"id": hole, "summary": "A hole.", "affected": []}]} if hole else {}
        content = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def service() -> Iterator[str]:
    """Run the service, and return its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def audit(folder: Path, lock: str, service: str) -> subprocess.CompletedProcess[str]:
    """Audit a lock as `make audit` does, but ask another service."""
    file = folder / "requirements.lock"
    file.write_text(lock, encoding="utf-8")
    command = [sys.executable, str(ROOT / ".ci" / "audit.py"), str(file), "-s", "osv"]
    return subprocess.run(
        [*command, f"--osv-url={service}"], capture_output=True, text=True, check=False
    )


def test_a_lock_without_known_holes_passes(tmp_path: Path, service: str) -> None:
    ran = audit(tmp_path, f"tight==1.0 {HASH}\n", service)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_known_hole_fails_and_is_named(tmp_path: Path, service: str) -> None:
    ran = audit(tmp_path, f"tight==1.0 {HASH}\nleaky==1.0 {HASH}\n", service)
    assert ran.returncode == 1
    assert ran.stderr == "leaky 1.0 is vulnerable: PYSEC-2.\n"


def test_a_service_that_cannot_be_reached_is_one_line_and_no_failure(tmp_path: Path) -> None:
    ran = audit(tmp_path, f"leaky==1.0 {HASH}\n", "http://127.0.0.1:9")
    assert ran.returncode == 0
    assert ran.stdout.startswith("Audit skipped: ")
    assert ran.stdout.count("\n") == 1
