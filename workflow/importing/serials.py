"""Serial numbers in: each is a device, tied to the order line it was sold on where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.orders import order_key
from workflow.importing import known
from workflow.importing.known import DS, D
from workflow.importing.plans import Outcome, Plan, insert_all, update_all
from workflow.importing.values import SerialIn
from workflow.importing.warranties import warranty_end
from workflow.sentences import Sentence, say


@dataclass
class Facts:
    products: dict[str, sa.Row]
    orders: dict[tuple[str, str], sa.Row]
    lines: dict[int, list[sa.Row]]
    serials: dict[tuple[str, str], known.KnownSerial]


@dataclass
class Change:
    """One serial: its device if there is one, and the device's columns to set."""

    serial: SerialIn
    device_id: int | None
    product_id: int
    values: dict[str, Any]

    @property
    def outcome(self) -> Outcome:
        if self.device_id is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.values else Outcome.UNCHANGED


def plan(connection: sa.Connection, serials: Sequence[SerialIn], now: datetime) -> Plan:
    """What these serials would do. None may stand twice among them with the same product."""
    facts = _facts(connection, serials)
    found = [_change(serial, facts) for serial in serials]
    refusals = {place: one for place, one in enumerate(found) if isinstance(one, Sentence)}
    changes = [one for one in found if isinstance(one, Change)]
    outcomes = [Outcome.REFUSED if isinstance(one, Sentence) else one.outcome for one in found]
    return Plan(outcomes, refusals, lambda connection: _write(connection, changes))


def _facts(connection: sa.Connection, serials: Sequence[SerialIn]) -> Facts:
    keys = {order_key(one.order_number) for one in serials if one.order_number}
    orders = known.orders_by_key(connection, keys) if keys else {}
    return Facts(known.products(connection, (one.sku for one in serials)), orders,
                 known.lines(connection, (row.id for row in orders.values())) if orders else {},
                 known.serials(connection, (one.serial for one in serials)))


def _change(serial: SerialIn, facts: Facts) -> Change | Sentence:
    product = facts.products.get(serial.sku)
    if product is None:
        return say("There is no product with the SKU %(sku)s. Import the products first.", sku=serial.sku)
    order, line = _sold_on(serial, product, facts)
    if serial.order_number and order is None:
        return say("There is no order %(number)s of the channel %(channel)s. Import the orders first.",
                   number=serial.order_number, channel=serial.channel)
    if order is not None and line is None:
        return say("Order %(number)s has no line with the SKU %(sku)s.", number=serial.order_number, sku=serial.sku)
    standing = facts.serials.get((serial.sku, serial.serial))
    return Change(serial, standing.device_id if standing else None, product.id,
                  _values(serial, product, order, line, standing))


def _sold_on(serial: SerialIn, product: sa.Row, facts: Facts) -> tuple[sa.Row | None, sa.Row | None]:
    order = facts.orders.get((serial.channel, order_key(serial.order_number))) if serial.order_number else None
    if order is None:
        return None, None
    return order, next((line for line in facts.lines.get(order.id, []) if line.product_id == product.id
                        and serial.line_no in (None, line.line_no)), None)


def _values(serial: SerialIn, product: sa.Row, order: sa.Row | None, line: sa.Row | None,
            standing: known.KnownSerial | None) -> dict[str, Any]:
    """The device's columns that differ. The warranty is counted again only when the order is another one."""
    wanted: dict[str, Any] = {"lot": serial.lot, "warranty_end": serial.warranty_end}
    if order is not None and line is not None:
        wanted["order_line_id"] = line.id
        if standing is None or standing.order_line_id != line.id or standing.warranty_end is None:
            wanted["warranty_end"] = serial.warranty_end or warranty_end(order.delivered_at, product.warranty_months)
    given = {name: value for name, value in wanted.items() if value is not None}
    changed = {name: value for name, value in given.items() if standing is None or getattr(standing, name) != value}
    if "order_line_id" in changed and order is not None:
        changed["owner_customer_id"] = order.customer_id
    return changed


def _write(connection: sa.Connection, changes: Sequence[Change]) -> None:
    fresh = [change for change in changes if change.device_id is None]
    empty = dict.fromkeys(("lot", "warranty_end", "order_line_id", "owner_customer_id"))
    devices = insert_all(connection, D, [{"product_id": one.product_id, **empty, **one.values} for one in fresh])
    insert_all(connection, DS, [
        {"device_id": device, "product_id": one.product_id, "serial": one.serial.serial, "current": True}
        for device, one in zip(devices, fresh, strict=True)])
    update_all(connection, D, ((one.device_id, one.values) for one in changes
                               if one.device_id is not None and one.values))
