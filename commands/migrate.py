"""`flask migrate`: bring the database to the newest schema. One migrator at a time; safe to run again."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from migrations.upgrading import upgrade
from models.db import db


@contextmanager
def _alone(engine: sa.Engine, folder: str):
    """A lock that ends with the process, so that a killed migrator leaves none behind."""
    if engine.dialect.name == "sqlite":
        with open(f"{folder}/migrate.lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(7266548)"))
        yield


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest schema."""
    with _alone(db.engine, current_app.config["BACKHAUL"].data_dir):
        revision = upgrade(db.engine)
    click.echo(f"The database is at schema {revision}.")
