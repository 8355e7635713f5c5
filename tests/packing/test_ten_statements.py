"""The law of the scan at packing: ten SQL statements at most on both engines, also for what has been here before."""

from __future__ import annotations

import pytest

from models.lifecycle import Stage
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.support import goods
from tests.support.counting import FrugalTablet
from tests.support.people import actor
from tests.support.tablets import check_undo
from workflow.scanning.commands import Command


@pytest.fixture
def lead(either_app) -> FrugalTablet:
    roads.ready()  # somebody else's, so that a missing WHERE shows
    return FrugalTablet("lena", "packing-1")


def test_packed_again_its_accessories_are_asked_anew(lead: FrugalTablet) -> None:
    road = roads.ready(units=2)
    for name in ("charger", "cable"):
        roads.add_accessory(unit_id=road.ids[0], name=name, by=actor("walt"))
    lead.scan(road.tags[0], road.tags[0], *GOODS_FIT, Command.YES, Command.NO, road.tags[0])
    assert str(lead.scan(Command.NO, road.tags[0]).title) == "Also packed?"
    lead.scan(Command.YES, road.tags[0], Command.UNPACK)
    answer = check_undo(lead, road.tags[0])
    assert (str(answer.title), str(answer.next)) == ("Also packed?", "Charger: is it in the box?")
    assert [value.values for _label, value in answer.lines] == [{"done": 1, "all": 2}]
    assert [row.packed for row in roads.rows_of(roads.Accessory, unit_id=road.ids[0])] == [None, None]


@pytest.mark.parametrize("asked", [False, True])
def test_what_was_booked_in_stock_goes_out(lead: FrugalTablet, asked: bool) -> None:
    """By its serial number at once, or as the answer to the card that asks for it."""
    road = roads.promised(serials=True)
    promised = goods.unit(road.ids[0])
    device = roads.on_the_shelf(product_id=promised.product_id, serial="REFURB-1", by=actor("lena"))
    roads.stock(unit_id=promised.replaces_id, device_id=device, by=actor("lena"))
    lead.scan(road.rma, *([roads.sku(road.ids[0])] if asked else []))
    check_undo(lead, "REFURB-1")
    assert (goods.unit(road.ids[0]).device_id, goods.unit(promised.replaces_id).stage) == (device, Stage.DISPOSED)
