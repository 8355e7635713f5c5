"""`flask demo`: load the living company. Passwords are random and kept in DATA_DIR/demo-passwords.txt."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random

import click
from flask import current_app
from flask.cli import with_appcontext

from demo import company, weeks
from demo.hands import Crew
from models.db import db
from workflow import clock
from workflow.transaction import reading

SEED = 20101201


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="do nothing when somebody works here already")
@with_appcontext
def demo(if_empty: bool) -> None:
    """Load the demo company: real orders, 300 RMAs brought to where they stand by the real steps."""
    with reading() as connection:
        if company.is_founded(connection):
            if if_empty:
                return
            raise click.ClickException("This house has people already. Load the demo into an empty one.")
    begun = time.monotonic()
    config = current_app.config["BACKHAUL"]
    now, rng = clock.now(), Random(SEED)
    hurry()
    click.echo("Loading the demo company ...")
    with clock.at(now - timedelta(weeks=weeks.WEEKS)):
        company.found(company=config.company, folder=config.folder, today=(now - timedelta(days=1)).date(), rng=rng)
    crew = Crew()
    count = weeks.live(crew, rng, now)
    crew.go_home()
    db.engine.dispose()
    click.echo(f"{count} RMAs in {time.monotonic() - begun:.0f} s. "
               f"Who to sign in as stands in {config.folder / company.PASSWORD_FILE}")


def hurry() -> None:
    """Do not wait for the disk: if the machine stops in the middle, the demo is loaded again."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":  # not inside a transaction, and SQLAlchemy always begins one
            connection.connection.driver_connection.execute("PRAGMA synchronous=OFF")
        else:
            connection.exec_driver_sql("SET synchronous_commit=off")
            connection.commit()
