"""Read-only: what waits where, search, one RMA's history."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, ParcelState, PlaceKind, Stage, StationKind
from models.orders import Customer
from models.parcels import Parcel
from models.people import Staff
from models.places import Station
from models.rma import Rma, Unit
from workflow.sentences import Sentence, say
from workflow.transaction import reading


def names_of(staff_ids: Iterable[int]) -> dict[int, str]:
    """Names of staff by id, for cards and histories."""
    wanted = set(staff_ids)
    if not wanted:
        return {}
    s = Staff.__table__
    with reading() as connection:
        return dict(connection.execute(sa.select(s.c.id, s.c.name).where(s.c.id.in_(wanted))).all())


def customers_of(rma_ids: Iterable[int]) -> dict[int, str]:
    """Names of customers by the ids of their RMAs, for cards that ask whose a parcel is."""
    wanted = set(rma_ids)
    if not wanted:
        return {}
    r, c = Rma.__table__, Customer.__table__
    with reading() as connection:
        return dict(connection.execute(sa.select(r.c.id, c.c.name).join(c, c.c.id == r.c.customer_id)
                                       .where(r.c.id.in_(wanted))).all())


def station_queue(station: sa.Row, *, count: int = 20) -> list[sa.Row]:
    """What waits for this kind of station, most urgent first: tag, product, RMA number, stage, due."""
    stages = _WAITING.get(station.kind)
    if not stages:
        return []
    u, p, r, n = Unit.__table__, Product.__table__, Rma.__table__, Station.__table__
    of_house = sa.select(n.c.id).where(n.c.site_id == station.site_id)
    off_shelf = (u.c.place_kind == PlaceKind.STATION, u.c.place_id.in_(of_house))
    with reading() as connection:
        return list(connection.execute(
            sa.select(u.c.id, u.c.tag, u.c.stage, u.c.due_at, p.c.name, r.c.number)
            .outerjoin(p, p.c.id == u.c.product_id).outerjoin(r, r.c.id == u.c.rma_id)
            .where(u.c.stage.in_(stages), *(off_shelf if station.kind is StationKind.SHELVING else ()))
            .order_by(u.c.due_at.is_(None), u.c.due_at, u.c.id).limit(count)))


def expected(station: sa.Row) -> list[tuple[Sentence, int]]:
    """How many boxes are on their way to the dock's house, the nearest first, each counted up to MOST_COUNTED."""
    if station.kind is not StationKind.DOCK:
        return []
    b = Parcel.__table__
    parts = [sa.select(sa.literal(state.value), sa.func.count()).select_from(
        sa.select(b.c.id).where(b.c.direction == Direction.IN, b.c.state == state, b.c.site_id == station.site_id)
        .limit(MOST_COUNTED).subquery()) for state in TO_COME]
    with reading() as connection:
        counted = dict(connection.execute(sa.union_all(*parts)).all())
    return [(words, counted[state.value]) for state, words in TO_COME.items()]


MOST_COUNTED = 1000
TO_COME = {ParcelState.DELIVERED: say("The carrier says delivered"), ParcelState.MOVING: say("On its way to us"),
           ParcelState.ANNOUNCED: say("Announced")}
_WAITING = {StationKind.INSPECTION: (Stage.ARRIVED,), StationKind.BENCH: (Stage.REPAIRING,),
            StationKind.CHECK: (Stage.CHECKING,), StationKind.PACKING: (Stage.READY, Stage.PROMISED),
            StationKind.SHELVING: (Stage.INSPECTED, Stage.STOCKED)}
