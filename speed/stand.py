"""What is measured: the product and the bare route, each on the real server, over a house of so many RMAs."""

from __future__ import annotations

import csv
import functools
import operator
import os
import secrets
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from speed import load, painted, raw
from tests.support import postgres
from tests.support.http_tablet import HttpTablet
from tests.support.server import ROOT, Server

TABLETS = 8
PARCELS = 4000
SETTINGS = {"RATE_LIMITS": "off", "WEB_PROCESSES": "2"}
IMPORT_ROWS, SCANS_BESIDE_IMPORT, ROUNDS_BESIDE_IMPORT = 10_000, 10, 50


@dataclass
class Stand:
    """One engine with so many RMAs, both servers running."""

    engine: str
    rmas: int
    folder: Path
    product: Server
    yardstick: Server
    url: str
    raw_url: str
    callers: list[load.Caller] = field(default_factory=list)
    parcels: list[str] = field(default_factory=list)

    @property
    def driver(self) -> str:
        return "sqlite3" if self.engine == "sqlite" else "psycopg"

    @classmethod
    def make(cls, stack: ExitStack, engine: str, rmas: int) -> Stand:
        """Seed, start, sign in. All of it ends with `stack`."""
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backhaul-speed-")))
        urls = _databases(stack, engine, folder)
        settings = {**SETTINGS, "DATA_DIR": str(folder / "product"), "DATABASE_URL": urls[0]}
        for name in ("product", "bare", "raw"):
            (folder / name).mkdir()
        seed = ["seed", "--rmas", str(rmas), "--announced", str(PARCELS)]
        for command in (["migrate"], ["-m", "speed.people"], seed):
            _flask(command, settings)
        _write_out(urls[0])
        product = stack.enter_context(Server(folder / "product", settings=settings))
        yardstick = stack.enter_context(Server(folder / "bare", app="speed.bare", arguments=("--no-jobs",),
                                               settings={**SETTINGS, "DATABASE_URL": urls[1]}))
        stand = cls(engine, rmas, folder, product, yardstick, urls[0], urls[2])
        stand.callers = [load.Caller(tablet.path, tablet.headers, {})
                         for tablet in (HttpTablet(product.port) for _ in range(TABLETS))]
        stand.parcels = _announced(stand.database)
        return stand

    def raw_ms(self) -> float:
        return raw.sqlite_ms(self.folder / "raw") if self.engine == "sqlite" else raw.postgresql_ms(self.raw_url)

    def bare(self, connections: int, count: int) -> load.Figures:
        callers = [load.Caller("/bare", {}, {})] * connections
        return load.run(self.yardstick.port, callers, ["P00000000000"] * count, _scan_id)

    def scan(self, connections: int, count: int) -> load.Figures:
        """Receive so many parcels that were never received before."""
        codes, self.parcels = self.parcels[:count], self.parcels[count:]
        assert len(codes) == count, "seed more RMAs: the announced parcels are used up"
        return load.run(self.product.port, self.callers[:connections], codes, _scan_id)

    def painted(self, count: int, *, warm_up: int) -> painted.Painted:
        """What a worker at a browser waits, of parcels that were never received before."""
        codes, self.parcels = self.parcels[:count], self.parcels[count:]
        return painted.measure(self.product.url, codes, warm_up=warm_up)

    def scan_during_import(self) -> load.Figures:
        """The same for as long as 10,000 rows of products come in by another process."""
        path = self.folder / "products.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sku", "name", "category", "price", "currency"])
            writer.writerows([f"IMP-{number}", f"Imported {number}", "toy", "9.99", "EUR"]
                             for number in range(IMPORT_ROWS))
        settings = {**SETTINGS, "DATA_DIR": str(self.folder / "product"), "DATABASE_URL": self.url}
        rounds: list[load.Figures] = []
        with ThreadPoolExecutor(1) as aside:
            importing = aside.submit(_flask, ["orders", "import", str(path), "--kind", "products"], settings)
            while not importing.done():
                if self._imported() and len(rounds) < ROUNDS_BESIDE_IMPORT:
                    rounds.append(self.scan(1, SCANS_BESIDE_IMPORT))
            importing.result()
        assert self._imported() == IMPORT_ROWS, "the import did not bring all in"
        return functools.reduce(operator.add, rounds)

    def _imported(self) -> int:
        engine = sa.create_engine(self.database)
        with engine.connect() as connection:
            count = connection.execute(sa.text("SELECT count(*) FROM product WHERE sku LIKE 'IMP-%'")).scalar_one()
        engine.dispose()
        return count

    @property
    def database(self) -> str:
        return self.url or f"sqlite:///{self.folder}/product/backhaul.db"


def _databases(stack: ExitStack, engine: str, folder: Path) -> tuple[str, str, str]:
    if engine == "sqlite":
        return "", "", ""
    cluster = stack.enter_context(postgres.cluster(careless=False))
    return tuple(cluster.url(cluster.database()) for _ in range(3))


def _write_out(url: str) -> None:
    """What seeding wrote goes to the disk, and is looked through as autovacuum would, before the first scan."""
    if url:
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text("VACUUM (ANALYZE)"))
            connection.execute(sa.text("CHECKPOINT"))
        engine.dispose()


def _flask(command: list[str], settings: dict[str, str]) -> None:
    head = [sys.executable] if command[0] == "-m" else [sys.executable, "-m", "flask", "--app", "app"]
    subprocess.run([*head, *command], cwd=ROOT, env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL)


def _announced(url: str) -> list[str]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(sa.text(
            "SELECT number FROM parcel WHERE direction = 'in' AND state = 'announced' ORDER BY number"))
        numbers = list(found.scalars())
    engine.dispose()
    return numbers


def _scan_id() -> str:
    return secrets.token_hex(16)
