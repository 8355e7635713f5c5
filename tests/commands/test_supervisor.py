"""The supervisor with children of a few lines each, and jobs that end when they are told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands.supervisor import HEALTHY_SECONDS, LONGEST_WAIT, Child
from tests.support.server import ROOT


def supervise(what: str, note: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.commands.tiny_supervisor", what, str(note)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATA_DIR": str(note.parent), "TINY_JOB": str(note)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, cwd=ROOT, text=True, **pipes)


def ended(process: subprocess.Popen[str]) -> list[str]:
    """The lines it said, after SIGTERM."""
    process.terminate()
    said, _errors = process.communicate(timeout=10)
    assert process.returncode == 0
    return said.splitlines()


@pytest.mark.parametrize(("what", "code"), [("shortlived", 0), ("failing", 1)])
def test_a_child_that_keeps_dying_is_started_again_ever_more_slowly(tmp_path: Path, what: str, code: int) -> None:
    process = supervise(what, tmp_path / "starts")
    wait_for(tmp_path / "starts", "x")
    time.sleep(2.0)
    said = ended(process)
    assert 2 <= len((tmp_path / "starts").read_text()) <= 5
    assert said[0] == f"{what} ended with {code}; again in 0.2 s"
    assert said[1] == f"{what} ended with {code}; again in 0.4 s"


def test_the_wait_grows_to_a_limit_and_a_long_life_clears_it() -> None:
    child = Child("web", lambda _lifeline: None, started=100.0)
    waits = [child.wait_before_next(101.0) for _ in range(10)]
    assert waits == sorted(waits) and waits[-1] == LONGEST_WAIT
    assert child.wait_before_next(100.0 + HEALTHY_SECONDS + 1) == waits[0]


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    process = supervise("deaf", tmp_path / "note")
    wait_for(tmp_path / "note", "deaf")
    assert ended(process) == [f"{-signal.SIGKILL} after 1 s"]


def wait_for(path: Path, text: str) -> None:
    deadline = time.monotonic() + 20
    while not path.exists() or not path.read_text().startswith(text):
        assert time.monotonic() < deadline, f"{path.name} never said {text}"
        time.sleep(0.05)


def test_a_job_ends_in_order_at_sigterm(tmp_path: Path) -> None:
    process = supervise("job", tmp_path / "job")
    wait_for(tmp_path / "job", "working")
    assert ended(process) == ["0 after 0 s"]
    wait_for(tmp_path / "job", "ended in order")


def test_a_job_ends_in_order_when_its_supervisor_is_gone(tmp_path: Path) -> None:
    process = supervise("job", tmp_path / "job")
    wait_for(tmp_path / "job", "working")
    process.kill()
    process.communicate()
    wait_for(tmp_path / "job", "ended in order")


def test_a_job_alone_ends_in_order_at_ctrl_c(tmp_path: Path) -> None:
    process = worker_alone("tiny_job", tmp_path)
    wait_for(tmp_path / "job", "working")
    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0
    wait_for(tmp_path / "job", "ended in order")


def test_a_job_that_is_not_ready_yet_ends_at_once(tmp_path: Path) -> None:
    """On a busy machine WeasyPrint takes longer to load than a stop may take."""
    process = worker_alone("slow_job", tmp_path)
    wait_for(tmp_path / "job", "getting ready")
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == -signal.SIGTERM


def worker_alone(job: str, folder: Path) -> subprocess.Popen[bytes]:
    """`flask worker` with this module as its job."""
    program = (f"import sys; from tests.commands import tiny_app, {job}; sys.modules['jobs.worker'] = {job}; "
               "from commands.worker import worker; app = tiny_app.create_app(); app.cli.add_command(worker); "
               "from flask.cli import ScriptInfo; worker.main([], obj=ScriptInfo(create_app=lambda: app))")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TINY_JOB": str(folder / "job")}
    return subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=ROOT)
