"""Writes what a plan of orders found: a handful of statements for the whole chunk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from models.orders import order_key
from workflow.importing import known
from workflow.importing.known import DS, ORDER, C, D, L, P, S
from workflow.importing.plans import insert_all, update_all
from workflow.importing.warranties import warranty_end

if TYPE_CHECKING:
    from workflow.importing.orders import Change, Known, LineChange
    from workflow.importing.values import OrderIn

NEW_PRODUCT_CATEGORY = "general"


def write(connection: sa.Connection, *, changes: Sequence[Change], facts: Known, now: datetime) -> None:
    """Add and change rows of products, customers, orders, shipments, lines and devices."""
    if not changes:
        return
    _add_products(connection, changes, facts)
    _add_customers(connection, changes, now)
    _put_orders(connection, changes)
    _add_shipments(connection, changes, facts)
    _put_lines(connection, changes, facts)
    _put_devices(connection, changes, facts)
    _start_warranties(connection, changes)


def _add_products(connection: sa.Connection, changes: Sequence[Change], facts: Known) -> None:
    unknown = {line.line.sku: (line.line, change.order) for change in changes for line in change.lines
               if line.line.sku not in facts.products}
    rows = [{"sku": sku, "name": line.name, "category": NEW_PRODUCT_CATEGORY, "weight_g": line.weight_g,
             "price_minor": line.unit_price_minor, "currency": order.currency}
            for sku, (line, order) in unknown.items()]
    insert_all(connection, P, rows)
    if rows:
        facts.products.update(known.products(connection, unknown))


def _add_customers(connection: sa.Connection, changes: Sequence[Change], now: datetime) -> None:
    """New orders find their customer by e-mail address; without one each order has a customer of its own."""
    fresh = [change for change in changes if change.row is None]
    standing = known.customers(connection, (_email_key(change) for change in fresh if _email_key(change)))
    wanted: dict[str | int, Change] = {}
    for change in fresh:
        if _email_key(change) not in standing:
            wanted.setdefault(_email_key(change) or id(change), change)
    ids = insert_all(connection, C, [_customer_row(change, now) for change in wanted.values()])
    found = {**standing, **dict(zip(wanted, ids, strict=True))}
    for change in fresh:
        change.customer_id = found[_email_key(change) or id(change)]


def _email_key(change: Change) -> str:
    return change.order.customer.email.casefold()


def _customer_row(change: Change, now: datetime) -> dict[str, Any]:
    customer = change.order.customer
    return {"name": customer.name, "email": customer.email or None, "email_key": _email_key(change) or None,
            "phone": customer.phone or None, "language": customer.language, "time_zone": customer.time_zone,
            "created_at": now}


def columns(order: OrderIn) -> dict[str, Any]:
    """The columns of an order that the shop may change; those it left empty are not among them."""
    address = order.address
    values = {
        "number_key": order_key(order.number), "market": order.market, "placed_at": order.placed_at,
        "delivered_at": order.delivered_at, "currency": order.currency, "paid_minor": order.paid_minor,
        "ship_name": address.name, "ship_street": address.street, "ship_city": address.city,
        "ship_region": address.region, "ship_postcode": address.postcode, "ship_country": address.country,
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _put_orders(connection: sa.Connection, changes: Sequence[Change]) -> None:
    fresh = [change for change in changes if change.row is None]
    for change, order_id in zip(fresh, insert_all(connection, ORDER, [_order_row(change) for change in fresh]),
                                strict=True):
        change.id = order_id
    update_all(connection, ORDER, ((change.row.id, change.values) for change in changes if change.row is not None))


def _order_row(change: Change) -> dict[str, Any]:
    order, address = change.order, change.order.address
    empty = dict.fromkeys(("delivered_at",)) | dict.fromkeys(
        ("ship_street", "ship_city", "ship_region", "ship_postcode"), "")
    return {**empty, **columns(order), "number": order.number, "channel": order.channel, "ship_name": address.name,
            "customer_id": change.customer_id}


def _add_shipments(connection: sa.Connection, changes: Sequence[Change], facts: Known) -> None:
    rows = [{"order_id": change.id, "carrier": one.carrier, "tracking": one.tracking, "shipped_at": one.shipped_at}
            for change in changes for one in change.shipments]
    for row, shipment_id in zip(rows, insert_all(connection, S, rows), strict=True):
        facts.shipments[row["order_id"], row["tracking"]] = shipment_id


def _put_lines(connection: sa.Connection, changes: Sequence[Change], facts: Known) -> None:
    fresh = [(change, line) for change in changes for line in change.lines if line.row is None]
    ids = insert_all(connection, L, [_line_row(change, line, facts) for change, line in fresh])
    for (_change, line), line_id in zip(fresh, ids, strict=True):
        line.id = line_id
    update_all(connection, L, ((line.row.id, line.values) for change in changes for line in change.lines
                               if line.row is not None))


def _line_row(change: Change, line: LineChange, facts: Known) -> dict[str, Any]:
    return {"order_id": change.id, "line_no": line.line_no, "product_id": facts.products[line.line.sku].id,
            "shipment_id": facts.shipments.get((change.id or 0, line.line.tracking or "")),
            "quantity": line.line.quantity, "unit_price_minor": line.line.unit_price_minor}


def _put_devices(connection: sa.Connection, changes: Sequence[Change], facts: Known) -> None:
    """A device for every serial that is new; one that was sold again goes to its new order line."""
    taken = {id(change) for change in changes}
    sold = {key: pair for key, pair in facts.sold.items() if id(pair[0]) in taken}
    fresh = [key for key in sold if key not in facts.serials]
    devices = insert_all(connection, D, [
        {"product_id": facts.products[sku].id} | _device_values(*sold[sku, serial], facts) for sku, serial in fresh])
    insert_all(connection, DS, [
        {"device_id": device, "product_id": facts.products[sku].id, "serial": serial, "current": True}
        for device, (sku, serial) in zip(devices, fresh, strict=True)])
    update_all(connection, D, ((facts.serials[key].device_id, _device_values(*pair, facts))
                               for key, pair in sold.items() if key in facts.serials))


def _device_values(change: Change, line: LineChange, facts: Known) -> dict[str, Any]:
    months = facts.products[line.line.sku].warranty_months
    return {"order_line_id": line.id, "owner_customer_id": change.customer_id,
            "warranty_end": warranty_end(_delivered_at(change), months, change.order.customer.time_zone)}


def _delivered_at(change: Change) -> datetime | None:
    return change.order.delivered_at or (change.row.delivered_at if change.row is not None else None)


def _start_warranties(connection: sa.Connection, changes: Sequence[Change]) -> None:
    """Orders that have just been delivered: the warranty of their known devices begins."""
    arrived = {change.id: change.order for change in changes
               if change.row is not None and "delivered_at" in change.values}
    if not arrived:
        return
    rows = connection.execute(
        sa.select(D.c.id, L.c.order_id, P.c.warranty_months).join(L, L.c.id == D.c.order_line_id)
        .join(P, P.c.id == D.c.product_id).where(L.c.order_id.in_(arrived), D.c.warranty_end.is_(None)))
    update_all(connection, D, [
        (row.id, {"warranty_end": warranty_end(arrived[row.order_id].delivered_at, row.warranty_months,
                                               arrived[row.order_id].customer.time_zone)}) for row in rows])
