"""The packing station, scan by scan: a box is opened, filled, closed; what does not belong in it is stopped."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import ParcelState, PlaceKind, RmaStatus, SettlementKind, SettlementState, Stage
from models.log import Act, Movement
from models.parcels import ParcelLine
from models.rma import Accessory
from models.work import Settlement
from tests.packing import roads
from tests.packing.roads import GOODS_FIT
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, everything
from workflow import verifying
from workflow.scanning.commands import Command
from workflow.transaction import act, reading


@pytest.fixture
def packing(app) -> TabletAt:
    roads.ready()  # somebody else's, so that a missing WHERE shows
    return TabletAt("paul")


def test_a_unit_opens_a_box_is_checked_packed_and_the_box_closed(packing: TabletAt) -> None:
    road = roads.ready()
    answer = packing.scan(road.tags[0])
    assert (answer.result, str(answer.title)) == ("ok", "Box opened")
    assert [item.done for item in answer.items] == [False]
    assert roads.box_of(road).state is ParcelState.PACKING
    assert [str(packing.scan(code).title) for code in (road.tags[0], *GOODS_FIT)] == \
        ["Right?", "Complete?", "Safe?", "Packed"]
    unit, box = goods.unit(road.ids[0]), roads.box_of(road)
    assert (unit.stage, unit.place_kind, unit.place_id) == (Stage.PACKED, PlaceKind.PARCEL, box.id)
    assert str(packing.scan(Command.CLOSE_BOX).title) == "Address right?"
    answer = packing.scan(Command.YES)
    assert (str(answer.title), answer.paper) == ("Closed", ("packing_slip", box.id))
    box = roads.box_of(road)
    assert box.state is ParcelState.CLOSED and box.address_confirmed_at is not None
    check = roads.checks(road.ids[0])[0]
    assert (check.kind, check.passed, check.answers) == ("goods", True, {"right": True, "complete": True, "safe": True})
    assert goods.rma(road.rma_id).status is RmaStatus.IN_WORK
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_a_repaired_unit_needs_no_second_check(packing: TabletAt) -> None:
    road = roads.repaired()
    assert str(packing.scan(road.tags[0], road.tags[0]).title) == "Packed"


def test_no_name_of_the_customer_stands_in_a_stored_card(packing: TabletAt) -> None:
    road = roads.ready()
    roads.pack(packing, road)
    with reading() as connection:
        stored = " ".join(str(row) for row in connection.execute(sa.text("SELECT answer, open_now FROM scan")))
    assert "Address right?" in stored and "Müller" not in stored and "Torstra" not in stored


def test_one_box_takes_all_units_of_its_rma(packing: TabletAt) -> None:
    road = roads.ready(units=3)
    answer = packing.scan(road.tags[1])
    assert len(answer.items) == 3
    for tag in road.tags:
        packing.scan(tag, *GOODS_FIT)
    assert road.stages == [Stage.PACKED] * 3
    assert [line.unit_id for line in roads.rows_of(ParcelLine, parcel_id=roads.box_of(road).id)] == road.ids


def test_a_second_tablet_goes_on_with_the_same_box(packing: TabletAt) -> None:
    road = roads.ready(units=2)
    packing.scan(road.tags[0], road.tags[0], *GOODS_FIT)
    other = TabletAt("lena", "packing-1")
    assert str(other.scan(road.rma).title) == "Box goes on"
    assert str(other.scan(road.tags[1], *GOODS_FIT).title) == "Packed"
    assert road.stages == [Stage.PACKED] * 2


def test_a_unit_of_another_rma_blocks(packing: TabletAt) -> None:
    road, other = roads.ready(), roads.ready()
    packing.scan(road.tags[0])
    before = everything()
    answer = packing.scan(other.tags[0])
    assert (answer.result, str(answer.title)) == ("refused", "Wrong unit")
    assert everything() == before
    assert str(packing.scan(road.tags[0]).title) == "Right?"


def test_a_parked_box_lets_another_begin(packing: TabletAt) -> None:
    road, other = roads.ready(), roads.ready()
    packing.scan(road.tags[0], Command.PARK)
    assert str(packing.scan(other.tags[0]).title) == "Box opened"


@pytest.mark.parametrize("stage", ["arrived", "at_check"])
def test_a_unit_that_is_not_ready_blocks(packing: TabletAt, stage: str) -> None:
    road = getattr(roads, stage)()
    answer = packing.scan(road.tags[0])
    assert (answer.result, str(answer.title)) == ("refused", "Not ready")


def test_a_held_unit_blocks(packing: TabletAt) -> None:
    road = roads.ready()
    roads.hold(unit_id=road.ids[0], by=actor("alice"))
    answer = packing.scan(road.tags[0])
    assert (answer.result, str(answer.title)) == ("refused", "On hold")


@act("test.charge")
def charge(doing, *, road: roads.Road, by) -> int:
    return doing.insert(Settlement, rma_id=road.rma_id, unit_id=road.ids[0], kind=SettlementKind.CHARGE,
                        state=SettlementState.APPROVED, amount_minor=500, currency="EUR", created_at=doing.now)


def test_an_unpaid_unit_blocks(packing: TabletAt) -> None:
    road = roads.ready()
    charge(road=road, by=actor("alice"))
    answer = packing.scan(road.tags[0])
    assert (answer.result, str(answer.title)) == ("refused", "Not paid")


def test_what_happened_since_packing_stops_the_closing(packing: TabletAt) -> None:
    road = roads.ready()
    packing.scan(road.tags[0], road.tags[0], *GOODS_FIT)
    roads.hold(unit_id=road.ids[0], by=actor("alice"))
    assert packing.scan(Command.CLOSE_BOX).result == "refused"
    assert roads.box_of(road).state is ParcelState.PACKING


@pytest.mark.parametrize(("yeses", "reason"), [(0, "right"), (1, "complete"), (2, "safe")])
def test_goods_that_fail_are_decided_anew(packing: TabletAt, yeses: int, reason: str) -> None:
    road = roads.ready()
    packing.scan(road.tags[0], road.tags[0], *[Command.PASS] * yeses)
    answer = packing.scan(Command.FAIL)
    assert (answer.result, str(answer.title)) == ("ok", "Goods failed")
    check = roads.checks(road.ids[0])[0]
    assert (goods.unit(road.ids[0]).stage, check.passed, check.answers[reason]) == (Stage.INSPECTED, False, False)


def test_a_goods_check_that_was_left_goes_on(packing: TabletAt) -> None:
    road = roads.ready()
    packing.scan(road.tags[0], road.tags[0], Command.PASS, Command.PARK)
    assert str(packing.scan(road.tags[0]).title) == "Box goes on" or road.stages == [Stage.READY]
    assert str(packing.scan(road.tags[0]).title) == "Complete?"
    assert len(roads.checks(road.ids[0])) == 1


def test_accessories_are_asked_for_one_by_one(packing: TabletAt) -> None:
    road = roads.repaired()
    for name in ("charger", "our own bag"):
        roads.add_accessory(unit_id=road.ids[0], name=name, by=actor("walt"))
    packing.scan(road.tags[0])
    answer = packing.scan(road.tags[0])
    assert (answer.result, str(answer.next)) == ("ask", "Charger: is it in the box?")
    assert road.stages == [Stage.PACKED]
    assert str(packing.scan(Command.YES).next) == "our own bag: is it in the box?"
    assert str(packing.scan(Command.YES).title) == "Packed"
    assert [row.packed for row in roads.rows_of(Accessory, unit_id=road.ids[0])] == [True, True]


def test_all_answers_for_whatever_belongs_to_this_unit(packing: TabletAt, statements: list[str]) -> None:
    road, beside = roads.repaired(), roads.repaired()
    for unit_id in (road.ids[0], beside.ids[0]):
        for number in range(8):
            roads.add_accessory(unit_id=unit_id, name=f"Part {number}", by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0])
    statements.clear()
    assert str(packing.scan(Command.ALL).title) == "Packed"
    assert len(statements) <= 10, "\n".join(text[:100] for text in statements)
    assert [row.packed for row in roads.rows_of(Accessory, unit_id=road.ids[0])] == [True] * 8
    assert [row.packed for row in roads.rows_of(Accessory, unit_id=beside.ids[0])] == [None] * 8
    assert packing.scan(Command.ALL).result == "refused"


def test_what_was_not_there_stays_answered_when_all_the_rest_is(packing: TabletAt) -> None:
    road = roads.repaired()
    for name in ("charger", "our own bag"):
        roads.add_accessory(unit_id=road.ids[0], name=name, by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0], Command.NO, Command.ALL)
    assert [row.packed for row in roads.rows_of(Accessory, unit_id=road.ids[0])] == [False, True]
    assert str(packing.scan(Command.CLOSE_BOX).title) == "Send without?"


def test_the_box_does_not_close_over_an_unanswered_or_missing_accessory(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.add_accessory(unit_id=road.ids[0], name="charger", by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0], Command.PARK, road.rma)
    assert str(packing.scan(Command.CLOSE_BOX).title) == "Also packed?"
    packing.scan(Command.NO)
    assert str(packing.scan(Command.CLOSE_BOX).title) == "Send without?"
    assert roads.box_of(road).state is ParcelState.PACKING
    assert str(packing.scan(road.tags[0]).title) == "Also packed?"
    packing.scan(Command.YES)
    assert str(packing.scan(Command.CLOSE_BOX, Command.YES).title) == "Closed"


def test_a_packer_cannot_send_a_part_but_a_lead_can(packing: TabletAt) -> None:
    road = roads.ready(units=2)
    packing.scan(road.tags[0], road.tags[0], *GOODS_FIT, Command.CLOSE_BOX)
    assert str(packing.scan(Command.CHOICE_2).title) == "Who decided?"
    assert packing.scan(Command.YES).result == "refused"
    lead = TabletAt("lena", "packing-1")
    lead.scan(road.rma)
    assert str(lead.scan(Command.CLOSE_BOX).title) == "Send without?"
    assert lead.scan(Command.YES).result == "refused"
    assert str(lead.scan(Command.CLOSE_BOX, Command.CHOICE_2).title) == "Address right?"
    assert str(lead.scan(Command.YES).title) == "Closed"
    assert [row.codes for row in roads.rows_of(Movement, what="parcel.sent_without")] == ["reason:agreed"]
    assert [row.reason for row in roads.rows_of(Act, kind="parcel.closed")] == ["without.agreed"]
    first = roads.box_of(road)
    assert road.stages == [Stage.PACKED, Stage.READY]
    assert [line.unit_id for line in roads.rows_of(ParcelLine, parcel_id=first.id)] == road.ids[:1]
    assert str(packing.scan(road.tags[1]).title) == "Box opened"
    assert roads.box_of(road).id != first.id


def test_a_wrong_address_closes_nothing(packing: TabletAt) -> None:
    road = roads.repaired()
    packing.scan(road.tags[0], road.tags[0], Command.CLOSE_BOX)
    assert str(packing.scan(Command.NO).title) == "Address wrong"
    assert roads.box_of(road).state is ParcelState.PACKING


def test_a_unit_is_taken_out_and_packed_again(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.add_accessory(unit_id=road.ids[0], name="charger", by=actor("walt"))
    packing.scan(road.tags[0], road.tags[0], Command.YES)
    answer = packing.scan(road.tags[0])
    assert (answer.result, str(answer.title)) == ("repeat", "In the box")
    assert str(packing.scan(Command.UNPACK).title) == "Taken out"
    assert road.stages == [Stage.READY] and roads.rows_of(ParcelLine, parcel_id=roads.box_of(road).id) == []
    assert str(packing.scan(road.tags[0]).title) == "Also packed?"
    assert road.stages == [Stage.PACKED]


def test_an_empty_box_does_not_close(packing: TabletAt) -> None:
    road = roads.ready()
    packing.scan(road.tags[0])
    assert packing.scan(Command.CLOSE_BOX).result == "refused"


def test_a_closed_box_is_told_kindly_and_can_be_opened_again(packing: TabletAt) -> None:
    road = roads.repaired()
    roads.pack(packing, road)
    assert packing.scan(Command.CLOSE_BOX).result == "repeat"
    assert packing.scan(road.tags[0]).result == "repeat"
    assert str(packing.scan(roads.box_of(road).number).title) == "No label yet"
    assert str(packing.scan(Command.REOPEN).title) == "Open again"
    assert str(packing.scan(road.tags[0], Command.UNPACK).title) == "Taken out"
    assert packing.scan(Command.CLOSE_BOX).result == "refused"


@pytest.mark.parametrize("stray", [Command.PASS, Command.FAIL, Command.YES, Command.CLOSE_BOX, Command.UNPACK,
                                   Command.HANDOVER, Command.REOPEN, Command.CHOICE_1])
def test_a_command_out_of_place_changes_nothing(packing: TabletAt, stray: Command) -> None:
    before = everything()
    assert packing.scan(stray).result == "refused"
    assert everything() == before


def test_a_box_that_came_in_belongs_to_the_dock(packing: TabletAt) -> None:
    assert packing.scan(goods.announced().parcel).result == "refused"
