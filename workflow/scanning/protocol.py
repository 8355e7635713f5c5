"""Taking a scan: who and where, once only, then what it means here, then the answer, all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models import writes
from models.exceptions import ScanException
from models.log import Scan
from models.places import Site, Station, Tablet
from workflow import clock
from workflow.actors import Actor
from workflow.errors import Conflict, Refused
from workflow.scanning import (
    answers,
    cleaning,
    commands,
    forgetting,
    garbled,
    late,
    layouts,
    resolving,
    scanner_check,
    sign_in_codes,
    steps,
    tickets,
    to_printer,
    who_scans,
)
from workflow.scanning.answers import Answer
from workflow.scanning.here import Here
from workflow.sentences import say
from workflow.signing_in import token_hash
from workflow.transaction import acted, in_transaction, reading

SAME_CODE_AGAIN = timedelta(milliseconds=700)
LONGEST_CODE = 400


@dataclass(frozen=True)
class Request:
    """One scan as it came in. `code` is raw scanner text; `re` the scan_id of the card it answers.

    `ticket` is the shift it was made in; `scanned_at` and `sent_at` are of the tablet's clock. `kept`: its card said
    that it is kept, and the person scanned on without its answer. `language` is the one chosen in the menu, if one was.
    """

    session_token: str
    tablet_token: str
    station: str
    code: str
    scan_id: str
    re: str | None = None
    scanned_at: datetime | None = None
    ticket: str = ""
    sent_at: datetime | None = None
    kept: bool = False
    language: str = ""


@dataclass(frozen=True)
class Taken:
    """A scan that was stored, with its answer, the tablet's scans of the day, and the reader's language.

    `goes_on`: it asks for no more than the next scan, which may be on its way already.
    """

    scan_id: str
    answer: Answer
    station: str
    today: int
    language: str = "en"
    goes_on: bool = False


class _RefusedScan(Exception):
    """A refusal after something may have been written: all of it is rolled back, then the scan is stored alone."""

    def __init__(self, refusal: Refused, meaning: str = "") -> None:
        self.refusal, self.meaning = refusal, meaning


def take(request: Request) -> Taken:
    """Take one scan, exactly once, whatever the network does.

    Raises:
        NotSignedIn, NotAllowed, NotFound, BadTicket: not taken, nothing written.
        Conflict: this scan_id was used for another code, station or person.
        Busy: the database could not be had in time.
    """
    try:
        return in_transaction(lambda connection: _take(connection, request, None))
    except _RefusedScan as scan:
        refused = scan
    return in_transaction(lambda connection: _take(connection, request, refused))


def _take(connection: sa.Connection, request: Request, refused: _RefusedScan | None) -> Taken:
    ticket = tickets.read(request.ticket) if request.ticket else None
    row = who_scans.who_and_where(connection, request, ticket)
    if row.known_scan is not None:
        return _same_again(row, request)
    if ticket:
        tickets.check_in_time(ticket)
    number = layouts.put_right(request.code, row.scanner)
    here = _here(connection, row, request, number, ticket)
    raw, answer = sign_in_codes.unsaid(_said(here, row, request, number, ticket, refused), request.code)
    request = request if raw == request.code else replace(request, code=raw)
    if late.is_after_sign_out(request, row):
        here.to_settle, answer = True, late.said_after_sign_out(answer)
    if here.to_settle or (here.kept and raw and late.is_exception(connection, request, row, answer)):
        return _store_exception(connection, row, here, request, late.closed(answer))
    return _store(connection, row, here, request, answer)


def _said(here: Here, row: sa.Row, request: Request, number: str | None, ticket: tickets.Ticket | None,
          refused: _RefusedScan | None) -> Answer:
    if _is_double(row, request, number):
        return replace(answers.from_data(row.last_answer), result="repeat", act_id=None)
    if sign_in_codes.is_awaited(row, ticket) and sign_in_codes.may_be_pin(request.code, number):
        return sign_in_codes.not_here(here)
    if refused:
        late.leave_what_lay_open(here, refused.meaning)
        return _refusal(refused)
    return _answer(here, request, number, row)


def _same_again(row: sa.Row, request: Request) -> Taken:
    """The same scan_id: the same answer, if it is the same scan. A text that was emptied with time says nothing."""
    same = (row.known_raw in (forgetting.EMPTIED, request.code[:LONGEST_CODE]) and row.known_staff == row.id
            and row.known_station == row.station_id)
    if not same:
        raise Conflict(say("This scan was sent before with another code, person or station. Scan it once more."))
    answer = answers.from_data(row.known_answer)
    return Taken(request.scan_id, answer, row.station, row.known_day_no, row.language,
                 late.asks_for_next_scan(row.station_kind, answer))


def _is_double(row: sa.Row, request: Request, number: str | None) -> bool:
    """The scanner read the same label twice in a moment: nothing new was meant.

    A command that answers the newest card is meant: two questions may both be answered with NO in half a second.
    """
    if row.last_at is None or row.last_raw != request.code[:LONGEST_CODE]:
        return False
    if request.re == row.last_scan and _is_command(request, number):
        return False
    if request.scanned_at and row.last_scanned_at:  # what was kept offline arrives together but was not scanned so
        return abs(request.scanned_at - row.last_scanned_at) < SAME_CODE_AGAIN
    return abs(clock.now() - row.last_at) < SAME_CODE_AGAIN  # a clock that was set back must not swallow scans


def _is_command(request: Request, number: str | None) -> bool:
    return commands.by_code(number or cleaning.compact(cleaning.clean(request.code))) is not None


def _here(connection: sa.Connection, row: sa.Row, request: Request, number: str | None,
          ticket: tickets.Ticket | None) -> Here:
    """`number` is ours that the scanner garbled: its row could not be looked up with the person."""
    by = who_scans.actor_at(row, request.scan_id)
    by = replace(by, language=request.language) if request.language else by
    kept = late.is_kept(request, row)
    same_shift = row.last_staff == row.id and row.last_station == row.station_id
    return Here(connection=connection, by=by, kind=row.station_kind, re=request.re, last_scan=row.last_scan,
                open_now=dict(row.open_now or {}) if same_shift else {},
                own_id=resolving.find_id(connection, number) if number else row.own_id,
                last_answer=row.last_answer if same_shift else None,
                session_id=ticket.session_id if ticket else row.session_id, kept=kept,
                blind=kept and late.is_blind(request, row), moment=clock.now() - late.age(request),
                time_zone=row.time_zone,
                after_unplaced=late.follows_unplaced(request, row) and not _is_command(request, number))


def _answer(here: Here, request: Request, number: str | None, row: sa.Row) -> Answer:
    acted.set(None)
    meaning, scanner = "", row.scanner
    try:
        if check := scanner_check.answer(here, request.code):
            return check
        meanings = resolving.resolve(here.connection, request.code, here.own_id, number,
                                     resolving.out_of(request.code, row.stored))
        meaning = meanings[0].kind.value
        late.leave_what_lay_open(here, meaning)
        if asked := garbled.asked(here, meanings, request.code, scanner):
            return asked
        if badge := sign_in_codes.unknown_badge(here, request.code, meanings[0]):
            return badge
        answer = steps.answer(here, meanings)
        return answers.changed(scanner_check.warned(answer, request.code, scanner), act_id=acted.get())
    except Refused as refusal:
        raise _RefusedScan(refusal, meaning) from refusal


def _refusal(refused: _RefusedScan) -> Answer:
    """What the scan meant is needed to tell what has to be closed after it."""
    return replace(answers.refused(refused.refusal), meaning=refused.meaning)


def _store_exception(connection: sa.Connection, row: sa.Row, here: Here, request: Request, answer: Answer) -> Taken:
    """Nothing that was kept vanishes: a person settles it, and what lay in hand for a shelf that is not known."""
    left = late.left_in_hand(connection, row, here.open_now) if answer.open_now == {} else []
    taken = _store(connection, row, here, request, answer)
    writes.add_all(connection, ScanException.__table__, [
        {"scan_id": scan_id, "made_at": clock.now()} for scan_id in (*left, request.scan_id)])
    return taken


def _store(connection: sa.Connection, row: sa.Row, here: Here, request: Request, answer: Answer) -> Taken:
    now = clock.now()
    answer = to_printer.sent(connection, row, here, answer, request.scan_id)
    day_no = _day_no(row, here, answer, now)
    writes.add_all(connection, Scan.__table__, [{
        "scan_id": request.scan_id, "tablet_id": row.tablet_id, "tablet_no": (row.tablet_no or 0) + 1,
        "station_id": row.station_id, "staff_id": row.id,
        "delivered_by_id": who_scans.delivered_by(row), "raw": request.code[:LONGEST_CODE],
        "meaning": answer.meaning or None, "re": request.re, "result": answer.result,
        "answer": answers.as_data(late.noted(answer, request)), "day_no": day_no, "act_id": answer.act_id,
        "open_now": here.open_now if answer.open_now is None else answer.open_now,
        "scanned_at": request.scanned_at, "received_at": now}])
    return Taken(request.scan_id, answer, row.station, day_no, row.language,
                 late.asks_for_next_scan(row.station_kind, answer))


def _day_no(row: sa.Row, here: Here, answer: Answer, now: datetime) -> int:
    """What this tablet has done today, by the day of its site."""
    same_day = row.last_at is not None and (
        clock.day_at(row.last_at, row.time_zone) == clock.day_at(now, row.time_zone))
    done = int(answer.result == "ok") if here.counts is None else here.counts
    return max((row.day_no if same_day else 0) + done, 0)


def last_card(*, by: Actor, tablet_token: str | None, station: str) -> Taken | None:
    """The card that stands on this tablet now, for a page that is opened again."""
    t, n, s, i = (m.__table__ for m in (Tablet, Station, Scan, Site))
    with reading() as connection:
        row = connection.execute(
            sa.select(s.c.scan_id, s.c.answer, s.c.day_no, s.c.received_at, i.c.time_zone)
            .join(t, t.c.id == s.c.tablet_id).join(n, n.c.id == s.c.station_id).join(i, i.c.id == n.c.site_id)
            .where(t.c.token_hash == token_hash(tablet_token or ""), n.c.name == station, s.c.staff_id == by.staff_id)
            .order_by(s.c.tablet_no.desc()).limit(1)).first()
    if row is None or clock.day_at(row.received_at, row.time_zone) != clock.day_at(clock.now(), row.time_zone):
        return None
    answer = answers.from_data(row.answer)
    if answer.opens == "shift":
        answer = answers.repeat(say("Signed in"), next=say("Go on where you were."), icon="login")
    return Taken(row.scan_id, answer, station, row.day_no)


def recent(*, tablet_token: str | None, station: str, count: int = 10) -> list[dict[str, Any]]:
    """The last scans of this tablet, newest first."""
    t, n, s = Tablet.__table__, Station.__table__, Scan.__table__
    with reading() as connection:
        rows = connection.execute(
            sa.select(s.c.raw, s.c.result, s.c.answer, s.c.received_at).join(t, t.c.id == s.c.tablet_id)
            .join(n, n.c.id == s.c.station_id).where(t.c.token_hash == token_hash(tablet_token or ""),
                                                     n.c.name == station)
            .order_by(s.c.tablet_no.desc()).limit(count)).all()
    return [{"code": row.raw, "result": row.result, "title": answers.from_data(row.answer).title,
             "thing": row.answer.get("thing", ""), "at": row.received_at} for row in rows]
