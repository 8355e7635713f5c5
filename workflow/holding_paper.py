"""What stands on the label of a box, or of a thing out of one, that surprised: above all why it is kept."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import ParcelState, Stage
from models.log import Movement
from models.parcels import Parcel
from models.places import Site
from models.rma import Hold, Rma, Unit
from reference import carriers
from workflow import boxes, clock, returned
from workflow.boxes import Box

P, R, U, M, H, SI = (m.__table__ for m in (Parcel, Rma, Unit, Movement, Hold, Site))
TAKEN_IN = ("parcel.received", "parcel.put_aside")
TAKEN_OUT = ("unit.arrived", "unit.extra")
WHY_HELD = {"serial_mismatch": "serial", "extra_unit": "extra"}
"""The word of the label for the reason of a hold that the dock places on a thing."""
MOST_NAMED = 4


def of_box(connection: sa.Connection, parcel_id: int, _language: str) -> list[dict[str, Any]]:
    """One label of a box that was received, in whatever state it is now."""
    known = connection.execute(
        sa.select(P.c.id, R.c.number, SI.c.time_zone).outerjoin(R, R.c.id == P.c.rma_id)
        .outerjoin(SI, SI.c.id == P.c.site_id).where(P.c.id == parcel_id, P.c.received_at.is_not(None))).first()
    if known is None:
        return []
    box = boxes.read(connection, parcel_id)
    missing = _missing(box)
    return [{"parcel": box.parcel.number, "received": clock.iso_at(box.parcel.received_at, known.time_zone or "UTC"),
             "station": taken_in_at(connection, parcel_id), "carrier": _carrier(box.parcel.carrier),
             "tracking": box.parcel.tracking or "", "rma": known.number or "", "damaged": box.parcel.damaged,
             "why": _why(box, missing, came_back=returned.sent(connection, box.parcel.tracking) is not None),
             "missing": missing[:MOST_NAMED], "more_missing": max(0, len(missing) - MOST_NAMED)}]


def _missing(box: Box) -> list[str]:
    if box.parcel.state is not ParcelState.EMPTIED:
        return []
    return [line.name for line in box.waited_for if line.unit.stage is Stage.MISSING]


def _why(box: Box, missing: list[str], *, came_back: bool) -> str:
    """The one word of a holding label: what whoever finds the box has to know first."""
    if box.parcel.state is ParcelState.HANDED_BACK:
        return "not_ours"
    if box.parcel.unidentified:
        return "returned" if came_back else "unidentified"
    if box.parcel.state is not ParcelState.EMPTIED:
        return "damaged" if box.parcel.damaged else "matched"
    if not box.taken_out:
        return "empty"
    return "missing" if missing else "damaged" if box.parcel.damaged else "matched"


def of_unit(connection: sa.Connection, unit_id: int, _language: str) -> list[dict[str, Any]]:
    """One label of a thing that is kept, or must not be mixed up; none of a thing about which nothing is strange."""
    q = Product.__table__
    row = connection.execute(
        sa.select(U.c.tag, U.c.rma_id, U.c.serial_seen, U.c.arrived_at, q.c.name, R.c.number.label("rma"),
                  P.c.number.label("parcel"), P.c.rma_id.label("box_rma_id"), SI.c.time_zone)
        .select_from(U.outerjoin(q, q.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id)
                     .outerjoin(P, P.c.id == U.c.came_in_id)
                     .outerjoin(SI, SI.c.id == P.c.site_id)).where(U.c.id == unit_id)).first()
    why = _why_unit(connection, unit_id, row) if row and row.tag and row.arrived_at else ""
    if not why:
        return []
    return [{"parcel": row.parcel or "", "tag": row.tag, "item": row.name or "", "serial": row.serial_seen or "",
             "received": clock.iso_at(row.arrived_at, row.time_zone or "UTC"),
             "station": _at(connection, M.c.unit_id == unit_id, TAKEN_OUT),
             "rma": row.rma or "", "why": why}]


def _why_unit(connection: sa.Connection, unit_id: int, unit: sa.Row) -> str:
    held = set(connection.scalars(sa.select(H.c.reason).where(
        H.c.unit_id == unit_id, H.c.released_at.is_(None), H.c.reason.in_(WHY_HELD))))
    for reason, why in WHY_HELD.items():
        if reason in held:
            return why
    return "other_rma" if is_of_another(unit.rma_id, unit.box_rma_id) else ""


def is_of_another(rma_id: int | None, box_rma_id: int | None) -> bool:
    """Whether a thing came in a box that is another RMA's."""
    return None not in (rma_id, box_rma_id) and rma_id != box_rma_id


def taken_in_at(connection: sa.Connection, parcel_id: int) -> str:
    """The station where a box was taken in, as the log has it."""
    return _at(connection, sa.and_(M.c.parcel_id == parcel_id, M.c.unit_id.is_(None)), TAKEN_IN)


def _at(connection: sa.Connection, of: sa.ColumnElement[bool], what: tuple[str, ...]) -> str:
    return connection.execute(sa.select(M.c.station).where(of, M.c.what.in_(what))
                              .order_by(M.c.id.desc()).limit(1)).scalar() or ""


def _carrier(code: str | None) -> str:
    known = carriers.carriers().get(code or "")
    return known.name if known else ""
