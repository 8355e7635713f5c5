"""Every act of the packing station can be taken back, and every scan costs ten statements at most."""

from __future__ import annotations

import pytest

from models.lifecycle import Stage
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow.scanning.commands import CHOICES, Command

BUDGET = 10


@pytest.fixture
def packing(app) -> TabletAt:
    roads.ready()  # somebody else's, so that a missing WHERE shows
    return TabletAt("paul")


def test_acts_with_a_returned_unit_can_be_undone(packing: TabletAt) -> None:
    road = roads.ready()
    roads.add_accessory(unit_id=road.ids[0], name="charger", by=actor("walt"))
    check_undo(packing, road.tags[0])
    for code in (road.tags[0], Command.PASS, Command.PASS):
        packing.scan(code)
    check_undo(packing, Command.PASS)
    check_undo(packing, Command.NO)
    check_undo(packing, road.tags[0])
    check_undo(packing, Command.YES)
    packing.scan(road.tags[0])
    check_undo(packing, Command.UNPACK)
    check_undo(packing, road.tags[0])
    packing.scan(Command.YES, Command.CLOSE_BOX)
    check_undo(packing, Command.YES)
    check_undo(packing, Command.REOPEN)
    check_undo(packing, Command.CLOSE_BOX)
    check_undo(packing, roads.UPS)
    assert str(packing.scan(Command.HANDOVER).title) == "Handed over"
    assert road.stages == [Stage.SHIPPED]


def test_all_accessories_at_once_can_be_undone(packing: TabletAt) -> None:
    road = roads.repaired()
    for name in ("charger", "our own bag"):
        roads.add_accessory(unit_id=road.ids[0], name=name, by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0])
    check_undo(packing, Command.ALL)


def test_each_answer_of_a_goods_check_can_be_undone(packing: TabletAt) -> None:
    road = roads.ready()
    check_undo(packing, road.tags[0], road.tags[0], Command.PASS)
    check_undo(packing, Command.PASS)
    check_undo(packing, Command.FAIL)


def test_a_chosen_carrier_and_sending_in_part_can_be_undone(app) -> None:
    road, lead = roads.ready(units=2), TabletAt("lena", "packing-1")
    lead.scan(road.tags[0], road.tags[0], *GOODS_FIT, Command.CLOSE_BOX, CHOICES[0])
    check_undo(lead, Command.YES)
    check_undo(lead, "1234567890", CHOICES[0])


def test_acts_of_picking_can_be_undone(packing: TabletAt) -> None:
    road = roads.promised(serials=True)
    packing.scan(road.rma)
    check_undo(packing, roads.sku(road.ids[0]))
    check_undo(packing, "BRAND-NEW-0001")
    packing.scan(Command.PASS, Command.PASS)
    check_undo(packing, Command.PASS)
    other = roads.promised(serials=True)
    packing.scan(Command.PARK, other.rma, roads.sku(other.ids[0]), "BRAND-NEW-0002")
    check_undo(packing, Command.FAIL)


def test_asking_again_for_an_accessory_can_be_undone(packing: TabletAt) -> None:
    road = roads.ready()
    roads.add_accessory(unit_id=road.ids[0], name="charger", by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0], *GOODS_FIT, Command.NO)
    assert str(check_undo(packing, road.tags[0]).title) == "Also packed?"


def test_picking_a_known_thing_can_be_undone(packing: TabletAt) -> None:
    road = roads.promised(serials=True)
    roads.on_the_shelf(product_id=goods.unit(road.ids[0]).product_id, serial="SHELF-7", by=actor("lena"))
    packing.scan(road.rma)
    check_undo(packing, "SHELF-7")
    assert goods.unit(road.ids[0]).serial_seen == "SHELF-7"


def test_picking_what_was_booked_in_stock_can_be_undone(app) -> None:
    """Both trips of the thing come back: the one that ended in stock, and the new one."""
    road, lead = roads.promised(serials=True), TabletAt("lena", "packing-1")
    promised = goods.unit(road.ids[0])
    device = roads.on_the_shelf(product_id=promised.product_id, serial="REFURB-1", by=actor("lena"))
    roads.stock(unit_id=promised.replaces_id, device_id=device, by=actor("lena"))
    lead.scan(road.rma)
    check_undo(lead, "REFURB-1")


def _cost(statements: list[str], tablet: TabletAt, *codes: str | Command) -> None:
    for code in codes:
        statements.clear()
        answer = tablet.scan(code)
        assert len(statements) <= BUDGET, f"{code} {answer.title}\n" + "\n".join(text[:140] for text in statements)


def test_what_a_returned_unit_costs(packing: TabletAt, statements: list[str]) -> None:
    road, other = roads.ready(units=2), roads.ready()
    for name in ("charger", "cable"):
        roads.add_accessory(unit_id=road.ids[0], name=name, by=actor("walt"))
    _cost(statements, packing, road.tags[0], road.tags[0], *GOODS_FIT, Command.YES, Command.NO, other.tags[0],
          road.tags[1], *GOODS_FIT, Command.CLOSE_BOX, "T12345678901", "NOBODY KNOWS", road.tags[1], Command.UNPACK)


def test_what_a_box_costs(packing: TabletAt, statements: list[str]) -> None:
    road = roads.repaired()
    _cost(statements, packing, road.tags[0], road.tags[0], road.tags[0], Command.CLOSE_BOX, Command.YES,
          Command.CLOSE_BOX, "1234567890", CHOICES[1], roads.UPS, Command.REOPEN, Command.CLOSE_BOX, Command.HANDOVER,
          roads.UPS)


def test_what_a_failed_goods_check_costs(packing: TabletAt, statements: list[str]) -> None:
    road = roads.ready()
    _cost(statements, packing, road.tags[0], road.tags[0], Command.PASS, Command.FAIL)


def test_what_a_promised_unit_costs(packing: TabletAt, statements: list[str]) -> None:
    road = roads.promised(serials=True)
    sku = roads.sku(road.ids[0])
    _cost(statements, packing, road.rma, sku, "BRAND-NEW-0001", Command.FAIL, sku, "BRAND-NEW-0002", *GOODS_FIT,
          "BRAND-NEW-0002")


def test_a_box_of_fifty_costs_the_same(packing: TabletAt, statements: list[str]) -> None:
    road = roads.ready(units=50)
    _cost(statements, packing, road.tags[7], road.tags[7], *GOODS_FIT, road.tags[8], *GOODS_FIT, Command.CLOSE_BOX)
