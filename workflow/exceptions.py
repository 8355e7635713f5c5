"""Exceptions: scans kept without a network that could not be placed when they arrived. A lead settles each.

Settling says what was done about it; it moves nothing. What has to be moved is scanned again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from models.exceptions import ScanException
from models.lifecycle import Role
from models.log import Act, Scan
from models.numbers import grouped
from models.people import Staff
from models.places import Station
from workflow import chain, clock, undoing
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotAllowed, NotFound, Refused
from workflow.scanning import answers, cleaning, commands
from workflow.scanning.answers import Answer, Moment, Person
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

A, E, SC, S, N = (m.__table__ for m in (Act, ScanException, Scan, Staff, Station))
DELIVERER, SETTLER = S.alias("deliverer"), S.alias("settler")
MOST = 200
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Kept:
    """An exception as it is shown. `scanned_at` is by the tablet's clock; `answer` what the server said."""

    id: int
    scan_id: str
    code: Sentence | str
    raw: str
    station: str
    person: str
    delivered_by: str | None
    scanned_at: datetime | None
    received_at: datetime
    answer: Answer
    settled_at: datetime | None
    settled_by: str | None
    settled_by_id: int | None
    note: str | None


def waiting() -> list[Kept]:
    """What is to be settled, in the order it arrived."""
    return _read(_SELECT.where(E.c.settled_at.is_(None)).order_by(E.c.made_at, E.c.id).limit(MOST))


def settled() -> list[Kept]:
    """What was settled, the last first."""
    return _read(_SELECT.where(E.c.settled_at.is_not(None)).order_by(E.c.settled_at.desc(), E.c.id.desc()).limit(MOST))


def one(exception_id: int) -> Kept:
    """Raises NotFound when there is no such exception."""
    found = _read(_SELECT.where(E.c.id == exception_id))
    if not found:
        raise NotFound(say("There is no such exception. Choose one from the list."))
    return found[0]


def done_before(kept: Kept) -> tuple[str | None, datetime | None]:
    """Who had done the same before, and when, where the answer says so."""
    values = [value for _label, value in kept.answer.lines]
    person = next((value.staff_id for value in values if isinstance(value, Person)), None)
    at = next((value.at for value in values if isinstance(value, Moment)), None)
    with reading() as connection:
        return connection.execute(sa.select(S.c.name).where(S.c.id == person)).scalar() if person else None, at


def open_count() -> int:
    """How many are to be settled."""
    with reading() as connection:
        return connection.execute(_COUNT).scalar_one()


@act("exception.settled")
def settle(doing: Doing, *, exception_id: int, note: str, by: Actor) -> None:
    """Say what was done about an exception; it leaves the list.

    Raises:
        AlreadyDone: somebody settled it before; says who and when.
        NotAllowed: not a lead.
        Refused: no note.
    """
    row = doing.one(sa.select(E).where(E.c.id == exception_id))
    if row is None:
        raise NotFound(say("There is no such exception. Choose one from the list."))
    check_can_settle(row, by)
    if not note.strip():
        raise Refused(say("Write what was done about it."), field="note")
    doing.update(ScanException, row, settled_at=doing.now, settled_by_id=by.staff_id, note=note.strip()[:LONGEST_NOTE])
    doing.data = {"scan_id": row.scan_id}


def take_back(*, exception_id: int, reason: str | None, by: Actor) -> None:
    """Take the settling of an exception back: it waits again. `reason` is a code of reference override reasons.

    Raises:
        NotFound: no such exception.
        NotAllowed: not a lead.
        Refused: it waits already, or the undo minute is over and no reason is given.
    """
    kept = one(exception_id)
    check_can_take_back(kept, by)
    of_act = sa.select(A.c.id).where(A.c.kind == "exception.settled", A.c.staff_id == kept.settled_by_id,
                                     A.c.at == kept.settled_at, A.c.undone_by_id.is_(None))
    with reading() as connection:
        mine = [row.id for row in connection.execute(of_act.add_columns(A.c.data))
                if row.data.get("scan_id") == kept.scan_id]
    if not mine:
        raise Refused(say("This waits already. Look at it again."))
    undoing.undo(act_id=mine[-1], by=by, reason=reason)


def check_can_take_back(kept: Kept, by: Actor) -> None:
    """Only a lead, and only what was settled."""
    if not by.has(Role.LEAD):
        raise NotAllowed(say("Only a lead settles this. Ask your lead."))
    if kept.settled_at is None:
        raise Refused(say("This waits already. Look at it again."))


def needs_reason(kept: Kept, by: Actor) -> bool:
    """Whether taking it back needs a reason: another lead settled it, or the undo minute is over."""
    in_time = kept.settled_at is not None and clock.now() - kept.settled_at <= timedelta(seconds=chain.undo_seconds)
    return not (in_time and kept.settled_by_id == by.staff_id)


def check_can_settle(exception: sa.Row | Kept, by: Actor) -> None:
    """Only a lead, and only once."""
    if not by.has(Role.LEAD):
        raise NotAllowed(say("Only a lead settles this. Ask your lead."))
    if exception.settled_at is not None:
        raise AlreadyDone(say("This was settled already. Take the next one."),
                          by=getattr(exception, "settled_by_id", None), at=exception.settled_at)


_COUNT = sa.select(sa.func.count()).select_from(E).where(E.c.settled_at.is_(None))
_SELECT = sa.select(
    E.c.id, E.c.scan_id, E.c.settled_at, E.c.settled_by_id, E.c.note, SC.c.raw, SC.c.scanned_at, SC.c.received_at,
    SC.c.answer,
    N.c.name.label("station"), S.c.name.label("person"), DELIVERER.c.name.label("delivered_by"),
    SETTLER.c.name.label("settled_by")).select_from(
    E.join(SC, SC.c.scan_id == E.c.scan_id).join(N, N.c.id == SC.c.station_id).join(S, S.c.id == SC.c.staff_id)
    .outerjoin(DELIVERER, DELIVERER.c.id == SC.c.delivered_by_id)
    .outerjoin(SETTLER, SETTLER.c.id == E.c.settled_by_id))


def _read(select: sa.Select) -> list[Kept]:
    with reading() as connection:
        rows = connection.execute(select).all()
    return [Kept(**{**row._mapping, "code": _words(row.raw), "answer": answers.from_data(row.answer)}) for row in rows]


def _words(raw: str) -> Sentence | str:
    """What was scanned, for a person: a command by its name, a number of ours in groups."""
    text = cleaning.clean(raw)
    command = commands.by_code(cleaning.compact(text))
    return command.label if command else grouped(text)[:60]
