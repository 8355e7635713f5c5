"""The law of the scan at the shelves: ten SQL statements at most on both engines, for two hundred things as for one."""

from __future__ import annotations

import pytest

from models.shelving import CountLine
from tests.packing import roads
from tests.shelving.stock import place_of, shelf
from tests.support import goods
from tests.support.counting import FrugalTablet
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import shelving, verifying, whereabouts
from workflow.scanning.commands import Command
from workflow.transaction import reading

UNITS, BOXES = 150, 60


@pytest.fixture
def tablet(either_app) -> FrugalTablet:
    return FrugalTablet("lena", "shelf-1")


def stocked(name: str) -> tuple[list[int], list[int]]:
    """A shelf with units and boxes of many RMAs, some of them inspected: more than one scan moves."""
    dock, rmas = TabletAt("walt"), [goods.announced(units=UNITS // 3) for _ in range(3)]
    for rma in rmas:
        dock.scan(rma.parcel, Command.ALL, Command.BOX_DONE)
    boxes = [goods.announced() for _ in range(BOXES)]
    dock.scan(*[box.parcel for box in boxes])
    unit_ids, parcel_ids = [unit_id for rma in rmas for unit_id in rma.unit_ids], [box.parcel_id for box in boxes]
    roads.inspect(unit_ids=rmas[0].unit_ids, by=actor("lena"))
    put(name, unit_ids, parcel_ids)
    return unit_ids, parcel_ids


def put(name: str, unit_ids: list[int], parcel_ids: list[int]) -> None:
    with reading() as connection:
        on = whereabouts.shelf(connection, shelf(name).id, whereabouts.U.c.id.in_(unit_ids),
                               whereabouts.P.c.id.in_(parcel_ids), most=UNITS + BOXES)
    shelving.put_away(on=on, by=actor("walt"))


def test_two_hundred_things_are_moved(tablet: FrugalTablet) -> None:
    unit_ids, parcel_ids = stocked("A-01")
    tablet.scan(shelf("A-01").code, Command.ALL)
    assert str(check_undo(tablet, shelf("B-01").code).title) == "10 are left"
    assert str(check_undo(tablet, shelf("B-01").code).title) == "Put away"
    assert {place_of(unit_id)[1] for unit_id in unit_ids} == {shelf("B-01").id}
    assert {goods.parcel(parcel_id).place_id for parcel_id in parcel_ids} == {shelf("B-01").id}
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_two_hundred_things_are_counted(tablet: FrugalTablet) -> None:
    """Most are missing; some that are found do not belong, and stay."""
    unit_ids, parcel_ids = stocked("A-01")
    put("A-02", unit_ids[:20], parcel_ids[:5])
    tablet.scan(shelf("A-01").code, Command.COUNT)
    tablet.scan(*[goods.unit(unit_id).tag for unit_id in unit_ids[15:30]], "STRANGE-1", "STRANGE-2")
    tablet.scan(*[goods.parcel(parcel_id).number for parcel_id in parcel_ids[:8]])
    assert str(check_undo(tablet, Command.DONE).title) == "Count differs"
    assert tablet.scan(Command.CHOICE_1).result == "ask"
    assert str(check_undo(tablet, Command.YES).title) == "Put away"
    assert {place_of(unit_id)[1] for unit_id in unit_ids[15:20]} == {shelf("A-01").id}
    assert len(roads.rows_of(CountLine)) == 25
