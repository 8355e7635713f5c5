"""Measures servers for decision 0003: 8 quick clients, alone and beside slow ones.

python docs/decisions/0003_measure.py PYTHON [SECONDS [CASE]]
PYTHON is an interpreter that has flask, gunicorn, gevent and granian; our own server runs on this one.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TINY = "tests.commands.tiny_app"
PORT = 8791
SLOW = {
    "alone": b"",
    "slow headers": b"GET /readyz HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "slow bodies": b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
    "slow reads": b"GET /megabytes/3 HTTP/1.1\r\nHost: x\r\n\r\n",
    "locked writes": b"GET /locked HTTP/1.1\r\nHost: x\r\n\r\n",
}


def servers(python: str) -> dict[str, list[str]]:
    """Command lines, each with 2 processes of 8 threads where the server has threads."""
    gunicorn = [python, "-m", "gunicorn", "-b", f"127.0.0.1:{PORT}", "-w", "2", "--log-level", "critical"]
    factory = f"{TINY}:create_app()"
    return {
        "flask serve": [sys.executable, "-m", "flask", "--app", TINY, "serve", "--no-jobs"],
        "gunicorn gthread": [*gunicorn, "-k", "gthread", "--threads", "8", factory],
        "gunicorn gevent": [*gunicorn, "-k", "gevent", factory],
        "granian": [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT),
                    "--workers", "2", "--blocking-threads", "8", "--log-level", "critical", "--factory",
                    f"{TINY}:create_app"],
    }


def wait_until_ready(process: subprocess.Popen[bytes]) -> None:
    """A server that never came up is no result: raises RuntimeError after 20 s, or when it has ended."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise RuntimeError(f"{process.args} did not start")


class Client(threading.Thread):
    """Asks again and again over one kept connection; a failure costs the connection."""

    def __init__(self, until: float) -> None:
        super().__init__()
        self.until, self.times, self.failures = until, list[float](), 0

    def run(self) -> None:
        connection = self._connection()
        while time.monotonic() < self.until:
            begun = time.monotonic()
            try:
                connection.request("GET", "/readyz")
                connection.getresponse().read()
                self.times.append(time.monotonic() - begun)
            except (OSError, http.client.HTTPException):
                self.failures += 1
                connection = self._connection()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)


def hold(beginning: bytes, end: threading.Event) -> None:
    """Open 200 connections (4 that wait for a lock), read nothing, and drip into what is not complete."""
    count = 4 if b"locked" in beginning else 200
    slow = [socket.create_connection(("127.0.0.1", PORT), timeout=5) for _ in range(count)]
    for connection in slow:
        connection.sendall(beginning)
    while not end.wait(1):
        for connection in slow:
            try:
                if not beginning.endswith(b"\r\n\r\n") or beginning.startswith(b"POST"):
                    connection.send(b"a", socket.MSG_DONTWAIT)
            except OSError:
                pass
    for connection in slow:
        connection.close()


def measure(beginning: bytes, seconds: float) -> str:
    """One line: answers per second, failures, and the times of answers in milliseconds."""
    end = threading.Event()
    if beginning:
        threading.Thread(target=hold, args=(beginning, end), daemon=True).start()
        time.sleep(2)
    clients = [Client(time.monotonic() + seconds) for _ in range(8)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    end.set()
    times = sorted(time for client in clients for time in client.times)
    failures = sum(client.failures for client in clients)
    if len(times) < 2:
        return f"{len(times)} answers, {failures} failures"
    cut = statistics.quantiles(times, n=100)
    return (f"{len(times) / seconds:.0f}/s, {failures} failures, p50 {cut[49] * 1000:.1f} ms, "
            f"p95 {cut[94] * 1000:.1f} ms, longest {times[-1] * 1000:.0f} ms")


def run(name: str, command: list[str], seconds: float) -> None:
    for case, beginning in SLOW.items():
        if case not in (sys.argv[3:] or SLOW):
            continue
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "PORT": str(PORT), "DATA_DIR": folder, "PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                wait_until_ready(process)
                print(f"{name:17} {case:13} {measure(beginning, seconds)}", flush=True)
            finally:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            time.sleep(1.5)


if __name__ == "__main__":
    for server, line in servers(sys.argv[1]).items():
        run(server, line, float(sys.argv[2]) if len(sys.argv) > 2 else 8.0)
