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
    """Of one round: the seconds of each request in order of size, all together, answers that were not 200, bytes."""

    seconds: list[float]
    took: float
    failed: int
    bytes: int

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return self.seconds[int(len(self.seconds) * 0.95)] * 1000

    @property
    def rate(self) -> float:
        """Requests per second over all connections."""
        return len(self.seconds) / self.took

    def __add__(self, other: Figures) -> Figures:
        return Figures(sorted(self.seconds + other.seconds), self.took + other.took, self.failed + other.failed,
                       max(self.bytes, other.bytes))


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
    return Figures(sorted(times), took, len(failures), int(statistics.median(sizes)))


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
