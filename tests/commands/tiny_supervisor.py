"""A supervisor with one tiny child: python -m tests.commands.tiny_supervisor WHAT FILE."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from commands.lifeline import SignalledStop
from commands.supervisor import Child, Supervisor
from commands.worker_process import serve_job
from tests.commands import tiny_app


def shortlived(_lifeline: int) -> None:
    with NOTE.open("a") as file:
        file.write("x")


def failing(lifeline: int) -> None:
    shortlived(lifeline)
    raise RuntimeError("as children do")


def deaf(_lifeline: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    NOTE.write_text("deaf")
    time.sleep(60)


def job(lifeline: int) -> None:
    serve_job("tests.commands.tiny_job", tiny_app.create_app(), lifeline)


if __name__ == "__main__":
    what, NOTE = sys.argv[1], Path(sys.argv[2])
    stop = SignalledStop(hard_seconds=10)
    supervisor = Supervisor([Child(what, globals()[what])], say=lambda text: print(text, flush=True))
    supervisor.run(stop)
    begun = time.monotonic()
    supervisor.end(kill_after=1.0)
    print(f"{supervisor.children[0].returncode} after {time.monotonic() - begun:.0f} s", flush=True)
