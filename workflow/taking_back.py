"""Going back on what the customer was to get, as long as no money and no goods went."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.lifecycle import Owner, SettlementKind, SettlementState, Stage
from models.rma import Unit
from models.work import Settlement
from reference import phrases
from workflow import gates, moves, rows, work_moves
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.paying import check_can_void
from workflow.sentences import say
from workflow.transaction import act

U, S = Unit.__table__, Settlement.__table__
UNDECIDED: dict[str, Any] = {"resolution": None, "ground": None, "ground_reason": None, "verdict": None,
                             "disposition": None, "out_reason": None, "owner": Owner.CUSTOMER}


@act("settlement.void")
def void_settlement(doing: Doing, *, settlement_id: int, reason: str, by: Actor) -> None:
    """Take a payment back before money went; what was refunded by it is undecided again. A charge is only waived.

    Args:
        reason: a code of reference override reasons.
    """
    _check_override(reason)
    settlement = rows.settlement(doing, settlement_id)
    check_can_void(doing.connection, settlement, by)
    doing.reason = reason
    work_moves.move_settlement(doing, settlement, SettlementState.VOID)
    decided = settlement.kind in (SettlementKind.REFUND, SettlementKind.CREDIT)
    if decided and settlement.unit_id is not None and not _replaced_by(doing, settlement.unit_id):
        _undecide(doing, rows.unit(doing, settlement.unit_id), reason)


def _undecide(doing: Doing, unit: sa.Row, reason: str) -> None:
    """The unit is to be decided again; what was to go out goes back to where decisions are made."""
    if unit.stage is Stage.READY:
        moves.move_units(doing, [unit], Stage.INSPECTED, what="unit.undecided", codes=f"reason:{reason}", **UNDECIDED)
    else:
        moves.note_unit(doing, unit, what="unit.undecided", codes=f"reason:{reason}", **UNDECIDED)


@act("unit.promise_cancelled")
def cancel_promise(doing: Doing, *, unit_id: int, reason: str, by: Actor) -> None:
    """The promised unit will not be sent; what it should replace is undecided again.

    Raises:
        Refused: it was picked already.
    """
    _check_override(reason)
    promised = rows.unit(doing, unit_id)
    check_can_cancel_promise(doing.connection, promised)
    doing.reason = reason
    moves.move_units(doing, [promised], Stage.CANCELLED, what="unit.promise_cancelled", codes=f"reason:{reason}")
    if promised.replaces_id is not None:
        _void_difference(doing, promised.replaces_id, by)
        _undecide(doing, rows.unit(doing, promised.replaces_id), reason)


@act("unit.decided_anew")
def decide_anew(doing: Doing, *, unit_id: int, reason: str, by: Actor) -> None:
    """Goods that were to be sent back, or are ready after repair, go back to be decided anew."""
    _check_override(reason)
    unit = rows.unit(doing, unit_id)
    check_can_decide_anew(doing.connection, unit)
    doing.reason = reason
    _undecide(doing, unit, reason)


def check_can_cancel_promise(_connection: sa.Connection, unit: Any) -> None:
    if unit.stage is not Stage.PROMISED:
        raise Refused(say("This was picked already. Ask the packer to put it back."))


def check_can_decide_anew(connection: sa.Connection, unit: Any) -> None:
    """It is ready to go out, belongs to the customer, was not promised as another, and no money was promised."""
    if unit.stage is not Stage.READY or unit.replaces_id is not None or unit.owner is not Owner.CUSTOMER:
        raise Refused(say("Only goods of the customer that are ready to be packed can be decided anew."))
    gates.check_no_hold(connection, unit)
    if connection.execute(_counted(unit.id)).first():
        raise Refused(say("Money was promised for this item. Make that payment void first."))


def _counted(unit_id: int) -> sa.Select:
    """The refund or credit of a unit that is not void."""
    return sa.select(S).where(S.c.unit_id == unit_id, S.c.kind.in_(("refund", "credit")),
                              S.c.state != SettlementState.VOID)


def _void_difference(doing: Doing, unit_id: int, by: Actor) -> None:
    """The difference that would have been paid back with an exchange goes with it."""
    difference = doing.one(_counted(unit_id).with_for_update())
    if difference is not None:
        check_can_void(doing.connection, difference, by)
        work_moves.move_settlement(doing, difference, SettlementState.VOID)


def _replaced_by(doing: Doing, unit_id: int) -> int | None:
    """The unit that was promised in place of this one, if any."""
    return doing.scalar(sa.select(U.c.id).where(
        U.c.replaces_id == unit_id, U.c.stage.not_in((Stage.CANCELLED, Stage.VOIDED))).limit(1))


def _check_override(reason: str) -> None:
    if reason not in phrases.override_reasons():
        raise Refused(say("Choose a reason from the list."), field="reason")
