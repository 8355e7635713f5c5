"""What the server would not take is an exception before the tablet forgets it: once, in the name of who scanned it."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from models.log import Scan
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import exceptions
from workflow.errors import NotAllowed, NotFound, NotSignedIn
from workflow.scanning import not_taken, tickets
from workflow.scanning.commands import Command
from workflow.scanning.protocol import Request
from workflow.sentences import NOTHING
from workflow.transaction import reading

OWN, WORDS = "a" * 32, "The code is empty or longer than 400 characters."


def request(dock: TabletAt, **changes: str) -> Request:
    scan = Request(dock.session, dock.token, dock.station, "X" * 401, OWN, ticket=dock.ticket)
    return dataclasses.replace(scan, **changes)


def test_it_waits_for_a_lead_with_its_code_its_person_and_what_was_said(app) -> None:
    dock = TabletAt("walt")
    not_taken.report(request(dock), WORDS)
    [waiting] = exceptions.waiting()
    assert (waiting.raw, waiting.person, waiting.delivered_by, waiting.station) == ("X" * 400, "Walt", None, "dock-1")
    assert str(waiting.answer.title) == "Not taken" and waiting.answer.next.values == {"words": WORDS}
    exceptions.settle(exception_id=waiting.id, note="Scanned by hand.", by=actor("lena"))
    assert exceptions.waiting() == []


def test_reported_twice_it_is_one_and_settled_it_stays_so(app) -> None:
    dock = TabletAt("walt")
    not_taken.report(request(dock), WORDS)
    exceptions.settle(exception_id=exceptions.waiting()[0].id, note="Done.", by=actor("lena"))
    not_taken.report(request(dock), WORDS)
    not_taken.report(request(dock, scan_id="b" * 32), "")
    [other] = exceptions.waiting()
    assert len(exceptions.settled()) == 1 and other.answer.next == NOTHING


def test_it_stays_the_work_of_who_scanned_it_whatever_is_wrong_with_the_ticket(app) -> None:
    """A ticket of another station may be why it was not taken; a forged one says nothing."""
    dock, walts = TabletAt("walt"), TabletAt("walt", "dock-2").ticket
    dock.sign_in("lena")
    for ticket, scan_id in ((walts, "c" * 32), (walts[:-1] + "x", "d" * 32)):
        not_taken.report(request(dock, ticket=ticket, scan_id=scan_id), WORDS)
    assert [(row.person, row.delivered_by) for row in exceptions.waiting()] == [("Walt", "Lena"), ("Lena", None)]


def test_what_lies_open_and_the_card_that_is_answered_stay(app) -> None:
    """The report is no scan of the tablet: the box stays open, UNDO takes back what was done before it."""
    dock, rma = TabletAt("walt"), goods.announced(units=2)
    dock.scan(rma.parcel)
    not_taken.report(request(dock), WORDS)
    not_taken.report(request(dock, scan_id="b" * 32), WORDS)
    assert dock.scan(rma.skus[0]).result == "ok" and goods.unit(rma.unit_ids[0]).stage.value == "arrived"
    assert dock.take(Command.UNDO, re=dock.last_scan).answer.result == "ok"
    with reading() as connection:
        numbers = connection.execute(sa.select(Scan.tablet_no).order_by(Scan.tablet_no)).scalars().all()
    assert numbers == [-2, -1, 1, 2, 3]


@pytest.mark.parametrize(("login", "refusal"), [("alice", NotAllowed), ("ina", NotAllowed)])
def test_only_who_works_here_reports(app, login: str, refusal: type) -> None:
    dock = TabletAt("walt")
    dock.sign_in(login)
    with pytest.raises(refusal):
        not_taken.report(request(dock, ticket=""), WORDS)
    assert exceptions.waiting() == []


def test_nobody_and_another_tablet_report_nothing(app) -> None:
    dock = TabletAt("walt")
    with pytest.raises(NotSignedIn):
        not_taken.report(request(dock, session_token="nobody"), WORDS)
    with pytest.raises(NotFound):
        not_taken.report(request(dock, tablet_token="none"), WORDS)
    assert exceptions.waiting() == []


def test_over_http_it_names_the_scan(client_as) -> None:
    walt, stranger = client_as("walt", station="dock-1"), client_as()
    stranger.page("/sign-in")
    fields = {"code": "X" * 401, "scan_id": OWN, "words": WORDS * 20}
    answer = walt.send("/stations/dock-1/not-taken", **fields)
    assert (answer.status_code, answer.headers["X-Scan-Id"]) == (200, OWN)
    assert walt.send("/stations/dock-1/not-taken", **{**fields, "scan_id": "short"}).status_code == 422
    assert walt.send("/stations/packing-1/not-taken", **fields).status_code == 403
    assert stranger.send("/stations/dock-1/not-taken", **fields).status_code == 401
    [waiting] = exceptions.waiting()
    assert len(waiting.answer.next.values["words"]) == not_taken.LONGEST_WORDS
    page = client_as("lena").page(f"/desk/exceptions/{waiting.id}")
    assert "Not taken" in page and WORDS in page


def test_tickets_of_a_person_who_is_gone_are_the_senders(app) -> None:
    """A backup that was put back may not know who that was."""
    dock = TabletAt("walt")
    ticket = tickets.write(dataclasses.replace(tickets.read(dock.ticket), staff_id=999))
    not_taken.report(request(dock, ticket=ticket), WORDS)
    assert exceptions.waiting()[0].person == "Walt"
