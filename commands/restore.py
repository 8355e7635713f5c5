"""`flask restore`: a backup back into its place, after everything in it was checked."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from commands import backup_files
from commands.backup import FILES, KEY_FILE, place_of, stamp
from commands.backup_databases import Place, Sqlite, engine_for
from commands.backup_files import BadBackup, Manifest
from config import Config
from models.db import db
from models.rma import Photo
from models.schema import newest_revision
from workflow import verifying

MOST_SHOWN = 20


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="move what is here aside first; stop everything before")
@with_appcontext
def restore(folder: Path, replace: bool) -> None:
    """Bring the backup in FOLDER back into an empty place: this DATA_DIR and DATABASE_URL."""
    config: Config = current_app.config["BACKHAUL"]
    db.engine.dispose()
    place = place_of(config)
    manifest = _checked(folder, place)
    if not _is_empty(config, place):
        if not replace:
            raise click.ClickException("There is data here already. Restore into an empty DATA_DIR and database, or "
                                       "add --replace to move what is here aside.")
        click.echo(f"What was here is kept in {_set_aside(config, place)}.")
    _put(config, place, folder, manifest)
    _report(config, place, manifest)


def _checked(folder: Path, place: Place) -> Manifest:
    """The manifest of a backup that is whole and fits this place."""
    try:
        manifest = backup_files.read(folder)
        backup_files.check(folder, manifest)
    except BadBackup as bad:
        raise click.ClickException(str(bad)) from None
    if place.file_name not in manifest.files:
        raise click.ClickException(f"This backup is of {manifest.engine}, and this place is {type(place).__name__}.")
    return manifest


def _is_empty(config: Config, place: Place) -> bool:
    files = config.folder / FILES
    return place.is_empty() and not (files.exists() and any(files.rglob("*")))


def _set_aside(config: Config, place: Place) -> str:
    moment = stamp()
    folder = config.folder / f"before-restore-{moment}"
    folder.mkdir(mode=0o700)
    try:
        where = place.set_aside(moment, folder)
    except BaseException:
        folder.rmdir()
        raise
    if (config.folder / FILES).exists():
        (config.folder / FILES).rename(folder / FILES)
    if (config.folder / KEY_FILE).exists():
        backup_files.copy(config.folder / KEY_FILE, folder / KEY_FILE)
    return where if where == str(folder) else f"{folder} and {where}"


def _put(config: Config, place: Place, folder: Path, manifest: Manifest) -> None:
    """Files and secret first, the database last: whoever sees the database sees all that belongs to it."""
    beside = config.folder / f".restoring-{stamp()}"
    beside.mkdir(mode=0o700)
    try:
        for name in manifest.files:
            backup_files.copy(folder / name, beside / name)
        if isinstance(place, Sqlite):
            place.check(beside / place.file_name)
            _check_log(beside / place.file_name)
        if (beside / FILES).exists():
            shutil.rmtree(config.folder / FILES, ignore_errors=True)
            (beside / FILES).rename(config.folder / FILES)
        (beside / KEY_FILE).replace(config.folder / KEY_FILE)
        place.load(beside / place.file_name)
        backup_files.sync_folder(config.folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _check_log(path: Path) -> None:
    """Before anything is moved into place. On PostgreSQL this can only follow."""
    engine = engine_for(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            fault = next(verifying.faults(connection), None)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
    if fault:
        raise click.ClickException(f"The log in this backup is not whole: {fault}")


def _report(config: Config, place: Place, manifest: Manifest) -> None:
    with db.engine.connect() as connection:
        faults = [] if isinstance(place, Sqlite) else list(verifying.faults(connection))
        faults += _wrong_photos(connection, config.folder / FILES)
        count, head = verifying.printed_head(connection)
    if (count, head) != (manifest.movements, manifest.head):
        faults.append(f"the log's head is {count}:{head}, the backup says {manifest.movements}:{manifest.head}")
    for fault in faults[:MOST_SHOWN]:
        click.echo(fault, err=True)
    click.echo(f"Restored as of {manifest.made_at}: {len(manifest.files)} files, head {count}:{head}.")
    if manifest.schema != newest_revision():
        click.echo("The backup is of an older schema: run `flask migrate` before you start.")
    given = os.environ.get("SECRET_KEY")
    if given and given != (config.folder / KEY_FILE).read_text().strip():
        click.echo("SECRET_KEY is not the one of the backup. Set it to what stands in DATA_DIR/secret_key, or leave it "
                   "empty: else links that were sent stay dead.")
    if faults:
        sys.exit(1)


def _wrong_photos(connection: sa.Connection, files: Path) -> Iterator[str]:
    """Photos whose file is not there or is not the one that was taken."""
    photo = Photo.__table__
    for row in connection.execute(sa.select(photo.c.id, photo.c.storage_key, photo.c.sha256)):
        path = files / row.storage_key
        if not path.is_file():
            yield f"photo {row.id}: its file is missing"
        elif backup_files.digest(path) != row.sha256:
            yield f"photo {row.id}: its file is another one"
