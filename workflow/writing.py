"""The thread of an RMA: customer and staff write and read; all of it in writing, so that it can serve as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from models.people import Staff
from models.rma import Message, Photo
from workflow import clock, moves, photos, rows
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.errors import Refused
from workflow.sentences import say
from workflow.transaction import act, in_transaction, reading

M, PH = Message.__table__, Photo.__table__
CUSTOMER, STAFF, SYSTEM = "customer", "staff", "system"
LONGEST = 5000


@dataclass(frozen=True)
class Entry:
    """One message with the ids of its photos. `name` is the staff member's, empty for others."""

    id: int
    author: str
    name: str
    body: str
    at: datetime
    read_at: datetime | None
    photo_ids: tuple[int, ...]


@act("message.written")
def write(doing: Doing, *, rma_id: int, text: str, by: Actor, photo_ids: Sequence[int] = ()) -> int:
    """Write into the thread; the customer gets a letter when staff wrote. Returns the message's id.

    Args:
        photo_ids: photos taken before that belong to nothing yet.

    Raises:
        Refused: there is neither a word nor a photo, or too many words.
    """
    body = text.replace("\x00", "").strip()
    if not body and not photo_ids:
        raise Refused(say("Write something first."), field="text")
    if len(body) > LONGEST:
        raise Refused(say("This is longer than %(most)s signs. Send it as two messages.", most=LONGEST), field="text")
    rows.rma(doing, rma_id)
    message_id = doing.insert(Message, rma_id=rma_id, author=by.kind, staff_id=by.staff_id, body=body, at=doing.now)
    photos.attach(doing, photo_ids, rma_id=rma_id, message_id=message_id)
    moves.note(doing, what="message.written", rma_id=rma_id, codes=f"message:{message_id}")
    if by.kind == STAFF:
        doing.letters = True
        doing.data = {"letter": "message", "rma_id": rma_id, "message_id": message_id}
    return message_id


def thread(rma_id: int) -> list[Entry]:
    """All messages of an RMA, oldest first."""
    s = Staff.__table__
    with reading() as connection:
        messages = connection.execute(sa.select(M, s.c.name).outerjoin(s, s.c.id == M.c.staff_id)
                                      .where(M.c.rma_id == rma_id).order_by(M.c.id)).all()
        pictures = connection.execute(sa.select(PH.c.id, PH.c.message_id).join(M, M.c.id == PH.c.message_id)
                                      .where(M.c.rma_id == rma_id).order_by(PH.c.id)).all()
    of: dict[int, list[int]] = {}
    for picture in pictures:
        of.setdefault(picture.message_id, []).append(picture.id)
    return [Entry(row.id, row.author, row.name or "", row.body, row.at, row.read_at, tuple(of.get(row.id, ())))
            for row in messages]


def mark_read(rma_id: int, *, by: Actor) -> None:
    """The reader has seen what the other side wrote. Changes nothing when there is nothing new."""
    other = M.c.author != CUSTOMER if by.kind == CUSTOMER else M.c.author == CUSTOMER
    unread = sa.and_(M.c.rma_id == rma_id, M.c.read_at.is_(None), other)
    with reading() as connection:
        if connection.scalar(sa.select(M.c.id).where(unread).limit(1)) is None:
            return
    in_transaction(lambda connection: connection.execute(sa.update(M).where(unread).values(read_at=clock.now())))


def unread_from_customers(*, count: int = 50) -> list[sa.Row]:
    """RMAs in whose thread a customer waits to be read: rma_id and since when, the longest wait first."""
    with reading() as connection:
        return list(connection.execute(
            sa.select(M.c.rma_id, sa.func.min(M.c.at).label("since"), sa.func.count().label("messages"))
            .where(M.c.author == CUSTOMER, M.c.read_at.is_(None)).group_by(M.c.rma_id)
            .order_by(sa.func.min(M.c.at)).limit(count)))
