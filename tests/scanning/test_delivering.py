"""Scans kept without a network: delivered by whoever is signed in, done by who scanned, once only; none vanishes."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState, Role, Stage
from models.log import Act, Movement, Scan
from models.people import Staff
from tests.packing import roads as packing_roads
from tests.support import goods
from tests.support.people import PEOPLE, password
from tests.support.tablets import TabletAt, check_undo
from workflow import clock, exceptions, signing_in, staffing, undoing
from workflow.actors import SYSTEM
from workflow.errors import Conflict, NotAllowed, NotSignedIn, Refused
from workflow.scanning import tickets
from workflow.scanning.commands import Command
from workflow.transaction import reading

A, SC, M = Act.__table__, Scan.__table__, Movement.__table__


@pytest.fixture
def ana(monkeypatch: pytest.MonkeyPatch):
    """Ana works at the dock as well. Called once the house stands."""
    def come() -> str:
        staffing.add(login="ana", name="Ana", roles=(Role.DOCK,), password=password("ana"), pin="4711", by=SYSTEM)
        monkeypatch.setitem(PEOPLE, "ana", ("Ana", (Role.DOCK,)))
        return "ana"

    return come


def staff_id(login: str) -> int:
    with reading() as connection:
        return connection.execute(sa.select(Staff.__table__.c.id).where(Staff.__table__.c.login == login)).scalar_one()


def scan_of(scan_id: str) -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(SC).where(SC.c.scan_id == scan_id)).one()


def act_of(scan_id: str) -> sa.Row:
    with reading() as connection:
        return connection.execute(sa.select(A).where(A.c.id == scan_of(scan_id).act_id)).one()


def acts(kind: str) -> int:
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(A).where(A.c.kind == kind)).scalar_one()


def rows() -> list[int]:
    with reading() as connection:
        return [connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in (A, SC, M)]


def test_ana_delivers_what_walt_scanned(either_app, ana) -> None:
    dock, rma, other = TabletAt("walt"), goods.announced(), goods.announced()
    (kept,) = dock.keep(rma.parcel)
    dock.sign_in(ana())
    (answer,) = dock.deliver(kept)
    assert answer.result == "ok"
    scan, act = scan_of(kept.scan_id), act_of(kept.scan_id)
    assert (scan.staff_id, scan.delivered_by_id) == (staff_id("walt"), staff_id("ana"))
    assert (act.staff_id, act.delivered_by_id) == (staff_id("walt"), staff_id("ana"))
    assert scan.scanned_at == kept.scanned_at
    assert scan.received_at - scan.scanned_at > timedelta(minutes=9)
    with reading() as connection:
        by = connection.execute(sa.select(M.c.by).where(M.c.act_id == act.id)).scalars().all()
    assert set(by) == {f"staff:{staff_id('walt')}"}
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED
    assert goods.parcel(other.parcel_id).state is ParcelState.ANNOUNCED


def test_delivered_twice_it_is_done_once(either_app, ana) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    (kept,) = dock.keep(rma.parcel)
    dock.sign_in(ana())
    dock.deliver(kept)
    before = rows()
    dock.sign_in("walt")
    (again,) = dock.deliver(kept)
    assert again.result == "ok" and rows() == before
    with pytest.raises(Conflict):
        dock.deliver(replace(kept, code=goods.announced().parcel))


def test_walt_himself_signs_in_again_and_delivers(app) -> None:
    """F6 from the server's side: twenty scans, the sign-in ended meanwhile."""
    dock, rmas = TabletAt("walt"), [goods.announced() for _ in range(20)]
    kept = dock.keep(*[rma.parcel for rma in rmas])
    signing_in.sign_out(dock.session)
    with pytest.raises(NotSignedIn):
        dock.deliver(kept[0])
    dock.sign_in("walt")
    assert [answer.result for answer in dock.deliver(*kept)] == ["ok"] * 20
    assert {(scan_of(scan.scan_id).staff_id, scan_of(scan.scan_id).delivered_by_id) for scan in kept} == {
        (staff_id("walt"), None)}


