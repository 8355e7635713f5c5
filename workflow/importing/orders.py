"""Orders in: what each order of a chunk would add or change. An empty value never erases a known one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from workflow.importing import known, order_rows
from workflow.importing.plans import Outcome, Plan, differing
from workflow.importing.values import LineIn, OrderIn, ShipmentIn
from workflow.sentences import Sentence, say


@dataclass
class LineChange:
    """One line: as it stands (None: new), and the columns to set."""

    line: LineIn
    line_no: int
    row: sa.Row | None = None
    values: dict[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass
class Change:
    """One order: as it stands (None: new), the columns to set, and what hangs on it."""

    order: OrderIn
    row: sa.Row | None = None
    values: dict[str, Any] = field(default_factory=dict)
    lines: list[LineChange] = field(default_factory=list)
    shipments: list[ShipmentIn] = field(default_factory=list)
    serials: int = 0
    refusal: Sentence | None = None
    id: int | None = None
    customer_id: int | None = None

    @property
    def outcome(self) -> Outcome:
        if self.refusal:
            return Outcome.REFUSED
        if self.row is None:
            return Outcome.NEW
        touched = self.values or self.shipments or self.serials or any(
            line.values or line.row is None for line in self.lines)
        return Outcome.CHANGED if touched else Outcome.UNCHANGED


@dataclass
class Known:
    """All that the chunk's orders meet."""

    products: dict[str, sa.Row]
    orders: dict[tuple[str, str], sa.Row]
    lines: dict[int, list[sa.Row]]
    shipments: dict[tuple[int, str], int]
    serials: dict[tuple[str, str], known.KnownSerial]
    sold: dict[tuple[str, str], tuple[Change, LineChange]] = field(default_factory=dict)


def plan(connection: sa.Connection, orders: Sequence[OrderIn], now: datetime) -> Plan:
    """What these orders would do. No order may stand twice among them."""
    facts = _known(connection, orders)
    changes = [_change(order, facts) for order in orders]
    refusals = {place: change.refusal for place, change in enumerate(changes) if change.refusal}
    taken = [change for change in changes if change.outcome in (Outcome.NEW, Outcome.CHANGED)]
    return Plan([change.outcome for change in changes], refusals,
                partial(order_rows.write, changes=taken, facts=facts, now=now))


def _known(connection: sa.Connection, orders: Sequence[OrderIn]) -> Known:
    rows = known.orders(connection, orders)
    ids = [row.id for row in rows.values()]
    lines = [line for order in orders for line in order.lines]
    serials = [serial for line in lines for serial in line.serials]
    return Known(known.products(connection, (line.sku for line in lines)), rows,
                 known.lines(connection, ids) if ids else {}, known.shipments(connection, ids) if ids else {},
                 known.serials(connection, serials) if serials else {})


def _change(order: OrderIn, facts: Known) -> Change:
    row = facts.orders.get((order.channel, order.number))
    change = Change(order, row, refusal=_unknown_product(order, facts))
    if change.refusal is None and row is not None:
        change.id, change.customer_id = row.id, row.customer_id
        change.values = differing(row, order_rows.columns(order))
        change.refusal = _contradicts(row, order)
    if change.refusal is None:
        _match_lines(change, facts)
    if change.refusal is None:
        change.shipments = [one for one in order.shipments if (change.id, one.tracking) not in facts.shipments]
        _match_serials(change, facts)
    return change


def _unknown_product(order: OrderIn, facts: Known) -> Sentence | None:
    for line in order.lines:
        if line.sku not in facts.products and not line.name:
            return say("There is no product with the SKU %(sku)s. Import the products first, or fill product_name.",
                       sku=line.sku)
    return None


def _contradicts(row: sa.Row, order: OrderIn) -> Sentence | None:
    """Money that was given back already cannot come to stand on less than was paid, nor on another currency."""
    if row.refunded_minor > order.paid_minor:
        return say("More was refunded on order %(number)s than the file says was paid. Check the amount.",
                   number=order.number)
    if row.refunded_minor and row.currency != order.currency:
        return say("Order %(number)s was refunded in %(currency)s, so its currency cannot change.",
                   number=order.number, currency=row.currency)
    return None


def _match_lines(change: Change, facts: Known) -> None:
    """By number where one is given, else by product; what is left becomes a new line with the next free number."""
    standing = {row.line_no: row for row in facts.lines.get(change.id or 0, [])}
    numbers = {line.line_no for line in change.order.lines if line.line_no} | set(standing)
    free = iter(number for number in range(1, 100_000) if number not in numbers)
    for line in change.order.lines:
        row = standing.pop(line.line_no, None) if line.line_no else _with_product(standing, line, facts)
        if row is not None and line.line_no and row.product_id != _product_id(line, facts):
            change.refusal = say("Line %(line)s of order %(number)s is another product. Give the new one a number of "
                                 "its own.", line=line.line_no, number=change.order.number)
            return
        change.lines.append(_line_change(line, row, facts, change) if row is not None
                            else LineChange(line, line.line_no or next(free)))


def _with_product(standing: dict[int, sa.Row], line: LineIn, facts: Known) -> sa.Row | None:
    number = next((no for no, row in standing.items() if row.product_id == _product_id(line, facts)), None)
    return standing.pop(number) if number is not None else None


def _product_id(line: LineIn, facts: Known) -> int | None:
    row = facts.products.get(line.sku)
    return row.id if row else None


def _line_change(line: LineIn, row: sa.Row, facts: Known, change: Change) -> LineChange:
    wanted: dict[str, Any] = {"quantity": line.quantity, "unit_price_minor": line.unit_price_minor}
    shipment = facts.shipments.get((change.id or 0, line.tracking or ""))
    if row.shipment_id is None and shipment:
        wanted["shipment_id"] = shipment
    return LineChange(line, row.line_no, row, differing(row, wanted), row.id)


def _match_serials(change: Change, facts: Known) -> None:
    """A serial belongs to the latest order that sold it: a refurbished thing is sold more than once."""
    for line in change.lines:
        for serial in line.line.serials:
            key = (line.line.sku, serial)
            if _sold_later(change, facts, key):
                continue
            facts.sold[key] = (change, line)
            change.serials += 1


def _sold_later(change: Change, facts: Known, key: tuple[str, str]) -> bool:
    if key in facts.sold:
        return facts.sold[key][0].order.placed_at >= change.order.placed_at
    standing = facts.serials.get(key)
    if standing is None or standing.placed_at is None:
        return False
    return standing.order_id == change.id or standing.placed_at >= change.order.placed_at
