"""How much memory a process and all its descendants have between them."""

from __future__ import annotations

import threading
from pathlib import Path


class Memory(threading.Thread):
    """Watches how much memory a process and all its descendants have between them."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._done = threading.Event()
        self.peak = 0

    def run(self) -> None:
        """Look twenty times a second."""
        while not self._done.wait(0.05):
            self.peak = max(self.peak, sum(map(_proportional_set, _tree(self._pid))))

    def stop(self) -> int:
        """Return the most it saw, in MiB."""
        self._done.set()
        self.join()
        return self.peak // 1024


def _tree(pid: int) -> list[int]:
    """List a process and its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def _proportional_set(pid: int) -> int:
    """Return the memory of a process in KiB, shared pages divided among those that share them."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
