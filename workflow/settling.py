"""What the customer gets: one whole resolution per unit, on a ground, held by the rules and by the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import (
    Disposition,
    Ground,
    OutReason,
    Owner,
    Resolution,
    SettlementKind,
    Stage,
    Verdict,
)
from models.rma import Unit
from models.work import Inspection
from workflow import grounds, moves, paying, promising, rows, work_moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Refused, Stale
from workflow.grounds import GIVES_UP
from workflow.paying import approve_settlement, correct_settlement, mark_done, mark_failed, mark_sent_by_hand
from workflow.sentences import say
from workflow.taking_back import cancel_promise, decide_anew, void_settlement
from workflow.transaction import act

__all__ = ["approve_settlement", "cancel_promise", "correct_settlement", "decide_anew", "mark_done", "mark_failed",
           "mark_sent_by_hand", "resolve", "take_over", "void_settlement"]

U, IN = Unit.__table__, Inspection.__table__
MONEY = {Resolution.REFUND: SettlementKind.REFUND, Resolution.PARTIAL_REFUND_KEEP: SettlementKind.REFUND,
         Resolution.STORE_CREDIT: SettlementKind.CREDIT, Resolution.EXCHANGE: SettlementKind.REFUND}
VERDICTS = {Resolution.PARTIAL_REFUND_KEEP: Verdict.PARTLY_ACCEPTED, Resolution.SENT_BACK: Verdict.REFUSED,
            Resolution.NONE: Verdict.REFUSED}
REPAIR_DAYS, PACK_DAYS = 5, 1


@act("unit.resolved")
def resolve(doing: Doing, *, unit_id: int, resolution: Resolution, ground: Ground, reason: str | None = None,
            amount_minor: int | None = None, product_id: int | None = None, by: Actor) -> int | None:
    """Decide what the customer gets for one unit. Returns the id of the money document, if one was made.

    Args:
        reason: a code of reference ground reasons; needed for every ground but an inspection.
        amount_minor: for money, in minor units of the RMA's currency; a full refund when empty.
        product_id: for an exchange, what the customer gets instead.

    Raises:
        AlreadyDone: the unit has a resolution.
        Refused: the ground does not fit, a gate is closed, or more than was paid would go back.
        NotAllowed: not the person for this decision.
    """
    unit = rows.unit(doing, unit_id)
    grounds.check_can_resolve(doing.connection, unit, ground)
    grounds.check_reason(ground, reason, by)
    grounds.check_resolution(ground, resolution, unit.stage)
    rma = rows.rma(doing, unit.rma_id)
    doing.reason = reason
    doing.data = {"rma_id": rma.id, "unit_id": unit.id}
    _decide(doing, unit, resolution, ground, reason)
    if resolution in promising.OUT:
        promising.promise(doing, rma=rma, unit=unit, resolution=resolution, ground=ground, product_id=product_id)
    return _money(doing, rma, unit, resolution, ground, reason, amount_minor)


def _decide(doing: Doing, unit: sa.Row, resolution: Resolution, ground: Ground, reason: str | None) -> None:
    """Write the decision where none stood, and move the unit as far as the decision moves it."""
    _claim(doing, unit, resolution)
    stage, values = _consequence(doing, unit, resolution, ground)
    values |= {"resolution": resolution, "ground": ground, "ground_reason": reason,
               "verdict": VERDICTS.get(resolution, Verdict.ACCEPTED)}
    codes = f"{resolution.value} {ground.value} {reason or ''}".strip()
    if stage is None:
        moves.note_unit(doing, unit, what="unit.resolved", codes=codes, **values)
    else:
        moves.move_units(doing, [unit], stage, what="unit.resolved", codes=codes, **values)


def _claim(doing: Doing, unit: sa.Row, resolution: Resolution) -> None:
    """Set the resolution only where it still is what we read: of two at once, one finds it changed."""
    as_read = U.c.resolution.is_(None) if unit.resolution is None else U.c.resolution == unit.resolution
    done = doing.connection.execute(sa.update(U).where(U.c.id == unit.id, as_read).values(resolution=resolution))
    if done.rowcount != 1:
        raise Stale


def _consequence(doing: Doing, unit: sa.Row, resolution: Resolution,
                 ground: Ground) -> tuple[Stage | None, dict[str, Any]]:
    """Where the unit goes by this decision (None: it stays), and what else becomes of it."""
    if unit.stage in (Stage.REQUESTED, Stage.EXPECTED, Stage.KEPT):
        stays_there = ground in (Ground.KEPT, Ground.CLAIM) or unit.stage is Stage.REQUESTED
        return (Stage.KEPT if stays_there and unit.stage is not Stage.KEPT else None), {}
    if resolution in (Resolution.SENT_BACK, Resolution.PARTIAL_REFUND_KEEP):
        return Stage.READY, {"out_reason": OutReason.AS_IS, "disposition": Disposition.TO_CUSTOMER,
                             "due_at": doing.now + timedelta(days=PACK_DAYS)}
    if resolution is Resolution.REPAIR:
        _new_job(doing, unit)
        return Stage.REPAIRING, {"out_reason": OutReason.REPAIR, "disposition": Disposition.REPAIR,
                                 "due_at": doing.now + timedelta(days=REPAIR_DAYS)}
    return None, {"owner": Owner.US} if resolution in GIVES_UP else {}


def _new_job(doing: Doing, unit: sa.Row) -> int:
    fault = doing.scalar(sa.select(IN.c.fault_code).where(IN.c.unit_id == unit.id, IN.c.signed_at.is_not(None))
                         .order_by(IN.c.id.desc()).limit(1))
    return work_moves.new_job(doing, unit=unit, fault_code=fault, due_at=doing.now + timedelta(days=REPAIR_DAYS))


def _money(doing: Doing, rma: sa.Row, unit: sa.Row, resolution: Resolution, ground: Ground, reason: str | None,
           amount_minor: int | None) -> int | None:
    """The money document of the decision; None for goods and for an even exchange."""
    kind = MONEY.get(resolution)
    if kind is None or (resolution is Resolution.EXCHANGE and not amount_minor):
        return None
    if amount_minor is None and resolution is not Resolution.PARTIAL_REFUND_KEEP:
        amount_minor = unit.price_minor
    if amount_minor is None:
        raise Refused(say("Type how much the customer gets back."), field="amount")
    if resolution is Resolution.PARTIAL_REFUND_KEEP and unit.price_minor and amount_minor >= unit.price_minor:
        raise Refused(say("A partial refund is less than the price. Choose “refund” for all of it."), field="amount")
    return paying.plan(doing, rma=rma, unit=unit, kind=kind, amount_minor=amount_minor, ground=ground, reason=reason)


def take_over(doing: Doing, unit: sa.Row) -> sa.Row:
    """What was refunded or replaced in advance becomes ours once it is here. Returns the unit as it is now."""
    if unit.owner is Owner.US or unit.resolution not in GIVES_UP or unit.stage is not Stage.INSPECTED:
        return unit
    moves.note_unit(doing, unit, what="unit.ours", owner=Owner.US)
    return rows.unit(doing, unit.id)
