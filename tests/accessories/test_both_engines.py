"""The tick list and the path, on SQLite and on PostgreSQL."""

from __future__ import annotations

from models.rma import Accessory
from tests.accessories.test_ticking import NAMES, announced
from tests.packing.roads import rows_of
from tests.support.tablets import TabletAt, check_undo
from workflow import custody
from workflow.scanning.commands import CHOICES, Command


def test_a_unit_is_ticked_and_its_path_is_whole(either_app) -> None:
    rma = announced(units=2)
    dock = TabletAt("walt")
    arrived = dock.scan(rma.parcel, rma.skus[0])
    assert [str(choice.label) for choice in arrived.choices][:3] == list(NAMES)
    check_undo(dock, CHOICES[1])
    check_undo(dock, Command.NO)
    assert [row.received for row in rows_of(Accessory, unit_id=rma.unit_ids[0])] == [False, True, False]
    found = custody.of_unit(rma.unit_ids[0], "en")
    assert found.faults == [] and str(found.steps[-1].what) == "Accessory ticked: not there"
