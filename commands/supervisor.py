"""Keeps child processes running, starts again what dies, and ends all of them together."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_WAIT, LONGEST_WAIT = 0.2, 10.0
"""Seconds before a dead child is started again: doubled at each death in a row."""
HEALTHY_SECONDS = 30.0
"""A child that lived this long starts with a clean record."""


@dataclass
class Child:
    """A process to keep: `name` for the log, `argv` after the interpreter, `files` it inherits."""

    name: str
    argv: list[str]
    files: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_before_next(self, now: float) -> float:
        """Count a death and return the seconds to wait; a long life clears the count."""
        self.deaths = 1 if now - self.started > HEALTHY_SECONDS else self.deaths + 1
        return min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self.deaths - 1))


class Supervisor:
    """Runs `children` until told to stop. Every child gets `--lifeline FD` and ends when that closes."""

    def __init__(self, children: list[Child], *, say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        # Neither end is inherited by default; only the read end is passed on, so the write end
        # closes with this process, whatever kills it.
        self.lifeline, self._write_end = os.pipe()

    def run(self, stop: threading.Event) -> None:
        """Start all and keep them until `stop` is set."""
        while not stop.is_set():
            for child in self.children:
                self._tend(child, time.monotonic())
            stop.wait(0.1)

    def end(self, *, kill_after: float) -> None:
        """Ask all to stop; kill after `kill_after` seconds what is still there."""
        deadline = time.monotonic() + kill_after
        processes = [child.process for child in self.children if child.process is not None]
        for process in processes:
            process.terminate()
        for process in processes:
            _wait_or_kill(process, deadline)

    def _tend(self, child: Child, now: float) -> None:
        if child.running():
            return
        if child.process is not None:
            wait = child.wait_before_next(now)
            self.say(f"{child.name} ended with {child.process.returncode}; again in {wait:.1f} s")
            child.process, child.due = None, now + wait
        if now >= child.due:
            self._start(child, now)

    def _start(self, child: Child, now: float) -> None:
        argv = [sys.executable, *child.argv, "--lifeline", str(self.lifeline)]
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        child.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, pass_fds=(*child.files, self.lifeline),
                                         env={**os.environ, "PYTHONPATH": path})
        child.started = now


def _wait_or_kill(process: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
