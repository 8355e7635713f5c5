"""Web processes wait at one socket; the one with the fewest connections takes the next.

The kernel wakes all of them, and whoever was awake last mostly wins: of eight tablets that open a connection at once,
one process had up to seven, and its scans waited for one interpreter while the other was idle.
"""

from __future__ import annotations

import mmap
import select
import socket
import time

OTHERS_SECONDS = 0.002
"""How long a process with more connections lets the others go first. It then takes the connection itself: another
process may be dead, or busy."""
LOOK_SECONDS = 0.0005


class OpenConnections:
    """How many connections each of so many processes has open, in memory that they share after a fork."""

    def __init__(self, processes: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, 4 * processes)).cast("I")

    def tell(self, process: int, count: int) -> None:
        """Say how many this one has."""
        self._counts[process] = count

    def has_more(self, process: int) -> bool:
        """Whether another one has fewer."""
        return self._counts[process] > min(self._counts)


def let_others_go_first(listener: socket.socket, own: OpenConnections, process: int) -> None:
    """Come back when the connection that waits at `listener` is ours to take, or nobody's any more."""
    until = time.monotonic() + OTHERS_SECONDS
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    while own.has_more(process) and time.monotonic() < until and waiting.poll(0):
        time.sleep(LOOK_SECONDS)
