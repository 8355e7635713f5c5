"""Shelves by their names, and units that wait to be put on them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from models.all_tables import TABLES
from models.lifecycle import Found, PlaceKind
from tests.packing import roads
from tests.packing.roads import Road
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow.transaction import reading

SHELF = TABLES["shelf"]
COUNT, LINE = TABLES["shelf_count"], TABLES["shelf_count_line"]


@dataclass(frozen=True)
class At:
    """A shelf: its id, its number as it is scanned, its name."""

    id: int
    code: str
    name: str


def shelf(name: str) -> At:
    with reading() as connection:
        row = connection.execute(sa.select(SHELF).where(SHELF.c.name == name)).one()
    return At(row.id, row.code, row.name)


def place_of(unit_id: int) -> tuple[PlaceKind, int | None]:
    unit = goods.unit(unit_id)
    return unit.place_kind, unit.place_id


def lying(name: str, *, units: int = 1, **about: object) -> Road:
    """Units of one RMA that lie on this shelf, put there by scans."""
    road, tablet = roads.arrived(units=units, **about), TabletAt("walt", "shelf-1")
    tablet.scan(*road.tags, shelf(name).code)
    return road


def findings(count_id: int) -> dict[Found, int]:
    """How many things of each kind a count has."""
    with reading() as connection:
        rows = connection.execute(sa.select(LINE.c.found, sa.func.count()).where(LINE.c.count_id == count_id)
                                  .group_by(LINE.c.found)).all()
        missing = connection.execute(sa.select(COUNT.c.missing).where(COUNT.c.id == count_id)).scalar()
    return {Found(found): count for found, count in rows} | ({Found.MISSING: len(missing)} if missing else {})


def counts() -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(COUNT).order_by(COUNT.c.id)).all())
