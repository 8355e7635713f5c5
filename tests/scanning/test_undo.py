"""UNDO: what a tablet's person did last is taken back within a minute between the two scans; later it is the lead's."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from models.lifecycle import ParcelState, Stage
from models.parcels import Parcel
from reference.phrases import override_reasons
from tests.desk import roads
from tests.packing import roads as packing_roads
from tests.repairing import benches
from tests.requesting.shop import picture
from tests.support import goods
from tests.support.pages import PageClient
from tests.support.tablets import TabletAt, everything
from workflow import clock, photos, stations
from workflow.actors import Actor
from workflow.scanning import kept_photos, protocol
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.sentences import say

SOON, A_MINUTE, TOO_LATE = timedelta(seconds=59), timedelta(seconds=60), timedelta(seconds=61)


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


@pytest.mark.parametrize("codes", [("1Z999AA10123456784",), (Command.DAMAGED,), ("extra", Command.YES)],
                         ids=["put aside", "damaged", "extra"])
def test_a_photo_does_not_stand_in_the_way(dock: TabletAt, people: dict[str, Actor], codes: tuple) -> None:
    """Its parcel or item may be gone with the undo: then the photo stays with the RMA, or goes too and it is said."""
    rma, other = goods.announced(), goods.announced()
    dock.scan(rma.parcel)
    before = everything()
    answer = dock.scan(*[other.skus[0] if code == "extra" else code for code in codes])
    photos.take(io.BytesIO(picture()), by=people["walt"], **owner_of(answer))
    undone = dock.scan(Command.UNDO)
    assert undone.result == "ok"
    assert ("Take them again" in str(undone.next)) is (codes[0] == "1Z999AA10123456784")
    after = everything()
    assert len(after.pop("photo")) == 1 and not before.pop("photo")
    assert after == before


def owner_of(answer: Answer) -> dict[str, int]:
    kind, thing_id = answer.photo_of or ("parcel", 0)
    return {f"{kind}_id": thing_id}


def test_the_photo_of_a_parcel_that_is_no_more_is_thrown_away_a_day_later(dock: TabletAt, people: dict) -> None:
    answer = dock.scan("1Z999AA10123456784")
    photo_id = photos.take(io.BytesIO(picture()), by=people["walt"], **owner_of(answer))
    dock.scan(Command.UNDO)
    assert photos.content(photo_id)
    with clock.at(dock.moment + timedelta(hours=25)):
        assert photos.throw_away_old_drafts() == 1


def test_undo_is_not_of_a_photo(dock: TabletAt) -> None:
    """Kept and sent after its scan, it is this tablet's last act, and not what was meant."""
    rma = goods.announced()
    dock.scan(rma.parcel)
    request = protocol.Request(dock.session, dock.token, dock.station, "", dock.last_scan or "")
    kept_photos.take(io.BytesIO(picture()), "a-photo-of-the-box-0001", request)
    assert roads.last_act().kind == "photo.taken" and roads.last_act().tablet_id
    assert dock.scan(Command.UNDO).result == "ok"
    assert goods.parcel(rma.parcel_id).state is ParcelState.ANNOUNCED


def tablet_of(client: PageClient, login: str, station: str) -> TabletAt:
    """Scans and buttons of one page, as one tablet."""
    tablet = TabletAt(login, station)
    tablet.token = client.get_cookie("backhaul_tablet").value
    return tablet


def test_what_a_button_did_is_undone_by_scanning(dock: TabletAt, client_as) -> None:
    """At packing the address is confirmed with a button: UNDO takes that back, then what was scanned before it."""
    road = packing_roads.ready()
    paul = client_as("paul", station="packing-1")
    tablet = tablet_of(paul, "paul", "packing-1")
    tablet.scan(road.rma)
    box = packing_roads.box_of(road)
    paul.page(f"/stations/packing-1/boxes/{box.number}/address")
    with clock.at(tablet.moment):
        paul.send(f"/stations/packing-1/boxes/{box.number}/address/confirmation")
    act = roads.last_act()
    assert (act.kind, act.tablet_id is None, act.station_id is None) == ("address.confirmed", False, False)
    undone = tablet.scan(Command.UNDO)
    assert undone.result == "ok" and undone.open_now["parcel"] == box.id
    assert packing_roads.box_of(road).address_confirmed_at is None
    assert tablet.scan(Command.UNDO).result == "ok"
    assert [row.id for row in packing_roads.rows_of(Parcel, id=box.id)] == []


def test_a_button_a_minute_ago_is_not_undone(dock: TabletAt, client_as) -> None:
    road = packing_roads.ready()
    paul = client_as("paul", station="packing-1")
    tablet = tablet_of(paul, "paul", "packing-1")
    tablet.scan(road.rma)
    number = packing_roads.box_of(road).number
    paul.page(f"/stations/packing-1/boxes/{number}/address")
    with clock.at(tablet.moment):
        paul.send(f"/stations/packing-1/boxes/{number}/address/confirmation")
    tablet.moment += A_MINUTE
    assert tablet.scan(Command.UNDO).result == "refused"


def test_what_is_written_at_the_bench_is_undone_there(dock: TabletAt, client_as) -> None:
    (unit,) = benches.at_bench()
    tom = client_as("tom", station="bench-1")
    tablet = tablet_of(tom, "tom", "bench-1")
    card = tablet.scan(unit.tag)
    job = benches.work(unit.id).job
    tom.page(f"/stations/bench-1/jobs/{job.id}")
    with clock.at(tablet.moment):
        tom.send(f"/stations/bench-1/jobs/{job.id}", diagnosis="The fuse.", work_done="")
    undone = tablet.scan(Command.UNDO)
    assert (undone.result, undone.thing) == ("ok", card.thing)
    assert benches.work(unit.id).job.diagnosis == job.diagnosis
