"""What is undone is not written to the customer: not what waits for its minute, nor what waits for the mail server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from jobs import letters as loop
from models.log import Act, Delivery
from tests.desk import roads
from tests.scanning.test_undo import scan
from tests.support import goods
from tests.support.people import actor
from tests.support.smtp import Mailbox, Manner
from tests.support.tablets import TabletAt
from workflow import clock, exceptions, installation, letters, mailbag, undoing
from workflow.errors import NotFound
from workflow.scanning.commands import Command
from workflow.transaction import reading

A, V = Act.__table__, Delivery.__table__
NOBODY_LISTENS = "smtp://127.0.0.1:1"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as running:
        yield running


@pytest.fixture
def dock(either_app) -> TabletAt:
    goods.announced()
    return TabletAt("walt")


def send_through(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(installation, "chosen", replace(installation.settings(), smtp_url=url))


def work(at: datetime) -> None:
    """The worker's turn at that time."""
    with clock.at(at):
        loop.write_due()
        loop.send_due()


def states() -> list[str]:
    with reading() as connection:
        return list(connection.execute(sa.select(V.c.state).order_by(V.c.id)).scalars())


def received(dock: TabletAt) -> sa.Row:
    dock.scan(goods.announced().parcel)
    return roads.last_act()


def lead_undoes(act: sa.Row, at: datetime) -> bool:
    with clock.at(at):
        return undoing.undo(act_id=act.id, by=actor("lena"), reason="our_mistake").letter_went


def test_a_letter_that_waits_is_not_sent(dock: TabletAt, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    send_through(monkeypatch, NOBODY_LISTENS)
    act, start = received(dock), dock.moment
    dock.scan(goods.announced().parcel)
    work(start + timedelta(minutes=2))
    assert states() == ["waiting", "waiting"]
    assert lead_undoes(act, start + timedelta(minutes=3)) is False
    assert states() == ["cancelled", "waiting"]
    send_through(monkeypatch, mailbox.url)
    work(start + timedelta(minutes=30))
    assert states() == ["cancelled", "sent"] and len(mailbox.mails) == 1
    assert mailbag.counts()["cancelled"] == 1


def test_a_letter_that_failed_is_not_sent_again(dock: TabletAt, mailbox: Mailbox,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox.manner = Manner.NEVER
    send_through(monkeypatch, mailbox.url)
    act, start = received(dock), dock.moment
    work(start + timedelta(minutes=2))
    assert states() == ["failed"]
    lead_undoes(act, start + timedelta(minutes=3))
    mailbox.manner = Manner.TAKE
    (row,) = mailbag.page("cancelled", 1)
    with pytest.raises(NotFound):
        mailbag.check_can_retry(row)
    letters.try_again(row.id)
    work(start + timedelta(minutes=30))
    assert states() == ["cancelled"] and mailbox.mails == []


@pytest.mark.parametrize("dies", [False, True], ids=["it fails", "its worker dies"])
def test_a_letter_undone_while_it_is_being_sent_is_not_tried_again(dock: TabletAt, mailbox: Mailbox, dies: bool,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    send_through(monkeypatch, mailbox.url)
    act, start = received(dock), dock.moment
    with clock.at(start + timedelta(minutes=2)):
        loop.write_due()
        (leased,) = letters.lease_due()
        assert lead_undoes(act, clock.now()) is True
        if not dies:
            letters.did_not_go(leased, "451", for_good=False)
    work(start + timedelta(minutes=30))
    assert states() == ["cancelled"] and mailbox.mails == []


def test_the_desk_is_told_when_the_letter_had_gone(dock: TabletAt, mailbox: Mailbox,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    send_through(monkeypatch, mailbox.url)
    act, start = received(dock), dock.moment
    work(start + timedelta(minutes=2))
    assert lead_undoes(act, start + timedelta(minutes=3)) is True
    assert roads.last_act().data == {"undone": "parcel.received", "letter_went": True}
    assert states() == ["sent"]


def test_an_undo_in_time_that_comes_after_the_letter_is_done_and_a_lead_told(
        dock: TabletAt, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box is where it was: that is so. That the customer must be told is a lead's to see."""
    send_through(monkeypatch, mailbox.url)
    rma = goods.announced()
    scan(dock, rma.parcel)
    card = dock.last_scan
    dock.moment += timedelta(seconds=80)
    work(dock.moment)
    answer = scan(dock, Command.UNDO, on_its_way=timedelta(seconds=50), re=card)
    assert answer.result == "ok" and "letter has gone" in str(answer.next)
    assert goods.parcel(rma.parcel_id).state.value == "announced"
    (told,) = exceptions.waiting()
    assert told.raw == Command.UNDO.code and "letter has gone" in str(told.answer.next)


def test_an_undo_in_time_leaves_nothing_to_settle(dock: TabletAt) -> None:
    received(dock)
    assert dock.scan(Command.UNDO).result == "ok"
    work(dock.moment + timedelta(minutes=5))
    assert states() == [] and exceptions.waiting() == []
