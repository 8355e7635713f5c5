"""`make speed`: the scan against the bare route, in alternating rounds on the same machine, and what it is made of.

Prints ratios (the median of five), because the times of a shared machine mean little by themselves.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import statistics
from contextlib import ExitStack

from speed import load, statements
from speed.stand import TABLETS, Stand

ROUNDS = 5
PER_ROUND = {1: 60, 8: 160}
WARM_UP = 240  # a house in use has planned its statements and read its pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="make speed")
    parser.add_argument("--rmas", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(statements.report())
    at_ten_thousand: dict[str, float] = {}
    for engine, rmas in itertools.product(options.engines, options.rmas):
        with ExitStack() as stack:
            stand = Stand.make(stack, engine, rmas)
            _compare(stand, at_ten_thousand)


def _compare(stand: Stand, at_ten_thousand: dict[str, float]) -> None:
    print(f"\n{stand.engine}, {stand.rmas:,} RMAs; the same in plain {stand.driver}: {stand.raw_ms():.2f} ms")
    stand.bare(TABLETS, WARM_UP), stand.scan(TABLETS, WARM_UP)
    for connections in PER_ROUND:
        rounds = [(stand.bare(connections, PER_ROUND[connections]), stand.scan(connections, PER_ROUND[connections]))
                  for _ in range(ROUNDS)]
        _print_ratio(connections, rounds)
    p50 = statistics.median(figures.p50 for _bare, figures in rounds)
    before = at_ten_thousand.setdefault(stand.engine, p50)
    if before != p50:
        print(f"  p50 at {stand.rmas:,} RMAs is {p50 / before:.2f} times that of the smaller house")
    else:
        busy = stand.scan_during_import()
        idle = stand.scan(1, len(busy.seconds))
        print(f"  during an import of 10,000 rows: p95 {busy.p95:.1f} ms against {idle.p95:.1f} ms idle, "
              f"{busy.p95 / idle.p95:.2f} times, of {len(busy.seconds)} scans each; {busy.failed} refused")


def _print_ratio(connections: int, rounds: list[tuple[load.Figures, load.Figures]]) -> None:
    ratio = statistics.median(scan.p50 / bare.p50 for bare, scan in rounds)
    rate = statistics.median(bare.rate / scan.rate for bare, scan in rounds)
    bare, scan = rounds[len(rounds) // 2]
    failed = sum(figures.failed for pair in rounds for figures in pair)
    print(f"  {connections} connection(s): the scan takes {ratio:.2f} times the bare route (p50), "
          f"{rate:.2f} times per request/s; one round: "
          f"bare p50 {bare.p50:.1f} p95 {bare.p95:.1f} ms {bare.rate:.0f}/s, "
          f"scan p50 {scan.p50:.1f} p95 {scan.p95:.1f} ms {scan.rate:.0f}/s; {scan.bytes} bytes per answer; "
          f"{failed} refused")


if __name__ == "__main__":
    main()
