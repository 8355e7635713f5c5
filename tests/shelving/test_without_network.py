"""Put away and counted while the network was away: placed and listed when it is back, and nobody has to settle it."""

from __future__ import annotations

import pytest

from models.lifecycle import Found, PlaceKind
from tests.packing import roads
from tests.shelving.stock import counts, findings, lying, place_of, shelf
from tests.support.tablets import TabletAt
from workflow import exceptions
from workflow.scanning.commands import Command


@pytest.fixture
def tablet(either_app) -> TabletAt:
    lying("B-02")  # somebody else's, so that a missing WHERE shows
    return TabletAt("walt", "shelf-1")


def test_units_and_their_shelf(tablet: TabletAt) -> None:
    road, other, a1 = roads.arrived(units=2), roads.arrived(), shelf("A-01")
    answers = tablet.deliver(*tablet.keep(*road.tags, a1.code))
    assert [answer.result for answer in answers] == ["ask", "ask", "ok"]
    assert {place_of(unit_id) for unit_id in road.ids} == {(PlaceKind.SHELF, a1.id)}
    assert place_of(other.ids[0])[0] is not PlaceKind.SHELF
    assert exceptions.waiting() == []


def test_a_shelf_is_counted(tablet: TabletAt) -> None:
    road, foreign = lying("A-01", units=2), lying("A-02")
    codes = (shelf("A-01").code, Command.COUNT, road.tags[0], "STRANGE-7", Command.DONE)
    tablet.deliver(*tablet.keep(*codes))
    assert findings(counts()[0].id) == {Found.THERE: 1, Found.MISSING: 1, Found.UNKNOWN: 1}
    assert counts()[0].ended_at is not None
    assert place_of(foreign.ids[0]) == (PlaceKind.SHELF, shelf("A-02").id)
    assert exceptions.waiting() == []


def test_what_a_count_asks_is_for_a_person(tablet: TabletAt) -> None:
    """Does the thing that does not belong stay? Nobody saw the question: a lead is asked instead."""
    foreign = lying("A-02")
    kept = tablet.keep(shelf("A-01").code, Command.COUNT, foreign.tags[0], Command.DONE, Command.YES)
    tablet.deliver(*kept)
    assert [row.raw for row in exceptions.waiting()] == [Command.DONE.code, Command.YES.code]
    assert place_of(foreign.ids[0]) == (PlaceKind.SHELF, shelf("A-02").id)


def test_a_count_without_its_shelf_is_for_a_person(tablet: TabletAt) -> None:
    lying("A-01")
    misread = shelf("A-01").code[:-1] + str((int(shelf("A-01").code[-1]) + 1) % 10)
    tablet.deliver(*tablet.keep(misread, Command.COUNT, Command.DONE))
    assert counts() == [] and len(exceptions.waiting()) == 3


def test_done_is_no_fact_at_another_station(either_app) -> None:
    """At the bench it ends a job: that is an answer to a card."""
    bench = TabletAt("tom", "bench-1")
    (answer,) = bench.deliver(*bench.keep(Command.DONE))
    assert (answer.result, "nobody had seen the card" in str(answer.next)) == ("refused", True)


def test_units_whose_shelf_was_read_wrong_are_for_a_person_too(tablet: TabletAt) -> None:
    """They are placed nowhere, and not on the shelf of the units after them."""
    first, second, code = roads.arrived(units=2), roads.arrived(), shelf("A-01").code
    tablet.deliver(*tablet.keep(lying("B-01").tags[0], shelf("A-02").code))
    misread = code[:-1] + str((int(code[-1]) + 1) % 10)
    tablet.deliver(*tablet.keep(*first.tags, misread, *second.tags, code))
    assert [row.raw for row in exceptions.waiting()] == [*first.tags, misread]
    assert all(place_of(unit_id)[0] is not PlaceKind.SHELF for unit_id in first.ids)
    assert place_of(second.ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)
