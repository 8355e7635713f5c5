"""Which thing belongs to which RMA: an id from an address is taken only together with the RMA's number."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.log import Act
from models.orders import Customer
from models.parcels import Parcel
from models.rma import Hold, Rma, Unit
from models.work import Settlement
from workflow import history
from workflow.errors import NotFound
from workflow.sentences import say
from workflow.transaction import reading

R, U, P, S, H, A, C = (m.__table__ for m in (Rma, Unit, Parcel, Settlement, Hold, Act, Customer))


def no_such_thing() -> NotFound:
    return NotFound(say("There is no such thing in this RMA. Load the page again."))


def _scalar(select: sa.Select) -> Any:
    with reading() as connection:
        found = connection.execute(select).first()
    if found is None:
        raise no_such_thing()
    return found[0]


def id_of(number: str) -> int:
    """The id behind a number. Raises NotFound, as all that follow do."""
    return _scalar(sa.select(R.c.id).where(R.c.number == number))


def number_of(rma_id: int) -> str:
    return _scalar(sa.select(R.c.number).where(R.c.id == rma_id))


def currency_of(number: str) -> str:
    return _scalar(sa.select(R.c.currency).where(R.c.number == number))


def unit_of(number: str, unit_id: int) -> int:
    """The unit's id, if it belongs to the RMA with this number."""
    return _scalar(sa.select(U.c.id).join(R, R.c.id == U.c.rma_id).where(U.c.id == unit_id, R.c.number == number))


def parcel_of(number: str, parcel_id: int) -> int:
    return _scalar(sa.select(P.c.id).join(R, R.c.id == P.c.rma_id).where(P.c.id == parcel_id, R.c.number == number))


def settlement_of(number: str, settlement_id: int) -> int:
    return _scalar(sa.select(S.c.id).join(R, R.c.id == S.c.rma_id).where(S.c.id == settlement_id,
                                                                         R.c.number == number))


def hold_of(number: str, hold_id: int) -> int:
    return _scalar(sa.select(H.c.id).outerjoin(U, U.c.id == H.c.unit_id)
                   .join(R, R.c.id == sa.func.coalesce(H.c.rma_id, U.c.rma_id))
                   .where(H.c.id == hold_id, R.c.number == number))


def act_of(number: str, act_id: int) -> int:
    """The act's id, if it touched this RMA, one of its units or one of its boxes."""
    return _scalar(sa.select(A.c.id).where(A.c.id == act_id, history.touching(id_of(number))))


def language_of_customer(customer_id: int) -> str:
    return _scalar(sa.select(C.c.language).where(C.c.id == customer_id))
