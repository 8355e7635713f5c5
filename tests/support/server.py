"""The real `flask serve` as a test subject: started, killed, started again on the same port, stopped."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60.0


class Server:
    """`flask serve` over the folder `data_dir`, in a process group of its own.

    `app` is an import path as for `flask --app`; `arguments` follow `serve`; `settings` are added to
    the environment; `within` is a command that runs the server's. The first start takes a free port; later starts take
    the same one again.
    """

    def __init__(self, data_dir: Path, *, app: str = "app", settings: Mapping[str, str] | None = None,
                 arguments: tuple[str, ...] = (), within: tuple[str, ...] = ()) -> None:
        self.app, self.arguments, self.within = app, arguments, within
        self.folder = ROOT
        self.environment = {**os.environ, "HOST": "127.0.0.1", "DATA_DIR": str(data_dir),
                            "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **(settings or {})}
        self.log_path = data_dir / "serve.log"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that it and its children wrote so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def start(self) -> float:
        """Start and wait until /readyz answers 200; return the seconds that it took."""
        begun, before = time.monotonic(), len(self.log)
        command = [*self.within, sys.executable, "-m", "flask", "--app", self.app, "serve", *self.arguments]
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            env={**self.environment, "PORT": str(self.port)}, start_new_session=True)
        self._wait_until(lambda: self._found_port(before))
        self._wait_until(self._ready)
        return time.monotonic() - begun

    def stop(self) -> float:
        """SIGTERM to the supervisor; return the seconds until all is down. Fails unless it exits with 0."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        assert code == 0, f"flask serve ended with {code}:\n{self.log}"
        return time.monotonic() - begun

    def kill(self) -> None:
        """kill -9 of the whole group at once, as a power cut would."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._wait_until(lambda: not self.members())

    def kill_supervisor(self) -> None:
        """kill -9 of the supervisor alone; its children have to notice by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def members(self) -> dict[int, str]:
        """Names of all living processes of the group, by process number."""
        assert self.process is not None
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            name = _name_of(folder, self.process.pid)
            if name is not None:
                found[int(folder.name)] = name
        return found

    def _found_port(self, before: int) -> bool:
        found = re.search(r"^listening on http://127\.0\.0\.1:(\d+)$", self.log[before:], re.M)
        self.port = int(found[1]) if found else self.port
        return bool(found)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _wait_until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not condition():
            assert self.process is not None
            gone = self.process.poll() is not None and self.process.returncode != -signal.SIGKILL
            assert not gone and time.monotonic() < deadline, f"flask serve is not ready:\n{self.log}"
            time.sleep(0.02)

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()


def _name_of(folder: Path, group: int) -> str | None:
    try:
        state, _, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        name = (folder / "comm").read_text().strip()
    except OSError:
        return None
    return name if int(its_group) == group and state != "Z" else None
