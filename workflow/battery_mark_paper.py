"""Which parcels bear the battery mark, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction
from models.parcels import Parcel, ParcelLine
from models.rma import Unit
from reference.batteries import marked
from reference.reasons import NOT_WHAT_WAS_ORDERED
from workflow import dangerous_goods, packing_coach
from workflow.errors import Refused
from workflow.sentences import say

P, L, U, Q = (m.__table__ for m in (Parcel, ParcelLine, Unit, Product))


def sheets(connection: sa.Connection, parcel_id: int, _language: str) -> list[dict[str, Any]]:
    """The mark of one parcel; none where there is no such parcel.

    Raises:
        Refused: it needs no mark, or something in it may not travel.
    """
    number = connection.execute(sa.select(P.c.number).where(P.c.id == parcel_id)).scalar()
    if number is None:
        return []
    packing_coach.check_may_be_sent(connection, parcel_id)
    dangerous_goods.check_box_may_travel(connection, parcel_id)
    un = numbers(connection, [parcel_id]).get(parcel_id)
    if not un:
        raise Refused(say("This parcel needs no battery mark, by what we know of the products in it."))
    return [{"parcel": number, "un": un}]


def numbers(connection: sa.Connection, parcel_ids: Sequence[int]) -> dict[int, list[str]]:
    """The UN numbers on the mark of each of these parcels that needs one."""
    known = sa.or_(P.c.direction != Direction.IN, U.c.reason.is_(None), U.c.reason.not_in(NOT_WHAT_WAS_ORDERED))
    rows = connection.execute(
        sa.select(L.c.parcel_id, Q.c.battery).join(U, U.c.id == L.c.unit_id).join(Q, Q.c.id == U.c.product_id)
        .join(P, P.c.id == L.c.parcel_id).where(L.c.parcel_id.in_(parcel_ids), Q.c.battery.is_not(None), known)
        .order_by(L.c.id)).all()
    found = {parcel_id: marked(_kinds(rows, parcel_id)) for parcel_id in parcel_ids}
    return {parcel_id: un for parcel_id, un in found.items() if un}


def _kinds(rows: Iterable[sa.Row], parcel_id: int) -> list[str]:
    return [row.battery for row in rows if row.parcel_id == parcel_id]
