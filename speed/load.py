"""A bounded load on loopback: so many requests over so many connections, each kept open."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Figures:
    """Of one round: milliseconds of one request, requests per second of all, answers that were not 200."""

    p50: float
    p95: float
    rate: float
    failed: int
    bytes: int


@dataclass(frozen=True)
class Caller:
    """One connection: where it posts and with what headers."""

    path: str
    headers: dict[str, str]
    fields: dict[str, str]


def run(port: int, callers: Sequence[Caller], codes: Sequence[str], next_id: Callable[[], str]) -> Figures:
    """Post every code once, shared out over the callers; each waits for an answer before its next."""
    times: list[float] = []
    sizes: list[int] = []
    failures: list[int] = []
    threads = [threading.Thread(target=_work, args=(port, caller, codes[number::len(callers)], next_id, times, sizes,
                                                    failures)) for number, caller in enumerate(callers)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    ordered = sorted(times)
    return Figures(p50=statistics.median(ordered) * 1000, p95=ordered[int(len(ordered) * 0.95)] * 1000,
                   rate=len(ordered) / took, failed=len(failures), bytes=int(statistics.median(sizes)))


def _work(port: int, caller: Caller, codes: Sequence[str], next_id: Callable[[], str], times: list[float],
          sizes: list[int], failures: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", **caller.headers}
    for code in codes:
        body = urlencode({**caller.fields, "code": code, "scan_id": next_id()})
        begun = time.perf_counter()
        connection.request("POST", caller.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        times.append(time.perf_counter() - begun)
        sizes.append(len(content))
        if answer.status != 200:
            failures.append(answer.status)
    connection.close()
