"""UNDO: what a tablet's person did last is taken back within a minute between the two scans; later it is the lead's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.lifecycle import ParcelState, Stage
from reference.phrases import override_reasons
from tests.desk import roads
from tests.support import goods
from tests.support.tablets import TabletAt
from workflow import stations
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.sentences import say

SOON, A_MINUTE, TOO_LATE = timedelta(seconds=59), timedelta(seconds=60), timedelta(seconds=61)


@pytest.fixture
def dock(app) -> TabletAt:
    goods.announced()
    return TabletAt("walt")


def scan(dock: TabletAt, code: str | Command, *, behind: timedelta = timedelta(), on_its_way: timedelta = timedelta(),
         re: str | None = None) -> Answer:
    """Scan as the page does, with the times of the tablet's clock. `behind`: how much that clock is slow."""
    arrives = dock.moment + timedelta(seconds=1) - behind
    return dock.take(code, ticket=dock.ticket, re=re, scanned_at=arrives - on_its_way, sent_at=arrives).answer


@pytest.mark.parametrize(("later", "result"), [(SOON, "ok"), (A_MINUTE, "ok"), (TOO_LATE, "refused")])
def test_a_minute_between_the_two_scans(dock: TabletAt, later: timedelta, result: str) -> None:
    rma = goods.announced()
    scan(dock, rma.parcel)
    dock.moment += later - timedelta(seconds=1)
    assert scan(dock, Command.UNDO).result == result
    left = ParcelState.ANNOUNCED if result == "ok" else ParcelState.RECEIVED
    assert goods.parcel(rma.parcel_id).state is left


@pytest.mark.parametrize(("later", "result"), [(SOON, "ok"), (TOO_LATE, "refused")])
def test_an_undo_that_was_long_on_its_way(dock: TabletAt, later: timedelta, result: str) -> None:
    """Scanned in time, it counts, although the network brought it five minutes after."""
    scan(dock, goods.announced().parcel)
    card, on_its_way = dock.last_scan, timedelta(minutes=5)
    dock.moment += later + on_its_way - timedelta(seconds=1)
    assert scan(dock, Command.UNDO, on_its_way=on_its_way, re=card).result == result


@pytest.mark.parametrize(("later", "result"), [(SOON, "ok"), (TOO_LATE, "refused")])
def test_a_scan_that_was_long_on_its_way(dock: TabletAt, later: timedelta, result: str) -> None:
    """Delivered just now, but made fifty seconds ago: the minute began then."""
    scan(dock, goods.announced().parcel, on_its_way=timedelta(seconds=50))
    dock.moment += later - timedelta(seconds=51)
    assert scan(dock, Command.UNDO, re=dock.last_scan).result == result


def test_the_tablets_clock_may_be_wrong_and_put_right_meanwhile(dock: TabletAt) -> None:
    rma = goods.announced()
    scan(dock, rma.parcel, behind=timedelta(hours=5))
    assert scan(dock, Command.UNDO).result == "ok"
    scan(dock, rma.parcel)
    assert scan(dock, Command.UNDO, behind=timedelta(hours=-3)).result == "ok"


def test_ten_minutes_between_the_two_scans_but_delivered_one_after_the_other(dock: TabletAt) -> None:
    scan(dock, goods.announced().parcel, on_its_way=timedelta(minutes=10))
    assert scan(dock, Command.UNDO, re=dock.last_scan).result == "refused"


def test_what_another_had_open_is_not_opened_again(dock: TabletAt) -> None:
    """Walt's box stood open here; after Lena's UNDO nothing of his is open for her."""
    walts, lenas = goods.announced(units=2), goods.announced()
    dock.scan(walts.parcel)
    dock.sign_in("lena")
    dock.scan(lenas.parcel)
    undone = dock.scan(Command.UNDO)
    assert (undone.result, undone.open_now) == ("ok", {})
    assert dock.scan(walts.skus[0]).result == "refused"
    assert goods.unit(walts.unit_ids[0]).stage is Stage.EXPECTED


