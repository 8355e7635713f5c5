"""What we know already about the things of a chunk: a few statements for all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.catalogue import Device, DeviceSerial, Product
from models.orders import Customer, Order, OrderLine, Shipment
from workflow.importing.values import OrderIn
from workflow.recognising.recognising import tracking_value

C, ORDER, L, S = Customer.__table__, Order.__table__, OrderLine.__table__, Shipment.__table__
P, D, DS = Product.__table__, Device.__table__, DeviceSerial.__table__


@dataclass
class KnownSerial:
    """A serial of a product: its device, the order line it was last sold on, and when that was."""

    device_id: int
    order_line_id: int | None
    order_id: int | None
    placed_at: datetime | None
    lot: str | None
    warranty_end: Any


def products(connection: sa.Connection, skus: Iterable[str]) -> dict[str, sa.Row]:
    return {row.sku: row for row in connection.execute(sa.select(P).where(P.c.sku.in_(set(skus))))}


def customers(connection: sa.Connection, email_keys: Iterable[str]) -> dict[str, int]:
    """The oldest customer of each e-mail address."""
    rows = connection.execute(sa.select(C.c.email_key, sa.func.min(C.c.id).label("id"))
                              .where(C.c.email_key.in_(set(email_keys))).group_by(C.c.email_key))
    return {row.email_key: row.id for row in rows}


def orders(connection: sa.Connection, wanted: Iterable[OrderIn]) -> dict[tuple[str, str], sa.Row]:
    """By channel and number. One statement a channel: the index begins with it."""
    numbers: dict[str, list[str]] = {}
    for order in wanted:
        numbers.setdefault(order.channel, []).append(order.number)
    selects = [sa.select(ORDER).where(ORDER.c.channel == channel, ORDER.c.number.in_(those))
               for channel, those in numbers.items()]
    return {(row.channel, row.number): row for select in selects for row in connection.execute(select)}


def orders_by_key(connection: sa.Connection, keys: Iterable[str]) -> dict[tuple[str, str], sa.Row]:
    """By channel and the number as it is looked up."""
    rows = connection.execute(sa.select(ORDER).where(ORDER.c.number_key.in_(set(keys))).order_by(ORDER.c.id.desc()))
    return {(row.channel, row.number_key): row for row in rows}


def lines(connection: sa.Connection, order_ids: Iterable[int]) -> dict[int, list[sa.Row]]:
    found: dict[int, list[sa.Row]] = {}
    for row in connection.execute(sa.select(L).where(L.c.order_id.in_(set(order_ids)))
                                  .order_by(L.c.order_id, L.c.line_no)):
        found.setdefault(row.order_id, []).append(row)
    return found


def shipments(connection: sa.Connection, order_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    rows = connection.execute(sa.select(S.c.id, S.c.order_id, S.c.tracking).where(S.c.order_id.in_(set(order_ids))))
    return {(row.order_id, tracking_value(row.tracking)): row.id for row in rows}


def serials(connection: sa.Connection, wanted: Iterable[str]) -> dict[tuple[str, str], KnownSerial]:
    """By SKU and serial."""
    rows = connection.execute(
        sa.select(P.c.sku, DS.c.serial, DS.c.device_id, D.c.order_line_id, ORDER.c.id.label("order_id"),
                  ORDER.c.placed_at, D.c.lot, D.c.warranty_end)
        .select_from(DS.join(D, D.c.id == DS.c.device_id).join(P, P.c.id == DS.c.product_id)
                     .outerjoin(L, L.c.id == D.c.order_line_id).outerjoin(ORDER, ORDER.c.id == L.c.order_id))
        .where(DS.c.serial.in_(set(wanted))))
    return {(row.sku, row.serial): KnownSerial(*row[2:]) for row in rows}
