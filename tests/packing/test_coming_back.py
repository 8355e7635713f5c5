"""What we sent comes back to its sender: received at the dock, looked at anew, packed again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.lifecycle import ParcelState, RmaStatus, Stage
from models.log import Movement
from models.parcels import ParcelLine
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo
from workflow import clock, shipping, verifying
from workflow.actors import SYSTEM
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import reading


@pytest.fixture
def road(app) -> roads.Road:
    return roads.ready(units=2)


def _days_later(days: int = 3):
    return clock.at(clock.now() + timedelta(days=days))


def _back_at_the_dock(road: roads.Road, code: str) -> tuple[TabletAt, Answer]:
    dock = TabletAt("walt")
    return dock, dock.scan(code)


@pytest.mark.parametrize("through", ["handed over", "returning", "delivered", "lost"])
@pytest.mark.parametrize("by_tracking", [True, False])
def test_the_dock_takes_it_in_whatever_the_carrier_said(road: roads.Road, through: str, by_tracking: bool) -> None:
    box = roads.send(TabletAt("paul"), road)
    if through == "returning":
        shipping.mark_returning(parcel_id=box.id, by=SYSTEM)
    elif through == "delivered":
        shipping.mark_delivered(parcel_id=box.id, by=SYSTEM)
    elif through == "lost":
        shipping.mark_lost(parcel_id=box.id, by=actor("alice"))
    with _days_later():
        _dock, answer = _back_at_the_dock(road, roads.UPS if by_tracking else box.number)
    assert (answer.result, str(answer.title)) == ("ok", "Received")
    assert roads.box_of(road).state is ParcelState.RECEIVED
    assert roads.letters(road.rma_id).count("returned_to_us") == 1
    if through != "delivered":  # what was delivered has ended its trip
        assert [item.done for item in answer.items] == [False, False]


def test_it_is_logged_apart_from_a_customers_return(road: roads.Road) -> None:
    box = roads.send(TabletAt("paul"), road)
    with _days_later():
        dock, _answer = _back_at_the_dock(road, box.number)
        dock.scan(*road.tags)
    assert road.stages == [Stage.ARRIVED] * 2
    assert [goods.unit(unit_id).unexpected for unit_id in road.ids] == ["shipped", "shipped"]
    arrivals = roads.rows_of(Movement, unit_id=road.ids[0], what="unit.arrived")
    steps = [(row.from_stage, row.to_stage) for row in arrivals]
    assert steps == [("expected", "arrived"), ("shipped", "arrived")]
    assert goods.rma(road.rma_id).status is RmaStatus.IN_WORK


def test_it_is_looked_at_anew_and_sent_again_in_another_box(road: roads.Road) -> None:
    first = roads.send(TabletAt("paul"), road)
    roads.add_accessory(unit_id=road.ids[0], name="charger", by=actor("walt"))
    with _days_later(3):
        dock, _answer = _back_at_the_dock(road, first.number)
        dock.scan(*road.tags, Command.BOX_DONE)
        assert TabletAt("paul").scan(road.tags[0]).result == "refused"
    with _days_later(4):
        roads.inspect(unit_ids=road.ids, by=actor("lena"))
        roads.send_back(unit_ids=road.ids, by=actor("lena"))
        packer = TabletAt("paul")
        assert str(packer.scan(road.tags[0]).title) == "Box opened"
        assert str(packer.scan(road.tags[0]).title) == "Right?", "the goods check of the first time counts no more"
        assert str(packer.scan(*GOODS_FIT).title) == "Also packed?"
        packer.scan(Command.YES, road.tags[1], *GOODS_FIT, Command.CLOSE_BOX, Command.YES)
        assert str(packer.scan("1Z5R89390357567127", Command.HANDOVER).title) == "Handed over"
    second = roads.box_of(road)
    assert second.id != first.id and road.stages == [Stage.SHIPPED] * 2
    assert [line.unit_id for line in roads.rows_of(ParcelLine, parcel_id=second.id)] == road.ids
    assert [line.unit_id for line in roads.rows_of(ParcelLine, parcel_id=first.id)] == road.ids
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_a_repaired_unit_that_came_back_is_checked_again_before_it_leaves(app) -> None:
    road = roads.repaired()
    box = roads.send(TabletAt("paul"), road)
    with _days_later(3):
        dock, _answer = _back_at_the_dock(road, box.number)
        dock.scan(road.tags[0], Command.BOX_DONE)
    with _days_later(4):
        roads.inspect(unit_ids=road.ids, by=actor("lena"))
        roads.send_back(unit_ids=road.ids, by=actor("lena"))
        answer = TabletAt("paul").scan(road.tags[0])
        assert (answer.result, str(answer.title)) == ("refused", "Not checked")
        assert str(roads.pass_check(TabletAt("carla"), road.tags[0]).title) == "Check passed"
    with _days_later(5):
        packer = TabletAt("paul")
        assert str(packer.scan(road.tags[0], road.tags[0]).title) == "Packed"


def test_a_repaired_unit_that_came_back_broken_stays_unpackable(app) -> None:
    road = roads.repaired()
    box = roads.send(TabletAt("paul"), road)
    with _days_later(3):
        _back_at_the_dock(road, box.number)[0].scan(road.tags[0])
    with _days_later(4):
        roads.inspect(unit_ids=road.ids, by=actor("lena"))
        roads.send_back(unit_ids=road.ids, by=actor("lena"))
        check = TabletAt("carla")
        answer = check.scan(road.tags[0], Command.FAIL, Command.CHOICE_1)
        assert (str(answer.title), road.stages) == ("Check failed", [Stage.READY])
        assert TabletAt("paul").scan(road.tags[0]).result == "refused"


def test_taking_it_in_can_be_undone(road: roads.Road) -> None:
    box = roads.send(TabletAt("paul"), road)
    with _days_later():
        dock = TabletAt("walt")
        check_undo(dock, box.number)
        check_undo(dock, road.tags[0])
