"""What stands on the paper of a carrier claim: what the carrier asks for, and nothing of the customer but the RMA."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.lifecycle import ClaimState, Stage
from models.log import Movement
from models.parcels import CarrierClaim, Parcel
from models.places import Site
from models.rma import Photo, Rma, Unit
from reference import carriers
from workflow import boxes, photo_set

CC, P, R, PH, U, M, SI = (m.__table__ for m in (CarrierClaim, Parcel, Rma, Photo, Unit, Movement, Site))
MOST_PHOTOS = 12
"""More would make the file too large for the forms and mail of carriers."""


def sheets(connection: sa.Connection, claim_id: int, _language: str) -> list[dict[str, Any]]:
    """One sheet, or none where there is no such claim. Money is in minor units, times are ISO 8601."""
    row = connection.execute(
        sa.select(CC, P.c.number, P.c.carrier, P.c.tracking, P.c.weight_g, P.c.received_at, P.c.site_id,
                  R.c.number.label("rma"), R.c.currency.label("rma_currency"))
        .select_from(CC.join(P, P.c.id == CC.c.parcel_id).outerjoin(R, R.c.id == P.c.rma_id))
        .where(CC.c.id == claim_id)).first()
    if row is None:
        return []
    units = boxes.read(connection, row.parcel_id).shown
    photos = _photos(connection, row.parcel_id)
    known = carriers.carriers().get(row.carrier or "")
    return [{"parcel": row.number, "carrier": known.name if known else row.carrier or "",
             "tracking": row.tracking or "", "rma": row.rma or "", "weight_g": row.weight_g,
             "sender": _company(connection, row.site_id), **_damage(connection, row.parcel_id),
             "received": _iso(row.received_at), "state": row.state.value, "reference": row.reference or "",
             "amount_minor": row.amount_minor, "paid_minor": row.received_minor,
             "currency": row.currency or row.rma_currency or "", "filed": _iso(row.filed_at),
             "due": _iso(row.due_at) if row.state in (ClaimState.OPEN, ClaimState.FILED) else None,
             "units": [_unit(line, row.parcel_id) for line in units],
             "photos": photos[:MOST_PHOTOS], "more_photos": max(0, len(photos) - MOST_PHOTOS)}]


def _unit(line: boxes.Line, parcel_id: int) -> dict[str, Any]:
    unit = line.unit
    found = "missing" if unit.stage is Stage.MISSING else "unseen" if unit.came_in_id != parcel_id else ""
    return {"product": line.name, "sku": line.product.sku if line.product else "", "serial": unit.serial_seen or "",
            "tag": unit.tag or "", "grade": unit.grade.value if unit.grade else "", "found": found,
            "price_minor": unit.price_minor}


def _damage(connection: sa.Connection, parcel_id: int) -> dict[str, Any]:
    """When and at which station the damage was noted."""
    row = connection.execute(sa.select(M.c.at, M.c.station).where(
        M.c.parcel_id == parcel_id, M.c.what == "parcel.damaged").order_by(M.c.id.desc()).limit(1)).first()
    return {"noted": _iso(row.at) if row else None, "station": (row.station if row else None) or ""}


def _photos(connection: sa.Connection, parcel_id: int) -> list[dict[str, Any]]:
    """What the carrier wants to see first, in the order of the set, then all others of the box."""
    order = photo_set.read(connection, parcel_id).photo_ids
    rows = connection.execute(
        sa.select(PH.c.id, PH.c.storage_key, PH.c.at, PH.c.shows, PH.c.unit_id, U.c.tag)
        .outerjoin(U, U.c.id == PH.c.unit_id).where(PH.c.id.in_(order))).all()
    return [{"key": row.storage_key, "at": _iso(row.at), "of": row.tag or "", "shows": _shows(row)}
            for row in sorted(rows, key=lambda row: order.index(row.id))]


def _shows(photo: sa.Row) -> str:
    shot = photo_set.SHOTS.get(photo_set.what_it_shows(photo))
    return shot.label.msgid if shot else ""


def _company(connection: sa.Connection, site_id: int | None) -> str:
    name = sa.select(SI.c.company).where(SI.c.id == site_id)
    return connection.execute(name).scalar() or "" if site_id else ""


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
