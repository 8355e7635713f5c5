"""`flask backup`: database, files and secret in one folder, consistent while everything runs."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from commands import backup_files
from commands.backup_databases import Place, Postgresql, Sqlite
from commands.backup_files import Manifest
from config import Config
from models.db import db
from models.schema import newest_revision

FILES = "files"
KEY_FILE = "secret_key"


@click.command("backup")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@with_appcontext
def backup(folder: Path | None) -> None:
    """Write a backup to FOLDER, which must not exist yet; without it, to a new one in DATA_DIR/backups.

    Nothing has to be stopped. Keep it where the machine's loss does not reach, and guard it: it holds all names and
    addresses and the secret that signs links.
    """
    config: Config = current_app.config["BACKHAUL"]
    folder = (folder or config.folder / "backups" / f"backhaul-{stamp()}").absolute()
    if folder.exists():
        raise click.ClickException(f"{folder} exists already. Choose another.")
    manifest = take(config, folder)
    click.echo(f"{folder}: {len(manifest.files)} files, {manifest.movements} movements, "
               f"head {manifest.movements}:{manifest.head}")


def take(config: Config, folder: Path) -> Manifest:
    """Write it beside its name, and give it the name only when it is whole."""
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True, mode=0o700)
    try:
        manifest = _fill(config, beside)
        backup_files.sync_folder(beside)
        os.rename(beside, folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    backup_files.sync_folder(folder.parent)
    return manifest


def _fill(config: Config, folder: Path) -> Manifest:
    """The database first: every file that its rows name was whole before the row was written."""
    place = place_of(config)
    movements, head = place.dump(folder / place.file_name)
    manifest = Manifest(datetime.now(UTC).isoformat(timespec="seconds"), type(place).__name__.lower(),
                        newest_revision(), movements, head)
    copied = backup_files.copy_folder(config.folder / FILES, folder / FILES)
    backup_files.write(folder / KEY_FILE, config.secret_key.encode())
    manifest.files = {place.file_name: backup_files.digest(folder / place.file_name),
                      KEY_FILE: backup_files.digest(folder / KEY_FILE),
                      **{f"{FILES}/{name}": sha for name, sha in copied.items()}}
    manifest.write(folder)
    return manifest


def place_of(config: Config) -> Place:
    """Where this installation's database lives."""
    if not config.is_sqlite:
        return Postgresql(db.engine)
    return Sqlite(Path(db.engine.url.database or ""))


def stamp() -> str:
    """The moment as part of a name, in UTC."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
