"""The only writer of the states of repair jobs, settlements and carrier claims, as moves.py is of units and parcels."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from models import writes
from models.lifecycle import (
    CLAIM_MOVES,
    JOB_MOVES,
    SETTLEMENT_MOVES,
    ClaimState,
    JobState,
    SettlementState,
)
from models.parcels import CarrierClaim
from models.work import RepairJob, Settlement
from workflow.doing import Doing, Step
from workflow.moves import check_move, note_parcel, unit_step


def new_job(doing: Doing, *, unit: sa.Row, **values: Any) -> int:
    """A repair job of a unit, at the end of the queue. Returns its id."""
    check_move(doing, JOB_MOVES, None, JobState.QUEUED)
    return doing.insert(RepairJob, unit_id=unit.id, state=JobState.QUEUED, created_at=doing.now, **values)


def move_job(doing: Doing, job: sa.Row, to: JobState, *, unit: sa.Row, **also: Any) -> None:
    """Move a repair job; the log row stands with its unit."""
    move_jobs(doing, [(job, unit)], to, **also)


def move_jobs(doing: Doing, jobs: Sequence[tuple[sa.Row, sa.Row]], to: JobState, **also: Any) -> None:
    """Move repair jobs, each with its unit, out of the state that they share, in one statement."""
    if not jobs:
        return
    (state,) = {job.state for job, _unit in jobs}
    check_move(doing, JOB_MOVES, state, to)
    table, values = RepairJob.__table__, {"state": to, **also}
    writes.change(doing.connection, table, [job.id for job, _unit in jobs], values, state=state)
    for job, unit in jobs:
        doing.remember(table.name, job.id, {name: getattr(job, name) for name in values}, values)
        doing.steps.append(unit_step(doing, unit, f"job.{to.value}", None, f"job:{job.id}", {}))


def new_settlement(doing: Doing, *, state: SettlementState, unit: sa.Row | None, **values: Any) -> int:
    """What is owed for a unit, or for an RMA as a whole. Returns its id."""
    check_move(doing, SETTLEMENT_MOVES, None, state)
    settlement_id = doing.insert(Settlement, state=state, unit_id=unit.id if unit else None,
                                 created_at=doing.now, **values)
    doing.steps.append(Step(f"settlement.{state.value}", rma_id=values["rma_id"],
                            unit_id=unit.id if unit else None, codes=f"settlement:{settlement_id}"))
    return settlement_id


def move_settlement(doing: Doing, settlement: sa.Row, to: SettlementState, **also: Any) -> None:
    """Move a settlement; the log row stands with its RMA."""
    check_move(doing, SETTLEMENT_MOVES, settlement.state, to)
    _compare_and_set(doing, Settlement, settlement, to, also)
    doing.steps.append(Step(f"settlement.{to.value}", rma_id=settlement.rma_id, unit_id=settlement.unit_id,
                            codes=f"settlement:{settlement.id}"))


def new_claim(doing: Doing, *, parcel: sa.Row, **values: Any) -> int:
    """A carrier claim of a parcel. What opens it writes the parcel's log."""
    check_move(doing, CLAIM_MOVES, None, ClaimState.OPEN)
    return doing.insert(CarrierClaim, parcel_id=parcel.id, state=ClaimState.OPEN, opened_at=doing.now, **values)


def move_claim(doing: Doing, claim: sa.Row, to: ClaimState, *, parcel: sa.Row, reason: str | None = None,
               **also: Any) -> None:
    """Move a carrier claim; the log row stands with its parcel."""
    check_move(doing, CLAIM_MOVES, claim.state, to)
    _compare_and_set(doing, CarrierClaim, claim, to, also)
    note_parcel(doing, parcel, what=f"claim.{to.value}",
                codes=f"claim:{claim.id}" + (f" reason:{reason}" if reason else ""))


def _compare_and_set(doing: Doing, model: type, row: sa.Row, to: StrEnum, also: dict[str, Any]) -> None:
    table, values = model.__table__, {"state": to, **also}
    writes.change(doing.connection, table, row.id, values, state=row.state)
    doing.remember(table.name, row.id, {name: getattr(row, name) for name in values}, values)
