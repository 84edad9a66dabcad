"""Tests of noticing which files are read."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# An audit hook stays for the life of a process, so it gets a process of its own.
SCRIPT = """
import json, os, sys
from kit.build.reads import Reads
reads = Reads()
open("earlier.txt").read()
reads.begin()
open("read.txt").read()
open("sub/read.txt", "rb").read()
open("appended.txt", "a").write("x")
open("written.txt", "w").write("x")
open("written.txt").read()
os.read(os.open("by_descriptor.txt", os.O_RDONLY), 1)
open(".hidden/read.txt").read()
import email.mime.text, csv, kit.render.labels
open("/proc/self/status").read()
try:
    open("missing.txt")
except OSError:
    pass
print(json.dumps(reads.paths()))
"""


def test_inputs_are_noticed_and_nothing_else(tmp_path: Path) -> None:
    for name in ("earlier", "read", "sub/read", "appended", "by_descriptor", ".hidden/read"):
        path = tmp_path / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    names = ("by_descriptor.txt", "read.txt", "sub/read.txt")
    assert json.loads(done.stdout) == [str(tmp_path / name) for name in names]
