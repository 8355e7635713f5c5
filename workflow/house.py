"""The house itself: a site, shelves and stations. Without it nobody could work anywhere."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import StationKind
from models.numbers import Prefix, draw
from models.places import Shelf, Site, Station
from workflow.transaction import in_transaction

STATIONS = (("dock-1", StationKind.DOCK), ("dock-2", StationKind.DOCK), ("inspection-1", StationKind.INSPECTION),
            ("inspection-2", StationKind.INSPECTION), ("bench-1", StationKind.BENCH), ("bench-2", StationKind.BENCH),
            ("check-1", StationKind.CHECK), ("packing-1", StationKind.PACKING), ("shelf-1", StationKind.SHELVING))
SHELVES = (("A-01", "shelf"), ("A-02", "shelf"), ("B-01", "shelf"), ("B-02", "shelf"), ("Questions", "questions"),
           ("Unidentified", "unidentified"))


def build(*, company: str) -> None:
    """Add the first site with its stations and shelves, once."""
    in_transaction(lambda connection: _build(connection, company))


def _build(connection: sa.Connection, company: str) -> None:
    if connection.execute(sa.select(sa.func.count()).select_from(Site.__table__)).scalar():
        return
    site_id = connection.execute(sa.insert(Site.__table__).values(
        code="LEJ1", name="Leipzig", company=company, street="Torgauer Straße 231", city="Leipzig", postcode="04347",
        country="DE", time_zone="Europe/Berlin").returning(Site.__table__.c.id)).scalar_one()
    connection.execute(sa.insert(Station.__table__),
                       [{"name": name, "kind": kind, "site_id": site_id} for name, kind in STATIONS])
    connection.execute(sa.insert(Shelf.__table__),
                       [{"name": name, "kind": kind, "site_id": site_id, "code": draw(Prefix.SHELF)}
                        for name, kind in SHELVES])
