"""What tests stand on: a fresh house with standing people, on SQLite or PostgreSQL, and clients signed in as them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from app import create_app
from blueprints.printing import routes as printing_routes
from migrations.upgrading import upgrade
from models.db import db
from tests.support import postgres
from tests.support.chromium import browser_type_launch_args  # noqa: F401
from tests.support.pages import PageClient
from tests.support.people import PEOPLE, actor, add_people
from tests.support.standing import Standing
from workflow import house, installation, signing_in, staffing
from workflow.actors import Actor

SECRET = "only-for-tests-0123456789-abcdefghij"
REAL_HASHER = signing_in.hasher
# A fifth of the run went into passwords that nobody will ever attack.
signing_in.hasher = staffing.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
COMPILED = Path(tempfile.gettempdir()) / f"backhaul-templates-{os.getuid()}"


def make_app(folder: Path, **given: object) -> Flask:
    """An application. Compiled templates are shared by all of them: each test has an application of its own."""
    app = create_app(data_dir=str(folder), secret_key=SECRET, **given)
    COMPILED.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":  # these databases need not outlive a power cut; those of the server do
            sa.event.listen(db.engine, "connect", lambda connection, _record: connection.execute(
                "PRAGMA synchronous=OFF"))
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
ALONE_FILES = {"test_serve.py", "test_sharing_out.py", "test_supervisor.py", "test_support.py"}


@pytest.fixture(scope="session", autouse=True)
def _no_waiting() -> None:
    """No paper is made in the process of a test while it asks for one: its page need not wait for it."""
    printing_routes.SHORT_WAIT_SECONDS = 0.0


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the house and its people, copied for every test."""
    folder = tmp_path_factory.mktemp("template")
    app = make_app(folder)
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
    app = make_app(tmp_path_factory.mktemp("pg"), database_url=cluster.url(name))
    _prepare(app)
    return name


@pytest.fixture(scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def data_dir(_folder: Path, sqlite_template: Path) -> Path:
    """The folder of the house, with nothing in it but a copy of the prepared database."""
    for left in _folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.copy(sqlite_template, _folder / "backhaul.db")
    (_folder / "secret_key").write_text(SECRET)
    return _folder


@pytest.fixture(scope="session")
def _app(_folder: Path) -> Flask:
    """One application for the run: making one for each test would take longer than most of them do."""
    return make_app(_folder, rate_limits="off")


@pytest.fixture(scope="session")
def _postgres_app(_folder: Path, cluster: postgres.Cluster) -> Flask:
    name = cluster.database()
    return make_app(_folder, rate_limits="off", database_url=cluster.url(name))


@pytest.fixture
def app(_app: Flask, data_dir: Path) -> Iterator[Flask]:
    """The application on SQLite, with its context open for calling workflow directly."""
    yield from _open(_app)


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Standing]:
    """A real server that many tests share, each with the house as prepared."""
    folder = tmp_path_factory.mktemp("standing")
    (folder / "secret_key").write_text(SECRET)
    server = Standing(folder, sqlite_template, make_app(folder, rate_limits="off"),
                      {"SECRET_KEY": SECRET, "RATE_LIMITS": "off"})
    yield server
    server.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Flask]:
    """The application on each engine in turn."""
    if request.param == "sqlite":
        yield from _open(request.getfixturevalue("_app"))
        return
    app = request.getfixturevalue("_postgres_app")
    with app.app_context():
        name = db.engine.url.database
    request.getfixturevalue("cluster").renew(name, template=request.getfixturevalue("postgres_template"))
    yield from _open(app)


def _open(app: Flask) -> Iterator[Flask]:
    installation.apply(app.config["BACKHAUL"])
    settings = dict(app.config)
    with app.app_context():
        yield app
        db.engine.dispose()
    app.config.clear()
    app.config.update(settings)


@pytest.fixture
def people(app: Flask) -> dict[str, Actor]:
    """Everybody as an actor: alice the agent, walt at the dock, and so on (tests/support/people.py)."""
    return {login: actor(login) for login in PEOPLE}


@pytest.fixture
def client_as(request: pytest.FixtureRequest) -> Callable[..., FlaskClient]:
    """A client signed in as one of the people, or as nobody; each page it fetches is checked for what pages owe."""
    app = request.getfixturevalue("either_app" if "either_app" in request.fixturenames else "app")

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


@pytest.fixture
def costs(either_app: Flask) -> Iterator[list[str]]:
    """The same on the engine of the test."""
    yield from count_statements(db.engine)


def count_statements(engine: sa.Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)
