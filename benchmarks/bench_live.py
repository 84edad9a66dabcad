"""How long a student waits for the live site, and how much is fetched.

    python benchmarks/bench_live.py PYODIDE_FOLDER

Makes the live site of the course in a temporary folder, serves it from this
computer and opens lesson 00 in Chromium: a first visit, and a second one.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kit.course import desk  # noqa: E402  the repository's kit, wherever this is run from
from kit.site import live  # noqa: E402
from tests import serving  # noqa: E402

if TYPE_CHECKING:
    from io import BufferedWriter

TEXT = (".js", ".mjs", ".wasm", ".json", ".css", ".html", ".svg", ".ipynb")  # a host packs these
MEGA = 1e6
PATIENCE = 300_000


class Counting(http.server.SimpleHTTPRequestHandler):
    """Serves files and notes how many bytes they are, plain and packed."""

    sent: list[tuple[int, int]]

    def copyfile(self, source: Any, outputfile: BufferedWriter) -> None:  # noqa: ANN401
        """Send a file."""
        content = source.read()
        packed = content
        if self.path.partition("?")[0].endswith(TEXT):
            packed = gzip.compress(content, 6)
        type(self).sent.append((len(content), len(packed)))
        outputfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        site = live.build(root, distribution=Path(sys.argv[1]))
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        print(f"folder: {size / MEGA:.1f} MB; load of this machine: {os.getloadavg()[0]:.1f}")
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Counting, directory=str(site))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        name = desk.first_notebook(desk.notebooks(root)).stem
        url = f"http://127.0.0.1:{server.server_address[1]}/lab/index.html?workspace={name}"
        with serving.chromium() as browser:
            context = browser.new_context()
            context.set_default_timeout(PATIENCE)
            for visit in ("first", "second"):
                Counting.sent = []
                print(f"{visit:<6} visit: {visited(context, url)}; {fetched()}")
        server.shutdown()
        server.server_close()


def visited(context: Any, url: str) -> str:  # noqa: ANN401  playwright's
    """Open the lesson, run it, and say when what was there."""
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    seen = time.perf_counter() - start
    page.wait_for_selector("#jp-main-statusbar >> text=Idle")
    ready = time.perf_counter() - start
    page.click(".lm-MenuBar-itemLabel >> text=Run")
    page.click(".lm-Menu-itemLabel >> text=/^Run All Cells$/")
    page.wait_for_selector("#jp-main-statusbar >> text=Busy")
    page.wait_for_selector("#jp-main-statusbar >> text=Idle")
    done = time.perf_counter() - start
    page.close()
    return f"text {seen:.1f} s, Python {ready:.1f} s, every cell run {done:.1f} s"


def fetched() -> str:
    """Say how much was fetched."""
    plain, packed = (sum(sizes) / MEGA for sizes in zip(*Counting.sent, strict=True))
    return f"{len(Counting.sent)} requests, {plain:.1f} MB, {packed:.1f} MB packed"


if __name__ == "__main__":
    main()
