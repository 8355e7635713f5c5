"""Which parcels bear the battery mark, and what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, ParcelState
from models.parcels import Parcel, ParcelLine
from models.rma import Unit
from models.statements import BatteryStatement
from reference.batteries import MOST_UNMARKED_BOXES, marked
from reference.reasons import NOT_WHAT_WAS_ORDERED
from workflow import dangerous_goods, packing_coach
from workflow.errors import Refused
from workflow.sentences import say
from workflow.transaction import reading

P, L, U, Q, B = (m.__table__ for m in (Parcel, ParcelLine, Unit, Product, BatteryStatement))


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
    """The UN numbers on the mark of each of these parcels that needs one.

    What a customer sends in several boxes is announced in the first: each of them bears the mark of all.
    """
    if not parcel_ids:
        return {}
    boxes = connection.execute(sa.select(P.c.id, P.c.rma_id, P.c.direction, P.c.state, P.c.box_count).where(
        P.c.id.in_(parcel_ids))).all()
    kinds = _kinds(connection, parcel_ids, {box.rma_id for box in boxes if _is_to_be_sent(box)})
    found = {box.id: marked(kinds.get(("rma", box.rma_id) if _is_to_be_sent(box) else ("box", box.id), ()),
                            free=box.box_count <= MOST_UNMARKED_BOXES) for box in boxes}
    return {parcel_id: un for parcel_id, un in found.items() if un}


def of_boxes(parcel_ids: Sequence[int]) -> set[int]:
    """Those of these boxes that need the mark."""
    with reading() as connection:
        return set(numbers(connection, parcel_ids))


def _is_to_be_sent(box: Any) -> bool:
    return box.direction is Direction.IN and box.state is ParcelState.ANNOUNCED


def _kinds(connection: sa.Connection, parcel_ids: Sequence[int],
           rma_ids: set[int]) -> dict[tuple[str, int], list[str]]:
    """The kinds of batteries (reference/batteries.py) in each box, and in all that the customer of an RMA sends."""
    known = sa.or_(P.c.direction != Direction.IN, U.c.reason.is_(None), U.c.reason.not_in(NOT_WHAT_WAS_ORDERED))
    sends = sa.and_(P.c.rma_id.in_(rma_ids), P.c.direction == Direction.IN, P.c.state == ParcelState.ANNOUNCED)
    rows = connection.execute(
        sa.select(P.c.id, P.c.rma_id, P.c.direction, P.c.state, Q.c.battery, B.c.battery.label("said"))
        .select_from(L.join(P, P.c.id == L.c.parcel_id).join(U, U.c.id == L.c.unit_id)
                     .outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(B, B.c.unit_id == U.c.id))
        .where(sa.or_(P.c.id.in_(parcel_ids), sends), known).order_by(L.c.id)).all()
    found: dict[tuple[str, int], list[str]] = {}
    for row in rows:
        kind = _kind(row.battery, row.said)
        found.setdefault(("box", row.id), []).append(kind)
        if _is_to_be_sent(row):
            found.setdefault(("rma", row.rma_id), []).append(kind)
    return found


def _kind(known: str | None, said: str | None) -> str:
    """By the catalogue, and by what the customer said of it while packing: a loose one lies beside its device."""
    if said == packing_coach.LOOSE and known in (None, "", "none", "ion_in"):
        return "ion_with"
    if said == packing_coach.LOOSE and known == "metal_in":
        return "metal_with"
    return "ion_in" if said == packing_coach.BUILT_IN and not known else known or ""
