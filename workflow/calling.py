"""Calling a lead, and saying that something is dangerous: both are holds that somebody at the desk releases.

A lead is called by the hold "a lead has to decide": it stands on the desk's list of holds with the person and the time,
it stops decisions and the way out meanwhile, and releasing it is the answer. No second list has to be looked at.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.parcels import Parcel
from models.rma import Hold, Unit
from workflow import moves, repairing
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotFound, Refused
from workflow.sentences import Sentence, say
from workflow.transaction import act
from workflow.working import AT_WORK, Work

P, U, H = Parcel.__table__, Unit.__table__, Hold.__table__
LEAD, SAFETY = "lead_decision", "safety"
CALLED_ALREADY = say("A lead is called for it already. Put it on the question shelf.")
DANGEROUS_ALREADY = say("It is marked as dangerous already. Put it in the safety box, away from everything.")


@act("lead.called")
def call_lead(doing: Doing, *, unit_id: int | None = None, parcel_id: int | None = None, by: Actor) -> str:
    """Hold the unit, or the RMA of the parcel, until a lead has decided. Returns the number of the thing.

    Raises:
        AlreadyDone: a lead is called for it already; says who did it and when.
        Refused: a parcel of no RMA; it waits for an agent already.
    """
    if unit_id is not None:
        unit = _unit(doing, unit_id, LEAD, CALLED_ALREADY)
        _hold_unit(doing, unit, LEAD)
        return unit.tag or ""
    parcel = _parcel(doing, parcel_id, LEAD, CALLED_ALREADY)
    if parcel.rma_id is None:
        raise Refused(say("Nobody knows whose this parcel is: it waits for an agent already. Tell your lead."))
    _hold_rma(doing, parcel.rma_id, LEAD)
    return parcel.number


@act("lead.called")
def call_lead_to_job(doing: Doing, *, work: Work, by: Actor) -> None:
    """Hold the unit of a job until a lead has decided; the job is parked meanwhile.

    Raises:
        AlreadyDone: a lead is called for it already.
    """
    if work.held == LEAD:
        raise AlreadyDone(CALLED_ALREADY)
    if work.state in AT_WORK and work.job.technician_id == by.staff_id and work.job.parked_at is None:
        repairing.park(work=work, by=by)
    _hold_unit(doing, work.unit, LEAD)


@act("goods.dangerous")
def mark_dangerous(doing: Doing, *, unit_id: int | None = None, parcel_id: int | None = None, by: Actor) -> str:
    """A swollen battery, a leak, smoke: the unit is held, or the parcel is marked and its RMA held.

    A parcel that nobody has matched is marked only; its RMA is held when it is known. Returns the thing's number.

    Raises:
        AlreadyDone: it is marked already.
    """
    if unit_id is not None:
        unit = _unit(doing, unit_id, SAFETY, DANGEROUS_ALREADY)
        _hold_unit(doing, unit, SAFETY)
        return unit.tag or ""
    parcel = _parcel(doing, parcel_id, SAFETY, None)
    if parcel.dangerous:
        raise AlreadyDone(DANGEROUS_ALREADY, by=parcel.held_by, at=parcel.held_at)
    moves.note_parcel(doing, parcel, what="parcel.dangerous", dangerous=True)
    if parcel.rma_id is not None and parcel.held_at is None:
        _hold_rma(doing, parcel.rma_id, SAFETY)
    return parcel.number


def hold_matched(doing: Doing, rma_id: int) -> None:
    """A parcel that was marked as dangerous turns out to be of this RMA."""
    _hold_rma(doing, rma_id, SAFETY)


def _unit(doing: Doing, unit_id: int, reason: str, held_already: Sentence) -> Any:
    """The unit with its open hold of this kind, in one statement."""
    row = doing.one(sa.select(U, *_HELD).outerjoin(H, _stands(H.c.unit_id == U.c.id, reason)).where(U.c.id == unit_id))
    if row is None:
        raise NotFound(say("There is no such unit."))
    _check_not_held(row, held_already)
    return row


def _parcel(doing: Doing, parcel_id: int | None, reason: str, held_already: Sentence | None) -> Any:
    row = doing.one(sa.select(P, *_HELD).outerjoin(H, _stands(H.c.rma_id == P.c.rma_id, reason))
                    .where(P.c.id == parcel_id))
    if row is None:
        raise NotFound(say("There is no such parcel."))
    if held_already:
        _check_not_held(row, held_already)
    return row


_HELD = (H.c.placed_at.label("held_at"), H.c.placed_by_id.label("held_by"))


def _stands(of: sa.ColumnElement[bool], reason: str) -> sa.ColumnElement[bool]:
    return sa.and_(of, H.c.reason == reason, H.c.released_at.is_(None))


def _check_not_held(row: Any, sentence: Sentence) -> None:
    if row.held_at is not None:
        raise AlreadyDone(sentence, by=row.held_by, at=row.held_at)


def _hold_unit(doing: Doing, unit: Any, reason: str) -> None:
    hold_id = _insert(doing, reason, unit_id=unit.id)
    moves.note_unit(doing, unit, what="hold.placed", codes=f"hold:{hold_id} reason:{reason}")
    doing.touch(unit.rma_id)


def _hold_rma(doing: Doing, rma_id: int, reason: str) -> None:
    hold_id = _insert(doing, reason, rma_id=rma_id)
    moves.note(doing, what="hold.placed", rma_id=rma_id, codes=f"hold:{hold_id} reason:{reason}")


def _insert(doing: Doing, reason: str, **thing: int) -> int:
    return doing.insert(Hold, reason=reason, note="", placed_by_id=doing.by.staff_id, placed_at=doing.now, **thing)
