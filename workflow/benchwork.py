"""What every act at the bench stands on: who may touch a job, how it moves, and where the unit goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from models.lifecycle import JobState, PlaceKind, Role, Stage
from workflow import moves, work_moves, working
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotFound, Refused
from workflow.sentences import say
from workflow.words import word
from workflow.working import AT_WORK, ENDED, J, Work

DECISION_DAYS = 2


def of_job(connection: sa.Connection, job_id: int) -> Work:
    """Raises NotFound when there is no such job, or the unit has a newer one."""
    found = working.read(connection, J.c.id == job_id)
    if not found:
        raise NotFound(say("There is no such repair job. Scan the unit's tag."))
    return found[0]


def check_to_repair(work: Work) -> None:
    """It stands at the bench's stage and its job is not over."""
    if work.unit.stage is not Stage.REPAIRING or work.job is None or work.state in ENDED:
        raise AlreadyDone(say("This unit is not waiting for a repair. Scan the next one."))


def check_mine(work: Work, by: Actor) -> None:
    """The job is being worked on by this person."""
    check_to_repair(work)
    if work.state not in AT_WORK:
        raise Refused(say("This job is %(state)s. Scan the unit's tag to take it up.", state=word(work.state)))
    if work.job.technician_id != by.staff_id:
        raise Refused(say("Somebody else works on this. Scan the unit's tag to take it over."))


def check_not_held(work: Work) -> None:
    """No hold stands: `gates.check_no_hold` for what was read already."""
    if work.held:
        raise Refused(say("This is on hold (%(reason)s). An agent has to release it first.", reason=work.held))


def check_can_finish(work: Work, by: Actor) -> None:
    """It is in this person's hands, and nothing holds it."""
    check_mine(work, by)
    check_not_held(work)


def put_here(doing: Doing, work: Work) -> Work:
    """The unit lies at this station. A scan has ten statements: with another one to park, it is left to the next."""
    place = (PlaceKind.STATION, doing.by.station_id)
    if doing.by.station_id is None or (work.unit.place_kind, work.unit.place_id) == place:
        return work
    moves.put_units(doing, [work.unit], place, what="unit.at_bench")
    return replace(work, unit=work.unit._replace(place_kind=place[0], place_id=place[1]))


def move(doing: Doing, work: Work, to: JobState, **also: Any) -> Work:
    work_moves.move_job(doing, work.job, to, unit=work.unit, **also)
    return with_job(work, state=to, **also)


def with_job(work: Work, **values: Any) -> Work:
    return replace(work, job=work.job._replace(**values))


def send_on(doing: Doing, work: Work, stage: Stage, what: str, days: int) -> Work:
    """On to the next stage; it lies where it was repaired until somebody fetches it."""
    by = doing.by
    place = (PlaceKind.STATION, by.station_id) if by.station_id else (work.unit.place_kind, work.unit.place_id)
    due_at = doing.now + timedelta(days=days)
    moves.move_units(doing, [work.unit], stage, what=what, place=place, codes=f"job:{work.job.id}", due_at=due_at)
    return replace(work, unit=work.unit._replace(stage=stage, due_at=due_at))


@contextmanager
def by_rule(doing: Doing) -> Iterator[None]:
    """What follows from an answer by rule is done by the system, whoever gave the answer; the log names who."""
    given = doing.by
    doing.by = replace(given, roles=given.roles | {Role.SYSTEM})
    try:
        yield
    finally:
        doing.by = given
