"""A PostgreSQL of our own in a temporary folder: no port, no password, nothing of the machine's own cluster."""

from __future__ import annotations

import glob
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_SECONDS = 30.0
PACE = ("shared_buffers=64MB", "max_connections=200")
CARELESS = ("fsync=off", "full_page_writes=off")
"""Settings for tests: what a power cut would cost does not matter there, what kill -9 does is the same."""


class Cluster:
    """One server on a unix socket in `folder`, run as user postgres when we are root (initdb refuses root)."""

    def __init__(self, folder: Path, programs: Path, *, careless: bool = True) -> None:
        self.folder, self.programs = folder, programs
        self.settings = PACE + (CARELESS if careless else ())
        self.user = _user()
        self.process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    def make(self) -> None:
        """Create the cluster's files; once, before the first start."""
        if self.user is not None:
            shutil.chown(self.folder, self.user)
        subprocess.run([self.programs / "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                        "--locale=C.UTF-8", "--no-sync"], check=True, user=self.user, group=self._group,
                       cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start, or start again after stop() or kill(), and wait until it takes connections."""
        options = [word for setting in self.settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self._data, "-k", self.folder, "-c", "listen_addresses=", *options],
                user=self.user, group=self._group, cwd=self.folder, stdout=log, stderr=log)
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop at once but in order; open connections are cut."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Die as after kill -9 of the server; the next start recovers."""
        self._end(signal.SIGQUIT)

    def url(self, name: str) -> str:
        """DATABASE_URL of the database `name`."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def database(self, *, template: str = "template0") -> str:
        """A fresh database, copied from `template` (to which nobody may be connected); returns its name."""
        name = f"test_{next(self._numbers)}"
        with self.connect() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def renew(self, name: str, *, template: str) -> None:
        """Make the database `name` a fresh copy of `template`."""
        self.drop(name)
        with self.connect() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")

    def drop(self, name: str) -> None:
        """Drop a database, cutting its connections."""
        with self.connect() as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """An autocommit connection of the superuser."""
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _group(self) -> int | None:
        return None if self.user is None else pwd.getpwnam(self.user).pw_gid

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(30)
            self.process = None

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self.connect().close()
            except psycopg.OperationalError:
                assert self.process is not None and self.process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < deadline, "PostgreSQL did not start in time"
                time.sleep(0.05)


@contextmanager
def cluster(*, careless: bool = True) -> Iterator[Cluster]:
    """A running cluster, gone with all its files at the end. Measurements want it with fsync: not careless.

    Raises:
        RuntimeError: PostgreSQL's server is not installed; the tests do not pass without it.
    """
    folder = Path(tempfile.mkdtemp(prefix="backhaul-pg-", dir="/tmp"))  # a socket's path has at most 107 bytes
    server = Cluster(folder, _programs(), careless=careless)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError("PostgreSQL's server is missing; python3 scripts/doctor.py --test says how to get it")
    return Path(found[-1] if found else os.path.realpath(on_path or "")).parent


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
