"""What stands on each paper, as plain values that JSON can keep. No PDF is made here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa

from models.catalogue import DeviceSerial, Product
from models.lifecycle import Direction, ParcelState, Stage
from models.orders import Order
from models.parcels import Parcel
from models.people import Staff
from models.places import Shelf, Site, Station
from models.rma import Accessory, Rma, Unit
from models.work import Part
from reference import carriers, reasons
from reference.accessories import called
from reference.packing_advice import advice_of
from workflow import (
    accessories,
    announcing,
    battery_mark_paper,
    boxes,
    claim_paper,
    clock,
    credit_paper,
    custody_paper,
    customs_paper,
    dangerous_goods,
    evidence_paper,
    handover_paper,
    holding_paper,
    installation,
    packing_coach,
    papers_addresses,
    print_templates,
    repair_paper,
)
from workflow.scanning import layouts, sheets
from workflow.scanning.commands import DIGITS, Command
from workflow.words import word

P, R, ORD, U, SI = (m.__table__ for m in (Parcel, Rma, Order, Unit, Site))
Sheets = list[dict[str, Any]]


def return_labels(connection: sa.Connection, rma_id: int, _language: str) -> Sheets:
    """One label for every box of the RMA that the customer has still to send; none while a battery stops them.

    Raises:
        Refused: something in one of them may not travel.
    """
    rows = connection.execute(
        sa.select(P.c.number, P.c.box_no, P.c.box_count, P.c.carrier, R.c.number.label("rma"), R.c.site_id,
                  R.c.order_id)
        .join(R, R.c.id == P.c.rma_id).where(P.c.rma_id == rma_id, P.c.direction == Direction.IN,
                                             P.c.state == ParcelState.ANNOUNCED,
                                             ~packing_coach.stops_label(P.c.rma_id)).order_by(P.c.id)).all()
    dangerous_goods.check_rma_may_travel(connection, rma_id)
    return [{"to": papers_addresses.of_site(connection, row.site_id),
             "sender": papers_addresses.of_buyer(connection, row.order_id), "rma": row.rma,
             "parcel": row.number, "public_url": installation.settings().public_url, "box": row.box_no,
             "boxes": row.box_count, "carrier": _carrier(row.carrier)} for row in rows]


def inside_slip(connection: sa.Connection, rma_id: int, language: str) -> Sheets:
    """What belongs into the box, for whoever opens it."""
    rma = connection.execute(sa.select(R.c.number, ORD.c.ship_name).outerjoin(ORD, ORD.c.id == R.c.order_id)
                             .where(R.c.id == rma_id)).first()
    if rma is None:
        return []
    units = connection.execute(
        sa.select(U.c.id, Product.__table__.c.name, Product.__table__.c.sku, Product.__table__.c.category,
                  U.c.serial_stated, U.c.reason)
        .outerjoin(Product.__table__, Product.__table__.c.id == U.c.product_id)
        .where(U.c.rma_id == rma_id, U.c.stage.in_(["expected", "requested"]),
               announcing.sent_by_customer(U)).order_by(U.c.id)).all()
    items = [{"product": unit.name or "", "sku": unit.sku or "", "quantity": 1,
              "serials": [unit.serial_stated] if unit.serial_stated else [],
             "reason": reasons.said(unit, language)}
            for unit in units]
    advice = dict.fromkeys(text.say(language) for unit in units for text in advice_of(unit.category or "").texts)
    packed: dict[str, bool] = {}
    for row in _accessories(connection, [unit.id for unit in units]):
        name = called(row.name, language)
        packed[name] = packed.get(name, True) and row.stated is True
    return [{"rma": rma.number, "customer": rma.ship_name or "", "items": items, "accessories": list(packed),
             "packed": [name for name, said in packed.items() if said], "advice": list(advice)}] if items else []


def unit_tag(connection: sa.Connection, unit_id: int, _language: str) -> Sheets:
    return _tags(connection, U.c.id == unit_id)


def parcel_tags(connection: sa.Connection, parcel_id: int, _language: str) -> Sheets:
    """The tags of all that was taken out of a box."""
    ids = [line.unit.id for line in boxes.read(connection, parcel_id).units]
    return _tags(connection, U.c.id.in_(ids))


def _tags(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Sheets:
    rows = connection.execute(
        sa.select(U.c.tag, Product.__table__.c.name, R.c.number, SI.c.code)
        .outerjoin(Product.__table__, Product.__table__.c.id == U.c.product_id).outerjoin(R, R.c.id == U.c.rma_id)
        .outerjoin(SI, SI.c.id == sa.func.coalesce(R.c.site_id, 1)).where(which, U.c.tag.is_not(None))
        .order_by(U.c.id)).all()
    return [{"tag": row.tag, "product": row.name or "", "rma": row.number or "", "site": row.code or ""}
            for row in rows]


def receipt(connection: sa.Connection, parcel_id: int, language: str) -> Sheets:
    """What was in a box that came in, each unit with what belongs to it. Nobody's name stands on it."""
    box = boxes.read(connection, parcel_id)
    if box.parcel.direction is not Direction.IN or box.parcel.received_at is None:
        return []
    missing = [line.name for line in box.waited_for if line.unit.stage is Stage.MISSING]
    received = clock.iso_at(box.parcel.received_at, _zone(connection, parcel_id))
    return [{"parcel": box.parcel.number, "received": received,
             "station": holding_paper.taken_in_at(connection, parcel_id), "carrier": _carrier(box.parcel.carrier),
             "tracking": box.parcel.tracking or "", "damaged": box.parcel.damaged, "missing": missing,
             "units": [_received(line, language) for line in box.taken_out]}]


