"""What stands on a credit note: one refund or store credit that was paid, as the settlement says it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import SettlementState
from models.orders import Order
from models.rma import Rma, Unit
from models.work import Settlement
from workflow import papers_addresses
from workflow.paying import BACK

S, R, ORD, U, Q = (m.__table__ for m in (Settlement, Rma, Order, Unit, Product))


def sheets(connection: sa.Connection, settlement_id: int, _language: str) -> list[dict[str, Any]]:
    """One note, or none while the money has not gone. Its number is the RMA's with that of the settlement."""
    row = connection.execute(
        sa.select(S, R.c.number, R.c.site_id, ORD.c.number.label("order"), ORD.c.placed_at, U.c.serial_seen,
                  U.c.price_minor, Q.c.name, Q.c.sku)
        .join(R, R.c.id == S.c.rma_id).outerjoin(ORD, ORD.c.id == S.c.order_id).outerjoin(U, U.c.id == S.c.unit_id)
        .outerjoin(Q, Q.c.id == U.c.product_id)
        .where(S.c.id == settlement_id, paid_back())).first()
    if row is None:
        return []
    return [{"number": f"{row.number}-{row.id}", "day": row.done_at.date().isoformat(), "rma": row.number,
             "kind": row.kind.value, "amount_minor": row.amount_minor, "currency": row.currency,
             "seller": papers_addresses.of_site(connection, row.site_id),
             "buyer": papers_addresses.of_buyer(connection, row.order_id) if row.order_id else None,
             "order": row.order or "", "ordered": row.placed_at.date().isoformat() if row.placed_at else None,
             "product": row.name or "", "sku": row.sku or "", "serial": row.serial_seen or "",
             "price_minor": row.price_minor or None, "reference": row.reference or "",
             "corrects": f"{row.number}-{row.corrects_id}" if row.corrects_id else ""}]


def paid_back() -> sa.ColumnElement[bool]:
    """Settlements that have a credit note: money that has gone to the customer."""
    return sa.and_(S.c.kind.in_(BACK), S.c.state == SettlementState.DONE)
