"""F1, F8, F47: the real server with two web processes and a worker, killed, locked out and stopped in mid-scan."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from models.db import db
from models.log import Act, Scan
from models.parcels import Parcel
from tests.conftest import SECRET
from tests.support import goods
from tests.support.http_tablet import Answered, HttpTablet
from tests.support.server import Server
from workflow import verifying
from workflow.transaction import reading

SETTINGS = {"WEB_PROCESSES": "2", "RATE_LIMITS": "off", "SECRET_KEY": SECRET}
CONNECTIONS = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Server, Flask]]:
    """The real server, and an application on the same database to look with."""
    url = ""
    if request.param == "sqlite":
        request.getfixturevalue("data_dir")
    else:
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.database(template=request.getfixturevalue("postgres_template")))
    with Server(tmp_path, settings={**SETTINGS, "DATABASE_URL": url}) as server:
        app = create_app(data_dir=str(tmp_path), secret_key=SECRET, database_url=url, rate_limits="off")
        with app.app_context():
            yield server, app
            db.engine.dispose()


def test_f1_killed_six_times_while_scanning(house: tuple[Server, Flask]) -> None:
    server, _app = house
    parcels = [goods.announced().parcel for _ in range(160)]
    tablets = [HttpTablet(server.port) for _ in range(CONNECTIONS)]
    answered: list[Answered] = []
    threads = [threading.Thread(target=lambda t=tablet, mine=parcels[number::CONNECTIONS]: answered.extend(
        [t.scan(code) for code in mine])) for number, tablet in enumerate(tablets)]
    for thread in threads:
        thread.start()
    ready = []
    for _ in range(6):
        time.sleep(0.35)
        server.kill()
        ready.append(server.start())
    for thread in threads:
        thread.join()
    assert len(answered) == len(parcels)
    _nothing_lost_nothing_doubled(answered)
    # How long a restart takes is the machine's business here: other tests and other people may be using it.
    print(f"ready again after {', '.join(f'{seconds:.1f}' for seconds in ready)} s")


def _nothing_lost_nothing_doubled(answered: list[Answered]) -> None:
    s, a, p = Scan.__table__, Act.__table__, Parcel.__table__
    with reading() as connection:
        stored = set(connection.execute(sa.select(s.c.scan_id)).scalars())
        assert {answer.scan_id for answer in answered} == stored
        received = connection.execute(sa.select(sa.func.count()).select_from(p).where(p.c.state == "received")).scalar()
        acts = connection.execute(
            sa.select(sa.func.count()).select_from(a).where(a.c.kind == "parcel.received")).scalar()
        assert received == acts == len(answered)
        assert list(verifying.faults(connection)) == []
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


@pytest.mark.parametrize(("seconds", "first_status"), [(2.0, 200), (9.0, 503)])
def test_f8_the_database_is_locked(data_dir: Path, app: Flask, seconds: float, first_status: int) -> None:
    """Locked for less than the deadline the scan waits; longer, it says so in time and loses nothing."""
    rma = goods.announced()
    with Server(data_dir, settings=SETTINGS) as server:
        tablet = HttpTablet(server.port)
        locked, release = threading.Event(), threading.Event()
        thread = threading.Thread(target=_lock, args=(data_dir, locked, release))
        thread.start()
        assert locked.wait(10)
        threading.Timer(seconds, release.set).start()
        begun = time.monotonic()
        status, headers, _html = tablet.send_once(rma.parcel, "scan-while-locked-01")
        took = time.monotonic() - begun
        assert status == first_status
        assert took < 6
        if status == 503:
            assert int(headers["Retry-After"]) > 0
        assert tablet.scan(rma.parcel, "scan-while-locked-01").result == "ok"
        thread.join()


def _lock(folder: Path, locked: threading.Event, release: threading.Event) -> None:
    connection = sqlite3.connect(folder / "backhaul.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    locked.set()
    release.wait(60)
    connection.execute("ROLLBACK")
    connection.close()


def test_f47_stopped_in_mid_scan(house: tuple[Server, Flask]) -> None:
    """SIGTERM while eight tablets scan: what was answered is kept, it is down in time, the rest goes through later."""
    server, _app = house
    parcels = [goods.announced().parcel for _ in range(80)]
    tablets = [HttpTablet(server.port) for _ in range(CONNECTIONS)]
    answered: list[Answered] = []
    threads = [threading.Thread(target=lambda t=tablet, mine=parcels[number::CONNECTIONS]: answered.extend(
        [t.scan(code) for code in mine])) for number, tablet in enumerate(tablets)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    assert server.stop() < 10
    server.start()
    for thread in threads:
        thread.join()
    _nothing_lost_nothing_doubled(answered)
