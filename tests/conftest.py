"""What tests stand on: a fresh house with standing people, on SQLite or PostgreSQL, and clients signed in as them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from app import create_app
from migrations.upgrading import upgrade
from models.db import db
from tests.support import postgres
from tests.support.chromium import browser_type_launch_args  # noqa: F401
from tests.support.pages import PageClient
from tests.support.people import PEOPLE, actor, add_people
from workflow import house
from workflow.actors import Actor

SECRET = "only-for-tests-0123456789-abcdefghij"


COMPILED = Path(tempfile.gettempdir()) / f"backhaul-templates-{os.getuid()}"


def _make(folder: Path, **given: object) -> Flask:
    """An application. Compiled templates are shared by all of them: each test has an application of its own."""
    app = create_app(data_dir=str(folder), secret_key=SECRET, **given)
    COMPILED.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))
    return app


def _prepare(app: Flask) -> None:
    with app.app_context():
        upgrade(db.engine)
        house.build(company="Harbour & Lane")
        add_people()
        db.engine.dispose()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts the real server, or a browser, runs after all others: beside many tests its times mean little."""
    for item in items:
        if ALONE & set(item.fixturenames) or item.path.parent.name in ALONE_FOLDERS or item.path.name in ALONE_FILES:
            item.add_marker(pytest.mark.alone)


ALONE = {"browser", "house"}
ALONE_FOLDERS = {"faults", "road"}
ALONE_FILES = {"test_serve.py", "test_supervisor.py", "test_support.py"}


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the house and its people, copied for every test."""
    folder = tmp_path_factory.mktemp("template")
    app = _make(folder)
    _prepare(app)
    with app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "backhaul.db"


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """One PostgreSQL server for the run. Missing programs fail, they do not skip."""
    with postgres.cluster() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_template(cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated database with the house and its people."""
    name = cluster.database()
    app = _make(tmp_path_factory.mktemp("pg"), database_url=cluster.url(name))
    _prepare(app)
    return name


@pytest.fixture
def data_dir(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with a copy of the prepared database."""
    shutil.copy(sqlite_template, tmp_path / "backhaul.db")
    (tmp_path / "secret_key").write_text(SECRET)
    return tmp_path


@pytest.fixture
def app(data_dir: Path) -> Iterator[Flask]:
    """The application on SQLite, with its context open for calling workflow directly."""
    yield from _open(_make(data_dir, rate_limits="off"))


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on each engine in turn."""
    if request.param == "sqlite":
        request.getfixturevalue("data_dir")
        yield from _open(_make(tmp_path, rate_limits="off"))
        return
    cluster = request.getfixturevalue("cluster")
    name = cluster.database(template=request.getfixturevalue("postgres_template"))
    yield from _open(_make(tmp_path, rate_limits="off", database_url=cluster.url(name)))
    cluster.drop(name)


def _open(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.engine.dispose()


@pytest.fixture
def people(app: Flask) -> dict[str, Actor]:
    """Everybody as an actor: alice the agent, walt at the dock, and so on (tests/support/people.py)."""
    return {login: actor(login) for login in PEOPLE}


@pytest.fixture
def client_as(app: Flask) -> Callable[..., FlaskClient]:
    """A client signed in as one of the people, or as nobody; each page it fetches is checked for what pages owe."""

    def make(login: str | None = None, *, station: str | None = None) -> PageClient:
        client = PageClient(app)
        if login:
            client.sign_in(login, station=station)
        return client

    return make


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement that runs; BEGIN and COMMIT are not statements of ours."""
    yield from count_statements(db.engine)


def count_statements(engine: sa.Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)
