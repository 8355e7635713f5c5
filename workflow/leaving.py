"""What must hold before a unit leaves, read for many units in one statement.

The same rules as `gates.check_can_pack`, set-wise: a scan may cost ten statements, and a box may hold fifty units.
A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from models.lifecycle import JobState, OutReason, SettlementKind, SettlementState
from models.rma import Hold, Unit
from models.work import CheckResult, Inspection, PartUse, RepairJob, Settlement
from workflow.errors import Refused
from workflow.sentences import say

U, H, IN, C, J, PU, S = (m.__table__ for m in (Unit, Hold, Inspection, CheckResult, RepairJob, PartUse, Settlement))
NOT_INSPECTED_HERE = (OutReason.REPLACEMENT, OutReason.EXCHANGE)


@dataclass(frozen=True)
class Facts:
    """About one unit: the reason of an open hold, and what was inspected, repaired, checked and paid."""

    hold_reason: str | None
    was_inspected: bool
    was_repaired: bool
    check_passed: bool | None
    check_signed_at: datetime | None
    last_part_at: datetime | None
    is_unpaid: bool


def columns() -> list[sa.Label[Any]]:
    """The columns of `Facts`, for a SELECT that has `unit` in its FROM."""
    return [_hold().label("hold_reason"), _inspected().label("was_inspected"), _repaired().label("was_repaired"),
            _last_check(C.c.passed).label("check_passed"), _last_check(C.c.signed_at).label("check_signed_at"),
            _last_part().label("last_part_at"), _unpaid().label("is_unpaid")]


def facts(row: Mapping[str, Any]) -> Facts:
    """The facts in a row of such a SELECT (`row._mapping`)."""
    yes = ("was_inspected", "was_repaired", "is_unpaid")
    return Facts(**{name: bool(row[name]) if name in yes else row[name] for name in Facts.__dataclass_fields__})


def _hold() -> sa.ScalarSelect[Any]:
    on = sa.or_(H.c.unit_id == U.c.id, H.c.rma_id == U.c.rma_id)
    return sa.select(H.c.reason).where(on, H.c.released_at.is_(None)).limit(1).correlate(U).scalar_subquery()


def _inspected() -> sa.Exists:
    return sa.select(IN.c.id).where(
        IN.c.unit_id == U.c.id, IN.c.signed_at.is_not(None),
        sa.or_(U.c.arrived_at.is_(None), IN.c.signed_at >= U.c.arrived_at)).correlate(U).exists()


def _repaired() -> sa.Exists:
    return sa.select(J.c.id).where(J.c.unit_id == U.c.id, J.c.state == JobState.DONE).correlate(U).exists()


def _last_check(column: sa.Column[Any]) -> sa.ScalarSelect[Any]:
    kind = sa.case((_repaired(), "repair"), else_="goods")
    return sa.select(column).where(C.c.unit_id == U.c.id, C.c.kind == kind, C.c.signed_at.is_not(None)).order_by(
        C.c.id.desc()).limit(1).correlate(U).scalar_subquery()


def _last_part() -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.max(PU.c.at)).join(J, J.c.id == PU.c.job_id).where(
        J.c.unit_id == U.c.id).correlate(U).scalar_subquery()


def _unpaid() -> sa.Exists:
    return sa.select(S.c.id).where(
        S.c.unit_id == U.c.id, S.c.kind.in_([SettlementKind.CHARGE, SettlementKind.FEE]),
        S.c.state.not_in([SettlementState.DONE, SettlementState.VOID])).correlate(U).exists()


def check_no_hold(known: Facts) -> None:
    if known.hold_reason:
        raise Refused(say("This is on hold (%(reason)s). An agent has to release it first.",
                          reason=known.hold_reason))


def check_inspected(known: Facts) -> None:
    if not known.was_inspected:
        raise Refused(say("This unit has no signed inspection yet. Bring it to inspection."))


def check_passed(unit: Any, known: Facts) -> None:
    """The right check was passed after the last arrival and the last part booked."""
    signed, part = known.check_signed_at, known.last_part_at
    fits = known.check_passed and signed is not None and (
        unit.arrived_at is None or signed >= unit.arrived_at) and (part is None or signed >= part)
    if not fits:
        raise Refused(say("This unit was repaired and needs a passed check first. Bring it to the check.")
                      if known.was_repaired else
                      say("This unit needs a passed goods check first: right, complete, safe."))


def check_paid(known: Facts) -> None:
    if known.is_unpaid:
        raise Refused(say("The customer has not paid for this yet. Ask an agent."))


def check_may_go(unit: Any, known: Facts) -> None:
    """All but the goods check, which the packing station can do itself."""
    check_no_hold(known)
    if unit.out_reason not in NOT_INSPECTED_HERE:
        check_inspected(known)
    if known.was_repaired:
        check_passed(unit, known)
    check_paid(known)


def check_can_pack(unit: Any, known: Facts) -> None:
    """All that must hold before a unit goes into a box."""
    check_no_hold(known)
    if unit.out_reason not in NOT_INSPECTED_HERE:
        check_inspected(known)
    check_passed(unit, known)
    check_paid(known)
