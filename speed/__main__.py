"""`make speed`: the scan against the bare route, in alternating rounds on the same machine, and what it is made of.

Prints ratios (the median of five), because the times of a shared machine mean little by themselves.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from contextlib import ExitStack

from speed import load, statements
from speed.stand import TABLETS, Stand

ROUNDS = 5
PER_ROUND = {1: 60, 8: 160}
SEEN, WARM_UP_SEEN = 100, 20
IDLE_BEFORE = 200
WARM_UP = 240  # a house in use has planned its statements and read its pages


def main() -> None:
    parser = argparse.ArgumentParser(prog="make speed")
    parser.add_argument("--rmas", type=int, nargs="+", default=[10_000, 200_000])
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(statements.report())
    for engine in options.engines:
        with ExitStack() as stack:
            stands = [Stand.make(stack, engine, rmas) for rmas in options.rmas]
            for stand in stands:
                _compare(stand)
            _watch(stands[0])
            _compare_sizes(stands[0], stands[1:])
            _compare_import(stands[0])


def _compare(stand: Stand) -> None:
    print(f"\n{stand.engine}, {stand.rmas:,} RMAs; the same in plain {stand.driver}: {stand.raw_ms():.2f} ms")
    stand.bare(TABLETS, WARM_UP), stand.scan(TABLETS, WARM_UP)
    for connections in PER_ROUND:
        _print_ratio(connections, [(stand.bare(connections, PER_ROUND[connections]),
                                    stand.scan(connections, PER_ROUND[connections])) for _ in range(ROUNDS)])


def _watch(stand: Stand) -> None:
    seen = stand.painted(SEEN, warm_up=WARM_UP_SEEN)
    print(f"  in the browser, from the last key of a code to the painted card: p50 {seen.p50:.0f} ms, "
          f"p95 {seen.p95:.0f} ms of {len(seen.milliseconds)} scans; the station page weighs "
          f"{seen.page_bytes / 1000:.0f} KB on its first visit")


def _compare_sizes(smallest: Stand, others: list[Stand]) -> None:
    for other in others:
        ratio = statistics.median(other.scan(1, PER_ROUND[1]).p50 / smallest.scan(1, PER_ROUND[1]).p50
                                  for _ in range(ROUNDS))
        print(f"  p50 at {other.rmas:,} RMAs is {ratio:.2f} times that at {smallest.rmas:,}, in alternating rounds")


def _compare_import(stand: Stand) -> None:
    before = stand.scan(1, IDLE_BEFORE)
    busy = stand.scan_during_import()
    idle = before + stand.scan(1, IDLE_BEFORE)
    print(f"  during an import of 10,000 rows at {stand.rmas:,} RMAs: p95 {busy.p95:.1f} ms against "
          f"{idle.p95:.1f} ms idle (before and after), {busy.p95 / idle.p95:.2f} times, of {len(busy.seconds)} and "
          f"{len(idle.seconds)} scans; {busy.failed} refused")


def _print_ratio(connections: int, rounds: list[tuple[load.Figures, load.Figures]]) -> None:
    ratio = statistics.median(scan.p50 / bare.p50 for bare, scan in rounds)
    rate = statistics.median(bare.rate / scan.rate for bare, scan in rounds)
    tail = statistics.median(scan.p95 / bare.p95 for bare, scan in rounds)
    bare, scan = rounds[len(rounds) // 2]
    failed = sum(figures.failed for pair in rounds for figures in pair)
    print(f"  {connections} connection(s): the scan takes {ratio:.2f} times the bare route (p50), "
          f"{rate:.2f} times per request/s, {tail:.2f} times at p95; one round: "
          f"bare p50 {bare.p50:.1f} p95 {bare.p95:.1f} ms {bare.rate:.0f}/s, "
          f"scan p50 {scan.p50:.1f} p95 {scan.p95:.1f} ms {scan.rate:.0f}/s; {scan.bytes} bytes per answer; "
          f"{failed} refused")


if __name__ == "__main__":
    main()
