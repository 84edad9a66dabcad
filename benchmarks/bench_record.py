"""How fast the record loads and searches, beside pandas reading the same files.

Run from the repository: `python benchmarks/bench_record.py`. Ratios hold from
machine to machine; milliseconds do not.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pandas as pd

import kit
from kit.record import OURS
from kit.record.search import Index

if TYPE_CHECKING:
    from collections.abc import Callable

    from kit.record import Record

ROUNDS = 15
COPIES = 100
QUERIES = ("consensus", "additional binding", '"international law"', "cyberspace", "zebra", "the")


def milliseconds(function: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of a function."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def start_up(code: str) -> float:
    """Return the median time of a fresh Python that runs some code."""
    return milliseconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def load_all() -> Record:
    """Load the record and make every table, as nobody needs to."""
    record = kit.load()
    for name in record.tables:
        record.tables[name]
    return record


def many_times(record: Record) -> dict[str, pd.DataFrame]:
    """Return the tables with their rows repeated."""
    return {
        name: pd.concat([pd.DataFrame(table)] * COPIES, ignore_index=True)
        for name, table in record.tables.items()
    }


def main() -> None:
    """Print the figures."""
    record = load_all()
    paths = [OURS / table.path for table in record.package.tables]
    pandas = milliseconds(lambda: [pd.read_csv(path) for path in paths])

    def told(what: str, figure: float, against: float = pandas) -> None:
        print(f"{what:<52} {figure:8.2f} ms  {figure / against:6.2f}")

    print(f"{'':<52} {'median':>11}  {'ratio':>6}")
    told("pandas.read_csv, every table, nothing checked", pandas)
    told("kit.load(), every rule checked", milliseconds(kit.load))
    told("kit.load(), and every table made", milliseconds(load_all))

    bare = start_up("pass")
    print()
    told("Python, started", bare, bare)
    told("Python, started, with import kit", start_up("import kit"), bare)
    told("Python, started, with import kit.record", start_up("import kit.record"), bare)

    tables = many_times(record)
    rows = sum(len(table) for table in tables.values())
    print(f"\nSearch over {COPIES} times the record ({rows:,} rows); ratio to a scan by pandas")
    start = time.perf_counter()
    index = Index(record.package, tables)
    print(f"  the index, made once: {(time.perf_counter() - start) * 1000:.0f} ms")
    columns = [
        tables[table.name][field.name]
        for table in record.package.tables
        for field in table.fields
        if field.is_prose(table)
    ]
    scan = milliseconds(
        lambda: [column.str.contains("consensus", case=False, na=False) for column in columns], 1
    )
    for query in QUERIES:
        found = index.search(query)
        told(
            f"  {query} ({len(found):,} hits)", milliseconds(lambda q=query: index.search(q)), scan
        )


if __name__ == "__main__":
    main()
