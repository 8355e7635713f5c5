"""A living company, told once and copied for every test: its returns came to where they stand by the real steps."""

from __future__ import annotations

import fcntl
import os
import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from commands.demo import hurry
from demo import company, weeks
from demo.hands import Crew
from migrations.upgrading import upgrade
from models.db import db
from tests.conftest import make_app
from tests.support import postgres
from tests.support.people import add_people
from tests.sweeps import ground
from workflow import clock

RMAS, ORDER_LINES = 30, 200


@pytest.fixture(scope="session")
def living_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the living company on SQLite."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base  # of all workers of this run
    folder, done = shared / "living", shared / "living" / "told"
    with (shared / "living.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir()
            with make_app(folder).app_context():
                _tell(folder)
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                db.engine.dispose()
            done.touch()
    return folder


@pytest.fixture(scope="session")
def living_postgres(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the living company on PostgreSQL, and the name of its database."""
    folder, name = tmp_path_factory.mktemp("living-pg"), cluster.database()
    with make_app(folder, database_url=cluster.url(name)).app_context():
        _tell(folder)
        db.engine.dispose()
    return folder, name


def _tell(folder: Path) -> None:
    now, rng = clock.now(), Random(7)  # the same stories each time
    upgrade(db.engine)
    hurry()
    with clock.at(now - timedelta(weeks=weeks.WEEKS)):
        company.found(company="Harbour & Lane", folder=folder, today=(now - timedelta(days=1)).date(), rng=rng,
                      order_lines=ORDER_LINES)
        add_people()
    crew = Crew()
    weeks.live(crew, rng, now, RMAS)
    crew.go_home()
    ground.add_what_the_demo_has_not()


@pytest.fixture
def living(app: Flask, data_dir: Path, living_template: Path) -> ground.Ground:
    """The living company in place of the empty house."""
    db.engine.dispose()
    _furnish(data_dir, living_template)
    return ground.look_at(app)


@pytest.fixture
def either_living(either_app: Flask, data_dir: Path, request: pytest.FixtureRequest) -> ground.Ground:
    """The living company on each engine in turn."""
    db.engine.dispose()
    if either_app.config["BACKHAUL"].is_sqlite:
        _furnish(data_dir, request.getfixturevalue("living_template"))
    else:
        folder, name = request.getfixturevalue("living_postgres")
        request.getfixturevalue("cluster").renew(db.engine.url.database, template=name)
        _furnish(data_dir, folder)
    return ground.look_at(either_app)


def _furnish(data_dir: Path, template: Path) -> None:
    for left in data_dir.glob("backhaul.db*"):
        left.unlink()
    shutil.copytree(template, data_dir, dirs_exist_ok=True)
