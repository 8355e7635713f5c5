"""Read-only: where units and boxes are, who saw them last, and what lies on a shelf; each in one statement."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import BOXES_IN_HOUSE, IN_OUR_HANDS, PlaceKind
from models.log import Act, Movement
from models.numbers import grouped
from models.parcels import Parcel
from models.places import Shelf, Station
from models.records import split
from models.rma import Rma, Unit
from models.shelving import ShelfCount
from workflow import boxes as box_reading
from workflow import lying
from workflow.errors import NotFound
from workflow.lying import OnShelf, Seen, SeenBox
from workflow.sentences import Sentence, say

U, Q, R, P, H, N, M, A, C = (m.__table__ for m in (Unit, Product, Rma, Parcel, Shelf, Station, Movement, Act,
                                                   ShelfCount))
MOST = 200
NOTHING = sa.false()


def read(connection: sa.Connection, *which: sa.ColumnElement[bool], most: int = MOST) -> list[Seen]:
    """The units for which `which` holds: those in the house first, then the newest."""
    rows = connection.execute(_seen().where(*which).order_by(U.c.stage.not_in(sorted(IN_OUR_HANDS)), U.c.id.desc())
                              .limit(most)).all()
    return [_as_seen(*split(row, Unit)) for row in rows]


def _as_seen(unit: Any, name: str | None, rma_number: str | None, place: str | None, by: int | None = None,
             at: datetime | None = None) -> Seen:
    return Seen(unit, name or "", rma_number, _shown(unit, place), by, at)


def _shown(thing: Any, place: str | None) -> str | None:
    return grouped(place) if place and thing.place_kind is PlaceKind.PARCEL else place


def place_words(thing: Any, place: str | None) -> Sentence:
    """Where a unit or a parcel lies, in words; `place` is what `place_of` has read with it."""
    return lying.place_words(thing.place_kind, _shown(thing, place))


@cache
def _seen() -> sa.Select:
    last = M.alias("last")
    newest = sa.select(sa.func.max(last.c.id)).where(last.c.unit_id == U.c.id).correlate(U).scalar_subquery()
    return sa.select(U, Q.c.name, R.c.number, place_of(U), A.c.staff_id, M.c.at).select_from(
        U.outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id)
        .outerjoin(M, M.c.id == newest).outerjoin(A, A.c.id == M.c.act_id))


def boxes(connection: sa.Connection, *which: sa.ColumnElement[bool], most: int = MOST) -> list[SeenBox]:
    """The parcels for which `which` holds: those in the house first, then the newest."""
    rows = connection.execute(_seen_boxes().where(*which).order_by(
        P.c.state.not_in(sorted(BOXES_IN_HOUSE)), P.c.id.desc()).limit(most)).all()
    return [SeenBox(*split(row, Parcel)) for row in rows]


@cache
def _seen_boxes() -> sa.Select:
    last = M.alias("last")
    newest = sa.select(sa.func.max(last.c.id)).where(last.c.parcel_id == P.c.id, last.c.unit_id.is_(None)
                                                     ).correlate(P).scalar_subquery()
    return sa.select(P, R.c.number, place_of(P), A.c.staff_id, M.c.at).select_from(
        P.outerjoin(R, R.c.id == P.c.rma_id).outerjoin(M, M.c.id == newest).outerjoin(A, A.c.id == M.c.act_id))


def place_of(thing: sa.Table) -> sa.Case:
    """The name of where a unit or a parcel lies: of a shelf, a station, or the number of a parcel."""
    names = {PlaceKind.SHELF: (H, "name"), PlaceKind.STATION: (N, "name"), PlaceKind.PARCEL: (P, "number")}
    found = []
    for kind, (table, column) in names.items():
        place = table.alias(f"{thing.name}_{kind.value}")
        found.append((thing.c.place_kind == kind, sa.select(place.c[column]).where(
            place.c.id == thing.c.place_id).correlate(thing).scalar_subquery()))
    return sa.case(*found)


def shelf(connection: sa.Connection, shelf_id: int, units: sa.ColumnElement[bool] | None = None,
          parcels: sa.ColumnElement[bool] | None = None, most: int = MOST) -> OnShelf:
    """A shelf with these units and parcels, wherever they are; where neither is given, with all that lies on it. Units
    come first, the newest of each before the others.

    Raises:
        NotFound: there is no such shelf.
    """
    everything = units is None and parcels is None
    wanted_units, wanted_parcels = (lies_on(shelf_id), lies_on(shelf_id, P)) if everything else (
        NOTHING if units is None else units, NOTHING if parcels is None else parcels)
    things = _things(wanted_units, wanted_parcels)
    rows = connection.execute(_shelf(counted=everything).add_columns(
        U, P, Q.c.name, R.c.number, sa.func.coalesce(place_of(U), place_of(P))).select_from(
        H.outerjoin(C, sa.and_(C.c.shelf_id == H.c.id, C.c.ended_at.is_(None))).outerjoin(things, sa.true())
        .outerjoin(U, U.c.id == things.c.unit_id).outerjoin(P, P.c.id == things.c.parcel_id)
        .outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(R, R.c.id == sa.func.coalesce(U.c.rma_id, P.c.rma_id)))
        .where(H.c.id == shelf_id).order_by(U.c.id.is_(None), U.c.id.desc(), P.c.id.desc()).limit(most)).all()
    if not rows:
        raise NotFound(say("There is no such shelf."))
    found = [split(row, Shelf, ShelfCount) for row in rows]
    shelf_row, count, total = found[0][:3]
    things_there = [split(row[3:], Unit, Parcel) for row in found]
    return OnShelf(shelf_row, total, count, [_as_seen(unit, *about) if unit else SeenBox(box, *about[1:])
                                             for unit, box, *about in things_there if unit or box])


def _things(units: sa.ColumnElement[bool], parcels: sa.ColumnElement[bool]) -> sa.Subquery:
    """The ids of these units and of these parcels, so that one statement reads both."""
    nobody = sa.cast(sa.null(), U.c.id.type)
    return sa.union_all(sa.select(U.c.id.label("unit_id"), nobody.label("parcel_id")).where(units),
                        sa.select(nobody.label("unit_id"), P.c.id.label("parcel_id")).where(parcels)).subquery("things")


@cache
def _shelf(*, counted: bool) -> sa.Select:
    """`counted`: how many lie there in all; to put something away nobody has to know."""
    if not counted:
        return sa.select(H, C, sa.literal_column("0"))
    return sa.select(H, C, total_on(U) + total_on(P))


def total_on(thing: sa.Table) -> sa.ScalarSelect:
    """How many units, or parcels, lie on the shelf of the row; to stand in a statement that reads shelves."""
    lying = thing.alias(f"lying_{thing.name}")
    return sa.select(sa.func.count()).select_from(lying).where(
        lying.c.place_kind == PlaceKind.SHELF, lying.c.place_id == H.c.id).correlate(H).scalar_subquery()


def lies_on(shelf_id: int, thing: sa.Table = U) -> sa.ColumnElement[bool]:
    """Units, or parcels, on this shelf."""
    return sa.and_(thing.c.place_kind == PlaceKind.SHELF, thing.c.place_id == shelf_id)


def in_house() -> sa.ColumnElement[bool]:
    return U.c.stage.in_(sorted(IN_OUR_HANDS))


def of_parcel(parcel_id: int) -> sa.ColumnElement[bool]:
    """Units that lie in the box, or belong to the RMA that it came or goes for."""
    inside = sa.and_(U.c.place_kind == PlaceKind.PARCEL, U.c.place_id == parcel_id)
    return sa.or_(inside, U.c.rma_id == sa.select(P.c.rma_id).where(P.c.id == parcel_id).scalar_subquery())


def of_order(order_id: int) -> sa.ColumnElement[bool]:
    return U.c.rma_id.in_(sa.select(R.c.id).where(R.c.order_id == order_id))


def inside(parcel_id: int) -> sa.ColumnElement[bool]:
    """Units that were announced in this box, came in it or lie in it."""
    return box_reading.held_by(parcel_id)