def test_a_ticket_that_proves_nothing_is_refused_and_nothing_written(either_app, ana) -> None:
    dock, elsewhere, rma = TabletAt("walt"), TabletAt("walt"), goods.announced()
    (kept,) = dock.keep(rma.parcel)
    numbers, _, signature = kept.ticket.rpartition(".")
    parts = numbers.split(".")
    parts[1] = str(staff_id("lena"))
    wrong = [f"{'.'.join(parts)}.{signature}", f"{numbers}.{'0' * 32}", "forged", ".", "é.ü", kept.ticket + "0",
             elsewhere.ticket]
    dock.sign_in(ana())
    before = rows()
    for ticket in wrong:
        with pytest.raises(tickets.BadTicket):
            dock.deliver(replace(kept, ticket=ticket))
    assert rows() == before
    assert dock.deliver(kept)[0].result == "ok"


def test_a_ticket_is_good_for_a_week_after_the_shift_and_no_longer(app) -> None:
    dock, first, second = TabletAt("walt"), goods.announced(), goods.announced()
    kept = dock.keep(first.parcel, second.parcel)
    dock.moment += timedelta(days=7)
    dock.sign_in("walt")
    assert dock.deliver(kept[0])[0].result == "ok"
    dock.moment += timedelta(hours=15)
    dock.sign_in("walt")
    with pytest.raises(tickets.BadTicket):
        dock.deliver(kept[1])
    assert dock.deliver(kept[0])[0].result == "ok"  # taken long ago: the same answer, so that the tablet can let go


