"""What was bought with an order and can still come back: its lines, the terms of each, and how many units are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from models.catalogue import Device, Product
from models.lifecycle import RmaKind, Stage
from models.orders import Order, OrderLine
from models.places import Site
from models.records import split
from models.rma import Unit
from reference import policies, reasons
from workflow import clock
from workflow.eligibility.case import Case
from workflow.eligibility.judging import MAY_COME_BACK, Judgement, judge
from workflow.errors import NotFound
from workflow.sentences import say
from workflow.transaction import reading

ORD, L, Q, U, D, SI = (m.__table__ for m in (Order, OrderLine, Product, Unit, Device, Site))
WITHOUT_A_REASON = "no_reason"
# The thing is (again) with the customer, or never left: it can be asked for anew.
WITH_THE_CUSTOMER = (Stage.DECLINED, Stage.CANCELLED, Stage.EXPIRED, Stage.VOIDED, Stage.DELIVERED)


@dataclass(frozen=True)
class Option:
    """One reason and what would follow from it today."""

    reason: reasons.Reason
    judgement: Judgement


@dataclass(frozen=True)
class ReturnableLine:
    """One line of an order: how many of its units can still be asked for, and under which terms."""

    id: int
    product: Any
    quantity: int
    left: int
    unit_price_minor: int
    currency: str
    has_serials: bool
    policy: policies.Policy
    law: policies.Law
    today: date
    delivered_on: date | None
    warranty_end: date | None

    def case(self, reason: str, *, asked: RmaKind | None = None, **said: Any) -> Case:
        """The case of one unit of this line. `said`: wanted, description, photos, opened."""
        return Case(reason=reasons.reason(reason), policy=self.policy, law=self.law, today=self.today,
                    delivered_on=self.delivered_on, warranty_months=self.product.warranty_months,
                    warranty_end=self.warranty_end, final_sale=self.product.final_sale,
                    repairable=self.product.repairable, asked=asked, **said)

    def options(self) -> list[Option]:
        """Every reason that a customer may choose, with what holds for it before anything else is known."""
        return [Option(row, judge(self.case(row.code), MAY_COME_BACK)) for parent in reasons.parents()
                for row in reasons.children(parent.code, portal_only=True) if row.code != WITHOUT_A_REASON]

    def withdrawal(self) -> Judgement:
        """What holds for withdrawing from this line without a reason."""
        return judge(self.case(WITHOUT_A_REASON, asked=RmaKind.WITHDRAWAL), MAY_COME_BACK)


@dataclass(frozen=True)
class Purchase:
    """An order with what can still come back of it."""

    order: Any
    site: Any
    lines: list[ReturnableLine]

    def line(self, line_id: int) -> ReturnableLine:
        """Raises NotFound for a line of another order."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise NotFound(say("This item does not belong to this order."))


def policy_sentences(bought: Purchase, language: str) -> list[str]:
    """The policy of an order's first line, as its market's customers read it."""
    line, texts = bought.lines[0], policies.policy_texts()
    policy, law = line.policy, line.law
    said = [("window", policy.return_days), ("withdrawal", law.withdrawal_days), ("guarantee", law.guarantee_months),
            ("fee", policy.restocking_fee_percent), ("unopened", policy.condition == "unopened")]
    return [texts[name].say(language).format(days=value, months=value, percent=value) for name, value in said if value]


def grouped(options: Sequence[Option]) -> list[tuple[reasons.Reason, list[Option]]]:
    """The options under their headings, headings without any left out."""
    groups = [(parent, [row for row in options if row.reason.parent == parent.code]) for parent in reasons.parents()]
    return [(parent, rows) for parent, rows in groups if rows]


def purchase(order_id: int) -> Purchase:
    """The order with its lines. Raises NotFound."""
    with reading() as connection:
        return read(connection, order_id)


def returnable(order_id: int) -> list[ReturnableLine]:
    """The lines of an order of which something can still be asked for."""
    return [line for line in purchase(order_id).lines if line.left > 0]


def read(connection: sa.Connection, order_id: int, *, lock: bool = False) -> Purchase:
    """As `purchase`, on an open connection. `lock`: two requests for one order at once wait in line."""
    found = sa.select(ORD).where(ORD.c.id == order_id)
    order = connection.execute(found.with_for_update() if lock else found).first()
    if order is None:
        raise NotFound(say("There is no such order."))
    site = _site_for(connection, order.ship_country)
    used, devices = _used(connection, order_id), _devices(connection, order_id)
    rows = connection.execute(sa.select(L, Q).join(Q, Q.c.id == L.c.product_id).where(L.c.order_id == order_id)
                              .order_by(L.c.line_no)).all()
    parts = [split(row, OrderLine, Product) for row in rows]
    return Purchase(order, site, [_line(order, site, line, product, used.get(line.id, 0), devices.get(line.id, []))
                                  for line, product in parts])


def _line(order: sa.Row, site: sa.Row, line: Any, product: Any, used: int, devices: Sequence[sa.Row]) -> ReturnableLine:
    today = day_at(site, clock.now())
    return ReturnableLine(
        id=line.id, product=product, quantity=line.quantity, left=max(0, line.quantity - used),
        unit_price_minor=line.unit_price_minor, currency=order.currency, has_serials=bool(devices),
        policy=_policy(order, product, today), law=policies.law_of(order.ship_country), today=today,
        delivered_on=day_at(site, order.delivered_at),
        warranty_end=devices[0].warranty_end if len(devices) == 1 and line.quantity == 1 else None)


def _policy(order: sa.Row, product: Any, today: date) -> policies.Policy:
    group = product.product_group if product.product_group != "general" else product.category
    earliest = min(row.valid_from for row in policies.policies() if row.code == "default")
    return policies.policy_for(order.market, order.channel, group, max(today, earliest))


def day_at(site: Any, moment: datetime | None) -> date | None:
    """The day that a moment falls on at the site."""
    return moment.astimezone(ZoneInfo(site.time_zone)).date() if moment else None


def _used(connection: sa.Connection, order_id: int) -> dict[int, int]:
    """How many units of each line cannot be asked for: under way, or ended with us.

    A replacement stands for the unit it replaces until it is delivered; then the customer has one again.
    """
    counts = sa.case((sa.and_(U.c.replaces_id.is_not(None), U.c.stage == Stage.DELIVERED), -1),
                     (U.c.replaces_id.is_not(None), 0), (U.c.stage.in_(WITH_THE_CUSTOMER), 0), else_=1)
    rows = connection.execute(
        sa.select(U.c.order_line_id, sa.func.sum(counts)).join(L, L.c.id == U.c.order_line_id)
        .where(L.c.order_id == order_id).group_by(U.c.order_line_id))
    return {line_id: int(used) for line_id, used in rows}


def _devices(connection: sa.Connection, order_id: int) -> dict[int, list[sa.Row]]:
    rows = connection.execute(sa.select(D.c.order_line_id, D.c.warranty_end).join(L, L.c.id == D.c.order_line_id)
                              .where(L.c.order_id == order_id)).all()
    found: dict[int, list[sa.Row]] = {}
    for row in rows:
        found.setdefault(row.order_line_id, []).append(row)
    return found


def _site_for(connection: sa.Connection, country: str) -> sa.Row:
    """Where goods from this country go: a site there, else one in the same customs union, else the first."""
    sites = connection.execute(sa.select(SI).order_by(SI.c.id)).all()
    near = [site for site in sites if site.country == country]
    union = [site for site in sites if policies.is_eu(site.country) and policies.is_eu(country)]
    return (near or union or sites)[0]