def test_what_was_open_at_another_station_is_not_opened_again(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    stations.stand_at(stations.by_name("dock-2"), dock.token)
    dock.station = "dock-2"
    dock.scan(goods.announced().parcel)
    assert dock.scan(Command.UNDO).open_now == {}


def test_ones_own_last_act_though_anothers_came_in_after_it(dock: TabletAt) -> None:
    one, two = goods.announced(), goods.announced()
    kept = dock.keep(one.parcel)
    dock.sign_in("lena")
    dock.scan(two.parcel)
    dock.deliver(*kept)
    assert dock.scan(Command.UNDO).result == "ok"
    assert goods.parcel(two.parcel_id).state is ParcelState.ANNOUNCED
    assert goods.parcel(one.parcel_id).state is ParcelState.RECEIVED


def test_nobody_takes_back_anothers_act(dock: TabletAt) -> None:
    dock.scan(goods.announced().parcel)
    dock.sign_in("ina")
    stations.stand_at(stations.by_name("inspection-1"), dock.token)
    dock.station = "inspection-1"
    refused = dock.scan(Command.UNDO)
    assert refused.result == "refused" and "Only the person who did it" in str(refused.next)


def lead_asked_why(dock: TabletAt) -> Answer:
    """A lead takes over Walt's tablet and scans UNDO five minutes after his last act."""
    dock.moment += timedelta(minutes=5)
    dock.sign_in("lena")
    return dock.scan(Command.UNDO)


def test_a_lead_chooses_why(dock: TabletAt) -> None:
    rma, other = goods.announced(), goods.announced()
    dock.scan(other.parcel, rma.parcel)
    asked = lead_asked_why(dock)
    assert asked.result == "ask" and str(asked.choices[0].label) == "Our mistake"
    assert [str(label) for label, _value in asked.lines] == ["What was done", "by", "when"]
    assert dock.scan(asked.choices[0].code).result == "ok"
    assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED
    assert goods.parcel(other.parcel_id).state is ParcelState.RECEIVED
    act = roads.last_act()
    assert (act.kind, act.reason, act.data["undone"]) == ("undo", "our_mistake", "parcel.received")


def test_a_lead_finds_all_reasons_and_may_say_no(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel)
    first = lead_asked_why(dock)
    more = dock.scan(next(choice.code for choice in first.choices if str(choice.label) == "More"))
    labels = {str(choice.label) for choice in (*first.choices, *more.choices)} - {"More", "No"}
    assert labels == {phrase.label.en for phrase in override_reasons().values()}
    assert dock.scan(Command.NO).title == say("Left as it is")
    assert dock.scan(Command.CHOICE_1).result == "refused"
    assert goods.parcel(rma.parcel_id).state is ParcelState.RECEIVED


def test_a_lead_is_not_asked_about_what_cannot_be_undone_or_was_overtaken(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    asked = lead_asked_why(dock)
    assert asked.result == "ask"
    dock.sign_in("walt")
    dock.scan(rma.parcel)
    dock.sign_in("lena")
    assert dock.scan(Command.CHOICE_1).result == "refused"  # her question is gone: Walt worked here meanwhile
    assert goods.unit(rma.unit_ids[0]).stage is Stage.ARRIVED


@pytest.mark.parametrize("station", ["dock-1", "inspection-1", "bench-1", "check-1", "packing-1", "shelf-1"])
def test_the_reason_is_asked_at_every_station(dock: TabletAt, station: str) -> None:
    """Where NO, YES and the numbers have their own meaning at a station, they are the answer to this question."""
    rma = goods.announced()
    dock.scan(rma.parcel)
    stations.stand_at(stations.by_name(station), dock.token)
    dock.station = station
    assert lead_asked_why(dock).result == "ask"
    dock.scan(Command.NO)
    dock.scan(Command.UNDO)
    assert dock.scan(Command.YES).result == "refused"
    dock.scan(Command.UNDO)
    undone = dock.scan(Command.CHOICE_1)
    assert (undone.result, undone.title, undone.open_now) == ("ok", say("Undone"), {})
    assert roads.last_act().reason == "our_mistake"
    assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED
