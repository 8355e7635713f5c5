"""What stands on the receipt for a parcel that a carrier takes or took over."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState
from models.log import Movement
from models.parcels import Parcel, ParcelLine
from models.places import Site
from models.rma import Rma
from reference import carriers
from workflow import clock

P, L, M, R, SI = (m.__table__ for m in (Parcel, ParcelLine, Movement, Rma, Site))
READY = (ParcelState.CLOSED, ParcelState.HANDED_OVER, ParcelState.DELIVERED, ParcelState.RETURNING, ParcelState.LOST)


def sheets(connection: sa.Connection, parcel_id: int, _language: str) -> list[dict[str, Any]]:
    """One receipt, also before the handover, for the driver to sign; none while the box is open. Times are the
    house's, in ISO 8601.
    """
    row = connection.execute(
        sa.select(P.c.number, P.c.carrier, P.c.tracking, P.c.weight_g, P.c.handed_over_at, R.c.number.label("rma"),
                  SI.c.company, SI.c.name, SI.c.time_zone)
        .outerjoin(R, R.c.id == P.c.rma_id).join(SI, SI.c.id == P.c.site_id)
        .where(P.c.id == parcel_id, P.c.direction == Direction.OUT, P.c.state.in_(READY))).first()
    if row is None:
        return []
    done = connection.execute(sa.select(M.c.by, M.c.station).where(
        M.c.parcel_id == parcel_id, M.c.unit_id.is_(None), M.c.what == "parcel.handed_over")
        .order_by(M.c.id.desc()).limit(1)).first()
    known = carriers.carriers().get(row.carrier or "")
    return [{"parcel": row.number, "carrier": known.name if known else row.carrier or "",
             "tracking": row.tracking or "", "company": row.company, "site": row.name, "rma": row.rma or "",
             "items": connection.execute(sa.select(sa.func.count()).where(L.c.parcel_id == parcel_id)).scalar_one(),
             "weight_g": row.weight_g,
             "handed_over": row.handed_over_at and clock.iso_at(row.handed_over_at, row.time_zone),
             "by": done.by if done else "", "station": (done.station if done else None) or ""}]
