"""The same SELECT, INSERT, UPDATE, COMMIT without server and without SQLAlchemy: what the database itself costs."""

from __future__ import annotations

import sqlite3
import statistics
import time
from pathlib import Path

import psycopg


def sqlite_ms(folder: Path, count: int = 300) -> float:
    """Median milliseconds of one such transaction in plain sqlite3, with our pragmas."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE counter (id INTEGER PRIMARY KEY, count INTEGER)")
    connection.execute("CREATE TABLE seen (id INTEGER PRIMARY KEY, code TEXT, key TEXT UNIQUE)")
    connection.execute("INSERT INTO counter VALUES (1, 0)")
    return _median(lambda number: _sqlite_once(connection, number), count)


def _sqlite_once(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (seen,) = connection.execute("SELECT count FROM counter WHERE id = 1").fetchone()
    connection.execute("INSERT INTO seen (code, key) VALUES (?, ?)", ("P00000000000", f"key{number}"))
    connection.execute("UPDATE counter SET count = ? WHERE id = 1", (seen + 1,))
    connection.execute("COMMIT")


def postgresql_ms(url: str, count: int = 300) -> float:
    """Median milliseconds of one such transaction in plain psycopg."""
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("CREATE TABLE raw_counter (id int PRIMARY KEY, count int)")
        connection.execute("CREATE TABLE raw_seen (id serial PRIMARY KEY, code text, key text UNIQUE)")
        connection.execute("INSERT INTO raw_counter VALUES (1, 0)")
        connection.commit()
        return _median(lambda number: _postgresql_once(connection, number), count)


def _postgresql_once(connection: psycopg.Connection, number: int) -> None:
    (seen,) = connection.execute("SELECT count FROM raw_counter WHERE id = 1").fetchone()
    connection.execute("INSERT INTO raw_seen (code, key) VALUES (%s, %s)", ("P00000000000", f"key{number}"))
    connection.execute("UPDATE raw_counter SET count = %s WHERE id = 1", (seen + 1,))
    connection.commit()


def _median(once, count: int) -> float:
    times = []
    for number in range(count):
        begun = time.perf_counter()
        once(number)
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000