def _zone(connection: sa.Connection, parcel_id: int) -> str:
    return connection.execute(sa.select(SI.c.time_zone).join(P, P.c.site_id == SI.c.id).where(
        P.c.id == parcel_id)).scalar() or "UTC"


def _received(line: boxes.Line, language: str) -> dict[str, Any]:
    ticks = accessories.unlisted(line.unit, line.accessories)
    names = {state: [called(row.name, language) for row in (ticks.rows if ticks else ()) if row.received is state]
             for state in accessories.STATES}
    return {"product": line.name, "tag": line.unit.tag or "", "serial": line.unit.serial_seen or "",
            "rma": line.rma_number or "", "there": names[True], "not_there": names[False],
            "not_looked_at": names[None]}


def packing_slip(connection: sa.Connection, parcel_id: int, language: str, *, prices: bool | None = None) -> Sheets:
    """What lies in an outgoing box. Prices stay off it, for who opens it may not be who paid, unless somebody asks for
    them: at the button, or for all slips by SLIP_PRICES.
    """
    prices = installation.settings().slip_prices == "on" if prices is None else prices
    box = boxes.read(connection, parcel_id)
    if box.parcel.direction is not Direction.OUT or not box.units:
        return []
    rma = connection.execute(sa.select(R.c.order_id, R.c.currency).where(
        R.c.id == (box.parcel.rma_id or box.units[0].unit.rma_id))).first()
    order = connection.execute(sa.select(ORD.c.number).where(ORD.c.id == rma.order_id)).scalar() if rma else None
    return [{"parcel": box.parcel.number, "to": papers_addresses.of_buyer(connection, rma.order_id if rma else None),
             "sender": papers_addresses.of_site(connection, box.parcel.site_id), "order": order or "",
             "packed_on": box.parcel.created_at.date().isoformat(),
             **({"show_prices": True, "currency": rma.currency} if prices and rma else {}),
             "units": [_packed(connection, line, language) for line in box.units]}]


def _packed(connection: sa.Connection, line: boxes.Line, language: str) -> dict[str, Any]:
    serial = line.unit.serial_seen or connection.execute(sa.select(DeviceSerial.__table__.c.serial).where(
        DeviceSerial.__table__.c.device_id == line.unit.device_id, DeviceSerial.__table__.c.current)).scalar()
    along = _accessories(connection, [line.unit.id])
    return {"product": line.name, "serial": serial or "", "sku": line.product.sku if line.product else "",
            "rma": line.rma_number or "",
            "accessories": [called(row.name, language) for row in along if row.packed],
            "left_out": [called(row.name, language) for row in along if row.packed is False],
            "never_came": [called(row.name, language) for row in along if row.received is False],
            "done": [line.unit.out_reason.value] if line.unit.out_reason else [],
            "price_minor": line.unit.price_minor or None}


