"""Things of several RMAs in one box that nobody announced so: by serial at once, by product with one choice."""

from __future__ import annotations

import pytest

from models.lifecycle import ParcelState, Stage
from models.rma import Accessory, Hold, Rma, Unit
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import paper_values
from workflow.doing import Doing
from workflow.scanning.answers import Answer, CustomerOf
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import act, reading

BUDGET = 10


@pytest.fixture
def dock(either_app) -> TabletAt:
    goods.announced(serials=True)  # somebody else's, so that a missing WHERE shows
    return TabletAt("walt")


def cheap(dock: TabletAt, costs: list[str], *codes: str | Command) -> Answer:
    for code in codes:
        costs.clear()
        answer = dock.scan(code)
        assert len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    return answer


@act("test.changed")
def change(doing: Doing, *, model: type, row_id: int, by, **values: object) -> None:
    doing.update(model, row_id, **values)


@act("test.belongs")
def belongs(doing: Doing, *, unit_id: int, by) -> None:
    doing.insert(Accessory, unit_id=unit_id, name="charger")


def asked(answer: Answer) -> list[int]:
    return [choice.label.rma_id for choice in answer.choices if isinstance(choice.label, CustomerOf)]


def reasons(**about: object) -> list[str]:
    return [hold.reason for hold in rows_of(Hold, **about)]


def test_by_serial_it_stands_in_the_box_it_came_in(dock: TabletAt, costs: list[str]) -> None:
    mine, other = goods.announced(), goods.announced(serials=True)
    answer = cheap(dock, costs, mine.parcel, f"SN{other.skus[0]}")
    assert (str(answer.title), "another RMA" in str(answer.next)) == ("Arrived", True)
    answer = cheap(dock, costs, Command.BOX_DONE)
    assert str(answer.title) == "Done, 1 missing"  # what is missing is its own, not what the box brought
    assert reasons(rma_id=mine.rma_id) == []
    unit = goods.unit(other.unit_ids[0])
    assert (unit.stage, unit.came_in_id, unit.unexpected) == (Stage.ARRIVED, mine.parcel_id, "other_box")
    with reading() as connection:
        receipt = paper_values.receipt(connection, mine.parcel_id, "en")[0]
    assert [row["tag"] for row in receipt["units"]] == [unit.tag]
    assert goods.parcel(other.parcel_id).state is ParcelState.ANNOUNCED


def test_its_tick_list_stands_on_the_card_at_once(dock: TabletAt) -> None:
    mine, other = goods.announced(), goods.announced(serials=True)
    belongs(unit_id=other.unit_ids[0], by=actor("alice"))
    answer = dock.scan(mine.parcel, f"SN{other.skus[0]}")
    assert "All is there" in [str(choice.label) for choice in answer.choices]


def test_by_product_whoever_waits_for_it_can_be_chosen(dock: TabletAt, costs: list[str]) -> None:
    mine, other = goods.announced(), goods.announced()
    answer = cheap(dock, costs, mine.parcel, other.skus[0])
    assert (answer.result, str(answer.title), asked(answer)) == ("ask", "Not expected", [other.rma_id])
    assert str(cheap(dock, costs, CHOICES[0]).title) == "Arrived"
    unit = goods.unit(other.unit_ids[0])
    assert (unit.stage, unit.came_in_id, unit.rma_id) == (Stage.ARRIVED, mine.parcel_id, other.rma_id)
    assert len(rows_of(Unit, rma_id=mine.rma_id)) == 1 and reasons(unit_id=unit.id) == []


def test_the_same_customer_is_asked_first_then_who_waits_longest(dock: TabletAt) -> None:
    mine, *others = [goods.announced() for _ in range(6)]
    product = goods.unit(others[0].unit_ids[0]).product_id
    for other in others[1:]:
        change(model=Unit, row_id=other.unit_ids[0], product_id=product, by=actor("alice"))
    own = goods.rma(mine.rma_id).customer_id
    change(model=Rma, row_id=others[4].rma_id, customer_id=own, by=actor("alice"))
    answer = dock.scan(mine.parcel, others[0].skus[0])
    assert asked(answer) == [others[4].rma_id, others[0].rma_id, others[1].rma_id]
    assert str(answer.choices[0].note) == "The same customer" and not answer.choices[1].note


def test_yes_is_still_of_nobody(dock: TabletAt, costs: list[str]) -> None:
    mine, other = goods.announced(), goods.announced()
    answer = cheap(dock, costs, mine.parcel, other.skus[0], Command.YES)
    assert str(answer.title) == "Extra, held"
    extra = rows_of(Unit, unexpected="extra")[0]
    assert (extra.rma_id, extra.came_in_id, reasons(unit_id=extra.id)) == (mine.rma_id, mine.parcel_id, ["extra_unit"])
    assert goods.unit(other.unit_ids[0]).stage is Stage.EXPECTED


def test_no_leaves_it_and_a_number_without_a_choice_is_refused(dock: TabletAt) -> None:
    mine, other = goods.announced(), goods.announced()
    dock.scan(mine.parcel, other.skus[0])
    assert dock.scan(CHOICES[2]).result == "refused"
    assert str(dock.scan(Command.NO).title) == "Left as it is"
    assert goods.unit(other.unit_ids[0]).stage is Stage.EXPECTED


def test_one_with_a_serial_number_is_asked_for_it(dock: TabletAt) -> None:
    mine, other = goods.announced(), goods.announced(serials=True)
    assert str(dock.scan(mine.parcel, other.skus[0], CHOICES[0]).title) == "Scan its serial"
    assert str(dock.scan(f"SN{other.skus[0]}").title) == "Serial fits"


def test_what_is_here_already_is_no_choice(dock: TabletAt) -> None:
    mine, other = goods.announced(), goods.announced()
    dock.scan(other.parcel, other.skus[0], Command.BOX_DONE)
    assert asked(dock.scan(mine.parcel, other.skus[0])) == []


@pytest.mark.parametrize("codes", [("serial",), ("sku", CHOICES[0]), ("sku", Command.YES)])
def test_undone(dock: TabletAt, codes: tuple) -> None:
    mine, other = goods.announced(), goods.announced(serials=True)
    named = {"serial": f"SN{other.skus[0]}", "sku": other.skus[0]}
    check_undo(dock, mine.parcel, *[named.get(code, code) for code in codes])
    assert rows_of(Unit, came_in_id=mine.parcel_id)


def test_with_no_box_open_it_comes_out_of_the_one_that_brings_it(dock: TabletAt, costs: list[str]) -> None:
    rma = goods.announced(serials=True)
    assert str(cheap(dock, costs, f"SN{rma.skus[0]}").title) == "Arrived"
    assert goods.parcel(rma.parcel_id).state is ParcelState.OPENED
