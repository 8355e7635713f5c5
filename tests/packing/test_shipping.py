"""The way out: the carrier label, handing over, delivered, coming back, lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.lifecycle import ParcelState, PlaceKind, Resolution, RmaStatus, Stage
from models.log import Act
from tests.packing import roads
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt
from workflow import clock, shipping, verifying
from workflow.actors import SYSTEM
from workflow.errors import NotAllowed, Refused
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import reading


@pytest.fixture
def packing(app) -> TabletAt:
    roads.send(TabletAt("paul"), roads.ready(), "1Z8V92A70367203024")  # somebody else's box, sent before
    return TabletAt("paul")


def test_a_label_with_a_known_form_names_its_carrier(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.pack(packing, road)
    answer = packing.scan(roads.UPS)
    assert (answer.result, str(answer.title)) == ("ok", "Label noted")
    box = roads.box_of(road)
    assert (box.carrier, box.tracking) == ("ups", roads.UPS)


def test_a_label_without_a_form_asks_for_the_carrier(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.pack(packing, road)
    assert str(packing.scan("12 3456 7890").title) == "Which carrier?"
    assert packing.scan(CHOICES[7]).result == "ask"
    packing.scan(CHOICES[6])
    box = roads.box_of(road)
    assert (box.carrier, box.tracking) == ("aramex", "1234567890")


def test_the_carriers_whose_numbers_look_like_it_come_first(packing: TabletAt) -> None:
    roads.pack(packing, roads.repaired())
    answer = packing.scan("09133131530724")
    assert {str(choice.label) for choice in answer.choices[:3]} == {"DHL", "DPD", "Hermes"}


def test_the_label_of_another_box_is_refused(packing: TabletAt) -> None:
    first, second = roads.repaired(), roads.repaired()
    roads.pack(packing, first)
    packing.scan(roads.UPS)
    roads.pack(packing, second)
    assert packing.scan(roads.UPS).result == "refused"
    assert roads.box_of(second).tracking is None


def test_a_label_before_closing_is_not_taken(packing: TabletAt) -> None:
    road = roads.repaired()
    packing.scan(road.tags[0], road.tags[0])
    assert packing.scan(roads.UPS).result == "unknown"
    assert roads.box_of(road).tracking is None


def test_handing_over_ships_the_units_and_tells_the_customer(packing: TabletAt) -> None:
    road = roads.ready(units=2)
    box = roads.send(packing, road)
    assert (box.state, box.place_kind) == (ParcelState.HANDED_OVER, PlaceKind.GONE)
    assert road.stages == [Stage.SHIPPED] * 2
    assert goods.rma(road.rma_id).status is RmaStatus.GOING
    letter = next(row for row in roads.rows_of(Act, rma_id=road.rma_id) if row.data.get("letter") == "shipped")
    assert letter.data == {"letter": "shipped", "rma_id": road.rma_id, "parcel_id": box.id, "unit_ids": road.ids}
    assert letter.letters_due_at is not None
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_handing_over_cannot_be_undone(packing: TabletAt) -> None:
    road = roads.ready()
    roads.send(packing, road)
    assert packing.scan(Command.UNDO).result == "refused"
    assert road.stages == [Stage.SHIPPED]


def test_no_box_leaves_without_its_label(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.pack(packing, road)
    assert packing.scan(Command.HANDOVER).result == "refused"
    assert road.stages == [Stage.PACKED]


def test_a_hold_stops_the_way_out(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.pack(packing, road)
    packing.scan(roads.UPS)
    roads.hold(unit_id=road.ids[0], by=actor("alice"))
    assert packing.scan(Command.HANDOVER).result == "refused"
    assert road.stages == [Stage.PACKED]


def test_the_driver_comes_later(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.pack(packing, road)
    packing.scan(roads.UPS, Command.PARK)
    assert str(packing.scan(roads.UPS).title) == "Hand over?"
    assert str(packing.scan(Command.HANDOVER).title) == "Handed over"
    answer = packing.scan(roads.UPS)
    assert (answer.result, str(answer.title)) == ("repeat", "Left already")


def test_delivered_ends_the_units_trip(packing: TabletAt) -> None:
    road = roads.ready()
    box = roads.send(packing, road)
    shipping.mark_delivered(parcel_id=box.id, by=SYSTEM)
    unit = goods.unit(road.ids[0])
    assert (unit.stage, unit.place_kind, roads.box_of(road).state) == (
        Stage.DELIVERED, PlaceKind.CUSTOMER, ParcelState.DELIVERED)
    assert goods.rma(road.rma_id).status is RmaStatus.CLOSED
    assert "delivered" in roads.letters(road.rma_id)


def test_what_nobody_heard_of_again_counts_as_delivered(packing: TabletAt) -> None:
    early, late = roads.ready(), roads.ready()
    roads.send(packing, early)
    with clock.at(clock.now() + timedelta(days=5)):
        roads.send(TabletAt("paul"), late, "1Z5R89390357567127")
    for days, count in ((9, 0), (11, 2), (12, 0)):  # two: the fixture's box is as old as the early one
        assert _overdue(days) == count
    assert (early.stages, late.stages) == ([Stage.DELIVERED], [Stage.SHIPPED])


def _overdue(days: int) -> int:
    with clock.at(clock.now() + timedelta(days=days)):
        return shipping.deliver_overdue()  # as the worker calls it


def test_a_lost_box_loses_its_units_by_an_agents_word_only(packing: TabletAt) -> None:
    road = roads.ready()
    box = roads.send(packing, road)
    with pytest.raises(NotAllowed):
        shipping.mark_lost(parcel_id=box.id, by=SYSTEM)
    shipping.mark_lost(parcel_id=box.id, by=actor("alice"))
    assert (road.stages, roads.box_of(road).state) == ([Stage.LOST], ParcelState.LOST)


@pytest.mark.parametrize("use_case", [shipping.mark_delivered, shipping.mark_returning, shipping.mark_lost])
def test_only_a_box_that_a_carrier_has_can_be_followed_up(packing: TabletAt, use_case) -> None:
    road = roads.repaired()
    roads.pack(packing, road)
    with pytest.raises(Refused):
        use_case(parcel_id=roads.box_of(road).id, by=actor("alice"))
    assert goods.unit(road.ids[0]).resolution in (None, Resolution.REPAIR)