def test_only_who_may_work_here_delivers_and_only_they_get_a_ticket(app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    (kept,) = dock.keep(rma.parcel)
    dock.sign_in("alice")
    assert dock.ticket == ""
    with pytest.raises(NotAllowed):
        dock.deliver(kept)
    dock.sign_in("lena")
    assert dock.deliver(kept)[0].result == "ok"


def test_what_lies_open_belongs_to_who_scanned(app, ana) -> None:
    """Walt's box is not Ana's: after it she has nothing open, and UNDO of his act is not hers."""
    dock, rma = TabletAt("walt"), goods.announced(units=2)
    kept = dock.keep(rma.parcel, rma.skus[0])
    dock.sign_in(ana())
    assert [answer.result for answer in dock.deliver(*kept)] == ["ok", "ok"]
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED
    assert goods.unit(rma.unit_ids[1]).stage is Stage.EXPECTED
    assert dock.scan(Command.UNDO).result == "refused"
    assert dock.scan(Command.BOX_DONE).result == "refused"
    dock.sign_in("walt")
    dock.deliver(*dock.keep(goods.announced().parcel, ago=timedelta(seconds=30)))
    assert dock.scan(Command.UNDO).result == "ok"


def test_a_kept_scan_is_taken_back_without_a_trace(app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()

    class Late:
        """The tablet whose things arrive late, yet less than a minute before UNDO."""

        def scan(self, code: str | Command):
            kept = dock.keep(code, ago=timedelta(seconds=50), re="a-card-nobody-gave-0001")
            return dock.scan(code) if isinstance(code, Command) else dock.deliver(*kept)[0]

    assert check_undo(Late(), rma.parcel).result == "ok"


def test_damage_and_danger_need_no_card(app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    kept = dock.keep(rma.parcel, Command.DAMAGED, Command.DANGER, re="a-card-nobody-gave-0001")
    assert [answer.result for answer in dock.deliver(*kept)] == ["ok", "ok", "ok"]
    parcel = goods.parcel(rma.parcel_id)
    assert parcel.damaged and parcel.dangerous
    assert exceptions.waiting() == []


@pytest.mark.parametrize("command", [Command.YES, Command.NO, Command.BOX_DONE, Command.ALL, Command.UNDO,
                                     Command.CHOICE_1, Command.NOT_OURS])
def test_an_answer_to_a_card_that_nobody_saw_is_refused(app, command: Command) -> None:
    """Its `re` names the scan before it, whose card came only with the network."""
    dock, rma, other = TabletAt("walt"), goods.announced(units=2), goods.announced()
    kept = dock.keep(rma.parcel, other.skus[0], command)
    kept[2] = replace(kept[2], re=kept[1].scan_id)
    answers = dock.deliver(*kept)
    assert [answer.result for answer in answers] == ["ok", "ask", "refused"]
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED
    assert acts("unit.extra") == 0
    assert [row.raw for row in exceptions.waiting()] == [other.skus[0], command.code]


def test_an_answer_to_the_card_that_stood_there_counts(app) -> None:
    """The question was drawn, then the network went: the answer is to that very card."""
    dock, rma, other = TabletAt("walt"), goods.announced(), goods.announced()
    dock.scan(rma.parcel, other.skus[0])
    card = dock.last_scan
    dock.moment += timedelta(minutes=11)
    assert acts("unit.extra") == 0
    assert dock.deliver(*dock.keep(Command.YES, re=card))[0].result == "ok"
    assert acts("unit.extra") == 1 and exceptions.waiting() == []


def test_the_same_answer_under_anothers_ticket_does_not(app, ana) -> None:
    """A ticket carries facts: nobody decides in another's name."""
    dock, rma, other = TabletAt("walt"), goods.announced(), goods.announced()
    dock.scan(rma.parcel, other.skus[0])
    card, ticket = dock.last_scan, dock.ticket
    dock.sign_in(ana())
    fresh = dock.keep(Command.YES, ticket=ticket, re=card, ago=timedelta())
    assert dock.deliver(*fresh)[0].result == "refused"
    assert acts("unit.extra") == 0


def test_a_tablet_whose_clock_is_wrong_works_on(app) -> None:
    """Five hours behind: what counts is the time between the scan and its sending, by the same clock."""
    dock, rma, other = TabletAt("walt"), goods.announced(), goods.announced()
    behind = timedelta(hours=5)

    def scan(code: str) -> str:
        now = dock.moment + timedelta(seconds=1) - behind
        return dock.take(code, re=dock.last_scan, ticket=dock.ticket, scanned_at=now, sent_at=now).answer.result

    assert [scan(rma.parcel), scan(other.skus[0]), scan(Command.YES.code)] == ["ok", "ask", "ok"]
    assert exceptions.waiting() == []


def test_a_scan_with_a_ticket_in_time_is_an_ordinary_one(app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    dock.take(rma.parcel, ticket=dock.ticket, scanned_at=dock.moment, sent_at=dock.moment)
    assert dock.take(Command.YES, ticket=dock.ticket, scanned_at=dock.moment, re=dock.last_scan
                     ).answer.result == "refused"
    assert exceptions.waiting() == []


def test_what_follows_a_parcel_that_was_not_placed_lands_in_no_other_box(app) -> None:
    dock, before, rma = TabletAt("walt"), goods.announced(), goods.announced()
    dock.scan(before.parcel)
    misread = rma.parcel[:-1] + str((int(rma.parcel[-1]) + 1) % 10)
    answers = dock.deliver(*dock.keep(misread, Command.DAMAGED))
    assert [answer.result for answer in answers] == ["unknown", "refused"]
    assert not goods.parcel(before.parcel_id).damaged
    assert len(exceptions.waiting()) == 2


def test_f7_two_tablets_kept_what_contradicts(either_app, ana) -> None:
    """The first to arrive wins; what the other says is kept for a person. None vanishes, nothing happens twice."""
    one, rma, free = TabletAt("walt"), goods.announced(units=2), goods.announced()
    ana()
    two = TabletAt("ana")
    first = two.keep(rma.parcel, rma.skus[0], free.parcel)
    second = one.keep(rma.parcel, rma.skus[0], Command.NOT_OURS, ago=timedelta(minutes=30))
    assert [answer.result for answer in two.deliver(*first)] == ["ok", "ok", "ok"]
    one.moment = two.moment
    answers = one.deliver(*second)
    assert answers[0].result == "repeat"
    assert answers[2].result == "refused"
    assert {row.raw for row in exceptions.waiting()} >= {rma.parcel, Command.NOT_OURS.code}
    stored = {scan.scan_id for scan in first + second}
    with reading() as connection:
        assert stored == set(connection.execute(sa.select(SC.c.scan_id)).scalars())
        received = connection.execute(sa.select(sa.func.count()).select_from(A).where(
            A.c.kind == "parcel.received")).scalar_one()
    assert received == 2
    assert act_of(first[0].scan_id).staff_id == staff_id("ana")
    contradicted = exceptions.waiting()[0]
    assert contradicted.person == "Walt" and exceptions.done_before(contradicted)[0] == "Ana"


def test_a_parcel_kept_twice_by_one_tablet_contradicts_nobody(app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    answers = dock.deliver(*dock.keep(rma.parcel, goods.announced().parcel, rma.parcel))
    assert [answer.result for answer in answers] == ["ok", "ok", "repeat"]
    assert exceptions.waiting() == []


def test_a_parcel_that_a_colleague_had_received_before_contradicts_nobody(app) -> None:
    door, dock, rma = TabletAt("walt"), TabletAt("walt"), goods.announced(units=2)
    door.scan(rma.parcel)
    dock.moment += timedelta(hours=1)
    answers = dock.deliver(*dock.keep(rma.parcel, rma.skus[0]))
    assert [answer.result for answer in answers] == ["repeat", "ok"]
    assert exceptions.waiting() == []


def test_over_http(client_as) -> None:
    """The page carries the ticket; a wrong one is answered by 403 with the scan's id: the line goes on."""
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    html = walt.page("/stations/dock-1")
    ticket = html.split('data-ticket="')[1].split('"')[0]
    assert tickets.read(ticket).staff_id == staff_id("walt")
    scan_id, old = secrets.token_hex(16), (clock.now() - timedelta(hours=1)).isoformat()
    refused = walt.send("/stations/dock-1/scans", code=rma.parcel, scan_id=scan_id, ticket=ticket[:-1] + "x",
                        scanned_at=old)
    assert (refused.status_code, refused.headers["X-Scan-Id"]) == (403, scan_id)
    assert "scan it again" in refused.get_data(as_text=True)
    answer = walt.send("/stations/dock-1/scans", code=rma.parcel, scan_id=scan_id, ticket=ticket, scanned_at=old)
    assert (answer.status_code, answer.headers["X-Scan-Result"]) == (200, "ok")
    assert 'data-ticket=""' in client_as("alice").page("/stations/dock-1")


def test_a_lead_settles_an_exception_with_a_note(app, people) -> None:
    dock = TabletAt("walt")
    dock.deliver(*dock.keep(Command.YES, Command.NO))
    first, second = exceptions.waiting()
    with pytest.raises(NotAllowed):
        exceptions.settle(exception_id=first.id, note="I did", by=people["walt"])
    exceptions.settle(exception_id=first.id, note=" Looked at the box. ", by=people["lena"])
    assert [row.id for row in exceptions.waiting()] == [second.id]
    (settled,) = exceptions.settled()
    assert (settled.note, settled.settled_by, settled.person) == ("Looked at the box.", "Lena", "Walt")
    with reading() as connection:
        act = connection.execute(sa.select(A).where(A.c.kind == "exception.settled")).one()
    assert act.staff_id == people["lena"].staff_id


def test_settling_can_be_undone(app, people) -> None:
    dock = TabletAt("walt")
    dock.deliver(*dock.keep(Command.YES))
    (row,) = exceptions.waiting()
    exceptions.settle(exception_id=row.id, note="Done.", by=people["lena"])
    with reading() as connection:
        act_id = connection.execute(sa.select(A.c.id).where(A.c.kind == "exception.settled")).scalar_one()
    undoing.undo(act_id=act_id, by=people["lena"])
    assert exceptions.waiting() == [row]


def test_settling_is_taken_back_by_a_lead_with_a_reason(app, people) -> None:
    """At once without one by who settled it; then it waits again, and can be settled anew."""
    dock = TabletAt("walt")
    dock.deliver(*dock.keep(Command.YES, Command.NO))
    first, second = exceptions.waiting()
    for row in (first, second):
        exceptions.settle(exception_id=row.id, note="Done.", by=people["lena"])
    with pytest.raises(NotAllowed):
        exceptions.take_back(exception_id=first.id, reason="our_mistake", by=people["walt"])
    exceptions.take_back(exception_id=first.id, reason=None, by=people["lena"])
    assert exceptions.waiting() == [first] and [row.id for row in exceptions.settled()] == [second.id]
    with pytest.raises(Refused, match="waits already"):
        exceptions.take_back(exception_id=first.id, reason=None, by=people["lena"])
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert exceptions.needs_reason(exceptions.one(second.id), people["lena"])
        for reason, words in ((None, "needs a reason"), ("because", "Choose a reason")):
            with pytest.raises(Refused, match=words):
                exceptions.take_back(exception_id=second.id, reason=reason, by=people["lena"])
        exceptions.take_back(exception_id=second.id, reason="our_mistake", by=people["lena"])
    assert exceptions.waiting() == [first, second]
    exceptions.settle(exception_id=first.id, note="Now it is.", by=people["lena"])
    assert exceptions.settled()[0].note == "Now it is."


def test_the_page_takes_it_back(client_as, people) -> None:
    dock = TabletAt("walt")
    dock.deliver(*dock.keep(Command.BOX_DONE, Command.YES))
    first, second = exceptions.waiting()
    lena, url = client_as("lena"), f"/desk/exceptions/{first.id}"
    assert "Undo" not in lena.page(url)
    lena.send(f"{url}/settlement", note="All were there.")
    assert "Undo" in lena.page(url) and "undo-reason" not in lena.page(url)
    with clock.at(clock.now() - timedelta(minutes=2)):
        exceptions.settle(exception_id=second.id, note="Looked.", by=people["lena"])
    assert "undo-reason" in lena.page(f"/desk/exceptions/{second.id}")
    refused = lena.send(f"/desk/exceptions/{second.id}/undo")
    assert refused.status_code == 422 and "needs a reason" in refused.get_data(as_text=True)
    assert lena.send(f"{url}/undo").status_code == 303
    assert lena.send(f"/desk/exceptions/{second.id}/undo", reason="our_mistake").status_code == 303
    assert exceptions.open_count() == 2
    assert client_as("alice").send(f"{url}/undo").status_code in (400, 403)


def test_the_page_of_exceptions(client_as) -> None:
    dock = TabletAt("walt")
    dock.deliver(*dock.keep(Command.BOX_DONE))
    (row,) = exceptions.waiting()
    lena = client_as("lena")
    html = lena.page("/desk/exceptions")
    assert "Box done" in html and "Walt" in html and '<span class="bh-count">1</span>' in html
    lena.page(f"/desk/exceptions/{row.id}")
    empty = lena.send(f"/desk/exceptions/{row.id}/settlement", note="")
    assert empty.status_code == 422 and "Write what was done" in empty.get_data(as_text=True)
    long = lena.send(f"/desk/exceptions/{row.id}/settlement", note="y" * 2001)
    assert long.status_code == 422 and "y" * 2001 in long.get_data(as_text=True)
    assert lena.send(f"/desk/exceptions/{row.id}/settlement", note="All were there.").status_code == 303
    assert "All were there." in lena.page(f"/desk/exceptions/{row.id}")
    assert lena.send(f"/desk/exceptions/{row.id}/settlement", note="Mine too").status_code == 303
    assert "All were there." in lena.page(f"/desk/exceptions/{row.id}")
    assert "Box done" in lena.page("/desk/exceptions/settled")
    lena.page("/desk/exceptions/99", status=404)
    for login in ("walt", "alice", "mia"):
        assert client_as(login).get("/desk/exceptions").status_code == 403


def test_lock_kept_ends_the_shift_it_was_scanned_in(app, ana) -> None:
    """Walt locked the tablet when he left; Ana, who delivers it, stays signed in."""
    dock, rma = TabletAt("walt"), goods.announced()
    (kept,) = dock.keep(Command.LOCK)
    dock.session, walts = signing_in.sign_in(login=ana(), password=password("ana"), address="ana").token, dock.session
    dock.deliver(kept)
    with pytest.raises(NotSignedIn):
        signing_in.person(walts)
    assert dock.scan(rma.parcel).result == "ok"


@pytest.mark.parametrize("ago", [timedelta(minutes=5), timedelta()], ids=["kept", "at once"])
def test_what_is_scanned_in_the_name_of_who_has_signed_out_is_settled_by_a_lead(client_as, ana, ago: timedelta) -> None:
    """The page was left open in Walt's name: the parcel is here, and whose work it was a lead finds out."""
    dock, rma = TabletAt("walt"), goods.announced(units=2)
    ticket = dock.ticket
    dock.sign_in(ana())
    dock.moment += timedelta(minutes=30)
    answers = dock.deliver(*dock.keep(rma.parcel, rma.skus[0], ticket=ticket, ago=ago))
    assert [answer.result for answer in answers] == ["ok", "ok"]  # the box stays open for what follows
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED
    first, second = exceptions.waiting()
    assert (first.raw, second.raw, first.person, first.delivered_by) == (rma.parcel, rma.skus[0], "Walt", "Ana")
    html = client_as("lena").page(f"/desk/exceptions/{first.id}")
    assert "This person had signed out before it was scanned." in html


def test_what_was_scanned_before_signing_out_is_nothing_to_settle(app, ana) -> None:
    dock = TabletAt("walt")
    kept = dock.keep(goods.announced().parcel, goods.announced().parcel, ago=timedelta(seconds=10))
    dock.sign_in(ana())
    dock.deliver(*kept)
    dock.moment += timedelta(minutes=30)
    ticket = dock.ticket
    dock.sign_in("ana")  # her own old page, after she signed in anew
    dock.moment += timedelta(minutes=1)
    dock.deliver(*dock.keep(goods.announced().parcel, ticket=ticket, ago=timedelta(seconds=5)))
    assert exceptions.waiting() == []


def misread(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def on_time(dock: TabletAt, code: str, re: str | None, **more: object):
    """A scan that answers the card seen then, made and sent now."""
    return dock.take(code, re=re, ticket=dock.ticket, scanned_at=dock.moment, sent_at=dock.moment, **more).answer


def test_kept_for_less_than_a_minute_it_is_settled_as_well(app) -> None:
    """The tablet says that its card was "kept", and that the person went on: nobody saw the refusal."""
    dock, rma = TabletAt("walt"), goods.announced()
    assert on_time(dock, misread(rma.parcel), None).result == "unknown"
    assert exceptions.waiting() == []
    assert on_time(dock, misread(rma.parcel), None, kept=True).result == "unknown"
    assert on_time(dock, rma.parcel, None, kept=True).result == "ok"
    assert [row.raw for row in exceptions.waiting()] == [misread(rma.parcel)]


def test_an_answer_kept_for_less_than_a_minute_is_none_to_a_card_that_nobody_saw(app) -> None:
    dock, rma, other = TabletAt("walt"), goods.announced(), goods.announced()
    on_time(dock, rma.parcel, None)
    on_time(dock, other.skus[0], dock.last_scan, kept=True)
    answer = dock.take(Command.YES, re=dock.last_scan, ticket=dock.ticket, kept=True, sent_at=dock.moment,
                       scanned_at=dock.moment - timedelta(seconds=5)).answer
    assert answer.result == "refused" and "nobody had seen the card" in str(answer.next)
    assert acts("unit.extra") == 0


def test_kept_means_nothing_without_a_ticket(app) -> None:
    dock, rma = TabletAt("walt"), goods.announced()
    assert dock.take(misread(rma.parcel), kept=True).answer.result == "unknown"
    assert exceptions.waiting() == []


def test_two_tablets_contradict_within_a_minute(app) -> None:
    """F7 with tablets that were away for moments only."""
    one, two, rma = TabletAt("walt"), TabletAt("lena", "dock-1"), goods.announced(units=2)
    assert on_time(two, rma.parcel, None).result == "ok"
    one.moment = two.moment
    made, ticket = one.moment - timedelta(seconds=40), one.ticket
    answers = [one.take(code, ticket=ticket, scanned_at=made, sent_at=one.moment, kept=True).answer
               for code in (rma.parcel, Command.NOT_OURS)]
    assert [answer.result for answer in answers] == ["repeat", "refused"]
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED
    assert {row.raw for row in exceptions.waiting()} == {rma.parcel, Command.NOT_OURS.code}


@pytest.mark.parametrize("label", ["misread", "nothing of a parcel's", "refused"])
def test_what_was_scanned_before_the_next_boxs_label_was_seen_to_fail_lands_in_no_box(app, label: str) -> None:
    """Two boxes hold the same product. The second one's label is not placed, and its goods come before that card."""
    dock, first, second = TabletAt("walt"), goods.announced(), goods.announced()
    on_time(dock, first.parcel, None)
    seen = dock.last_scan
    code = {"misread": misread(second.parcel), "nothing of a parcel's": "SOME-UNKNOWN-CODE-77 ",
            "refused": outgoing_box()}[label]
    failed = on_time(dock, code, seen)
    assert failed.result in {"unknown", "ask", "refused"}
    assert on_time(dock, first.skus[0], seen).result in {"refused", "unknown", "ask"}
    assert goods.unit(first.unit_ids[0]).stage is Stage.EXPECTED
    assert on_time(dock, first.parcel, dock.last_scan).result == "repeat"
    assert on_time(dock, first.skus[0], seen).result == "ok"


def outgoing_box() -> str:
    """The number of a box that is being packed: at the dock it is refused."""
    road = packing_roads.ready()
    TabletAt("paul").scan(road.rma)
    return packing_roads.box_of(road).number


def test_seen_to_fail_the_box_goes_on(app) -> None:
    """Who has seen the card, and scans the next thing all the same, means the box that is open."""
    dock, rma = TabletAt("walt"), goods.announced()
    on_time(dock, rma.parcel, None)
    on_time(dock, misread(rma.parcel), dock.last_scan)
    assert on_time(dock, rma.skus[0], dock.last_scan).result == "ok"


def test_a_thing_of_the_box_or_a_command_that_failed_leaves_the_box_open(app) -> None:
    """Forty codes at once: one that is not of this box does not stop the others."""
    dock, rma, other = TabletAt("walt"), goods.announced(units=3), goods.announced()
    on_time(dock, rma.parcel, None)
    seen = dock.last_scan
    assert on_time(dock, other.skus[0], seen).result == "ask"
    assert on_time(dock, rma.skus[0], seen).result == "ok"
    assert on_time(dock, Command.BOX_DONE.code, seen).result == "refused"
    assert on_time(dock, rma.skus[1], seen).result == "ok"
    on_time(dock, misread(rma.parcel), seen)
    assert on_time(dock, Command.BOX_DONE.code, seen).result == "refused"  # closes nothing: it did nothing
    assert on_time(dock, rma.skus[2], dock.last_scan).result == "ok"
