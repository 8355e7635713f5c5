"""Orders out of our CSV: a row per line, rows of one number and channel are one order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from channels.csv import cells
from channels.csv.cells import BadCell
from channels.csv.columns import ORDERS
from channels.csv.decoding import decode
from channels.csv.tables import Row, open_table
from reference.carriers import carriers
from workflow.importing.values import AddressIn, CustomerIn, Fault, Item, LineIn, OrderIn, Read, ShipmentIn
from workflow.sentences import say

OF_THE_ORDER = ("market", "placed_at", "shipped_at", "delivered_at", "currency", "paid", "customer_name", "email",
                "phone", "language", "time_zone", "ship_name", "ship_street", "ship_city", "ship_region",
                "ship_postcode", "ship_country")


@dataclass
class Group:
    """The rows of one order."""

    first: Row
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def attempt(self, row: Row, make: Callable[[Row], Any]) -> Any:
        """What `make` makes of the row; a bad cell is noted instead."""
        try:
            return make(row)
        except BadCell as bad:
            fault = Fault(row.line, bad.sentence)
            self.faults += [] if fault in self.faults else [fault]
            return None


def read(content: bytes, encoding: str | None = None) -> Read:
    """The orders of a file. One bad row keeps its whole order out: half an order would be worse than none.

    Raises:
        Unreadable: not our CSV.
    """
    text, encoding = decode(content, encoding)
    table = open_table(text, ORDERS)
    found = Read(encoding, faults=table.notes)
    for group in _grouped(table.rows, found):
        order = _order(group)
        if group.faults:
            found.faults.extend(group.faults)
            found.bad += 1
        else:
            found.items.append(Item(group.first.line, order))
    return found


def _grouped(rows: Any, found: Read) -> list[Group]:
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        try:
            key = (_channel(row), cells.required_code(row["order_number"], "order_number"))
        except BadCell as bad:
            found.faults.append(Fault(row.line, bad.sentence))
            found.bad += 1
            continue
        groups.setdefault(key, Group(row)).rows.append(row)
    return list(groups.values())


def _order(group: Group) -> OrderIn | None:
    for row in group.rows[1:]:
        group.attempt(row, lambda row: _check_agrees(row, group.first))
    currency = group.attempt(group.first, lambda row: cells.currency(row["currency"]))
    country = group.attempt(group.first, lambda row: cells.country(row["ship_country"], "ship_country"))
    if not currency or not country:
        return None
    lines = tuple(group.attempt(row, lambda row: _line(row, currency)) for row in group.rows)
    shipments = {one.tracking: one for row in group.rows for one in group.attempt(row, _shipments) or ()}
    _check_line_numbers(group, lines)
    customer, address, moments = (group.attempt(group.first, make) for make in (
        _customer, lambda row: _address(row, country), _moments))
    if not customer or not address or not moments:
        return None
    return group.attempt(group.first, lambda row: OrderIn(
        number=row["order_number"], channel=_channel(row), currency=currency, customer=customer, address=address,
        market=cells.country(row["market"], "market") if row["market"] else country,
        placed_at=moments[0], delivered_at=moments[1], paid_minor=cells.amount(row["paid"], "paid", currency),
        lines=lines, shipments=tuple(shipments.values())))


def _moments(row: Row) -> tuple[datetime | None, datetime | None]:
    """When it was placed, which must stand there, and delivered."""
    placed = cells.moment(cells.required(row["placed_at"], "placed_at"), "placed_at")
    return placed, cells.moment(row["delivered_at"], "delivered_at")


def _customer(row: Row) -> CustomerIn:
    return CustomerIn(
        cells.required(row["customer_name"], "customer_name"), email=cells.email(row["email"], "email"),
        phone=cells.code(row["phone"], "phone", 40), language=cells.language(row["language"], "language"),
        time_zone=cells.time_zone(row["time_zone"], "time_zone"))


def _address(row: Row, country: str) -> AddressIn:
    return AddressIn(
        cells.text(row["ship_name"] or row["customer_name"], "ship_name"), country,
        street=cells.text(row["ship_street"], "ship_street", 500), city=cells.text(row["ship_city"], "ship_city", 200),
        region=cells.text(row["ship_region"], "ship_region", 100),
        postcode=cells.postcode(row["ship_postcode"], "ship_postcode", country))


def _line(row: Row, currency: str) -> LineIn:
    tracking = cells.codes(row["tracking"], "tracking")
    return LineIn(
        cells.required_code(row["sku"], "sku"), cells.whole(row["quantity"], "quantity", least=1, most=10_000),
        cells.amount(row["unit_price"], "unit_price", currency),
        line_no=cells.whole(row["line_no"], "line_no", least=1) if row["line_no"] else None,
        name=cells.text(row["product_name"], "product_name"), serials=cells.codes(row["serials"], "serials"),
        tracking=tracking[0] if tracking else None)


def _shipments(row: Row) -> tuple[ShipmentIn, ...]:
    carrier = row["carrier"].lower() or None
    if carrier and carrier not in carriers():
        raise BadCell(say("carrier “%(value)s” is not known. Leave it empty or write one of: %(names)s.",
                          value=row["carrier"], names=", ".join(carriers())))
    shipped_at = cells.moment(row["shipped_at"], "shipped_at")
    return tuple(ShipmentIn(number, carrier, shipped_at) for number in cells.codes(row["tracking"], "tracking"))


def _check_agrees(row: Row, first: Row) -> None:
    """What concerns the order must be the same on all its rows, or stand on the first alone."""
    for name in OF_THE_ORDER:
        if row[name] and row[name] != first[name]:
            raise BadCell(say("%(name)s is not what line %(line)s says for the same order.", name=name,
                              line=first.line))


def _check_line_numbers(group: Group, lines: tuple[LineIn | None, ...]) -> None:
    seen: set[int] = set()
    for row, line in zip(group.rows, lines, strict=True):
        if line and line.line_no and line.line_no in seen:
            group.faults.append(Fault(row.line, say("line_no %(number)s stands twice in this order.",
                                                    number=line.line_no)))
        seen.add(line.line_no if line and line.line_no else 0)


def _channel(row: Row) -> str:
    return cells.code(row["channel"], "channel", 24).lower() or "shop"