def badge(connection: sa.Connection, staff_id: int, _language: str) -> Sheets:
    s = Staff.__table__
    row = connection.execute(sa.select(s.c.name, s.c.roles, s.c.badge).where(s.c.id == staff_id)).first()
    return [{"name": row.name, "roles": row.roles.split(), "code": row.badge}] if row and row.badge else []


def shelf_label(connection: sa.Connection, shelf_id: int, _language: str) -> Sheets:
    h = Shelf.__table__
    row = connection.execute(sa.select(h.c.code, h.c.name, SI.c.name.label("site")).join(
        SI, SI.c.id == h.c.site_id).where(h.c.id == shelf_id)).first()
    return [{"code": row.code, "name": row.name, "site": row.site}] if row else []


def part_label(connection: sa.Connection, part_id: int, _language: str) -> Sheets:
    k = Part.__table__
    row = connection.execute(sa.select(k.c.code, k.c.name, k.c.sku).where(k.c.id == part_id)).first()
    return [{"code": row.code, "name": row.name, "sku": row.sku}] if row else []


def scanner_check(_connection: sa.Connection, _thing_id: int, _language: str) -> Sheets:
    """The same sheet for every tablet."""
    return [{"code": layouts.CALIBRATION}]


def command_sheet(connection: sa.Connection, station_id: int, _language: str) -> Sheets:
    """The commands of a station's kind. Their words are translated on the paper, as the roles on a badge are."""
    kind = connection.execute(sa.select(Station.__table__.c.kind).where(Station.__table__.c.id == station_id)).scalar()
    if kind is None:
        return []
    digits = sorted(DIGITS, key=lambda command: command.digit or "")
    return [{"station": word(kind).msgid, "common": _printed(sheets.COMMON), "own": _printed(sheets.own(kind)),
             "digits": [{"code": command.code, "word": command.digit, "icon": command.icon} for command in digits]}]


def _printed(commands: list[Command]) -> Sheets:
    return [{"code": command.code, "word": command.label.msgid, "icon": command.icon} for command in commands]


def _accessories(connection: sa.Connection, unit_ids: list[int]) -> list[sa.Row]:
    a = Accessory.__table__
    return list(connection.execute(sa.select(a).where(a.c.unit_id.in_(unit_ids)).order_by(a.c.id)))


def _carrier(code: str | None) -> str:
    known = carriers.carriers().get(code or "")
    return known.name if known else ""


_PLAIN: dict[str, Callable[[sa.Connection, int, str], Sheets]] = {
    "return_label_a4": return_labels, "return_label_4x6": return_labels, "return_label_a6": return_labels,
    "inside_slip": inside_slip, "unit_tag": unit_tag, "unit_tag_62": unit_tag, "unit_tag_50x30": unit_tag,
    "part_label": part_label, "parcel_tags": parcel_tags, "packing_slip": packing_slip,
    "packing_slip_plain": partial(packing_slip, prices=False),
    "packing_slip_priced": partial(packing_slip, prices=True), "credit_note": credit_paper.sheets,
    "customs": customs_paper.sheets, "handover": handover_paper.sheets, "evidence": evidence_paper.sheets,
    "battery_mark": battery_mark_paper.sheets, "receipt": receipt,
    "custody": custody_paper.sheets, "carrier_claim": claim_paper.sheets,
    "repair_report": repair_paper.reports, "warranty_voucher": repair_paper.vouchers,
    "badge": badge,
    "holding_label": holding_paper.of_box, "unit_holding_label": holding_paper.of_unit,
    "shelf_label": shelf_label, "command_sheet": command_sheet,
    "scanner_check": scanner_check,
}
KINDS = {kind: print_templates.dressing(kind, values) for kind, values in _PLAIN.items()}
