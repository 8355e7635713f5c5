"""How a long-running process learns that it has to end: by signal, or because its supervisor is gone."""

from __future__ import annotations

import os
import select
import signal
import threading
import time


def listen_for_stop(*, lifeline: int | None = None, hard_seconds: float) -> threading.Event:
    """An event that is set at SIGTERM, at SIGINT, and when the other end of `lifeline` is closed.

    The lifeline is the read end of a pipe whose write end only the supervisor holds, so it closes
    even when the supervisor is killed with -9. The process ends by force `hard_seconds` after the
    event, whatever its main thread does by then.

    Signals arrive over a wake-up pipe, not in a handler: Event.set() inside a handler can deadlock
    with an Event.wait() of the main thread, and the pipe is written even while C code runs.
    """
    stop = threading.Event()
    sources = [_wake_up_pipe()] if lifeline is None else [_wake_up_pipe(), lifeline]
    threading.Thread(target=_wait, args=(stop, sources, hard_seconds), name="lifeline", daemon=True).start()
    return stop


class SignalledStop:
    """Set by SIGTERM and SIGINT, without a thread, for a process that forks.

    The process ends by force `hard_seconds` after the first signal.
    """

    def __init__(self, *, hard_seconds: float) -> None:
        self._set = False
        self.hard_seconds = hard_seconds
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note)

    def is_set(self) -> bool:
        return self._set

    def wait(self, seconds: float) -> None:
        """Sleep for so long; a signal that comes meanwhile shows in `is_set` afterwards."""
        time.sleep(seconds)

    def _note(self, *_signal: object) -> None:
        if not self._set:
            self._set = True
            signal.setitimer(signal.ITIMER_REAL, self.hard_seconds)  # SIGALRM ends a process that does not listen


def _wake_up_pipe() -> int:
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    return read_end


def _wait(stop: threading.Event, sources: list[int], hard_seconds: float) -> None:
    select.select(sources, [], [])
    stop.set()
    time.sleep(hard_seconds)
    os._exit(1)
