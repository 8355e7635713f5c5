"""What stands on the customs papers of a parcel that crosses a border, whichever way: to us, or to the customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, OutReason, ParcelState, Resolution, RmaKind
from models.orders import Customer, Order, OrderLine, Shipment
from models.parcels import Parcel, ParcelLine
from models.rma import Rma, Unit
from reference.batteries import crosses_customs
from reference.reasons import NOT_WHAT_WAS_ORDERED
from workflow import dangerous_goods, installation, packing_coach, papers_addresses
from workflow.errors import Refused
from workflow.sentences import Sentence, say

P, L, R, U, Q, ORD, OL, SH, C = (m.__table__ for m in (
    Parcel, ParcelLine, Rma, Unit, Product, Order, OrderLine, Shipment, Customer))
CN22_MOST = {"EUR": 33000, "GBP": 28500, "USD": 39000, "CHF": 31000, "CNY": 270000}
"""A little less than 300 SDR, below which a CN22 will do, in minor units; from there on, or in another currency, a CN23
always does (Universal Postal Union, Convention Manual, on CN 22 and CN 23; WCO-UPU Postal Customs Guide). To be looked
at when currencies move by more than a tenth (International Monetary Fund, SDR valuation)."""
CN22_GRAMS = 2000
"""A CN22 belongs to letter post, small packets of up to 2 kg; a parcel, and what nobody has weighed, has a CN23."""

BY_HAND = {"name": say("description of the goods"), "hs_code": say("HS code"), "origin": say("country of origin"),
           "weight_g": say("weight of the goods"), "value_minor": say("value")}
"""What a line of goods may lack; it then stays empty on the paper."""
BLANK = {"name": "", "hs_code": "", "origin": "", "quantity": 0, "weight_g": None, "value_minor": 0, "serial": "",
         "reason": None}
LINES_BY_HAND = 3
BOX_BY_HAND = say("weight of the box")


def sheets(connection: sa.Connection, parcel_id: int, _language: str) -> list[dict[str, Any]]:
    """One set of papers, or none where there is no such parcel.

    Raises:
        Refused: the parcel crosses no customs border, or something in it may not travel, or waits for a look.
    """
    row = _parcel(connection, parcel_id)
    if row is None or row.order_id is None:
        return []
    ours, theirs = (papers_addresses.of_site(connection, row.site_id),
                    papers_addresses.of_buyer(connection, row.order_id) | {"phone": row.phone or ""})
    ours["phone"] = installation.settings().battery_phone
    if not crosses_customs(ours["country"], theirs["country"]):
        raise Refused(say("This parcel crosses no customs border (%(one)s, %(other)s): it needs no customs papers.",
                          one=ours["country"], other=theirs["country"]))
    packing_coach.check_may_be_sent(connection, parcel_id)
    dangerous_goods.check_box_may_travel(connection, parcel_id)
    goods, incoming = _goods(connection, [parcel_id]).get(parcel_id, []), row.direction is Direction.IN
    if not goods:
        return []
    return [{"parcel": row.number, "sender": theirs if incoming else ours, "to": ours if incoming else theirs,
             "form": _form([item["value_minor"] for item in goods], row),
             "why": _why(_reasons(connection, goods, row), incoming, row.kind),
             "goods": [{name: value for name, value in item.items() if name != "reason"}
                       for item in goods],
             "currency": row.currency, "weight_g": row.weight_g, "order": row.order, "tracking": row.tracking or "",
             "ordered": row.placed_at.date().isoformat(), "original": _original(connection, row.order_id, goods),
             "day": row.created_at.date().isoformat(), "rma": row.rma,
             "phone": installation.settings().battery_phone}]


def left_empty(connection: sa.Connection, grams: Mapping[int, int | None]) -> dict[int, list[Sentence]]:
    """What of each parcel's papers somebody has to write by hand. `grams`: what each parcel weighs."""
    goods = _goods(connection, list(grams))
    return {parcel_id: [BOX_BY_HAND] * (not weight) + [
        word for name, word in BY_HAND.items() if not all(item[name] for item in goods[parcel_id])]
        for parcel_id, weight in grams.items() if parcel_id in goods}


def _form(values: Sequence[int], row: sa.Row) -> str:
    light = row.weight_g is not None and row.weight_g <= CN22_GRAMS
    return "CN22" if light and all(values) and sum(values) <= CN22_MOST.get(row.currency, -1) else "CN23"


