"""The bench: a job is taken up, diagnosed, worked on, and ends in done or cannot be repaired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import JobState, Stage
from models.work import RepairJob
from reference.fault_codes import fault_codes
from workflow import benchwork, moves, parts, quoting, work_moves, working
from workflow.actors import Actor
from workflow.benchwork import DECISION_DAYS
from workflow.doing import Doing
from workflow.errors import AlreadyDone, Refused
from workflow.quoting import accept_quote, decline_quote, expire_quotes, make_quote, quote_typed
from workflow.sentences import say
from workflow.transaction import act, reading
from workflow.working import AT_WORK, ENDED, J, Work

__all__ = ["accept_quote", "cannot", "decline_quote", "done", "expire_quotes", "make_quote", "name_fault", "park",
           "queue", "quote_typed", "send_back", "sheet", "start", "take_up", "write"]
CHECK_DAYS, REWORK_DAYS = 1, 2
LONGEST_TEXT = 4000


@act("job.taken_up")
def take_up(doing: Doing, *, work: Work, other: Work | None = None, by: Actor) -> Work:
    """Take a unit in hand: its job is this person's from now on.

    Args:
        other: what was in hand here before; it is parked.

    Raises:
        AlreadyDone: there is nothing to repair.
        Refused: the customer has to answer a quote first.
    """
    benchwork.check_to_repair(work)
    if work.state is JobState.WAITING_CUSTOMER:
        raise Refused(say("The customer has not answered the quote yet. Put it back on its shelf."))
    if other is not None and other.job.technician_id == by.staff_id and other.state in AT_WORK:
        doing.update(RepairJob, other.job, parked_at=doing.now)
        return _taken(doing, work)
    return benchwork.put_here(doing, _taken(doing, work))


def _taken(doing: Doing, work: Work) -> Work:
    mine = {"technician_id": doing.by.staff_id, "parked_at": None}
    if work.state in AT_WORK:
        doing.update(RepairJob, work.job, **mine)
        return benchwork.with_job(work, **mine)
    first = work.state is JobState.QUEUED and work.job.started_at is None
    to = JobState.DIAGNOSING if first else JobState.WORKING
    return benchwork.move(doing, work, to, **mine, waits_for_part_id=None,
                          started_at=work.job.started_at or doing.now)


@act("job.parked")
def park(doing: Doing, *, work: Work, by: Actor) -> None:
    """Put it aside for a while: it stays this person's job."""
    benchwork.check_mine(work, by)
    if work.job.parked_at is not None:
        raise AlreadyDone(say("It is parked already. Scan the next unit."))
    doing.update(RepairJob, work.job, parked_at=doing.now)


@act("job.started")
def start(doing: Doing, *, work: Work, by: Actor) -> Work:
    """The fault is known: from looking for it to mending it.

    Raises:
        Refused: no fault is named yet.
    """
    benchwork.check_mine(work, by)
    if work.job.fault_code is None:
        raise Refused(say("Name the fault first: scan “Other fault”."))
    if work.state is JobState.WORKING:
        raise AlreadyDone(say("It is being worked on already. Scan a part, or “Done”."))
    return benchwork.move(doing, work, JobState.WORKING)


@act("job.diagnosed")
def name_fault(doing: Doing, *, work: Work, fault_code: str, by: Actor) -> Work:
    """Say what is wrong; the work begins with it."""
    benchwork.check_mine(work, by)
    if fault_code not in fault_codes():
        raise Refused(say("There is no such fault code. Choose one from the list."))
    if work.state is JobState.DIAGNOSING:
        return benchwork.move(doing, work, JobState.WORKING, fault_code=fault_code)
    doing.update(RepairJob, work.job, fault_code=fault_code)
    return benchwork.with_job(work, fault_code=fault_code)


@act("job.written")
def write(doing: Doing, *, job_id: int, diagnosis: str, work_done: str, by: Actor) -> None:
    """Keep what was found and done, in the technician's own words."""
    work = benchwork.of_job(doing.connection, job_id)
    benchwork.check_to_repair(work)
    doing.update(RepairJob, work.job, diagnosis=diagnosis.strip()[:LONGEST_TEXT],
                 work_done=work_done.strip()[:LONGEST_TEXT])


@act("job.done")
def done(doing: Doing, *, work: Work, by: Actor) -> Work:
    """Repaired: it goes to somebody else for the check.

    Raises:
        Refused: the fault was not named, or a hold stands.
    """
    benchwork.check_can_finish(work, by)
    if work.job.fault_code is None:
        raise Refused(say("Name the fault first: scan “Other fault”."))
    ended = benchwork.move(doing, work, JobState.DONE, finished_at=doing.now, parked_at=None)
    return benchwork.send_on(doing, ended, Stage.CHECKING, "unit.repaired", CHECK_DAYS)


@act("job.unrepairable")
def cannot(doing: Doing, *, work: Work, by: Actor) -> Work:
    """It cannot be repaired, or is not worth it: an agent decides anew."""
    benchwork.check_can_finish(work, by)
    ended = benchwork.move(doing, work, JobState.UNREPAIRABLE, finished_at=doing.now, parked_at=None)
    return benchwork.send_on(doing, ended, Stage.INSPECTED, "unit.unrepairable", DECISION_DAYS)


def send_back(doing: Doing, *, unit: Any, job: Any, codes: str) -> int:
    """A check failed: the unit goes back to the bench and its job into the queue, one round further. Returns the round.

    Args:
        unit, job: as read in this act; both are moved here.
        codes: what the log says about it.
    """
    due_at = doing.now + timedelta(days=REWORK_DAYS)
    work_moves.move_job(doing, job, JobState.QUEUED, unit=unit, round=job.round + 1, due_at=due_at, finished_at=None,
                        parked_at=None)
    moves.move_units(doing, [unit], Stage.REPAIRING, what="unit.sent_back", codes=codes, due_at=due_at)
    return job.round + 1


def queue() -> list[Work]:
    """Every open job at the bench, what is due first at the top."""
    with reading() as connection:
        return working.read(connection, working.U.c.stage == Stage.REPAIRING, J.c.state.not_in(sorted(ENDED)))


@dataclass(frozen=True)
class Sheet:
    """One job as its page shows it: the work, what was booked to it, and what the parts cost so far."""

    work: Work
    parts: list[sa.Row]
    parts_minor: int


def sheet(job_id: int) -> Sheet:
    """Raises NotFound when there is no such job."""
    with reading() as connection:
        work = benchwork.of_job(connection, job_id)
        return Sheet(work, parts.used_in(connection, job_id), quoting.parts_price(connection, work))
