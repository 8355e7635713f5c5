"""Scans that the server would not take: the tablet reports each before it may forget it, and a lead settles it.

A report is no scan of the tablet's line: it stands before the first (`tablet_no` below nought), so that what lies open
there, and the card that is answered next, stay as they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import sqlalchemy as sa

from models.exceptions import ScanException
from models.log import Scan
from models.people import Staff
from workflow import clock
from workflow.scanning import answers, tickets
from workflow.scanning.answers import Answer
from workflow.scanning.protocol import LONGEST_CODE, Request
from workflow.scanning.who_scans import who_and_where
from workflow.sentences import NOTHING, Sentence, say
from workflow.transaction import in_transaction

SC, E, S = Scan.__table__, ScanException.__table__, Staff.__table__
LONGEST_WORDS = 300


def report(request: Request, words: str) -> None:
    """Write down what the tablet could not get rid of, once only, as an exception. `words` is what it was told.

    Its ticket says who made it, also where it is too old or of another place: that may be why it was not taken.

    Raises:
        NotSignedIn, NotAllowed, NotFound: as for a scan; nothing written.
        Busy: the database could not be had in time.
    """
    own_id = f"not-taken-{hashlib.sha256(request.scan_id.encode()).hexdigest()[:32]}"
    in_transaction(lambda connection: _report(connection, replace(request, scan_id=own_id, re=None), words))


def _report(connection: sa.Connection, request: Request, words: str) -> None:
    row = who_and_where(connection, replace(request, ticket=""), None)
    if row.known_scan is not None:
        return
    answer, maker = _answer(words[:LONGEST_WORDS]), _maker(connection, request.ticket) or row.id
    connection.execute(sa.insert(SC).values(
        scan_id=request.scan_id, tablet_id=row.tablet_id, tablet_no=_before_the_first(connection, row.tablet_id),
        station_id=row.station_id, staff_id=maker, delivered_by_id=row.id if maker != row.id else None,
        raw=request.code[:LONGEST_CODE], result=answer.result, answer=answers.as_data(answer), open_now={}, day_no=0,
        scanned_at=request.scanned_at, received_at=clock.now()))
    connection.execute(sa.insert(E).values(scan_id=request.scan_id, made_at=clock.now()))


def _answer(words: str) -> Answer:
    told: Sentence = say("The tablet was told: “%(words)s”", words=words) if words else NOTHING
    return Answer("refused", say("Not taken"), icon="hand-stop", next=told)


def _maker(connection: sa.Connection, ticket: str) -> int | None:
    read = tickets.read(ticket) if ticket else None
    return connection.execute(sa.select(S.c.id).where(S.c.id == read.staff_id)).scalar() if read else None


def _before_the_first(connection: sa.Connection, tablet_id: int) -> int:
    lowest = connection.execute(sa.select(sa.func.min(SC.c.tablet_no)).where(SC.c.tablet_id == tablet_id)).scalar()
    return min(lowest or 0, 0) - 1
