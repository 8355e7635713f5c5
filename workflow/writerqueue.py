"""One writer at a time on SQLite, in turn, within one deadline for every wait together.

SQLite's own busy handler polls with growing sleeps, which makes a long tail. Here threads of a process queue on
a lock, and one contender per process asks for a file lock.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from workflow.errors import Busy

POLL_SECONDS = 0.0003
TURNS_BEFORE_YIELDING = 4


class WriterQueue:
    """The queue of one database file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: int | None = None
        self._turns = 0

    @contextmanager
    def turn(self, deadline: float) -> Iterator[None]:
        """Wait for our turn until `deadline` (time.monotonic seconds).

        Raises:
            Busy: the deadline passed.
        """
        if not self._threads.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise Busy
        try:
            self._lock_file(deadline)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def _lock_file(self, deadline: float) -> None:
        if self._file is None:
            self._file = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        self._give_way()
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                self._turns = 0
                if time.monotonic() > deadline:
                    raise Busy from None
                time.sleep(POLL_SECONDS)

    def _give_way(self) -> None:
        """A process that had several turns in a row pauses for one poll, or the others would starve."""
        self._turns += 1
        if self._turns > TURNS_BEFORE_YIELDING:
            self._turns = 0
            time.sleep(POLL_SECONDS * 2)
