"""Everything of one RMA for its page, read only: goods, boxes, money, words, history, and what may be done now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from models.catalogue import Product
from models.lifecycle import Direction, Ground, Owner, Stage
from models.orders import Customer, Order
from models.parcels import Parcel
from models.people import Staff
from models.places import Site
from models.rma import Accessory, Hold, Photo, Question, Rma, Unit, UnitNote
from models.statements import BatteryStatement
from models.work import CheckResult, Inspection, RepairJob, Settlement
from reference import carriers, reasons
from reference.batteries import crosses_customs
from workflow import (
    battery_mark_paper,
    carrier_claims,
    customs_paper,
    deciding,
    disposing,
    gates,
    grounds,
    history,
    holding,
    packing_coach,
    paying,
    photo_set,
    taking_back,
    whereabouts,
    writing,
)
from workflow.actors import Actor
from workflow.errors import NotFound
from workflow.history import Entry, UndoOffer
from workflow.sentences import Sentence, say
from workflow.transaction import reading

R, U, Q, C, ORD, P, S, H, QU, IN, J, CH, N, AC, PH, ST, SI, B = (m.__table__ for m in (
    Rma, Unit, Product, Customer, Order, Parcel, Settlement, Hold, Question, Inspection, RepairJob, CheckResult,
    UnitNote, Accessory, Photo, Staff, Site, BatteryStatement))


@dataclass(frozen=True)
class UnitView:
    """One unit with all that hangs on it. `may` are the names of what can be done with it now."""

    unit: Any
    product: str
    product_zh: str | None
    sku: str | None
    replaces: str | None
    place: Sentence
    notes: list[str]
    photo_ids: list[int]
    accessories: list[sa.Row]
    battery: str | None
    inspection: Any
    jobs: list[sa.Row]
    checks: list[sa.Row]
    holds: list[sa.Row]
    may: frozenset[str]
    grounds: list[Ground]

    @property
    def never_came(self) -> bool:
        """Whether it waits for a decision of which no box can be part: the customer never got it."""
        return self.unit.stage is Stage.REQUESTED and reasons.never_came(self.unit)


@dataclass(frozen=True)
class ParcelView:
    parcel: Any
    carrier: str
    tracking_url: str
    claim: Any = None


@dataclass(frozen=True)
class MoneyView:
    """One money document, who made and who approved it, and what can be done with it now."""

    settlement: Any
    made_by: str | None
    approved_by: str | None
    may: frozenset[str]


@dataclass(frozen=True)
class RmaPage:
    rma: Any
    customer: Any
    order: Any
    units: list[UnitView]
    parcels_in: list[ParcelView]
    parcels_out: list[ParcelView]
    money: list[MoneyView]
    messages: list[writing.Entry]
    questions: list[sa.Row]
    holds: list[sa.Row]
    history: list[Entry]
    undo: UndoOffer | None
    site: str
    packed_photo_ids: tuple[int, ...]
    crosses_customs: bool = False
    customs_by_hand: dict[int, list[Sentence]] = field(default_factory=dict)
    """By parcel, what stays empty on its customs papers."""
    battery_marks: frozenset[int] = frozenset()
    """The ids of parcels that bear a battery mark."""
    signed: frozenset[int] = frozenset()
    """The ids of parcels of whose signed receipt there is a photo."""

    @property
    def customer_sends(self) -> bool:
        """Whether something of this return is still the customer's to send."""
        return any(view.unit.stage is Stage.EXPECTED and reasons.is_sent_by_customer(view.unit) for view in self.units)

    @property
    def approvable(self) -> list[UnitView]:
        return [view for view in self.units if "approve" in view.may]


def read(number: str, *, by: Actor, language: str = "en") -> RmaPage:
    """The RMA with this number. Raises NotFound."""
    with reading() as connection:
        rma = connection.execute(sa.select(R).where(R.c.number == number)).first()
        if rma is None:
            raise NotFound(say("There is no RMA with this number. Search for the customer or the order instead."))
        parcels = _parcels(connection, rma.id)
        site = connection.execute(sa.select(SI.c.name, SI.c.country).where(SI.c.id == rma.site_id)).one()
        order = connection.execute(sa.select(ORD).where(ORD.c.id == rma.order_id)).first()
        crosses = bool(order) and crosses_customs(order.ship_country, site.country)
        return RmaPage(
            rma=rma, customer=connection.execute(sa.select(C).where(C.c.id == rma.customer_id)).one(),
            order=order,
            units=_units(connection, rma.id), parcels_in=[p for p in parcels if p.parcel.direction is Direction.IN],
            parcels_out=[p for p in parcels if p.parcel.direction is not Direction.IN],
            money=_money(connection, rma.id, by), messages=writing.thread(rma.id),
            questions=_all(connection, sa.select(QU).where(QU.c.rma_id == rma.id).order_by(QU.c.id)),
            holds=_holds(connection, H.c.rma_id == rma.id), history=history.entries(connection, rma.id, language),
            undo=history.undo_offer(connection, rma.id, by),
            packed_photo_ids=packing_coach.photos_of(connection, rma.id), site=site.name,
            crosses_customs=crosses, customs_by_hand=customs_paper.left_empty(
                connection, {view.parcel.id: view.parcel.weight_g for view in parcels}) if crosses else {},
            battery_marks=frozenset(battery_mark_paper.numbers(connection, [view.parcel.id for view in parcels])),
            signed=photo_set.with_signed_receipt(connection, [view.parcel.id for view in parcels]))


