"""Scans that were kept on a tablet without a network: what they may still do, and which a person has to settle.

A fact is never refused for being late: the parcel came, the box was damaged. An answer is, when nobody had seen the
question. What cannot be placed becomes an exception (workflow/exceptions.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from models.exceptions import ScanException
from models.lifecycle import StationKind
from models.log import Scan
from workflow import clock
from workflow.scanning.answers import Answer, Moment
from workflow.scanning.commands import Command
from workflow.scanning.resolving import Kind
from workflow.sentences import say

if TYPE_CHECKING:
    from workflow.scanning.here import Here
    from workflow.scanning.protocol import Request

# Tries that overlap (12 s of patience, then waits of up to 8 s) keep a scan under way for half a minute; after a minute
# the person stands before another card, and the undo minute is over as well.
KEPT_AFTER = timedelta(seconds=60)
OWN_SCANS_LOOKED_AT = 500
NOT_LATE_SECONDS = 0.2
# Scans that belong to the box before them: failing they leave it open, all others close it.
OUT_OF_THE_BOX = {Kind.UNIT, Kind.SERIAL, Kind.PRODUCT, Kind.PART}
# Nor does a command that did nothing tell of another box.
LEAVES_THE_BOX = OUT_OF_THE_BOX | {Kind.COMMAND}
TO_BE_SETTLED = {"ask", "refused", "unknown"}
SC = Scan.__table__
SIGNED_OUT = say("This person had signed out before it was scanned.")


def is_kept(request: Request, row: sa.Row) -> bool:
    """Whether the scan was kept: it carries a ticket and the tablet says so, or it is old, answers a card that we never
    gave, or is delivered by somebody else. The last also keeps anybody from giving answers in another's name.
    """
    if not request.ticket:
        return False
    unknown_card = request.re is not None and not row.re_known
    return request.kept or row.id != row.signed_in_id or unknown_card or age(request) > KEPT_AFTER


def is_blind(request: Request, row: sa.Row) -> bool:
    """Whether nobody had seen the card that a kept scan answers: it must be the last one, given before the scan."""
    seen = (row.id == row.signed_in_id and request.re is not None and request.re == row.last_scan
            and row.last_at <= clock.now() - age(request))
    return not seen


def follows_unplaced(request: Request, row: sa.Row) -> bool:
    """Whether it was scanned before anybody could see that the thing before it was not placed: the next box's label was
    read wrong, say. What lies open is then not its box. At the shelves what is in hand and its shelf are many scans.
    """
    last = row.last_answer
    if request.re in (None, row.last_scan) or last is None or row.station_kind is StationKind.SHELVING:
        return False
    return last["result"] in TO_BE_SETTLED and last.get("meaning") not in LEAVES_THE_BOX


def leave_what_lay_open(here: Here, meaning: str) -> None:
    """A thing that follows one that was not placed is not of the box that lies open, nor does anything answer its
    question. What is no thing leaves the box to those who have seen that it is open.
    """
    if here.after_unplaced:
        here.open_now = {} if meaning in OUT_OF_THE_BOX else here.keep()


def age(request: Request) -> timedelta:
    """How long the scan was on its way. `sent_at` is of the same clock as `scanned_at`, so a wrong one does no harm."""
    if request.scanned_at is None:
        return timedelta()
    sent: datetime = request.sent_at or clock.now()
    return max(sent - request.scanned_at, timedelta())


def noted(answer: Answer, request: Request) -> Answer:
    """The answer with how late its scan came; one on time, as nearly all are, says nothing of it."""
    seconds = age(request).total_seconds()
    seconds = round(seconds, 3) if seconds >= NOT_LATE_SECONDS else 0
    return answer if answer.late == seconds else replace(answer, late=seconds)


def is_after_sign_out(request: Request, row: sa.Row) -> bool:
    """Whether it was scanned in the name of somebody who had signed out by then, and another person sends it."""
    ended: datetime | None = row.shift_ended_at
    return row.id != row.signed_in_id and ended is not None and ended < clock.now() - age(request)


def said_after_sign_out(answer: Answer) -> Answer:
    """What was done stands; whose work it was, a lead finds out."""
    return replace(answer, lines=(*answer.lines, (say("Not signed in"), SIGNED_OUT)))


def is_exception(connection: sa.Connection, request: Request, row: sa.Row, answer: Answer) -> bool:
    """Whether a person has to settle what became of a kept scan.

    "It was so already" is one where it became so after this scan was made, and not by this tablet itself: then two
    tablets kept the same thing, and the other one's came first.
    """
    if answer.result in TO_BE_SETTLED:
        return not asks_for_next_scan(row.station_kind, answer)
    since = next((value.at for _label, value in answer.lines if isinstance(value, Moment)), None)
    if answer.result != "repeat" or since is None or since < clock.now() - age(request):
        return False
    first = (row.tablet_no or 0) - OWN_SCANS_LOOKED_AT
    own = sa.select(SC.c.id).where(SC.c.tablet_id == row.tablet_id, SC.c.tablet_no > first,
                                   SC.c.raw == request.code).limit(1)
    return connection.execute(own).first() is None


def asks_for_next_scan(kind: StationKind, answer: Answer) -> bool:
    """At the shelves "which shelf?" is answered by the scan after it, and what a count finds is listed at its end."""
    if kind is not StationKind.SHELVING or answer.result != "ask" or answer.fields:
        return False
    return {choice.code for choice in answer.choices} <= {Command.DONE.code}


def left_in_hand(connection: sa.Connection, row: sa.Row, open_now: dict[str, Any]) -> list[str]:
    """The scans of units that were taken in hand at the shelves and now get no shelf, oldest first."""
    units = open_now.get("units") or []
    if row.station_kind is not StationKind.SHELVING or not units:
        return []
    of_units = sa.select(SC.c.scan_id).where(
        SC.c.tablet_id == row.tablet_id, SC.c.tablet_no > (row.tablet_no or 0) - OWN_SCANS_LOOKED_AT,
        SC.c.result == "ask", SC.c.meaning.in_([Kind.UNIT.value, Kind.SERIAL.value]),
        SC.c.scan_id.not_in(sa.select(ScanException.__table__.c.scan_id)))
    found = connection.execute(of_units.order_by(SC.c.tablet_no.desc()).limit(len(units))).scalars().all()
    return list(reversed(found))


def closed(answer: Answer) -> Answer:
    """What could not be placed closes what was open: the things scanned after it would land in the wrong box."""
    placed = answer.meaning in OUT_OF_THE_BOX or answer.result in {"ok", "repeat"}
    return answer if placed else replace(answer, open_now={})
