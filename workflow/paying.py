"""Money documents: planned, approved by a second person where it must be, sent, done. Corrected only by a new one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from babel.numbers import get_currency_precision

from models.lifecycle import Ground, Role, SettlementKind, SettlementState, Stage
from models.orders import Order
from workflow import clock, gates, grounds, rows, work_moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import NotAllowed, Refused
from workflow.sentences import say
from workflow.transaction import act
from workflow.words import word

ORD, M = Order.__table__, SettlementState
PAY_DAYS = 3
BACK = (SettlementKind.REFUND, SettlementKind.CREDIT)
GOODS_WENT = (Stage.STOCKED, Stage.DISPOSED, Stage.PACKED, Stage.SHIPPED, Stage.DELIVERED)
MAY_PAY = (Role.AGENT, Role.LEAD, Role.SYSTEM)


def plain(amount_minor: int, currency: str) -> str:
    """An amount for a sentence: 1299, EUR is "12.99 EUR"."""
    digits = get_currency_precision(currency)
    return f"{amount_minor / 10 ** digits:.{digits}f} {currency}"


def plan(doing: Doing, *, rma: sa.Row, unit: sa.Row, kind: SettlementKind, amount_minor: int, ground: Ground | None,
         reason: str | None, corrects_id: int | None = None) -> int:
    """Write the money document of a resolution: approved at once, or planned where a second person must agree.

    Raises:
        Refused: more than is left of what was paid, or somebody settled this unit at the same moment.
    """
    _check_left(doing, rma, unit, amount_minor)
    two = grounds.needs_second_person(doing.connection, rma.id, amount_minor)
    try:
        return work_moves.new_settlement(
            doing, state=M.PLANNED if two else M.APPROVED, unit=unit, rma_id=rma.id, order_id=rma.order_id, kind=kind,
            amount_minor=amount_minor, currency=rma.currency, ground=ground, reason=reason,
            made_by_id=doing.by.staff_id, corrects_id=corrects_id, due_at=clock.in_days(PAY_DAYS))
    except (sa.exc.IntegrityError, sa.exc.InternalError) as error:  # the database holds the same rules by itself
        raise _translated(error) from error


def _check_left(doing: Doing, rma: sa.Row, unit: sa.Row, amount_minor: int) -> None:
    """Never more than was paid: the order's CHECK says so too, this says it kindly and before."""
    if amount_minor <= 0:
        raise Refused(say("Type an amount above zero."), field="amount")
    if rma.order_id is None:
        left = unit.price_minor
    else:
        order = doing.one(sa.select(ORD.c.paid_minor, ORD.c.refunded_minor).where(ORD.c.id == rma.order_id)
                          .with_for_update())
        left = order.paid_minor - order.refunded_minor
    if amount_minor > left:
        raise Refused(say("Only %(left)s is left of what was paid. Type that or less.",
                          left=plain(left, rma.currency)), field="amount")


def _translated(error: sa.exc.DBAPIError) -> Refused:
    if "refunded_within_paid" in str(error.orig):
        return Refused(say("More cannot be paid back than was paid."), field="amount")
    return Refused(say("Somebody has settled this item at the same moment. Load the page again."))


def check_can_approve(connection: sa.Connection, settlement: Any, by: Actor) -> None:
    """It waits for a second person, this is one, and nothing holds it."""
    _check_state(settlement, (M.PLANNED,))
    if not by.has(Role.AGENT, Role.LEAD) or by.staff_id is None:
        raise NotAllowed(say("Only an agent or lead can approve a payment."))
    if settlement.made_by_id == by.staff_id:
        raise NotAllowed(say("You planned this yourself. A second person has to approve it."))
    _check_no_hold(connection, settlement)


def check_can_pay(connection: sa.Connection, settlement: Any, by: Actor) -> None:
    """It is approved (or failed before), and nothing holds it."""
    _check_state(settlement, (M.APPROVED, M.SENT, M.FAILED))
    _check_role(by)
    _check_no_hold(connection, settlement)


def check_can_void(connection: sa.Connection, settlement: Any, by: Actor) -> None:
    """No money went, and the goods are still to be had."""
    _check_state(settlement, (M.PLANNED, M.APPROVED, M.FAILED))
    _check_role(by)
    gone = sa.select(rows.U.c.id).where(rows.U.c.id == settlement.unit_id, rows.U.c.stage.in_(GOODS_WENT))
    if settlement.kind in BACK and connection.execute(gone).first():
        raise Refused(say("The goods have left or are ours already. Correct the amount instead."))