def _all(connection: sa.Connection, select: sa.Select) -> list[sa.Row]:
    return list(connection.execute(select).all())


def _holds(connection: sa.Connection, which: sa.ColumnElement[bool]) -> list[sa.Row]:
    return _all(connection, sa.select(H, ST.c.name.label("placed_by")).outerjoin(ST, ST.c.id == H.c.placed_by_id)
                .where(which, H.c.released_at.is_(None)).order_by(H.c.id))


def _units(connection: sa.Connection, rma_id: int) -> list[UnitView]:
    replaced = U.alias("replaced")
    other = Q.alias("other")
    units = _all(connection, sa.select(U, Q.c.name.label("product"), Q.c.name_zh, Q.c.sku,
                                       other.c.name.label("replaces"), whereabouts.place_of(U).label("place"))
                 .outerjoin(Q, Q.c.id == U.c.product_id).outerjoin(replaced, replaced.c.id == U.c.replaces_id)
                 .outerjoin(other, other.c.id == replaced.c.product_id)
                 .where(U.c.rma_id == rma_id).order_by(U.c.id))
    mine = sa.select(U.c.id).where(U.c.rma_id == rma_id)
    hung = {table.name: _by_unit(connection, table, mine) for table in (N, PH, AC, IN, J, CH, B)}
    held = _by_unit_rows(_holds(connection, H.c.unit_id.in_(mine)))
    return [_view(connection, unit, hung, held.get(unit.id, [])) for unit in units]


def _by_unit(connection: sa.Connection, table: sa.Table, mine: sa.Select) -> dict[int, list[sa.Row]]:
    return _by_unit_rows(_all(connection, sa.select(table).where(table.c.unit_id.in_(mine)).order_by(table.c.id)))


def _by_unit_rows(rows: list[sa.Row]) -> dict[int, list[sa.Row]]:
    found: dict[int, list[sa.Row]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)
    return found


def _view(connection: sa.Connection, unit: sa.Row, hung: dict[str, dict[int, list[sa.Row]]],
          held: list[sa.Row]) -> UnitView:
    signed = [row for row in hung["inspection"].get(unit.id, ()) if row.signed_at is not None]
    possible = grounds.possible(connection, unit)
    return UnitView(
        unit=unit, product=unit.product or "", product_zh=unit.name_zh, sku=unit.sku, replaces=unit.replaces,
        place=whereabouts.place_words(unit, unit.place),
        notes=[row.text for row in hung["unit_note"].get(unit.id, ())],
        photo_ids=[row.id for row in hung["photo"].get(unit.id, ())],
        accessories=list(hung["accessory"].get(unit.id, ())),
        battery=next((row.battery for row in hung["battery_statement"].get(unit.id, ())), None),
        inspection=signed[-1] if signed else None,
        jobs=list(hung["repair_job"].get(unit.id, ())), checks=list(hung["check_result"].get(unit.id, ())),
        holds=held, may=_may(connection, unit, possible), grounds=possible)


def _may(connection: sa.Connection, unit: sa.Row, possible: list[Ground]) -> frozenset[str]:
    """What the rules let somebody do with this unit now; each name is that of its rule."""
    checks = {"approve": deciding.check_can_approve, "decline": deciding.check_can_decline,
              "reopen": deciding.check_can_reopen, "cancel": deciding.check_can_cancel,
              "lose": deciding.check_can_lose, "cancel_promise": taking_back.check_can_cancel_promise,
              "decide_anew": taking_back.check_can_decide_anew, "stock": disposing.check_can_stock}
    names = {name for name, check in checks.items() if gates.holds(check, connection, unit)}
    return frozenset(names | ({"resolve"} if possible else set()))


def _parcels(connection: sa.Connection, rma_id: int) -> list[ParcelView]:
    known = carriers.carriers()
    boxes = _all(connection, sa.select(P).where(P.c.rma_id == rma_id).order_by(P.c.box_no, P.c.id))
    claims = carrier_claims.of_parcels(connection, [row.id for row in boxes if row.damaged])
    return [ParcelView(row, known[row.carrier].name if row.carrier in known else "",
                       known[row.carrier].track(row.tracking) if row.carrier in known and row.tracking else "",
                       claims.get(row.id)) for row in boxes]


def _money(connection: sa.Connection, rma_id: int, by: Actor) -> list[MoneyView]:
    made, agreed = ST.alias("made"), ST.alias("agreed")
    rows = _all(connection, sa.select(S, made.c.name.label("made_by"), agreed.c.name.label("agreed_by"))
                .outerjoin(made, made.c.id == S.c.made_by_id).outerjoin(agreed, agreed.c.id == S.c.approved_by_id)
                .where(S.c.rma_id == rma_id).order_by(S.c.id))
    checks = {"approve": paying.check_can_approve, "pay": paying.check_can_pay, "void": paying.check_can_void,
              "correct": paying.check_can_correct}
    return [MoneyView(row, row.made_by, row.agreed_by,
                      frozenset(name for name, check in checks.items() if gates.holds(check, connection, row, by)))
            for row in rows]


def may_release(by: Actor, hold: Any) -> bool:
    """Whether this person may take this brake off."""
    return gates.holds(holding.check_can_release, by, hold)


def is_ours(unit: Any) -> bool:
    return unit.owner is Owner.US and unit.stage is not Stage.VOIDED
