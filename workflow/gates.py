"""What must hold before a unit goes on. Each rule comes as a pair: `check_...` raises a sentence, `can_...` answers.

A hold stops decisions and the way out, never receiving, putting away or a photo.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from models.lifecycle import JobState, OutReason, Owner, SettlementKind, SettlementState
from models.rma import Hold
from models.work import CheckResult, Inspection, PartUse, RepairJob, Settlement
from workflow.errors import Refused
from workflow.sentences import say

H, N, C, J, PU, S = (m.__table__ for m in (Hold, Inspection, CheckResult, RepairJob, PartUse, Settlement))


def holds(check: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """Whether a check passes: the `can_...` of every `check_...`."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True


def check_no_hold(connection: sa.Connection, unit: Any) -> None:
    """No open hold stands on the unit or on its RMA."""
    of = [H.c.unit_id == unit.id]
    if unit.rma_id is not None:
        of.append(H.c.rma_id == unit.rma_id)
    reason = connection.execute(sa.select(H.c.reason).where(sa.or_(*of), H.c.released_at.is_(None)).limit(1)).scalar()
    if reason:
        raise Refused(say("This is on hold (%(reason)s). An agent has to release it first.", reason=reason))


def check_inspected(connection: sa.Connection, unit: Any) -> None:
    """An inspection was signed after the unit last arrived."""
    signed = connection.execute(sa.select(N.c.id).where(
        N.c.unit_id == unit.id, N.c.signed_at.is_not(None),
        N.c.signed_at >= unit.arrived_at if unit.arrived_at else sa.true()).limit(1)).scalar()
    if signed is None:
        raise Refused(say("This unit has no signed inspection yet. Bring it to inspection."))


def check_passed(connection: sa.Connection, unit: Any) -> None:
    """The right check was passed after the last arrival and the last part booked."""
    kind = "repair" if was_repaired(connection, unit) else "goods"
    last_part = sa.select(sa.func.max(PU.c.at)).join(J, J.c.id == PU.c.job_id).where(
        J.c.unit_id == unit.id).scalar_subquery()
    row = connection.execute(sa.select(C.c.passed, C.c.signed_at, last_part.label("last_part")).where(
        C.c.unit_id == unit.id, C.c.kind == kind, C.c.signed_at.is_not(None))
        .order_by(C.c.id.desc()).limit(1)).first()
    if row is None or not row.passed or (unit.arrived_at and row.signed_at < unit.arrived_at) or (
            row.last_part and row.signed_at < row.last_part):
        raise Refused(say("This unit was repaired and needs a passed check first. Bring it to the check.")
                      if kind == "repair" else
                      say("This unit needs a passed goods check first: right, complete, safe."))


def was_repaired(connection: sa.Connection, unit: Any) -> bool:
    """Whether anything was repaired on this trip."""
    return connection.execute(sa.select(J.c.id).where(
        J.c.unit_id == unit.id, J.c.state == JobState.DONE).limit(1)).scalar() is not None


def check_nothing_unpaid(connection: sa.Connection, unit: Any) -> None:
    """No charge or fee on the unit is still open."""
    open_charge = connection.execute(sa.select(S.c.id).where(
        S.c.unit_id == unit.id, S.c.kind.in_([SettlementKind.CHARGE, SettlementKind.FEE]),
        S.c.state.not_in([SettlementState.DONE, SettlementState.VOID])).limit(1)).scalar()
    if open_charge is not None:
        raise Refused(say("The customer has not paid for this yet. Ask an agent."))


def check_can_pack(connection: sa.Connection, unit: Any) -> None:
    """All that must hold before a unit goes into a box."""
    check_no_hold(connection, unit)
    if unit.out_reason is not OutReason.REPLACEMENT and unit.out_reason is not OutReason.EXCHANGE:
        check_inspected(connection, unit)
    check_passed(connection, unit)
    check_nothing_unpaid(connection, unit)


def check_can_leave_the_customer(connection: sa.Connection, unit: Any) -> None:
    """To stock or disposal: it is ours, and was inspected."""
    check_no_hold(connection, unit)
    check_inspected(connection, unit)
    if unit.owner is not Owner.US:
        raise Refused(say("This still belongs to the customer. It becomes ours with the refund or replacement."))
