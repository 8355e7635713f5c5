"""What was promised is picked: by product code or serial number, tagged, checked, packed."""

from __future__ import annotations

import pytest

from models.catalogue import Device, DeviceSerial
from models.lifecycle import Stage
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow.doing import Doing
from workflow.scanning.commands import Command
from workflow.transaction import act


@pytest.fixture
def packing(app) -> TabletAt:
    roads.promised()  # somebody else's, so that a missing WHERE shows
    return TabletAt("paul")


def test_a_promised_unit_is_picked_by_its_product_checked_and_packed(packing: TabletAt) -> None:
    road = roads.promised()
    sku = roads.sku(road.ids[0])
    assert str(packing.scan(road.rma).title) == "Box opened"
    answer = packing.scan(sku)
    unit = goods.unit(road.ids[0])
    assert (str(answer.title), answer.paper) == ("Right?", ("unit_tag", unit.id))
    assert unit.tag and unit.stage is Stage.PROMISED
    assert str(packing.scan(*GOODS_FIT).title) == "Goods fit"
    assert road.stages == [Stage.READY]
    assert str(packing.scan(unit.tag).title) == "Also packed?"
    assert str(packing.scan(Command.ALL).title) == "Packed"
    assert str(packing.scan(Command.CLOSE_BOX, Command.YES).title) == "Closed"


def test_a_new_serial_number_becomes_a_device_of_the_customer(packing: TabletAt) -> None:
    road = roads.promised(serials=True)
    assert str(packing.scan(road.rma, roads.sku(road.ids[0])).title) == "Scan its serial"
    assert str(packing.scan("BRAND-NEW-0001").title) == "Right?"
    unit = goods.unit(road.ids[0])
    device = roads.rows_of(Device, id=unit.device_id)[0]
    assert (unit.serial_seen, device.product_id) == ("BRAND-NEW-0001", unit.product_id)
    assert device.owner_customer_id == goods.rma(road.rma_id).customer_id
    assert [row.serial for row in roads.rows_of(DeviceSerial, device_id=device.id)] == ["BRAND-NEW-0001"]
    assert str(packing.scan(*GOODS_FIT, unit.tag, Command.ALL).title) == "Packed"


def test_a_known_serial_number_picks_at_once(packing: TabletAt) -> None:
    road = roads.promised(serials=True)
    device = roads.on_the_shelf(product_id=goods.unit(road.ids[0]).product_id, serial="SHELF-7", by=actor("lena"))
    assert str(packing.scan(road.rma, "SHELF-7").title) == "Right?"
    unit = goods.unit(road.ids[0])
    assert (unit.device_id, unit.serial_seen, bool(unit.tag)) == (device, "SHELF-7", True)
    assert str(packing.scan("SHELF-7").title) == "Right?"
    assert str(packing.scan(*GOODS_FIT, "SHELF-7", Command.ALL).title) == "Packed"


def test_the_serial_of_another_product_is_refused(packing: TabletAt) -> None:
    road, other = roads.promised(serials=True), roads.promised(serials=True)
    roads.on_the_shelf(product_id=goods.unit(other.ids[0]).product_id, serial="SHELF-8", by=actor("lena"))
    assert str(packing.scan(road.rma, "SHELF-8").title) == "Wrong product"
    packing.scan(roads.sku(road.ids[0]))
    assert "another product" in str(packing.scan("SHELF-8").next)
    assert goods.unit(road.ids[0]).device_id is None


def test_the_customers_own_thing_is_not_its_replacement(packing: TabletAt) -> None:
    road = roads.promised(serials=True)
    replaced = goods.unit(goods.unit(road.ids[0]).replaces_id)
    serial = f"SN{roads.sku(road.ids[0])}"
    device = roads.rows_of(DeviceSerial, serial=serial)[0].device_id
    bind_replaced(unit_id=replaced.id, device_id=device, by=actor("lena"))
    packing.scan(road.rma, roads.sku(road.ids[0]))
    assert "very thing" in str(packing.scan(serial).next)
    assert goods.unit(road.ids[0]).device_id is None


@act("test.bound")
def bind_replaced(doing: Doing, *, unit_id: int, device_id: int, by) -> None:
    from workflow import moves

    moves.note_unit(doing, goods.unit(unit_id), what="test.bound", device_id=device_id)


def test_what_is_booked_in_stock_leaves_it_by_a_lead(packing: TabletAt) -> None:
    road = roads.promised(serials=True)
    replaced = goods.unit(road.ids[0]).replaces_id
    device = roads.on_the_shelf(product_id=goods.unit(road.ids[0]).product_id, serial="REFURB-1", by=actor("lena"))
    roads.stock(unit_id=replaced, device_id=device, by=actor("lena"))
    assert "booked in stock" in str(packing.scan(road.rma, "REFURB-1").next)
    lead = TabletAt("lena", "packing-1")
    assert str(lead.scan(road.rma, "REFURB-1").title) == "Right?"
    assert goods.unit(replaced).stage is Stage.DISPOSED


def test_a_wrong_product_blocks(packing: TabletAt) -> None:
    road, other = roads.promised(), roads.promised()
    answer = packing.scan(road.rma, roads.sku(other.ids[0]))
    assert (answer.result, str(answer.title)) == ("refused", "Wrong product")


def test_a_product_code_does_not_say_which_returned_unit_it_is(packing: TabletAt) -> None:
    road = roads.ready()
    assert "Scan the tag" in str(packing.scan(road.rma, roads.sku(road.ids[0])).next)


def test_a_product_without_an_open_box_is_refused(packing: TabletAt) -> None:
    road = roads.promised()
    assert packing.scan(roads.sku(road.ids[0])).result == "refused"
    assert goods.unit(road.ids[0]).tag is None


def test_a_held_promise_is_not_picked(packing: TabletAt) -> None:
    road = roads.promised()
    packing.scan(road.rma)
    roads.hold(unit_id=road.ids[0], by=actor("alice"))
    answer = packing.scan(roads.sku(road.ids[0]))
    assert (answer.result, str(answer.title)) == ("refused", "On hold")


def test_a_bad_piece_is_put_aside_and_another_picked(packing: TabletAt) -> None:
    road = roads.promised(serials=True)
    sku = roads.sku(road.ids[0])
    packing.scan(road.rma, sku, "BROKEN-1", Command.PASS)
    assert "pick another" in str(packing.scan(Command.FAIL).next)
    unit = goods.unit(road.ids[0])
    assert (unit.stage, unit.device_id, unit.serial_seen) == (Stage.PROMISED, None, None)
    assert str(packing.scan(sku).title) == "Scan its serial"
    assert str(packing.scan("WHOLE-1", *GOODS_FIT).title) == "Goods fit"
    assert goods.unit(road.ids[0]).tag == unit.tag
