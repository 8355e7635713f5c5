"""The whole way out on SQLite and on PostgreSQL, and two packers with one unit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask

from models.lifecycle import Stage
from models.parcels import ParcelLine
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.support.tablets import TabletAt
from workflow import clock, shipping, verifying
from workflow.scanning.commands import Command
from workflow.transaction import reading


def test_from_the_check_to_the_door_and_back(either_app: Flask) -> None:
    road, packer = roads.repaired(serials=True), TabletAt("paul")
    box = roads.send(packer, road)
    new = roads.promised(serials=True)
    packer.scan(new.rma, roads.sku(new.ids[0]), "BRAND-NEW-0001", *GOODS_FIT, "BRAND-NEW-0001", Command.ALL,
                Command.CLOSE_BOX)
    assert str(packer.scan(Command.YES, "1Z5R89390357567127", Command.HANDOVER).title) == "Handed over"
    with clock.at(clock.now() + timedelta(days=2)):
        assert str(TabletAt("walt").scan(box.number, road.tags[0]).title) == "Arrived"
    with clock.at(clock.now() + timedelta(days=20)):
        assert shipping.deliver_overdue(clock.now()) == 1
    assert (road.stages, new.stages) == ([Stage.ARRIVED], [Stage.DELIVERED])
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_two_packers_put_one_unit_in_once(either_app: Flask) -> None:
    road = roads.repaired()
    tablets = [TabletAt("paul"), TabletAt("lena", "packing-1")]
    for tablet in tablets:
        tablet.scan(road.rma)

    def scan(tablet: TabletAt) -> str:
        with either_app.app_context():
            return tablet.scan(road.tags[0]).result

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(scan, tablets)) == ["ok", "repeat"]
    assert len(roads.rows_of(ParcelLine, unit_id=road.ids[0])) == 2  # the box it came in, the box it goes in
