"""F41 in small: a backup while people scan, brought back in an empty place; and what stands in the way of one."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from PIL import Image

from app import create_app
from models.db import db
from models.log import Scan
from models.rma import Photo
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow import photos, verifying
from workflow.actors import SYSTEM
from workflow.errors import Busy
from workflow.transaction import reading

WORKERS, PARCELS = 3, 20
EMPTY_PLACE = Callable[[], Flask]


def flask(app: Flask, *words: str) -> Result:
    """A command of `app`, in a context of its own."""
    with app.app_context():
        try:
            return app.test_cli_runner().invoke(args=list(words))
        finally:
            db.engine.dispose()


def picture(colour: str) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "JPEG")
    file.seek(0)
    return file


@pytest.fixture
def empty_place(either_app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> EMPTY_PLACE:
    """An installation of the same engine with nothing in it."""
    url = ""
    if not either_app.config["BACKHAUL"].is_sqlite:
        cluster = request.getfixturevalue("cluster")
        url = cluster.url(cluster.database())
    return lambda: create_app(data_dir=str(tmp_path / "empty"), database_url=url, rate_limits="off")


class Floor:
    """People who scan one parcel after the other until all are in; what was acknowledged is written down."""

    def __init__(self, app: Flask) -> None:
        self.acknowledged: list[str] = []
        self.app, self.enough = app, threading.Event()
        tablets = [TabletAt("walt", "dock-1") for _ in range(WORKERS)]
        self.threads = [threading.Thread(target=self._work, args=(tablet, [
            goods.announced().parcel for _ in range(PARCELS)])) for tablet in tablets]

    def _work(self, tablet: TabletAt, parcels: list[str]) -> None:
        with self.app.app_context():
            for code in parcels:
                self._scan(tablet, code)
                if len(self.acknowledged) >= WORKERS * PARCELS // 4:
                    self.enough.set()

    def _scan(self, tablet: TabletAt, code: str) -> None:
        """As a tablet does: a scan that was not taken is sent again under its own id."""
        taken = None
        while taken is None:
            with contextlib.suppress(Busy):
                taken = tablet.take(code, scan_id=f"drill-{code}-0123456789")
        assert taken.answer.result == "ok"
        self.acknowledged.append(taken.scan_id)

    def __enter__(self) -> Floor:
        for thread in self.threads:
            thread.start()
        assert self.enough.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self.threads:
            thread.join()


def test_the_drill(either_app: Flask, empty_place: EMPTY_PLACE, tmp_path: Path) -> None:
    rma = goods.announced().rma_id
    keys = [photos.take(picture(colour), rma_id=rma, by=SYSTEM) for colour in ("red", "blue")]
    with Floor(either_app) as floor:
        before = set(floor.acknowledged)
        done = flask(either_app, "backup", str(tmp_path / "kept"))
        during = set(floor.acknowledged) - before
    assert done.exit_code == 0, done.output
    assert len(floor.acknowledged) == WORKERS * PARCELS
    place = empty_place()
    back = flask(place, "restore", str(tmp_path / "kept"))
    assert back.exit_code == 0, back.output
    assert "Restored" in back.output
    with place.app_context(), reading() as connection:
        scans = set(connection.execute(sa.select(Scan.__table__.c.scan_id)).scalars())
        assert before <= scans <= set(floor.acknowledged)
        assert list(verifying.faults(connection)) == []
        assert connection.execute(sa.select(sa.func.count()).select_from(Photo.__table__)).scalar_one() == len(keys)
        shown = [photos.content(key) for key in keys]
        db.engine.dispose()
    assert shown[0].startswith(b"\xff\xd8") and shown[0] != shown[1]
    assert (tmp_path / "empty" / "secret_key").read_text() == either_app.config["BACKHAUL"].secret_key
    assert during, "nobody scanned during the backup: this run proves less than it should"


def test_the_restored_place_works_on(either_app: Flask, empty_place: EMPTY_PLACE, tmp_path: Path) -> None:
    """Ids, triggers and chains go on where the backup ends."""
    parcel = goods.announced()
    flask(either_app, "backup", str(tmp_path / "kept"))
    place = empty_place()
    flask(place, "restore", str(tmp_path / "kept"))
    with place.app_context():
        tablet = TabletAt("walt", "dock-1")
        assert tablet.scan(parcel.parcel).result == "ok"
        goods.announced()
        with reading() as connection:
            assert list(verifying.faults(connection)) == []
        with pytest.raises(sa.exc.DBAPIError), db.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM movement"))
        db.engine.dispose()


def test_a_place_with_data_is_kept_unless_told_and_then_moved_aside(either_app: Flask, data_dir: Path,
                                                                    tmp_path: Path) -> None:
    first = goods.announced()
    assert flask(either_app, "backup", str(tmp_path / "kept")).exit_code == 0
    second = goods.announced()
    refused = flask(either_app, "restore", str(tmp_path / "kept"))
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    assert rmas() == [first.rma, second.rma]
    with held(either_app):
        refused = flask(either_app, "restore", "--replace", str(tmp_path / "kept"))
        assert (refused.exit_code, "in use" in refused.output) == (1, True)
    assert rmas() == [first.rma, second.rma]
    db.engine.dispose()
    assert flask(either_app, "restore", "--replace", str(tmp_path / "kept")).exit_code == 0
    assert rmas() == [first.rma]
    aside = next(data_dir.glob("before-restore-*"))
    if either_app.config["BACKHAUL"].is_sqlite:
        with contextlib.closing(sqlite3.connect(aside / "backhaul.db")) as old:
            assert old.execute("SELECT count(*) FROM rma").fetchone() == (2,)
        return
    with db.engine.connect() as connection:
        schema = connection.execute(sa.text(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_restore_%'")).scalar_one()
        assert connection.execute(sa.text(f'SELECT count(*) FROM "{schema}".rma')).scalar_one() == 2


def rmas() -> list[str]:
    with reading() as connection:
        return list(connection.execute(sa.text("SELECT number FROM rma ORDER BY id")).scalars())


@contextlib.contextmanager
def held(app: Flask) -> Iterator[None]:
    """Somebody else has the database open, as a running server does."""
    engine = sa.create_engine(db.engine.url)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT count(*) FROM rma")).all()
        connection.commit()
        yield
    engine.dispose()


@pytest.fixture
def kept(app: Flask, tmp_path: Path) -> Path:
    """A backup with one photo."""
    photos.take(picture("red"), rma_id=goods.announced().rma_id, by=SYSTEM)
    assert flask(app, "backup", str(tmp_path / "kept")).exit_code == 0
    return tmp_path / "kept"


def refusal(kept: Path, tmp_path: Path, **settings: str) -> str:
    """What restore says to a backup that it does not take; nothing may be left behind."""
    place = create_app(data_dir=str(tmp_path / "empty"), **settings)
    done = flask(place, "restore", str(kept))
    assert done.exit_code == 1
    assert [path.name for path in (tmp_path / "empty").iterdir()] == ["secret_key"]
    return done.output


def change_manifest(kept: Path, **changes: object) -> None:
    data = json.loads((kept / "manifest.json").read_text())
    (kept / "manifest.json").write_text(json.dumps({**data, **changes}))


def test_a_changed_photo_is_noticed(kept: Path, tmp_path: Path) -> None:
    photo = next((kept / "files" / "photos").rglob("*.jpg"))
    photo.write_bytes(photo.read_bytes() + b"x")
    assert f"{photo.relative_to(kept)} was changed" in refusal(kept, tmp_path)
    photo.unlink()
    assert f"{photo.relative_to(kept)} is missing" in refusal(kept, tmp_path)


def test_a_changed_log_is_noticed_even_under_a_new_manifest(kept: Path, tmp_path: Path) -> None:
    from commands.backup_files import digest

    with contextlib.closing(sqlite3.connect(kept / "backhaul.db")) as connection:
        connection.executescript("DROP TRIGGER movement_no_update; UPDATE movement SET what = 'x' WHERE id = 1")
    files = json.loads((kept / "manifest.json").read_text())["files"]
    change_manifest(kept, files={**files, "backhaul.db": digest(kept / "backhaul.db")})
    assert "movement 1 (chain" in refusal(kept, tmp_path)


def test_a_strange_manifest_is_refused(kept: Path, tmp_path: Path) -> None:
    whole = (kept / "manifest.json").read_bytes()
    for changes, words in (({"files": {"../outside": "0"}}, "outside the backup"), ({"format": 99}, "later version"),
                           ({"surprise": 1}, "no readable manifest.json"),
                           ({"files": {"backhaul.dump": ""}}, "missing from the backup")):
        (kept / "manifest.json").write_bytes(whole)
        change_manifest(kept, **changes)
        assert words in refusal(kept, tmp_path)


def test_a_backup_of_the_other_engine_is_refused(kept: Path, tmp_path: Path) -> None:
    assert "This backup is of sqlite" in refusal(kept, tmp_path, database_url="postgresql+psycopg://nobody@/none")


def test_no_half_backup_is_left(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    assert "exists already" in flask(app, "backup", str(tmp_path / "kept")).output
    place = create_app(data_dir=str(tmp_path / "empty"))
    assert "no database here yet" in flask(place, "backup", str(tmp_path / "new")).output
    assert not list(tmp_path.glob("*new*")) and not list(tmp_path.glob(".*new*"))


def test_missing_programs_are_named(either_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = flask(either_app, "backup", str(tmp_path / "kept"))
    if either_app.config["BACKHAUL"].is_sqlite:
        assert done.exit_code == 0, done.output
    else:
        assert (done.exit_code, "pg_dump is missing. Install" in done.output) == (1, True)


def test_a_backup_without_a_name_is_only_for_us_to_read(app: Flask, data_dir: Path) -> None:
    assert flask(app, "backup").exit_code == 0
    folder, = (data_dir / "backups").iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir() if path.is_file())
