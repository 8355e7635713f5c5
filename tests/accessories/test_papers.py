"""What came and what goes along, as it stands on the papers."""

from __future__ import annotations

import pytest

from models.parcels import ParcelLine
from models.rma import Accessory
from tests.accessories.test_ticking import announced, belongs
from tests.packing import roads
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import paper_values
from workflow.actors import Actor
from workflow.doing import Doing
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import act, reading


def values(kind: str, thing_id: int, language: str) -> list[dict]:
    with reading() as connection:
        return paper_values.KINDS[kind](connection, thing_id, language)


def test_the_receipt_says_what_was_there_what_not_and_what_nobody_looked_at(app) -> None:
    rma = announced(units=2)
    dock = TabletAt("walt")
    dock.scan(rma.parcel, rma.skus[0], CHOICES[1])
    seen = values("receipt", rma.parcel_id, "de")[0]["units"][0]
    assert (seen["there"], seen["not_there"]) == (["Fernbedienung"], [])
    assert seen["not_looked_at"] == ["Netzteil", "Blauer Beutel"]
    dock.scan(Command.NO)
    assert dock.scan(Command.BOX_DONE).paper == ("holding_label", rma.parcel_id)  # one is missing
    assert dock.scan(rma.parcel).paper == ("receipt", rma.parcel_id)
    sheet = values("receipt", rma.parcel_id, "de")[0]
    assert [unit["tag"] for unit in sheet["units"]] == [goods.unit(rma.unit_ids[0]).tag]
    assert (sheet["units"][0]["not_there"], len(sheet["missing"])) == (["Netzteil", "Blauer Beutel"], 1)
    assert "Lüdenscheidt" not in repr(sheet)


@pytest.mark.parametrize("kind", ["receipt", "holding_label"])
def test_what_came_stands_on_the_papers_of_its_box_also_when_it_has_left_again(app, kind: str) -> None:
    road = roads.repaired()
    box_id = goods.unit(road.ids[0]).came_in_id
    before = values(kind, box_id, "en")
    roads.send(TabletAt("paul"), road)
    assert values(kind, box_id, "en") == before
    assert kind != "receipt" or [unit["tag"] for unit in before[0]["units"]] == road.tags


def test_a_box_that_is_still_on_its_way_has_no_receipt(app) -> None:
    assert values("receipt", announced().parcel_id, "en") == []


def test_the_packing_slip_says_what_had_never_come(app) -> None:
    road, packing = roads.repaired(), TabletAt("paul")
    belongs(unit_id=road.ids[0], names=("Remote control", "our own bag"), by=actor("walt"))
    did_not_come(unit_id=road.ids[0], name="Remote control", by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0], Command.YES, Command.CLOSE_BOX, Command.YES)
    unit = values("packing_slip", roads.box_of(road).id, "de")[0]["units"][0]
    assert (unit["accessories"], unit["left_out"], unit["never_came"]) == (["our own bag"], [], ["Fernbedienung"])


@act("test.did_not_come")
def did_not_come(doing: Doing, *, unit_id: int, name: str, by: Actor) -> None:
    doing.update_all(Accessory, roads.rows_of(Accessory, unit_id=unit_id, name=name), received=False)


def test_the_packing_slip_says_what_goes_along_and_what_does_not(app) -> None:
    road, packing = roads.repaired(), TabletAt("paul")
    for name in ("Remote control", "our own bag", "charger"):
        roads.add_accessory(unit_id=road.ids[0], name=name, by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0], Command.YES, Command.NO)
    box = roads.rows_of(ParcelLine, unit_id=road.ids[0])[-1].parcel_id
    unit = values("packing_slip", box, "zh")[0]["units"][0]
    assert (len(unit["accessories"]), unit["accessories"][0].isascii(), unit["left_out"]) == (1, False, ["our own bag"])
