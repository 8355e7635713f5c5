"""Parcels that nobody announced: what waits, and whose each may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial, Product
from models.orders import Customer, Order, OrderLine, Shipment
from models.parcels import Parcel, ParcelLine
from models.rma import Photo, Rma, Unit
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading

P, PL, U, R, C, ORD, L, SH, D, DS, PH, Q = (m.__table__ for m in (
    Parcel, ParcelLine, Unit, Rma, Customer, Order, OrderLine, Shipment, Device, DeviceSerial, Photo, Product))
MOST = 50


@dataclass(frozen=True)
class Candidate:
    """An RMA whose parcel it may be, and why we think so."""

    number: str
    customer: str
    status: Any
    why: Sentence


@dataclass(frozen=True)
class Unidentified:
    parcel: Any
    photo_ids: list[int]
    units: list[sa.Row]
    candidates: list[Candidate]


def waiting() -> list[sa.Row]:
    """Parcels put aside, the longest wait first."""
    photos = sa.select(sa.func.count()).where(PH.c.parcel_id == P.c.id).scalar_subquery()
    units = sa.select(sa.func.count()).where(PL.c.parcel_id == P.c.id).scalar_subquery()
    with reading() as connection:
        return list(connection.execute(
            sa.select(P.c.id, P.c.number, P.c.tracking, P.c.raw_code, P.c.received_at, P.c.state,
                      photos.label("photos"), units.label("units"))
            .where(sa.text("parcel.unidentified")).order_by(P.c.received_at, P.c.id).limit(MOST)).all())


def one(parcel_id: int) -> Unidentified:
    """One of them with its photos, what was taken out of it, and whose it may be. Raises NotFound."""
    with reading() as connection:
        parcel = connection.execute(sa.select(P).where(P.c.id == parcel_id, sa.text("parcel.unidentified"))).first()
        if parcel is None:
            raise NotFound(say("This parcel is matched already, or there is none. Look at the list."))
        units = connection.execute(
            sa.select(U.c.id, U.c.tag, U.c.serial_seen, U.c.stage, Q.c.name).join(PL, PL.c.unit_id == U.c.id)
            .outerjoin(Q, Q.c.id == U.c.product_id).where(PL.c.parcel_id == parcel_id).order_by(U.c.id)).all()
        photos = connection.scalars(sa.select(PH.c.id).where(PH.c.parcel_id == parcel_id).order_by(PH.c.id)).all()
        return Unidentified(parcel, list(photos), list(units), _candidates(connection, parcel, list(units)))


def _candidates(connection: sa.Connection, parcel: sa.Row, units: list[sa.Row]) -> list[Candidate]:
    """RMAs by the number on the box and by the serials in it, the surest first, each once."""
    serials = [unit.serial_seen for unit in units if unit.serial_seen]
    found: dict[str, Candidate] = {}
    for why, order_ids, rma_ids in (
        (say("The same tracking number was announced"), None,
         sa.select(P.c.rma_id).where(P.c.tracking == parcel.tracking, P.c.id != parcel.id, P.c.rma_id.is_not(None))),
        (say("It went out with this tracking number"),
         sa.select(SH.c.order_id).where(SH.c.tracking == parcel.tracking), None),
        (say("This serial number was sold in this order"),
         sa.select(L.c.order_id).join(D, D.c.order_line_id == L.c.id).join(DS, DS.c.device_id == D.c.id)
         .where(DS.c.serial.in_(serials)), None),
        (say("The customer stated this serial number"), None,
         sa.select(U.c.rma_id).where(U.c.serial_stated.in_(serials), U.c.rma_id.is_not(None))),
    ):
        which = R.c.id.in_(rma_ids) if rma_ids is not None else R.c.order_id.in_(order_ids)
        for row in connection.execute(sa.select(R.c.number, R.c.status, C.c.name).join(C, C.c.id == R.c.customer_id)
                                      .where(which).order_by(R.c.id.desc()).limit(5)):
            found.setdefault(row.number, Candidate(row.number, row.name, row.status, why))
    return list(found.values())


def rma_id_of(number: str) -> int:
    """The id behind an RMA's number, typed with or without spaces. Raises NotFound."""
    plain = "".join(number.split()).upper()
    with reading() as connection:
        found = connection.scalar(sa.select(R.c.id).where(R.c.number == plain))
    if found is None:
        raise NotFound(say("There is no RMA with this number."), field="number")
    return found
