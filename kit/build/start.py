"""The clean state from which every notebook starts, in a fork or in a kernel."""

from __future__ import annotations

import json
import locale
import os
import random
import sys
import time
from pathlib import Path

from kit.build.reads import Reads
from kit.teach.session import begin, exporting

# A fixed seed, so that a notebook that forgets to seed still gives the same bytes.
_SEED = 20211206

ENVIRONMENT = {
    # Threads of a linear algebra library would forbid forking, and change the last digits.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MATPLOTLIBRC": str(Path(__file__).with_name("matplotlibrc")),  # none of this machine's own
    "SOURCE_DATE_EPOCH": "1638748800",  # 6 December 2021: the day of the resolution
    "NO_COLOR": "1",
    "TERM": "dumb",
    "PAGER": "cat",
}
# What a kernel sets to have colours, which no document can show.
_COLOURS = ("FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE")


def settle(memory: int = 0) -> None:
    """Reset what one notebook could inherit from another or from the machine.

    Parameters
    ----------
    memory : int
        Bytes of address space that may be used beyond what is used now;
        0 for no limit.
    """
    import numpy as np

    random.seed(_SEED)
    np.random.seed(_SEED)  # noqa: NPY002 - the state that unseeded notebooks use
    os.environ.update(ENVIRONMENT)
    for name in _COLOURS:
        os.environ.pop(name, None)
    if hasattr(time, "tzset"):
        time.tzset()
    try:
        locale.setlocale(locale.LC_ALL, ENVIRONMENT["LC_ALL"])
    except locale.Error:  # macOS and Windows do not have it under this name
        locale.setlocale(locale.LC_ALL, "C")
    if exporting():
        begin()  # a notebook that never imports the kit has its tables as data too
    if memory:
        _limit_memory(memory)


def _limit_memory(memory: int) -> None:
    """Limit the address space of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    try:
        with open("/proc/self/statm", encoding="utf-8") as statm:  # noqa: PTH123 - a kernel starts here too
            used = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = used + memory
    if hard == resource.RLIM_INFINITY or limit <= hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


_reads: list[Reads] = []


def watch_reads() -> None:
    """Notice from now on which files this process reads."""
    _reads.append(Reads())


def tell_reads() -> None:
    """Print the files that this process has read, as a JSON list."""
    json.dump(_reads[0].paths(), sys.stdout)
