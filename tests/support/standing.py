"""A real server that stands for the whole run: before each test the database is put back beneath it."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from flask import Flask

from tests.support.server import Server

# A job of the test before may still be at work: it must not meet a row of this test under the number it knows.
NUMBERS_APART = 100_000


class Standing:
    """`flask serve` over `folder`, begun with a copy of `template`, the prepared database; `app` looks into it."""

    def __init__(self, folder: Path, template: Path, app: Flask, settings: Mapping[str, str]) -> None:
        self.folder, self.template, self.app = folder, template, app
        self.server = Server(folder, settings=settings)
        self._rounds = itertools.count(1)
        shutil.copy(template, folder / "backhaul.db")

    def put_back(self) -> None:
        """Nothing is in the house but what the template has; the server answers, even if a test has killed it."""
        if self.server.process is None or self.server.process.poll() is not None:
            self.server.start()
        with closing(sqlite3.connect(self.template)) as template, \
                closing(sqlite3.connect(self.folder / "backhaul.db", timeout=20)) as there:
            template.backup(there)
            self._count_on(there)

    def _count_on(self, there: sqlite3.Connection) -> None:
        apart = next(self._rounds) * NUMBERS_APART
        there.execute("UPDATE sqlite_sequence SET seq = seq + ?", (apart,))
        there.execute("INSERT INTO sqlite_sequence SELECT name, ? FROM sqlite_master WHERE type = 'table'"
                      " AND sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)", (apart,))
        there.commit()

    def end(self) -> None:
        if self.server.process is not None:
            self.server.kill()
