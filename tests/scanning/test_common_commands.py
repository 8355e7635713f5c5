"""Commands of every station: the last card again, help, its paper, a photo, a lead, the end of a shift."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from models.log import Act
from models.rma import Hold
from tests.repairing import benches
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo, everything
from workflow import holding, signing_in
from workflow.errors import NotSignedIn
from workflow.scanning.commands import Command
from workflow.scanning.last_card import WORK
from workflow.scanning.steps import STATIONS
from workflow.transaction import reading

BUDGET = 10
H = Hold.__table__


def holds(reason: str) -> list[sa.Row]:
    with reading() as connection:
        return list(connection.execute(sa.select(H).where(H.c.reason == reason, H.c.released_at.is_(None))))


def acts() -> int:
    with reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(Act.__table__)).scalar_one()


@pytest.mark.parametrize("command", [Command.AGAIN, Command.HELP, Command.PRINT, Command.PHOTO])
def test_what_only_shows_changes_nothing_and_costs_little(dock: TabletAt, statements: list[str],
                                                          command: Command) -> None:
    rma = goods.announced(serials=True)
    card = dock.scan(rma.parcel, rma.skus[0])
    today = dock.take(Command.AGAIN).today
    before, done = everything(), acts()
    statements.clear()
    answer = dock.scan(command)
    assert len(statements) <= BUDGET
    assert answer.act_id is None and answer.result in {"repeat", "ask"}
    assert (answer.paper, answer.choices) == (card.paper, card.choices)
    assert (everything(), acts()) == (before, done)
    assert dock.take(command).today == today
    assert str(dock.scan("SN" + rma.skus[0]).title) == "Serial fits"  # the question still stands


def test_again_is_the_same_card_whatever_it_said(dock: TabletAt) -> None:
    rma = goods.announced()
    for code in (rma.parcel, Command.YES, "T12345678901"):
        first, again = dock.scan(code), dock.scan(Command.AGAIN)
        assert (again.title, again.thing, again.next) == (first.title, first.thing, first.next)
        assert (again.lines, again.choices, again.items) == (first.lines, first.choices, first.items)
        assert again.result == ("repeat" if first.result == "ok" else first.result)


def test_again_without_a_card_or_with_another_persons(dock: TabletAt) -> None:
    assert dock.scan(Command.AGAIN).result == "refused"
    dock.scan(goods.announced().parcel)
    dock.session = TabletAt("lena", "dock-1").session
    assert dock.scan(Command.AGAIN).result == "refused"


def test_again_stands_on_any_card(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    assert dock.take(Command.AGAIN, re="some-older-card-0001").answer.result == "repeat"


def test_help_says_what_this_station_does(dock: TabletAt) -> None:
    first = dock.scan(Command.HELP)
    assert "Scan a parcel" in str(first.lines[0][1])
    rma = goods.announced()
    asked = dock.scan(rma.parcel)
    helped = dock.scan(Command.HELP)
    assert (str(helped.title), helped.next, helped.choices) == ("Help", asked.next, asked.choices)


def test_every_kind_of_station_has_its_help() -> None:
    assert set(WORK) == set(STATIONS)


def test_print_opens_the_paper_of_the_last_card(dock: TabletAt) -> None:
    rma = goods.announced(units=2)
    assert dock.scan(Command.PRINT).result == "refused"
    assert dock.scan(rma.parcel, Command.PRINT).result == "refused"
    answer = dock.scan(rma.skus[0], Command.HELP, Command.PRINT)
    assert (answer.paper, answer.opens) == (("unit_tag", rma.unit_ids[0]), "paper")
    assert dock.scan(Command.AGAIN).opens == ""


def test_photo_is_of_what_is_open(dock: TabletAt) -> None:
    rma = goods.announced()
    assert dock.scan(Command.PHOTO).result == "refused"
    answer = dock.scan(rma.parcel, Command.PHOTO)
    assert (answer.photo_of, answer.opens) == (("parcel", rma.parcel_id), "photo")
    assert dock.scan(rma.skus[0], Command.PHOTO).photo_of == ("unit", rma.unit_ids[0])


def test_undo_after_looking_again_is_still_of_the_act(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0], Command.HELP, Command.AGAIN)
    assert dock.scan(Command.UNDO).result == "ok"
    assert goods.unit(rma.unit_ids[0]).stage.value == "expected"


def test_a_lead_is_called_to_the_unit_in_hand(dock: TabletAt, statements: list[str]) -> None:
    rma, other = goods.announced(units=2), goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    statements.clear()
    answer = dock.scan(Command.LEAD)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert (answer.result, str(answer.title)) == ("ok", "Lead called")
    assert [(row.unit_id, row.rma_id) for row in holds("lead_decision")] == [(rma.unit_ids[0], None)]
    assert dock.scan(rma.skus[1]).result == "ok"  # the box is still open
    assert goods.rma(other.rma_id).status.value == "approved"


def test_a_lead_called_twice_is_told_who_called(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0], Command.LEAD)
    tag = goods.unit(rma.unit_ids[0]).tag
    answer = dock.scan(tag, Command.LEAD)
    assert (answer.result, [str(label) for label, _value in answer.lines]) == ("repeat", ["by", "when"])
    assert len(holds("lead_decision")) == 1


def test_a_lead_called_to_a_parcel_holds_its_rma(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, Command.LEAD)
    assert [row.rma_id for row in holds("lead_decision")] == [rma.rma_id]
    assert dock.scan(Command.BOX_DONE).result == "refused"  # nothing is open any more


def test_a_lead_with_nothing_to_be_called_to(dock: TabletAt) -> None:
    assert dock.scan(Command.LEAD).result == "refused"
    assert dock.scan("1Z999AA10123456784", Command.LEAD).result == "refused"
    assert holds("lead_decision") == []


@pytest.mark.parametrize("codes", [("parcel", Command.LEAD), ("parcel", "sku", Command.LEAD)])
def test_calling_a_lead_undone(dock: TabletAt, codes: tuple) -> None:
    rma = goods.announced()
    named = {"parcel": rma.parcel, "sku": rma.skus[0]}
    check_undo(dock, *[named.get(code, code) for code in codes])


def test_at_the_bench_the_job_is_parked_with_it(app, statements: list[str]) -> None:
    (unit,) = benches.at_bench()
    bench = TabletAt("tom")
    bench.scan(unit.tag)
    statements.clear()
    answer = bench.scan(Command.LEAD)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert answer.result == "ok" and unit.tag[-2:] in answer.thing
    work = benches.work(unit.id)
    assert work.held == "lead_decision" and work.job.parked_at is not None
    assert bench.scan(Command.UNDO).result == "ok"
    work = benches.work(unit.id)
    assert work.held is None and work.job.parked_at is None


def test_a_lead_answers_by_releasing_the_hold(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0], Command.LEAD)
    holding.release(hold_id=holds("lead_decision")[0].id, by=actor("alice"))
    assert holds("lead_decision") == []


def test_lock_ends_this_sign_in_only(dock: TabletAt, statements: list[str]) -> None:
    rma = goods.announced()
    elsewhere = TabletAt("walt", "dock-2")
    dock.scan(rma.parcel)
    statements.clear()
    assert str(dock.take(Command.LOCK, re="some-older-card-0001").answer.title) == "Locked"
    assert len(statements) <= BUDGET
    with pytest.raises(NotSignedIn):
        dock.scan(rma.skus[0])
    with pytest.raises(NotSignedIn):
        signing_in.person(dock.session)
    assert elsewhere.scan(Command.HELP).result == "repeat"
    dock.session = TabletAt("walt", "dock-1").session
    assert dock.scan(rma.skus[0]).result == "ok"  # the box is still open for who comes back


def test_lock_sent_again_is_not_taken(dock: TabletAt) -> None:
    dock.take(Command.LOCK, scan_id="the-same-scan-0001")
    with pytest.raises(NotSignedIn):
        dock.take(Command.LOCK, scan_id="the-same-scan-0001")
    dock.session = TabletAt("walt", "dock-1").session
    assert str(dock.take(Command.LOCK, scan_id="the-same-scan-0001").answer.title) == "Locked"
    assert dock.scan(Command.HELP).result == "repeat"  # the repeat ended nothing


def test_over_http_lock_and_what_opens_by_itself(client_as) -> None:
    walt, rma = client_as("walt", station="dock-1"), goods.announced()
    page = walt.page("/stations/dock-1")
    for command in (Command.AGAIN, Command.HELP, Command.LEAD, Command.LOCK, Command.PRINT, Command.PHOTO):
        assert f'data-code="{command.code}"' in page
    assert page.count("data-key=") == len(set(re.findall(r'data-key="([^"]+)"', page)))

    def scan(number: int, code: str):
        return walt.send("/stations/dock-1/scans", code=code, scan_id=f"{number:032d}")

    assert "data-opens" not in scan(1, rma.parcel).get_data(as_text=True)
    assert f'/photos/of/parcel/{rma.parcel_id}" target="_blank" rel="noopener" data-opens' in \
        scan(2, Command.PHOTO.code).get_data(as_text=True)
    assert scan(3, Command.LOCK.code).status_code == 200
    assert scan(4, Command.HELP.code).status_code == 401


def test_cancel_drops_the_question_and_leaves_what_is_in_hand(dock: TabletAt, statements: list[str]) -> None:
    """Unlike PARK, which puts the box aside, and NO, which may be an answer."""
    rma = goods.announced()
    card = dock.scan(rma.parcel)
    before = everything()
    assert dock.scan(Command.WEIGHT).result == "ask"
    statements.clear()
    answer = dock.scan(Command.CANCEL)
    assert len(statements) <= BUDGET
    assert (str(answer.title), answer.choices, answer.act_id) == ("Question dropped", card.choices, None)
    assert everything() == before
    assert dock.scan(rma.skus[0]).result == "ok"


def test_cancel_with_nothing_to_drop(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    answer = dock.scan(Command.CANCEL)
    assert answer.result == "refused" and "“Park” puts aside" in str(answer.next)
    assert dock.scan(rma.skus[0]).result == "ok"
    assert str(dock.scan(Command.PARK).title) == "Put aside"
