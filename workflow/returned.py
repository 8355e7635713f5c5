"""What we once sent and what comes back to its sender: the order it went out with, by its tracking number."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.orders import Order, Shipment

ORD, S = Order.__table__, Shipment.__table__


def sent(connection: sa.Connection, tracking: str | None) -> Any:
    """`order_id`, `number` of the order and `carrier` of the newest shipment with this number; None if we sent none."""
    if not tracking:
        return None
    return connection.execute(sa.select(S.c.order_id, ORD.c.number, S.c.carrier).join(ORD, ORD.c.id == S.c.order_id)
                              .where(S.c.tracking == tracking).order_by(S.c.id.desc()).limit(1)).first()
