"""The law of the scan at the dock: ten SQL statements at most on both engines, however full the box is."""

from __future__ import annotations

import pytest

from models.db import db
from models.lifecycle import Stage
from models.parcels import Parcel
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.counting import FrugalTablet
from tests.support.tablets import check_undo
from workflow.scanning.commands import Command


@pytest.fixture
def dock(either_app) -> FrugalTablet:
    goods.announced(units=2, serials=True)  # somebody else's, so that a missing WHERE shows
    return FrugalTablet("walt")


def test_the_answer_to_scan_its_serial(dock: FrugalTablet) -> None:
    """It fits, it does not, and nobody sold such a thing."""
    rma = goods.announced(units=3, serials=True)
    dock.scan(rma.parcel, rma.skus[0])
    assert str(dock.scan(f"SN{rma.skus[0]}").title) == "Serial fits"
    assert goods.unit(rma.unit_ids[0]).device_id is not None
    dock.scan(rma.skus[1])
    assert str(dock.scan(f"SN{rma.skus[0]}").title) == "Wrong serial"
    dock.scan(rma.skus[2])
    assert str(dock.scan("NOBODYS-0815").title) == "Wrong serial"
    assert [goods.unit(unit_id).device_id for unit_id in rma.unit_ids[1:]] == [None, None]


def test_all_of_fifty_units_and_back(dock: FrugalTablet) -> None:
    """Each has a tag of its own, and all of them are one statement; so is taking them back."""
    rma = goods.announced(units=50)
    dock.scan(rma.parcel)
    answer = check_undo(dock, Command.ALL)
    assert [value for _label, value in answer.lines] == [50]
    units = [goods.unit(unit_id) for unit_id in rma.unit_ids]
    assert {unit.stage for unit in units} == {Stage.ARRIVED}
    assert len({unit.tag for unit in units} - {None}) == 50
    assert {(unit.came_in_id, unit.unexpected) for unit in units} == {(rma.parcel_id, None)}


def test_all_of_a_box_in_which_some_are_late_or_of_another_box(dock: FrugalTablet) -> None:
    """What differs from thing to thing stays with each: one was missing, one stands in no line of this box."""
    rma = goods.announced(units=3, boxes=2)
    second = _boxes(rma)[1].number
    dock.scan(rma.parcel, rma.skus[0], Command.BOX_DONE, second)
    other = goods.announced(units=2)
    dock.scan(other.parcel, other.skus[0], Command.BOX_DONE, other.parcel)
    check_undo(dock, second, Command.ALL)
    assert [goods.unit(unit_id).unexpected for unit_id in rma.unit_ids] == [None, "other_box", "other_box"]
    dock.scan(other.parcel)
    check_undo(dock, Command.ALL)
    assert [goods.unit(unit_id).unexpected for unit_id in other.unit_ids] == [None, "missing"]


def test_fifty_are_missing(dock: FrugalTablet) -> None:
    rma, other = goods.announced(units=50), goods.announced(units=51)
    dock.scan(rma.parcel)
    assert str(check_undo(dock, Command.BOX_DONE).title) == "Empty box"
    dock.scan(other.parcel, other.skus[0])
    assert str(check_undo(dock, Command.BOX_DONE).title) == "Done, 50 missing"


def _boxes(rma: goods.Announced) -> list:
    return rows_of(Parcel, rma_id=rma.rma_id)


def test_a_code_of_others_is_looked_for_together_with_the_person(dock: FrugalTablet, costs: list[str]) -> None:
    rma = goods.announced(units=50, serials=True)
    dock.scan(rma.parcel)
    costs.clear()
    assert dock.scan(rma.skus[0]).result == "ask"
    assert sum("UNION ALL" in text and "device_serial" in text for text in costs) == 1
    assert "staff_session" in costs[0] and "device_serial" in costs[0] and len(costs) == 9 - 2 * on_postgresql()


def on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
