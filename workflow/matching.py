"""Parcels that nobody announced: what waits, and whose each may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.parcels import Parcel, ParcelLine, ParcelSender
from models.rma import Photo, Rma, Unit
from reference import carriers
from workflow import boxes, returned, whereabouts
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading
from workflow.whose import ranking
from workflow.whose.ranking import Candidate

P, PL, PS, U, R, PH, Q = (m.__table__ for m in (Parcel, ParcelLine, ParcelSender, Unit, Rma, Photo, Product))
MOST = 50


@dataclass(frozen=True)
class Unidentified:
    """`sender` is what was noted from the label, if anything was; `carrier` its name; `where` it stands.

    `sent` is the order with which we sent it, where it comes back to its sender.
    """

    parcel: Any
    where: Sentence
    carrier: str
    sender: Any
    photo_ids: list[int]
    units: list[sa.Row]
    candidates: list[Candidate]
    sent: Any


def waiting() -> list[sa.Row]:
    """Parcels put aside, the longest wait first."""
    photos = sa.select(sa.func.count()).where(PH.c.parcel_id == P.c.id).scalar_subquery()
    lines = sa.select(PL.c.unit_id).where(PL.c.parcel_id == P.c.id).correlate(P)
    units = sa.select(sa.func.count()).where(sa.or_(U.c.came_in_id == P.c.id, U.c.id.in_(lines))).correlate(P)\
        .scalar_subquery()
    with reading() as connection:
        return list(connection.execute(
            sa.select(P.c.id, P.c.number, P.c.tracking, P.c.raw_code, P.c.received_at, P.c.state, P.c.damaged,
                      PS.c.name.label("sender"), PS.c.country, photos.label("photos"), units.label("units"))
            .outerjoin(PS, PS.c.parcel_id == P.c.id)
            .where(sa.text("parcel.unidentified")).order_by(P.c.received_at, P.c.id).limit(MOST)).all())


def one(parcel_id: int) -> Unidentified:
    """One of them with its photos, what was taken out of it, and whose it may be. Raises NotFound."""
    with reading() as connection:
        parcel = connection.execute(sa.select(P).where(P.c.id == parcel_id, sa.text("parcel.unidentified"))).first()
        if parcel is None:
            raise NotFound(say("This parcel is matched already, or there is none. Look at the list."))
        units = connection.execute(
            sa.select(U.c.id, U.c.tag, U.c.serial_seen, U.c.stage, U.c.product_id, Q.c.name)
            .outerjoin(Q, Q.c.id == U.c.product_id).where(boxes.held_by(parcel_id)).order_by(U.c.id)).all()
        photos = connection.scalars(sa.select(PH.c.id).where(PH.c.parcel_id == parcel_id).order_by(PH.c.id)).all()
        known = carriers.carriers().get(parcel.carrier or "")
        return Unidentified(
            parcel, whereabouts.boxes(connection, P.c.id == parcel_id)[0].where, known.name if known else "",
            ranking.noted(connection, parcel_id), list(photos), list(units),
            ranking.rank(connection, parcel, units), returned.sent(connection, parcel.tracking))


def rma_id_of(number: str) -> int:
    """The id behind an RMA's number, typed with or without spaces. Raises NotFound."""
    plain = "".join(number.split()).upper()
    with reading() as connection:
        found = connection.scalar(sa.select(R.c.id).where(R.c.number == plain))
    if found is None:
        raise NotFound(say("There is no RMA with this number."), field="number")
    return found
