"""Boxes without any label, boxes of others that were opened already, and our own that come back."""

from __future__ import annotations

import pytest

from models.lifecycle import ParcelState, Stage
from models.numbers import grouped
from models.orders import Order, Shipment
from models.parcels import Parcel
from tests.desk.roads import rows_of
from tests.support import goods
from tests.support.tablets import TabletAt, check_undo
from workflow import matching, paper_values
from workflow.actors import SYSTEM
from workflow.scanning.commands import Command
from workflow.transaction import reading

BUDGET = 10


@pytest.fixture
def dock(either_app) -> TabletAt:
    goods.announced()
    return TabletAt("walt")


def test_a_box_on_which_nothing_can_be_read_gets_our_number_and_label(dock: TabletAt, costs: list[str]) -> None:
    answer = dock.scan(Command.NO_CODE)
    assert (answer.result, str(answer.title)) == ("ok", "Put aside")
    assert len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    box = rows_of(Parcel, unidentified=True)[0]
    assert (box.tracking, box.raw_code, box.state) == (None, None, ParcelState.RECEIVED)
    assert (answer.paper, answer.photo_of) == (("holding_label", box.id), ("parcel", box.id))
    with reading() as connection:
        assert paper_values.KINDS["holding_label"](connection, box.id, "en")[0]["why"] == "unidentified"
    assert str(dock.scan(Command.DAMAGED).title) == "Damage noted"
    dock.scan(Command.PARK)
    assert dock.scan(box.number).result == "repeat"


def test_two_of_them_are_two(dock: TabletAt) -> None:
    dock.scan(Command.NO_CODE, Command.PARK, Command.NO_CODE)
    assert len(rows_of(Parcel, unidentified=True)) == 2


def test_what_needs_a_box_says_how_to_begin(dock: TabletAt) -> None:
    answer = dock.scan(Command.NOT_OURS)
    assert (answer.result, "No code on it" in str(answer.next)) == ("refused", True)


def test_it_was_opened_before_anybody_saw_that_it_is_not_ours(dock: TabletAt) -> None:
    rma = goods.announced()
    dock.scan(rma.parcel, rma.skus[0])
    answer = dock.scan(Command.NOT_OURS)
    named = f"{grouped(goods.unit(rma.unit_ids[0]).tag)} Kettle"
    assert (answer.result, named in str(answer.next)) == ("refused", True)
    assert goods.parcel(rma.parcel_id).state is ParcelState.OPENED
    dock.scan(Command.UNDO, Command.NOT_OURS)
    assert goods.parcel(rma.parcel_id).state is ParcelState.HANDED_BACK
    assert goods.unit(rma.unit_ids[0]).stage is Stage.EXPECTED


def test_an_opened_box_out_of_which_nothing_is_booked_any_more(dock: TabletAt) -> None:
    box = _opened_and_emptied_of_ours(dock)
    assert str(dock.scan(Command.NOT_OURS).title) == "Handed back"
    assert goods.parcel(box).state is ParcelState.HANDED_BACK


def _opened_and_emptied_of_ours(dock: TabletAt) -> int:
    """An opened box whose only unit is on the books of another one."""
    from models.rma import Unit
    from tests.support.people import actor
    from workflow.transaction import act

    rma, other = goods.announced(), goods.announced()
    dock.scan(rma.parcel, rma.skus[0])

    @act("test.came_elsewhere")
    def elsewhere(doing, *, by) -> None:
        doing.update(Unit, rma.unit_ids[0], came_in_id=other.parcel_id)

    elsewhere(by=actor("alice"))
    return rma.parcel_id


def _sent() -> tuple[int, str, str]:
    """An order that was sent out: its id, its number and its tracking number."""
    order_id, _lines = goods.order(by=SYSTEM)
    row = rows_of(Shipment, order_id=order_id)[0]
    return order_id, rows_of(Order, id=order_id)[0].number, row.tracking


def test_what_we_sent_comes_back_with_its_order_and_its_carrier(dock: TabletAt, costs: list[str]) -> None:
    order_id, order, tracking = _sent()
    costs.clear()
    answer = dock.scan(tracking)
    assert len(costs) <= BUDGET, "\n".join(text[:110] for text in costs)
    assert ("return to sender" in str(answer.next), answer.lines[0][1]) == (True, order)
    box = goods.parcel(answer.photo_of[1])
    assert (box.carrier, box.tracking, box.unidentified) == ("dhl", tracking, True)
    with reading() as connection:
        assert paper_values.KINDS["holding_label"](connection, box.id, "en")[0]["why"] == "returned"
    assert matching.one(box.id).sent.order_id == order_id


def test_the_desk_opens_an_rma_for_what_came_back(dock: TabletAt, client_as) -> None:
    order_id, order, tracking = _sent()
    parcel_id = dock.scan(tracking).photo_of[1]
    html = client_as("alice").page(f"/desk/unidentified/{parcel_id}")
    assert order in html and f"/desk/rmas/new/{order_id}" in html
    html = client_as("walt").page(f"/desk/unidentified/{parcel_id}")
    assert order in html and "/desk/rmas/new/" not in html


def test_the_number_of_a_box_that_we_never_sent_names_no_order(dock: TabletAt) -> None:
    _sent()
    answer = dock.scan("1Z999AA10123456784")
    assert answer.lines == () and matching.one(answer.photo_of[1]).sent is None


@pytest.mark.parametrize("opened", [False, True])
def test_undone(dock: TabletAt, opened: bool) -> None:
    if opened:
        _opened_and_emptied_of_ours(dock)
        check_undo(dock, Command.NOT_OURS)
    else:
        check_undo(dock, Command.NO_CODE)
