"""What stands behind the QR code outside a box: where the box is, and nothing else without a proof."""

from __future__ import annotations

import sqlalchemy as sa

from models.lifecycle import Direction
from models.numbers import is_valid
from models.orders import Customer, Order
from models.parcels import Parcel
from models.rma import Link, Rma, Unit
from workflow import boxes, finding, limiting, linking
from workflow.errors import NotFound
from workflow.following import FollowedParcel, followed_parcel
from workflow.sentences import say
from workflow.transaction import reading

P, U, R, ORD, C, K = (m.__table__ for m in (Parcel, Unit, Rma, Order, Customer, Link))
TRIES, WINDOW_SECONDS = 20, 900


def by_number(typed: str) -> FollowedParcel:
    """The parcel with this number, its stage only.

    Raises:
        NotFound: no such number. A wrong check digit is not even looked up.
    """
    number = "".join(typed.split()).upper()
    with reading() as connection:
        row = connection.execute(sa.select(P).where(P.c.number == number)).first() if is_valid(number) else None
    if row is None or row.direction is Direction.TRANSFER:
        raise NotFound(say("There is no parcel with this number. Check the letter and the eleven digits."))
    return followed_parcel(row)


def open_by_proof(parcel_id: int, proof: str, *, address: str = "") -> str:
    """The status link's token of the return in this parcel, for who knows the e-mail or postcode of the order.

    Raises:
        NotFound: the proof fits nobody whose goods are in it, or it belongs to nobody yet. One answer for both.
        TooOften: too many tries.
    """
    if address:
        limiting.hit("parcel-proof", address, limit=TRIES, seconds=WINDOW_SECONDS)
        limiting.hit("parcel-proof-no", str(parcel_id), limit=TRIES, seconds=WINDOW_SECONDS)
    with reading() as connection:
        rows = connection.execute(_owners(parcel_id)).all()
    fitting = [row.link_id for row in rows if finding.proves(proof, row.email_key, row.ship_postcode) and row.link_id]
    if not fitting:
        raise NotFound(say("This does not belong to this parcel. Check it and try again."), field="proof")
    return linking.token(fitting[0])


def _owners(parcel_id: int) -> sa.Select:
    """The buyers of what is in a parcel, each with the newest link to the return."""
    with_units = sa.select(U.c.rma_id).where(boxes.held_by(parcel_id), U.c.rma_id.is_not(None))
    own = sa.select(P.c.rma_id).where(P.c.id == parcel_id)
    link = sa.select(sa.func.max(K.c.id)).where(K.c.rma_id == R.c.id, K.c.purpose == linking.STATUS,
                                                K.c.revoked_at.is_(None)).scalar_subquery()
    return (sa.select(C.c.email_key, ORD.c.ship_postcode, link.label("link_id")).select_from(R)
            .join(C, C.c.id == R.c.customer_id).outerjoin(ORD, ORD.c.id == R.c.order_id)
            .where(sa.or_(R.c.id.in_(with_units), R.c.id.in_(own))).order_by(R.c.id).limit(20))
