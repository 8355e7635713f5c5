"""Letters for the page of letters: what waits, what went, what failed. Read only."""

from __future__ import annotations

import sqlalchemy as sa

from models.log import Delivery
from models.rma import Rma
from workflow import letters
from workflow.errors import NotFound
from workflow.sentences import Sentence, say
from workflow.transaction import reading

V, R = Delivery.__table__, Rma.__table__
PAGE_SIZE, MOST_COUNTED = 50, 1000
STATES: dict[str, Sentence] = {
    letters.FAILED: say("Failed"), letters.WAITING: say("Waiting"), letters.SENDING: say("Being sent"),
    letters.SENT: say("Sent"), letters.KEPT: say("Kept, no mail server is set"),
    letters.CANCELLED: say("Not sent: undone"),
}
WORDS: dict[str, Sentence] = {
    "request_received": say("Request received"), "approved": say("Approved"), "declined": say("Declined"),
    "question_asked": say("Question"), "question_reminder": say("Reminder"), "cancelled": say("Cancelled"),
    "expired": say("Expired"), "received": say("Received"), "missing": say("Missing"), "quote": say("Quote"),
    "refunded": say("Refunded"), "replacement_promised": say("Replacement promised"), "shipped": say("Shipped"),
    "delivered": say("Delivered"), "returned_to_us": say("Came back to us"), "message": say("Message"),
    "closed": say("Closed"),
}


def counts() -> dict[str, int]:
    """How many letters stand at each state, counted up to MOST_COUNTED."""
    parts = [sa.select(sa.literal(state), sa.func.count()).select_from(
        sa.select(V.c.id).where(V.c.state == state).limit(MOST_COUNTED).subquery()) for state in STATES]
    with reading() as connection:
        return dict(connection.execute(sa.union_all(*parts)).all())


def page(state: str, number: int) -> list[sa.Row]:
    """The letters at one state, newest first. Raises NotFound for an unknown state."""
    if state not in STATES:
        raise NotFound(say("There is no such list."))
    with reading() as connection:
        return list(connection.execute(_letters().where(V.c.state == state).limit(PAGE_SIZE).offset(
            (max(number, 1) - 1) * PAGE_SIZE)).all())


def of_rma(typed: str) -> list[sa.Row]:
    """The last letters of an RMA at whatever state, newest first; `typed` is its number, spaces and all.

    Raises:
        NotFound: there is no RMA with this number.
    """
    number = "".join(typed.split()).upper()
    with reading() as connection:
        if connection.scalar(sa.select(R.c.id).where(R.c.number == number)) is None:
            raise NotFound(say("There is no RMA with this number. Search for the customer or the order instead."))
        return list(connection.execute(_letters().where(R.c.number == number).limit(PAGE_SIZE)).all())


def _letters() -> sa.Select:
    return (sa.select(V.c.id, V.c.letter, V.c.subject, V.c.address, V.c.language, V.c.state, V.c.tries,
                      V.c.last_error, V.c.next_try_at, V.c.sent_at, V.c.created_at, R.c.number)
            .join(R, R.c.id == V.c.rma_id).order_by(V.c.id.desc()))


def said(count: int) -> str:
    """A count as it is shown: beyond MOST_COUNTED nobody counted."""
    return f"{count}+" if count >= MOST_COUNTED else str(count)


def one(delivery_id: int) -> sa.Row:
    """One letter as it went or will go. Raises NotFound."""
    with reading() as connection:
        row = connection.execute(sa.select(V, R.c.number).join(R, R.c.id == V.c.rma_id)
                                 .where(V.c.id == delivery_id)).first()
    if row is None:
        raise NotFound(say("There is no such letter."))
    return row


def check_can_retry(row: sa.Row) -> None:
    """Only a letter that failed is sent again by hand; undoing its act has cancelled it."""
    if row.state != letters.FAILED:
        raise NotFound(say("This letter has not failed. Load the page again."))
