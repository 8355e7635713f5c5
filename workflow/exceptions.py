"""Exceptions: scans kept without a network that could not be placed when they arrived. A lead settles each.

Settling says what was done about it; it moves nothing. What has to be moved is scanned again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from models.exceptions import ScanException
from models.lifecycle import Role
from models.log import Scan
from models.numbers import grouped
from models.people import Staff
from models.places import Station
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import AlreadyDone, NotAllowed, NotFound, Refused
from workflow.scanning import answers, cleaning, commands
from workflow.scanning.answers import Answer, Moment, Person
from workflow.sentences import Sentence, say
from workflow.transaction import act, reading

E, SC, S, N = (m.__table__ for m in (ScanException, Scan, Staff, Station))
DELIVERER, SETTLER = S.alias("deliverer"), S.alias("settler")
MOST = 200
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Kept:
    """An exception as it is shown. `scanned_at` is by the tablet's clock; `answer` what the server said."""

    id: int
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


def check_can_settle(exception: sa.Row | Kept, by: Actor) -> None:
    """Only a lead, and only once."""
    if not by.has(Role.LEAD):
        raise NotAllowed(say("Only a lead settles this. Ask your lead."))
    if exception.settled_at is not None:
        raise AlreadyDone(say("This was settled already. Take the next one."),
                          by=getattr(exception, "settled_by_id", None), at=exception.settled_at)


_COUNT = sa.select(sa.func.count()).select_from(E).where(E.c.settled_at.is_(None))
_SELECT = sa.select(
    E.c.id, E.c.settled_at, E.c.note, SC.c.raw, SC.c.scanned_at, SC.c.received_at, SC.c.answer,
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