def _parcel(connection: sa.Connection, parcel_id: int) -> sa.Row | None:
    return connection.execute(
        sa.select(P.c.number, P.c.rma_id, P.c.direction, P.c.weight_g, P.c.tracking, P.c.created_at, R.c.site_id,
                  R.c.order_id, R.c.currency, R.c.kind, R.c.number.label("rma"), ORD.c.number.label("order"),
                  ORD.c.placed_at, C.c.phone)
        .join(R, R.c.id == P.c.rma_id).outerjoin(ORD, ORD.c.id == R.c.order_id)
        .outerjoin(C, C.c.id == R.c.customer_id).where(P.c.id == parcel_id)).first()


def _goods(connection: sa.Connection, parcel_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """One line a unit, by parcel. What we do not know is empty: it is written by hand on the paper.

    A unit that cost nothing has the value of its product, where that is known in the money of the order. Of what is not
    what was ordered, and of a box beside the first, in which nobody announced anything, we know nothing.
    """
    usual = sa.case((Q.c.currency == R.c.currency, Q.c.price_minor), else_=0)
    rows = connection.execute(
        sa.select(L.c.parcel_id, Q.c.name, Q.c.hs_code, Q.c.origin_country, Q.c.weight_g, U.c.price_minor,
                  U.c.wanted, U.c.reason.label("why"), U.c.out_reason, U.c.serial_seen, U.c.serial_stated,
                  P.c.direction, usual.label("usual_minor"))
        .select_from(L.join(P, P.c.id == L.c.parcel_id).join(R, R.c.id == P.c.rma_id).join(U, U.c.id == L.c.unit_id)
                     .outerjoin(Q, Q.c.id == U.c.product_id))
        .where(L.c.parcel_id.in_(parcel_ids)).order_by(U.c.id))
    found: dict[int, list[dict[str, Any]]] = {
        parcel_id: [dict(BLANK) for _ in range(LINES_BY_HAND)] for parcel_id in _further_boxes(connection, parcel_ids)}
    for row in rows:
        unknown = row.direction is Direction.IN and row.why in NOT_WHAT_WAS_ORDERED
        found.setdefault(row.parcel_id, []).append(BLANK | {"quantity": 1, "reason": row.wanted} if unknown else {
            "name": row.name or "", "hs_code": row.hs_code or "", "origin": row.origin_country or "", "quantity": 1,
            "weight_g": row.weight_g, "value_minor": row.price_minor or row.usual_minor or 0,
            "serial": row.serial_seen or row.serial_stated or "", "reason": row.out_reason or row.wanted})
    return found


def _further_boxes(connection: sa.Connection, parcel_ids: Sequence[int]) -> list[int]:
    """Those of these boxes that a customer has to send in which nothing was announced: all stands in their first."""
    return list(connection.scalars(sa.select(P.c.id).where(
        P.c.id.in_(parcel_ids), P.c.direction == Direction.IN, P.c.state == ParcelState.ANNOUNCED,
        ~sa.select(L.c.id).where(L.c.parcel_id == P.c.id, L.c.unit_id.is_not(None)).exists())))


def _reasons(connection: sa.Connection, goods: list[dict[str, Any]], parcel: sa.Row) -> set[Any]:
    """What the goods travel for; of a box in which nobody announced anything, what its RMA is about."""
    known = {item["reason"] for item in goods} - {None}
    return known or set(connection.scalars(sa.select(U.c.wanted).where(U.c.rma_id == parcel.rma_id)))


def _why(reasons: set[Any], incoming: bool, kind: RmaKind) -> str:
    """A key of labels/customs_declaration.WHY, as most of what lies in the parcel is."""
    if incoming:
        return "to_repair" if Resolution.REPAIR in reasons else "returned"
    if OutReason.REPAIR in reasons:
        return "repaired"
    if reasons & {OutReason.REPLACEMENT, OutReason.EXCHANGE}:
        return "under_warranty" if kind is RmaKind.WARRANTY else "replacement"
    return "returned"


def _original(connection: sa.Connection, order_id: int, _goods: list[dict[str, Any]]) -> list[str]:
    """The tracking numbers under which the order left us: customs compare them with the first export."""
    return list(connection.execute(sa.select(SH.c.tracking).where(SH.c.order_id == order_id)
                                   .order_by(SH.c.id).limit(5)).scalars())
