"""The count of a shelf: what is missing, what does not belong, what nobody knows; kept as a record."""

from __future__ import annotations

import pytest

from models.lifecycle import Found, PlaceKind
from models.numbers import grouped
from tests.packing import roads
from tests.shelving.stock import counts, findings, lying, place_of, shelf
from tests.support.tablets import TabletAt
from workflow.scanning.commands import Command


@pytest.fixture
def tablet(app) -> TabletAt:
    lying("B-02")  # never missing from another shelf
    return TabletAt("walt", "shelf-1")


def begin(tablet: TabletAt, name: str = "A-01") -> None:
    card = tablet.scan(shelf(name).code, Command.COUNT)
    assert (card.result, str(card.title)) == ("ok", "Count begun")


def test_all_there(tablet: TabletAt) -> None:
    road = lying("A-01", units=2)
    begin(tablet)
    for tag in road.tags:
        card = tablet.scan(tag)
        assert (card.result, str(card.title)) == ("ok", "Counted")
    card = tablet.scan(Command.DONE)
    assert (card.result, str(card.title)) == ("ok", "All there")
    assert findings(counts()[0].id) == {Found.THERE: 2}
    assert counts()[0].ended_at is not None


def test_what_is_missing_foreign_and_unknown(tablet: TabletAt) -> None:
    road, foreign = lying("A-01", units=3), lying("A-02")
    begin(tablet)
    tablet.scan(road.tags[0])
    for code, title in ((foreign.tags[0], "Does not belong"), ("STRANGE-7", "Unknown, noted")):
        card = tablet.scan(code)
        assert (card.result, str(card.title)) == ("ask", title)
    card = tablet.scan(Command.DONE)
    assert (card.result, str(card.title)) == ("ask", "Count differs")
    assert findings(counts()[0].id) == {Found.THERE: 1, Found.MISSING: 2, Found.FOREIGN: 1, Found.UNKNOWN: 1}
    assert sorted(str(item.state) for item in card.items) == [
        "does not belong here", "not found", "not found", "unknown code"]
    assert {place_of(unit_id) for unit_id in road.ids} == {(PlaceKind.SHELF, shelf("A-01").id)}
    assert str(tablet.scan(Command.YES).title) == "Put away"
    assert place_of(foreign.ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)


def test_no_leaves_the_foreign_ones_on_record_where_they_were(tablet: TabletAt) -> None:
    foreign = lying("A-02")
    begin(tablet)
    tablet.scan(foreign.tags[0], Command.DONE, Command.NO)
    assert place_of(foreign.ids[0]) == (PlaceKind.SHELF, shelf("A-02").id)


def test_the_same_thing_counts_once(tablet: TabletAt) -> None:
    road = lying("A-01")
    begin(tablet)
    tablet.scan(road.tags[0])
    assert str(tablet.scan(road.tags[0]).title) == "Counted already"
    tablet.scan("STRANGE-7")
    assert str(tablet.scan("STRANGE-7").title) == "Counted already"
    assert findings(counts()[0].id) == {Found.THERE: 1, Found.UNKNOWN: 1}


def test_what_moves_while_it_is_counted_is_not_missing(tablet: TabletAt) -> None:
    """Taken away after the count began, or put there: neither is a finding."""
    taken, put = lying("A-01"), roads.arrived()
    begin(tablet)
    other = TabletAt("lena", "shelf-1")
    other.scan(taken.tags[0], shelf("B-01").code, put.tags[0], shelf("A-01").code)
    assert str(tablet.scan(Command.DONE).title) == "All there"
    assert findings(counts()[0].id) == {}


def test_a_count_put_aside_goes_on_also_on_another_tablet(tablet: TabletAt) -> None:
    road = lying("A-01", units=2)
    begin(tablet)
    tablet.scan(road.tags[0], Command.PARK)
    other = TabletAt("lena", "shelf-1")
    assert str(other.scan(shelf("A-01").code, Command.COUNT).title) == "Count goes on"
    assert str(other.scan(road.tags[1], Command.DONE).title) == "All there"
    assert len(counts()) == 1


def test_who_comes_late_is_told_that_it_has_ended(tablet: TabletAt) -> None:
    road = lying("A-01")
    begin(tablet)
    TabletAt("lena", "shelf-1").scan(shelf("A-01").code, Command.COUNT, Command.DONE)
    card = tablet.scan(road.tags[0])
    assert (card.result, "has ended" in str(card.next)) == ("refused", True)


def test_codes_that_say_nothing_and_other_shelves_are_refused(tablet: TabletAt) -> None:
    road = lying("A-01")
    begin(tablet)
    for code in (roads.sku(road.ids[0]), road.rma, shelf("A-02").code):
        assert tablet.scan(code).result == "refused", code
    assert str(tablet.scan(shelf("A-01").code).title) == "Count goes on"
    assert findings(counts()[0].id) == {}


def test_looking_for_something_while_counting_counts_nothing(tablet: TabletAt) -> None:
    begin(tablet)
    sought = lying("A-02")
    assert str(tablet.scan(Command.FIND, sought.tags[0]).title) == "On A-02"
    assert findings(counts()[0].id) == {}
    assert str(tablet.scan(sought.tags[0]).title) == "Does not belong"


@pytest.mark.parametrize("foreign", [0, 1])
def test_many_differences_are_read_by_one_scan_after_the_other(tablet: TabletAt, statements: list[str],
                                                               foreign: int) -> None:
    road, others = lying("A-01", units=18), lying("A-02")
    begin(tablet)
    if foreign:
        tablet.scan(others.tags[0])
    card, seen = tablet.scan(Command.DONE), []
    while True:
        assert str(card.title) == "Count differs" and len(card.items) <= 8
        seen += [item.number for item in card.items]
        if not card.more_items:
            break
        statements.clear()
        card = tablet.scan(Command.CHOICE_1)
        assert len(statements) <= 10, "\n".join(text[:100] for text in statements)
    assert sorted(seen) == sorted(grouped(tag) for tag in [*road.tags, *others.tags[:foreign]])
    assert [item.number for item in tablet.scan(Command.CHOICE_1).items] == seen[:8]
    assert tablet.scan(Command.YES).result == ("ok" if foreign else "refused")
    assert tablet.scan(Command.PARK, Command.CHOICE_1).result == "refused"
