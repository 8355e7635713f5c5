"""Read-only: where units are, who saw them last, and what lies on a shelf; each in one statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import IN_OUR_HANDS, PlaceKind, Stage
from models.log import Act, Movement
from models.numbers import grouped
from models.parcels import Parcel
from models.places import Shelf, Station
from models.records import split
from models.rma import Rma, Unit
from models.shelving import ShelfCount
from workflow import searching
from workflow.errors import NotFound
from workflow.sentences import Sentence, say

U, Q, R, P, H, N, M, A, C = (m.__table__ for m in (Unit, Product, Rma, Parcel, Shelf, Station, Movement, Act,
                                                   ShelfCount))
MOST = 200
PLACES: dict[PlaceKind, Sentence] = {
    PlaceKind.SHELF: say("on shelf %(place)s"), PlaceKind.STATION: say("at %(place)s"),
    PlaceKind.PARCEL: say("in parcel %(place)s"), PlaceKind.CUSTOMER: say("with the customer"),
    PlaceKind.PARTNER: say("with a partner"), PlaceKind.WAREHOUSE: say("in the house, no place noted"),
    PlaceKind.GONE: say("gone"),
}


@dataclass(frozen=True)
class Seen:
    """A unit, what it is, and where it was last seen: by whom and when, if the log says so."""

    unit: Any
    name: str
    rma_number: str | None
    place: str | None
    by: int | None = None
    at: datetime | None = None

    @property
    def where(self) -> Sentence:
        return place_words(self.unit.place_kind, self.place)

    @property
    def is_here(self) -> bool:
        return self.unit.stage in IN_OUR_HANDS or (self.unit.stage is Stage.PROMISED and self.unit.tag is not None)


@dataclass(frozen=True)
class OnShelf:
    """A shelf and its count if one is open; the units that were asked for with it, or those that lie on it and how many
    they are in all.
    """

    shelf: Any
    total: int
    open_count: Any
    seen: list[Seen]

    def only(self, seen: list[Seen]) -> OnShelf:
        """The same shelf with these units alone."""
        return replace(self, seen=seen)


def place_words(kind: PlaceKind, name: str | None) -> Sentence:
    """A place in words; where its name is no longer known, its kind alone."""
    return say(PLACES[kind].msgid, place=name or "–") if "%(place)s" in PLACES[kind].msgid else PLACES[kind]


def read(connection: sa.Connection, *which: sa.ColumnElement[bool], most: int = MOST) -> list[Seen]:
    """The units for which `which` holds: those in the house first, then the newest."""
    rows = connection.execute(_seen().where(*which).order_by(U.c.stage.not_in(sorted(IN_OUR_HANDS)), U.c.id.desc())
                              .limit(most)).all()
    return [_as_seen(*split(row, Unit)) for row in rows]


def _as_seen(unit: Any, name: str | None, rma_number: str | None, place: str | None, by: int | None = None,
             at: datetime | None = None) -> Seen:
    if place and unit.place_kind is PlaceKind.PARCEL:
        place = grouped(place)
    return Seen(unit, name or "", rma_number, place, by, at)


@cache
def _seen() -> sa.Select:
    last = M.alias("last")
    newest = sa.select(sa.func.max(last.c.id)).where(last.c.unit_id == U.c.id).correlate(U).scalar_subquery()
    return sa.select(U, Q.c.name, R.c.number, _place(), A.c.staff_id, M.c.at).select_from(
        U.outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id)
        .outerjoin(M, M.c.id == newest).outerjoin(A, A.c.id == M.c.act_id))


def _place() -> sa.Case:
    """The name of where a unit lies: of a shelf, a station, or the number of a parcel."""
    names = {PlaceKind.SHELF: (H, "name"), PlaceKind.STATION: (N, "name"), PlaceKind.PARCEL: (P, "number")}
    found = []
    for kind, (table, column) in names.items():
        place = table.alias(f"its_{kind.value}")
        found.append((U.c.place_kind == kind, sa.select(place.c[column]).where(
            place.c.id == U.c.place_id).correlate(U).scalar_subquery()))
    return sa.case(*found)


def shelf(connection: sa.Connection, shelf_id: int, units: sa.ColumnElement[bool] | None = None,
          most: int = MOST) -> OnShelf:
    """A shelf with these units, wherever they are; without `units`, those that lie on it, the newest first.

    Raises:
        NotFound: there is no such shelf.
    """
    wanted = lies_on(shelf_id) if units is None else units
    rows = connection.execute(_shelf(counted=units is None).add_columns(U, Q.c.name, R.c.number, _place()).select_from(
        H.outerjoin(C, sa.and_(C.c.shelf_id == H.c.id, C.c.ended_at.is_(None))).outerjoin(U, wanted)
        .outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id))
        .where(H.c.id == shelf_id).order_by(U.c.id.desc()).limit(most)).all()
    if not rows:
        raise NotFound(say("There is no such shelf."))
    found = [split(row, Shelf, ShelfCount) for row in rows]
    shelf_row, count, total = found[0][:3]
    return OnShelf(shelf_row, total, count, [_as_seen(*split(rest, Unit)) for *_same, rest in
                                             ((row[:3], row[3:]) for row in found) if rest[0] is not None])


@cache
def _shelf(*, counted: bool) -> sa.Select:
    """`counted`: how many lie there in all; to put something away nobody has to know."""
    if not counted:
        return sa.select(H, C, sa.literal_column("0"))
    lying = U.alias("lying")
    total = sa.select(sa.func.count()).select_from(lying).where(
        lying.c.place_kind == PlaceKind.SHELF, lying.c.place_id == H.c.id).correlate(H).scalar_subquery()
    return sa.select(H, C, total)


def lies_on(shelf_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(U.c.place_kind == PlaceKind.SHELF, U.c.place_id == shelf_id)


def in_house() -> sa.ColumnElement[bool]:
    return U.c.stage.in_(sorted(IN_OUR_HANDS))


def of_parcel(parcel_id: int) -> sa.ColumnElement[bool]:
    """Units that lie in the box, or belong to the RMA that it came or goes for."""
    inside = sa.and_(U.c.place_kind == PlaceKind.PARCEL, U.c.place_id == parcel_id)
    return sa.or_(inside, U.c.rma_id == sa.select(P.c.rma_id).where(P.c.id == parcel_id).scalar_subquery())


def of_order(order_id: int) -> sa.ColumnElement[bool]:
    return U.c.rma_id.in_(sa.select(R.c.id).where(R.c.order_id == order_id))


def of_words(connection: sa.Connection, text: str) -> sa.ColumnElement[bool]:
    """Units with this serial number on record, or of a customer or product whose name has all these words."""
    ids = searching.by_words(connection, text)
    customers = sa.select(R.c.id).where(R.c.customer_id.in_(ids.get("customer", ())))
    code = text.strip().upper()
    return sa.or_(U.c.serial_seen == code, U.c.serial_stated == code, U.c.rma_id.in_(customers),
                  sa.and_(U.c.product_id.in_(ids.get("product", ())), in_house()))


def parcel(connection: sa.Connection, parcel_id: int) -> sa.Row:
    """Number, state and place of a parcel: `place_kind`, `place`."""
    place = sa.case(
        (P.c.place_kind == PlaceKind.SHELF, sa.select(H.c.name).where(H.c.id == P.c.place_id).scalar_subquery()),
        (P.c.place_kind == PlaceKind.STATION, sa.select(N.c.name).where(N.c.id == P.c.place_id).scalar_subquery()))
    return connection.execute(sa.select(P.c.number, P.c.state, P.c.place_kind, place.label("place"))
                              .where(P.c.id == parcel_id)).one()
