"""Taking a database out as one consistent file while it is in use, and putting such a file back."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Protocol

import click
import sqlalchemy as sa

from models.db import engine_options, prepare_engine
from workflow import verifying

STEP_PAGES = 2000
STEP_PAUSE = 0.002
"""Seconds between steps, so that scans get the disk in between."""
SIDE_FILES = ("-wal", "-shm", "-journal")


class Place(Protocol):
    """Where a database lives."""

    file_name: str

    def dump(self, target: Path) -> tuple[int, str]:
        """Write a consistent copy; how many movements it holds and the hash of the newest."""

    def is_empty(self) -> bool: ...

    def set_aside(self, stamp: str, folder: Path) -> str:
        """Move what is there out of the way. Returns where it is now."""

    def load(self, source: Path) -> None:
        """Put the copy in place; the place is empty."""


class Sqlite:
    """One file in DATA_DIR."""

    file_name = "backhaul.db"

    def __init__(self, path: Path) -> None:
        self.path = path

    def dump(self, target: Path) -> tuple[int, str]:
        """Stepwise, inside one read transaction: without it, every write of others would start the copy anew."""
        if self.is_empty():
            raise click.ClickException("There is no database here yet.")
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None, timeout=4)) as source, \
                contextlib.closing(sqlite3.connect(target)) as copy:
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(copy, pages=STEP_PAGES, sleep=STEP_PAUSE)
            # One file without side files: it is moved about as such.
            copy.execute("PRAGMA journal_mode=DELETE")
        target.chmod(0o600)
        self.check(target)
        return _head(target)

    @staticmethod
    def check(path: Path) -> None:
        """Raises ClickException unless SQLite finds the file whole."""
        with contextlib.closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise click.ClickException(f"The copy of the database is damaged: {found}")

    def is_empty(self) -> bool:
        return not self.path.exists() or self.path.stat().st_size == 0

    def set_aside(self, stamp: str, folder: Path) -> str:
        """Raises ClickException while somebody has the database open."""
        if not self.is_empty():
            self._fold_in()
            os.replace(self.path, folder / self.path.name)
        return str(folder)

    def _fold_in(self) -> None:
        """Leaving WAL folds it into the file, and works only for the last one who has it open: the test for that."""
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=0)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError:
            raise click.ClickException("The database is in use. Stop `flask serve` and the workers first.") from None

    def load(self, source: Path) -> None:
        for ending in SIDE_FILES:
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        os.replace(source, self.path)


def _head(path: Path) -> tuple[int, str]:
    engine = engine_for(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            return verifying.printed_head(connection)
    finally:
        engine.dispose()


def engine_for(url: str) -> sa.Engine:
    """An engine of its own, with everything that the application's has."""
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    return engine


class Postgresql:
    """A database of a server, through the server's own programs."""

    file_name = "backhaul.dump"

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def dump(self, target: Path) -> tuple[int, str]:
        """The dump and the head that is printed see the same moment."""
        with self.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.execute(sa.text("SELECT pg_export_snapshot()")).scalar_one()
            head = verifying.printed_head(connection)
            self._run("pg_dump", "--format=custom", "--schema=public", "--no-owner", "--no-privileges",
                      f"--snapshot={snapshot}", f"--file={target}")
        target.chmod(0o600)
        return head

    def is_empty(self) -> bool:
        with self.engine.connect() as connection:
            return not sa.inspect(connection).get_table_names()

    def set_aside(self, stamp: str, folder: Path) -> str:
        """The old tables stay in the same database, in a schema of another name."""
        name = f"before_restore_{stamp}".lower().replace("-", "_")
        with self.engine.begin() as connection:
            others = connection.execute(sa.text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()")).scalar_one()
            if others:
                raise click.ClickException("The database is in use. Stop `flask serve` and the workers first.")
            connection.execute(sa.text(f'ALTER SCHEMA public RENAME TO "{name}"'))
            connection.execute(sa.text("CREATE SCHEMA public"))
        return f"schema {name}"

    def load(self, source: Path) -> None:
        self._run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
                  "--schema=public", f"--dbname={self.engine.url.database}", str(source))

    def _run(self, program: str, *arguments: str) -> None:
        """Raises ClickException with the program's own words when it fails."""
        if shutil.which(program) is None:
            raise click.ClickException(f"{program} is missing. Install PostgreSQL's client programs, in the server's "
                                       "version or a later one (on Debian: apt-get install postgresql-client).")
        done = subprocess.run([program, *arguments], env={**os.environ, **self._environment()}, text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            raise click.ClickException(f"{program}: {done.stderr.strip() or 'it failed without a word'}")

    def _environment(self) -> dict[str, str]:
        """The connection, by environment: a password among the arguments would show in the list of processes."""
        url = self.engine.url
        wanted = {"PGHOST": url.query.get("host") or url.host, "PGPORT": url.query.get("port") or url.port,
                  "PGUSER": url.username, "PGPASSWORD": url.password, "PGDATABASE": url.database,
                  "PGSSLMODE": url.query.get("sslmode")}
        return {name: str(value) for name, value in wanted.items() if value}
