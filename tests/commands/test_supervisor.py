"""The supervisor with children of one line each, and jobs that end when they are told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands.supervisor import HEALTHY_SECONDS, LONGEST_WAIT, ROOT, Child, Supervisor

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@contextmanager
def running(supervisor: Supervisor) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=supervisor.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        supervisor.end(kill_after=1.0)


def test_a_child_that_keeps_dying_is_started_again_ever_more_slowly(tmp_path: Path) -> None:
    said: list[str] = []
    program = f"open({str(tmp_path / 'starts')!r}, 'a').write('x')"
    with running(Supervisor([Child("shortlived", ["-c", program])], say=said.append)):
        time.sleep(2.0)
    assert 2 <= len((tmp_path / "starts").read_text()) <= 5
    assert said[0] == "shortlived ended with 0; again in 0.2 s"
    assert said[1] == "shortlived ended with 0; again in 0.4 s"


def test_the_wait_grows_to_a_limit_and_a_long_life_clears_it() -> None:
    child = Child("web", [], started=100.0)
    waits = [child.wait_before_next(101.0) for _ in range(10)]
    assert waits == sorted(waits) and waits[-1] == LONGEST_WAIT
    assert child.wait_before_next(100.0 + HEALTHY_SECONDS + 1) == waits[0]


def test_a_child_that_does_not_listen_is_killed() -> None:
    supervisor = Supervisor([Child("deaf", ["-c", DEAF])], say=print)
    with running(supervisor):
        time.sleep(0.5)
        process = supervisor.children[0].process
        begun = time.monotonic()
    assert process is not None and process.returncode == -signal.SIGKILL
    assert time.monotonic() - begun < 3


def job(lifeline: int, *, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "commands.worker_process", "tests.commands.tiny_job",
               "--app", "tests.commands.tiny_app", "--lifeline", str(lifeline)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATA_DIR": str(folder), "TINY_JOB": str(folder / "job")}
    process = subprocess.Popen(command, pass_fds=(lifeline,), env=environment, cwd=ROOT)
    wait_for(folder / "job", "working")
    return process


def wait_for(path: Path, text: str) -> None:
    deadline = time.monotonic() + 20
    while not path.exists() or path.read_text() != text:
        assert time.monotonic() < deadline, f"{path.name} never said {text}"
        time.sleep(0.05)


def test_a_job_ends_in_order_at_sigterm(tmp_path: Path) -> None:
    lifeline, write_end = os.pipe()
    process = job(lifeline, folder=tmp_path)
    process.terminate()
    assert process.wait(5) == 0
    wait_for(tmp_path / "job", "ended in order")
    os.close(write_end)


def test_a_job_ends_in_order_when_its_supervisor_is_gone(tmp_path: Path) -> None:
    lifeline, write_end = os.pipe()
    process = job(lifeline, folder=tmp_path)
    os.close(write_end)
    assert process.wait(5) == 0
    wait_for(tmp_path / "job", "ended in order")


def test_a_job_alone_ends_in_order_at_ctrl_c(tmp_path: Path) -> None:
    program = ("import sys; from tests.commands import tiny_app, tiny_job; sys.modules['jobs.worker'] = tiny_job; "
               "from commands.worker import worker; app = tiny_app.create_app(); app.cli.add_command(worker); "
               "from flask.cli import ScriptInfo; worker.main([], obj=ScriptInfo(create_app=lambda: app))")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TINY_JOB": str(tmp_path / "job")}
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=ROOT)
    wait_for(tmp_path / "job", "working")
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0
    wait_for(tmp_path / "job", "ended in order")
