"""Keeps child processes running, starts again what dies, and ends all of them together.

A child is forked from this process, which has loaded the application once: the children are ready at once and share
what was loaded. So this process keeps no thread, no database connection and nothing else that must not be forked.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

FIRST_WAIT, LONGEST_WAIT = 0.2, 10.0
"""Seconds before a dead child is started again: doubled at each death in a row."""
HEALTHY_SECONDS = 30.0
"""A child that lived this long starts with a clean record."""
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
LOOK_SECONDS = 0.02
LONGEST_NAME = 15
"""What Linux shows of a process's name."""


class Stop(Protocol):
    """What tells the supervisor to end."""

    def is_set(self) -> bool: ...

    def wait(self, seconds: float) -> object: ...


@dataclass
class Child:
    """A process to keep: `name` for the log and for `ps`, `run` what it does, given the read end of the lifeline."""

    name: str
    run: Callable[[int], object]
    pid: int | None = None
    returncode: int | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def running(self) -> bool:
        """Whether it lives. Notes how it ended when it has just ended."""
        if self.pid is None or self.returncode is not None:
            return False
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if ended:
            self.returncode = os.waitstatus_to_exitcode(status)
        return not ended

    def wait_before_next(self, now: float) -> float:
        """Count a death and return the seconds to wait; a long life clears the count."""
        self.deaths = 1 if now - self.started > HEALTHY_SECONDS else self.deaths + 1
        return min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self.deaths - 1))


class Supervisor:
    """Runs `children` until told to stop. Every child ends when its lifeline closes."""

    def __init__(self, children: list[Child], *, say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        # Children close the write end, so that it closes with this process, whatever kills it.
        self.lifeline, self._write_end = os.pipe()

    def run(self, stop: Stop) -> None:
        """Start all and keep them until `stop` is set."""
        while not stop.is_set():
            for child in self.children:
                self._tend(child, time.monotonic())
            stop.wait(0.1)

    def end(self, *, kill_after: float) -> None:
        """Ask all to stop; kill after `kill_after` seconds what is still there."""
        deadline = time.monotonic() + kill_after
        for child in self.children:
            _send(child, signal.SIGTERM)
        for child in self.children:
            _wait_or_kill(child, deadline)

    def _tend(self, child: Child, now: float) -> None:
        if child.running():
            return
        if child.pid is not None:
            wait = child.wait_before_next(now)
            self.say(f"{child.name} ended with {child.returncode}; again in {wait:.1f} s")
            child.pid, child.due = None, now + wait
        if now >= child.due:
            self._start(child, now)

    def _start(self, child: Child, now: float) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        # A signal between the fork and the child's own handlers would otherwise be taken as ours.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        try:
            pid = os.fork()
            if pid == 0:
                self._become(child)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        child.pid, child.returncode, child.started = pid, None, now

    def _become(self, child: Child) -> NoReturn:
        """In the new process: be the child, and never come back."""
        code = 1
        try:
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
            os.close(self._write_end)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            _be_called(child.name)
            child.run(self.lifeline)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def _be_called(name: str) -> None:
    with contextlib.suppress(OSError):  # only Linux has it, and nothing depends on it
        Path("/proc/self/comm").write_text(name[:LONGEST_NAME])


def _send(child: Child, number: signal.Signals) -> None:
    if child.running():
        os.kill(child.pid or 0, number)


def _wait_or_kill(child: Child, deadline: float) -> None:
    while child.running() and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    _send(child, signal.SIGKILL)
    while child.running():
        time.sleep(LOOK_SECONDS)
