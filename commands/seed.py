"""`flask seed`: very many RMAs in minutes, for measuring how the product bears them. Not for a house in use."""

from __future__ import annotations

import time
from functools import partial
from random import Random

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from commands.seed_rmas import BODIES, Around, Seeder
from models.catalogue import Product
from models.db import db
from models.orders import Order
from models.places import Shelf, Site
from workflow import house
from workflow.transaction import in_transaction, reading

O, P = Order.__table__, Product.__table__  # noqa: E741
CHUNK = 5000
PRODUCTS = 200
CACHE_KIB = 1_000_000
"""Memory for SQLite's pages while seeding: random numbers touch every part of their indexes."""


@click.command("seed")
@click.option("--rmas", type=click.IntRange(1, BODIES // 10), required=True, help="how many to add")
@click.option("--random-seed", type=int, default=1, show_default=True, help="the same makes the same rows")
@click.option("--announced", type=click.IntRange(0), default=0,
              help="of the last so many the box has still to come: what a measurement receives")
@with_appcontext
def seed(rmas: int, random_seed: int, announced: int) -> None:
    """Add RMAs with customers, orders, boxes and a valid log. Run again, it goes on after those of before."""
    house.build(company=current_app.config["BACKHAUL"].company)
    begun, rows, done = time.monotonic(), 0, 0
    first, rng = _seeded(), Random(random_seed)  # noqa: S311 (nothing secret comes of it)
    around = in_transaction(_around)
    while done < rmas:
        count = min(CHUNK, rmas - done)
        rows += in_transaction(partial(_chunk, around=around, number=first + done, count=count, rng=rng, total=rmas,
                                       announced=max(0, announced - (rmas - done - count))))
        done += count
        _show(done, rmas, rows, begun)
    _settle()


def _settle() -> None:
    """PostgreSQL would look through so many new rows by itself, but only while people already work."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def _chunk(connection: sa.Connection, *, around: Around, number: int, count: int, rng: Random, total: int,
           announced: int) -> int:
    """Make `count` RMAs, of the last `announced` of which the box has still to come. Returns how many rows."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE_KIB}")
    seeder = Seeder(connection, around, number, rng, total)
    for left in range(count, 0, -1):
        seeder.add(announced=left <= announced)
    return seeder.write(connection)


def _seeded() -> int:
    """How many were seeded before: order numbers count up."""
    with reading() as connection:
        newest = connection.execute(sa.select(sa.func.max(O.c.number)).where(
            O.c.channel == "shop", O.c.number >= "SEED-", O.c.number < "SEED.")).scalar()
    return int(newest.removeprefix("SEED-")) + 1 if newest else 0


def _around(connection: sa.Connection) -> Around:
    """The house, with products to send back."""
    if not connection.execute(sa.select(P.c.id).where(P.c.sku == "SEED-0000")).scalar():
        connection.execute(sa.insert(P), [
            {"sku": f"SEED-{number:04d}", "name": f"Thing {number}", "category": "homeware",
             "price_minor": 500 + 37 * number, "currency": "EUR"} for number in range(PRODUCTS)])
    products = connection.execute(sa.select(P.c.id, P.c.price_minor).where(P.c.sku.like("SEED-%")).order_by(P.c.id))
    site = connection.execute(sa.select(sa.func.min(Site.__table__.c.id))).scalar_one()
    shelves = connection.execute(sa.select(Shelf.__table__.c.id).where(Shelf.__table__.c.site_id == site,
                                                                       Shelf.__table__.c.kind == "shelf")
                                 .order_by(Shelf.__table__.c.id)).scalars()
    return Around(site, list(shelves), [(row.id, row.price_minor) for row in products])


def _show(done: int, rmas: int, rows: int, begun: float) -> None:
    seconds = time.monotonic() - begun
    if done == rmas or done % (CHUNK * 20) == 0:
        click.echo(f"{done:,} of {rmas:,} RMAs, {rows:,} rows, {seconds:.0f} s, {rows / seconds:,.0f} rows/s")
