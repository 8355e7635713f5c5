"""An RMA in several boxes: what is announced in box 1 may lie in box 2, and is missing only when both are empty."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState, Stage
from models.log import Act
from models.parcels import Parcel
from models.rma import Hold, Unit
from tests.desk.roads import read_all, rows_of
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import paper_values
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import reading

BUDGET = 10


@pytest.fixture
def dock(either_app) -> TabletAt:
    goods.announced(units=2, boxes=2)  # somebody else's, so that a missing WHERE shows
    return TabletAt("walt")


def two_boxes(**about: object) -> tuple[goods.Announced, str, str]:
    """An RMA of three units in two boxes, and the numbers of these."""
    rma = goods.announced(units=3, boxes=2, **about)
    first, second = rows_of(Parcel, rma_id=rma.rma_id)
    return rma, first.number, second.number


def stages(rma: goods.Announced) -> list[Stage]:
    return [goods.unit(unit_id).stage for unit_id in rma.unit_ids]


def came_in(rma: goods.Announced) -> list[int | None]:
    return [goods.unit(unit_id).came_in_id for unit_id in rma.unit_ids]


def units(rma: goods.Announced) -> int:
    return len(rows_of(Unit, rma_id=rma.rma_id))


def shown(answer) -> list[tuple[str, bool]]:
    return [(item.state.msgid, item.done) for item in answer.items]


def test_what_is_in_the_second_box_is_the_unit_that_was_announced_in_the_first(dock: TabletAt) -> None:
    rma, first, second = two_boxes()
    assert str(dock.scan(first, rma.skus[0], Command.BOX_DONE).title) == "Box done"
    assert stages(rma) == [Stage.ARRIVED, Stage.EXPECTED, Stage.EXPECTED]
    assert shown(dock.scan(second)) == [("expected", False)] * 2
    assert str(dock.scan(rma.skus[1]).title) == "Arrived"
    assert str(dock.scan(Command.BOX_DONE).title) == "Done, 1 missing"
    assert stages(rma) == [Stage.ARRIVED, Stage.ARRIVED, Stage.MISSING]
    one, two = (row.id for row in rows_of(Parcel, rma_id=rma.rma_id))
    assert (came_in(rma), units(rma)) == ([one, two, None], 3)
    assert goods.unit(rma.unit_ids[1]).unexpected == "other_box"


def test_the_letter_names_what_never_came_in_either_box(dock: TabletAt) -> None:
    rma, first, second = two_boxes()
    dock.scan(second, rma.skus[2], Command.BOX_DONE)
    dock.scan(first, rma.skus[0], Command.BOX_DONE)
    letters = [row.data for row in read_all(sa.select(Act.__table__)) if (row.data or {}).get("letter") == "missing"]
    assert [data["unit_ids"] for data in letters] == [[rma.unit_ids[1]]]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_all_in_whichever_box_is_taken_out_first(dock: TabletAt, order: tuple[int, int]) -> None:
    rma, *boxes = two_boxes()
    answer = dock.scan(boxes[order[0]], rma.skus[0], Command.ALL)
    assert (str(answer.title), answer.lines[0][1]) == ("All arrived", 2)
    assert str(dock.scan(Command.BOX_DONE).title) == "Box done"
    assert str(dock.scan(boxes[order[1]], Command.BOX_DONE).title) == "Empty box"
    assert stages(rma) == [Stage.ARRIVED] * 3
    assert [hold.reason for hold in rows_of(Hold, rma_id=rma.rma_id)] == ["empty_box"]


def test_without_a_code_it_is_chosen_in_the_second_box_too(dock: TabletAt) -> None:
    rma, _first, second = two_boxes()
    answer = dock.scan(second, Command.NO_CODE)
    names = [str(choice.label).partition(" 电")[0] for choice in answer.choices[:3]]
    assert names == ["Kettle 1", "Kettle 2", "Kettle 3"]
    assert str(dock.scan(CHOICES[1]).title) == "Arrived"
    assert stages(rma)[1] is Stage.ARRIVED


def test_a_serial_in_the_second_box(dock: TabletAt) -> None:
    rma, _first, second = two_boxes(serials=True)
    dock.scan(second, f"SN{rma.skus[2]}")
    assert came_in(rma)[2] == rows_of(Parcel, number=second)[0].id


def test_each_box_has_its_own_on_its_receipt_and_its_tags(dock: TabletAt) -> None:
    rma, first, second = two_boxes()
    dock.scan(first, rma.skus[0], Command.BOX_DONE, second, rma.skus[1], rma.skus[2], Command.BOX_DONE)
    tags = [goods.unit(unit_id).tag for unit_id in rma.unit_ids]
    boxes = [row.id for row in rows_of(Parcel, rma_id=rma.rma_id)]
    with reading() as connection:
        receipts = [paper_values.receipt(connection, box, "en")[0] for box in boxes]
        printed = [paper_values.parcel_tags(connection, box, "en") for box in boxes]
    assert [[unit["tag"] for unit in receipt["units"]] for receipt in receipts] == [tags[:1], tags[1:]]
    assert [[tag["tag"] for tag in sheet] for sheet in printed] == [tags[:1], tags[1:]]


def test_a_declined_unit_that_comes_all_the_same_is_that_unit_and_nobody_waits_for_it(dock: TabletAt) -> None:
    rma, first, _second = two_boxes()
    _decline(rma.unit_ids[2])
    assert len(dock.scan(first).items) == 3  # announced in this box, so it is shown
    second = rows_of(Parcel, rma_id=rma.rma_id)[1].number
    assert len(dock.scan(second).items) == 2
    assert str(dock.scan(rma.skus[2]).title) == "Arrived"
    assert (goods.unit(rma.unit_ids[2]).unexpected, units(rma)) == ("declined", 3)


def _decline(unit_id: int) -> None:
    from workflow import moves
    from workflow.transaction import act

    @act("test.decline")
    def decline(doing, *, by) -> None:
        moves.move_units(doing, [goods.unit(unit_id)], Stage.DECLINED, what="unit.declined")

    decline(by=actor("alice"))


def test_the_second_box_undone_step_by_step(dock: TabletAt) -> None:
    rma, first, second = two_boxes()
    dock.scan(first, rma.skus[0], Command.BOX_DONE)
    check_undo(dock, second)
    check_undo(dock, rma.skus[1])
    check_undo(dock, Command.BOX_DONE)
    dock.scan(Command.UNDO)
    check_undo(dock, Command.ALL)
    assert goods.parcel(rows_of(Parcel, number=second)[0].id).state is ParcelState.OPENED


def test_no_scan_of_the_second_box_costs_more_than_ten(dock: TabletAt, costs: list[str]) -> None:
    rma, first, second = two_boxes(serials=True)
    for code in (first, f"SN{rma.skus[0]}", Command.BOX_DONE, second, f"SN{rma.skus[1]}", Command.BOX_DONE):
        costs.clear()
        assert dock.scan(code).result == "ok"
        assert len(costs) <= BUDGET, "\n".join(text[:100] for text in costs)
