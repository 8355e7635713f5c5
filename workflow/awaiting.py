"""Which RMAs wait for a thing that nobody announced in the box in which it lies."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from models import straight
from models.rma import WAITED_FOR, Rma, Unit

U, R = Unit.__table__, Rma.__table__
MOST = 3


class Waiting(NamedTuple):
    """A unit that is waited for, with its RMA; `same_customer`: that of the RMA of the box."""

    unit_id: int
    rma_id: int
    rma_number: str
    same_customer: bool


def for_product(connection: sa.Connection, product_id: int, *, rma_id: int | None) -> list[Waiting]:
    """Units of this product that other RMAs wait for, one of each: those of the same customer first, then the oldest.

    Args:
        rma_id: the RMA whose box it is; its own units are not asked about.
    """
    rows = straight.rows(connection, _statement, None, {"product": product_id, "rma": rma_id})
    found = {row.rma_id: Waiting(row.id, row.rma_id, row.number, bool(row.same)) for row in reversed(rows)}
    return list(reversed(found.values()))[:MOST]


def _statement(_what: None) -> sa.Select:
    product, rma = sa.bindparam("product", type_=U.c.product_id.type), sa.bindparam("rma", type_=R.c.id.type)
    mine = sa.select(R.c.customer_id).where(R.c.id == rma).correlate(None).scalar_subquery()
    same = sa.func.coalesce(R.c.customer_id == mine, sa.false())
    return (sa.select(U.c.id, U.c.rma_id, R.c.number, same.label("same")).join(R, R.c.id == U.c.rma_id)
            .where(U.c.product_id == product, WAITED_FOR, U.c.rma_id != sa.func.coalesce(rma, 0))
            .order_by(same.desc(), R.c.created_at, U.c.id).limit(MOST * 4))
