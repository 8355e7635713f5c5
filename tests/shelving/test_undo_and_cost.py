"""Every act of the shelves can be taken back on both engines, and every scan costs ten statements at most."""

from __future__ import annotations

import pytest
from flask import Flask

from models.lifecycle import PlaceKind
from tests.packing import roads
from tests.shelving.stock import lying, place_of, shelf
from tests.support.tablets import TabletAt, check_undo
from workflow import verifying
from workflow.scanning import shelving
from workflow.scanning.commands import Command
from workflow.transaction import reading

BUDGET = 10


def test_putting_away_and_moving_can_be_undone(either_app: Flask) -> None:
    road, other, tablet = roads.arrived(units=2), roads.ready(), TabletAt("walt", "shelf-1")
    check_undo(tablet, road.tags[0], road.tags[1], other.tags[0], shelf("A-01").code)
    assert place_of(road.ids[1]) == (PlaceKind.SHELF, shelf("A-01").id)
    check_undo(tablet, shelf("A-01").code, Command.ALL, shelf("B-01").code)
    assert {place_of(unit_id) for unit_id in [*road.ids, *other.ids]} == {(PlaceKind.SHELF, shelf("B-01").id)}
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_what_one_act_cannot_move_is_said_and_moved_by_the_next_scan(app, statements: list[str],
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelving, "MOST_AT_ONCE", 3)
    road, tablet, target = lying("A-01", units=7), TabletAt("walt", "shelf-1"), shelf("B-01")
    asked = tablet.scan(shelf("A-01").code, Command.ALL)
    assert [value for _label, value in asked.lines] == [7]
    check_undo(tablet, target.code)
    statements.clear()
    card = tablet.scan(target.code)
    assert len(statements) <= BUDGET, "\n".join(text[:100] for text in statements)
    assert (card.result, str(card.title), str(card.next)) == ("ok", "1 are left", "Scan B-01 again for the rest.")
    assert str(tablet.scan(target.code).title) == "Put away"
    assert {place_of(unit_id) for unit_id in road.ids} == {(PlaceKind.SHELF, target.id)}
    assert tablet.scan(target.code).result == "repeat"  # nothing is open any more: the shelf itself


def test_every_act_of_a_count_can_be_undone(either_app: Flask) -> None:
    road, foreign, tablet = lying("A-01", units=2), lying("A-02"), TabletAt("walt", "shelf-1")
    check_undo(tablet, shelf("A-01").code, Command.COUNT)
    check_undo(tablet, road.tags[0])
    check_undo(tablet, foreign.tags[0])
    check_undo(tablet, "STRANGE-7")
    assert str(check_undo(tablet, Command.DONE).title) == "Count differs"
    check_undo(tablet, Command.YES)
    assert place_of(foreign.ids[0]) == (PlaceKind.SHELF, shelf("A-01").id)


def test_putting_away_elsewhere_can_be_undone(either_app: Flask) -> None:
    road, tablet = roads.ready(), TabletAt("ina")
    check_undo(tablet, road.tags[0], shelf("A-01").code)
    packer = TabletAt("paul")
    check_undo(packer, road.tags[0], road.tags[0], Command.FAIL)
    check_undo(packer, shelf("B-01").code)
    assert place_of(road.ids[0]) == (PlaceKind.SHELF, shelf("B-01").id)


def test_undo_is_refused_when_it_was_moved_on(app) -> None:
    road, first, second = roads.arrived(), TabletAt("walt", "shelf-1"), TabletAt("lena", "shelf-1")
    first.scan(road.tags[0], shelf("A-01").code)
    second.scan(road.tags[0], shelf("A-02").code)
    assert first.scan(Command.UNDO).result == "refused"
    assert place_of(road.ids[0]) == (PlaceKind.SHELF, shelf("A-02").id)


def _cost(statements: list[str], tablet: TabletAt, *codes: str | Command) -> None:
    for code in codes:
        statements.clear()
        answer = tablet.scan(code)
        assert len(statements) <= BUDGET, f"{code} {answer.title}\n" + "\n".join(text[:140] for text in statements)


@pytest.fixture
def tablet(app) -> TabletAt:
    return TabletAt("walt", "shelf-1")


def test_what_putting_away_costs(tablet: TabletAt, statements: list[str]) -> None:
    roads_of_three = [roads.arrived(units=2), roads.ready(), roads.arrived()]
    tags = [tag for road in roads_of_three for tag in road.tags]
    _cost(statements, tablet, tags[0], tags[0], *tags[1:], shelf("A-01").code, tags[0], shelf("A-01").code,
          "T12345678901", "NOBODY KNOWS", shelf("A-02").code, roads_of_three[0].rma)


def test_a_shelf_of_fifty_costs_the_same(tablet: TabletAt, statements: list[str]) -> None:
    lying("A-01", units=50)
    _cost(statements, tablet, shelf("A-01").code, Command.ALL, shelf("A-02").code)
    statements.clear()
    assert str(tablet.scan(Command.UNDO).title) == "Undone"
    assert len(statements) <= BUDGET


def test_what_a_count_costs(tablet: TabletAt, statements: list[str]) -> None:
    road, foreign = lying("A-01", units=12), lying("A-02", serials=True)
    _cost(statements, tablet, shelf("A-01").code, Command.COUNT, road.tags[0], road.tags[0], foreign.tags[0], "STRANGE",
          Command.DONE, Command.YES)


def test_what_looking_for_things_costs(tablet: TabletAt, statements: list[str]) -> None:
    road = lying("A-01", units=3, serials=True)
    for code in (road.tags[0], road.rma, roads.sku(road.ids[0]), "Kettle", "nothing at all", shelf("A-01").code):
        _cost(statements, tablet, Command.FIND, code)


def test_what_putting_away_costs_elsewhere(app, statements: list[str]) -> None:
    road, tablet = roads.ready(), TabletAt("ina")
    _cost(statements, tablet, road.tags[0], shelf("A-01").code, shelf("A-02").code)
