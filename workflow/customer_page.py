"""One customer on one page: orders, RMAs, what they own, refunds, messages. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.orders import Customer, Order, OrderLine
from models.rma import Message, Rma, Unit
from models.work import Settlement
from workflow.errors import NotFound
from workflow.sentences import say
from workflow.transaction import reading

C, ORD, L, Q, R, U, S, M = (m.__table__ for m in (Customer, Order, OrderLine, Product, Rma, Unit, Settlement, Message))
MOST = 50


@dataclass(frozen=True)
class CustomerPage:
    customer: Any
    orders: list[sa.Row]
    products: dict[int, list[str]]
    rmas: list[sa.Row]
    units: list[sa.Row]
    refunds: list[sa.Row]
    messages: list[sa.Row]


def read(customer_id: int) -> CustomerPage:
    """Newest first, at most MOST of each. Raises NotFound."""
    with reading() as connection:
        customer = connection.execute(sa.select(C).where(C.c.id == customer_id)).first()
        if customer is None:
            raise NotFound(say("There is no such customer."))
        orders = _all(connection, sa.select(ORD).where(ORD.c.customer_id == customer_id)
                      .order_by(ORD.c.placed_at.desc()))
        mine = sa.select(R.c.id).where(R.c.customer_id == customer_id)
        return CustomerPage(
            customer, orders, _products(connection, [order.id for order in orders]),
            _all(connection, sa.select(R).where(R.c.customer_id == customer_id).order_by(R.c.id.desc())),
            _all(connection, sa.select(U.c.stage, U.c.resolution, U.c.serial_seen, U.c.serial_stated, R.c.number,
                                       Q.c.name)
                 .join(R, R.c.id == U.c.rma_id).outerjoin(Q, Q.c.id == U.c.product_id)
                 .where(R.c.customer_id == customer_id).order_by(U.c.id.desc())),
            _all(connection, sa.select(S, R.c.number).join(R, R.c.id == S.c.rma_id).where(S.c.rma_id.in_(mine))
                 .order_by(S.c.id.desc())),
            _all(connection, sa.select(M.c.body, M.c.author, M.c.at, R.c.number).join(R, R.c.id == M.c.rma_id)
                 .where(M.c.rma_id.in_(mine)).order_by(M.c.id.desc())))


def _all(connection: sa.Connection, select: sa.Select) -> list[sa.Row]:
    return list(connection.execute(select.limit(MOST)).all())


def _products(connection: sa.Connection, order_ids: list[int]) -> dict[int, list[str]]:
    """The names of what was bought, by order."""
    found: dict[int, list[str]] = {}
    for order_id, quantity, name in connection.execute(
            sa.select(L.c.order_id, L.c.quantity, Q.c.name).join(Q, Q.c.id == L.c.product_id)
            .where(L.c.order_id.in_(order_ids)).order_by(L.c.order_id, L.c.line_no)):
        found.setdefault(order_id, []).append(f"{quantity} × {name}")
    return found