def _check_state(settlement: Any, states: tuple[SettlementState, ...]) -> None:
    if settlement.state not in states:
        raise Refused(say("This payment is %(state)s now. Load the page again to see what can be done.",
                          state=word(settlement.state)))


def _check_role(by: Actor) -> None:
    if not by.has(*MAY_PAY):
        raise NotAllowed(say("Only an agent or lead can do this with a payment."))


def _check_no_hold(connection: sa.Connection, settlement: Any) -> None:
    unit = connection.execute(sa.select(rows.U).where(rows.U.c.id == settlement.unit_id)).first()
    if unit is not None:
        gates.check_no_hold(connection, unit)


@act("settlement.approved")
def approve_settlement(doing: Doing, *, settlement_id: int, by: Actor) -> None:
    """The second person agrees. Both stand in the log: who planned it and who approved it."""
    settlement = rows.settlement(doing, settlement_id)
    check_can_approve(doing.connection, settlement, by)
    work_moves.move_settlement(doing, settlement, M.APPROVED, approved_by_id=by.staff_id)


@act("settlement.sent", undoable=False)
def mark_sent_by_hand(doing: Doing, *, settlement_id: int, reference: str = "", by: Actor) -> None:
    """The money is on its way (bank transfer given in); whether it came is not known yet."""
    settlement = rows.settlement(doing, settlement_id)
    check_can_pay(doing.connection, settlement, by)
    work_moves.move_settlement(doing, settlement, M.SENT, reference=_reference(reference) or settlement.reference)


@act("settlement.done", undoable=False)
def mark_done(doing: Doing, *, settlement_id: int, reference: str = "", by: Actor) -> None:
    """The money went. This cannot be taken back; a mistake is corrected by a new document."""
    settlement = rows.settlement(doing, settlement_id)
    check_can_pay(doing.connection, settlement, by)
    if settlement.state is M.FAILED:
        raise Refused(say("This payment failed. Send it again first."))
    work_moves.move_settlement(doing, settlement, M.DONE, done_at=doing.now,
                          reference=_reference(reference) or settlement.reference)
    if settlement.kind in BACK:
        doing.letters = True
        doing.data = {"letter": "refunded", "rma_id": settlement.rma_id, "settlement_id": settlement.id,
                      "unit_ids": [settlement.unit_id] if settlement.unit_id else [], "kind": settlement.kind.value,
                      "amount_minor": settlement.amount_minor, "currency": settlement.currency}


@act("settlement.failed", undoable=False)
def mark_failed(doing: Doing, *, settlement_id: int, reference: str = "", by: Actor) -> None:
    """The bank or marketplace gave the money back. It can be sent again or made void."""
    settlement = rows.settlement(doing, settlement_id)
    _check_role(by)
    _check_state(settlement, (M.SENT,))
    work_moves.move_settlement(doing, settlement, M.FAILED, reference=_reference(reference) or settlement.reference)


@act("settlement.corrected")
def correct_settlement(doing: Doing, *, settlement_id: int, amount_minor: int, by: Actor) -> int:
    """Another amount for a payment that has not gone: the old document is void, a new one names it. Returns its id."""
    old = rows.settlement(doing, settlement_id)
    check_can_correct(doing.connection, old, by)
    work_moves.move_settlement(doing, old, M.VOID)
    return plan(doing, rma=rows.rma(doing, old.rma_id), unit=rows.unit(doing, old.unit_id), kind=old.kind,
                amount_minor=amount_minor, ground=old.ground, reason=old.reason, corrects_id=old.id)


def check_can_correct(connection: sa.Connection, settlement: Any, by: Actor) -> None:
    """A refund or credit of a unit that has not gone, not on hold."""
    _check_state(settlement, (M.PLANNED, M.APPROVED, M.FAILED))
    _check_role(by)
    _check_no_hold(connection, settlement)
    if settlement.unit_id is None or settlement.kind not in BACK:
        raise Refused(say("Only a refund or credit for an item can be corrected here."))


def _reference(typed: str) -> str | None:
    return typed.strip()[:80] or None
