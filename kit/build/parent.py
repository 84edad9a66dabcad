"""Ties the life of a forked process to that of its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def follow_parent() -> None:
    """Lead a process group of one's own, and die when the parent does, where the system can.

    The group lets the parent end everything that this process will have started.
    """
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
