"""What the customer never got, and what a carrier brings back by itself: neither has a label to print."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from jobs import letters as loop
from models.lifecycle import Direction, Ground, ParcelState, Resolution, RmaStatus, Stage
from models.log import Delivery
from models.orders import Shipment
from models.parcels import Parcel, ParcelLine
from models.rma import Rma, Unit
from notifications.letter import Values
from notifications.letters import compose
from tests.desk import roads
from tests.support import goods
from tests.support.tablets import TabletAt, everything
from workflow import (
    announcing,
    clock,
    customer_papers,
    deciding,
    following,
    letters,
    next_steps,
    packing_coach,
    printing,
    receiving,
    rma_page,
    settling,
    undoing,
)
from workflow.actors import Actor
from workflow.errors import NotFound, Refused
from workflow.resolution_page import choice
from workflow.transaction import acted, in_transaction, reading

P, L, V = Parcel.__table__, ParcelLine.__table__, Delivery.__table__
NEVER_CAME, BY_CARRIER = ("not_received", "missing_item"), ("undeliverable", "wrong_address", "refused",
                                                            "not_collected", "intercepted")
People = dict[str, Actor]


@pytest.fixture
def walt(app: object) -> TabletAt:
    return TabletAt("walt")


def boxes_of(rma_id: int) -> list[sa.Row]:
    return roads.read_all(sa.select(P).where(P.c.rma_id == rma_id).order_by(P.c.id))


def english_letter(rma_id: int) -> str:
    """The letter of the newest approval, as an English customer gets it."""
    in_transaction(lambda connection: connection.execute(
        sa.update(Rma.__table__).where(Rma.__table__.c.id == rma_id).values(language="en")))
    with clock.at(clock.in_days(1)):
        while loop.write_due():
            pass
    with reading() as connection:
        return connection.execute(sa.select(V.c.text).where(V.c.letter == "approved").order_by(V.c.id.desc())).scalar()


def change_reason(unit_id: int, reason: str) -> None:
    in_transaction(lambda connection: connection.execute(
        sa.update(Unit.__table__).where(Unit.__table__.c.id == unit_id).values(reason=reason)))


@pytest.mark.parametrize("reason", NEVER_CAME)
def test_what_never_came_is_not_approved_into_a_box(people: People, reason: str) -> None:
    made = roads.requested(reason=reason)
    before = everything()
    with pytest.raises(Refused, match="never got"):
        deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    assert everything() == before
    shown = rma_page.read(made.rma, by=people["alice"])
    assert shown.approvable == [] and shown.units[0].never_came and {"resolve", "decline"} <= shown.units[0].may


def test_it_is_decided_without_a_return_and_the_page_suggests_that(people: People) -> None:
    made = roads.requested(reason="not_received")
    offered = choice(made.rma, made.unit_ids[0], None, by=people["alice"])
    assert (offered.ground, offered.likely_reason) == (Ground.CLAIM, "never_delivered")
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=offered.ground,
                     reason=offered.likely_reason, by=people["alice"])
    assert boxes_of(made.rma_id) == []
    followed = following.follow(made.rma_id)
    assert str(followed.units[0].words) == "Nothing needs to be sent back"


@pytest.mark.parametrize("reason", NEVER_CAME)
def test_its_status_has_no_stop_that_only_goods_make(people: People, reason: str) -> None:
    made, other = roads.requested(reason=reason), roads.requested()
    assert "nothing to send" in str(next_steps.next_step(following.follow(made.rma_id)))
    stops, usual = ([str(stop.label) for stop in next_steps.road(following.follow(rma.rma_id))]
                    for rma in (made, other))
    assert [label for label in usual if label not in stops] == [usual[place] for place in next_steps.WITH_GOODS]
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.CLAIM,
                     reason="never_delivered", by=people["alice"])
    assert [stop.state for stop in next_steps.road(following.follow(made.rma_id))].count(next_steps.NOW) == 1


def test_on_another_ground_no_reason_is_suggested(people: People) -> None:
    made = roads.requested(reason="not_received")
    assert choice(made.rma, made.unit_ids[0], Ground.KEPT.value, by=people["alice"]).likely_reason == ""
    other = roads.requested()
    assert choice(other.rma, other.unit_ids[0], Ground.CLAIM.value, by=people["alice"]).likely_reason == ""


def test_a_no_that_is_overruled_waits_for_a_decision_again(people: People) -> None:
    made = roads.requested(reason="not_received")
    deciding.decline(unit_id=made.unit_ids[0], reason="final_sale", by=people["alice"])
    assert deciding.reopen(unit_id=made.unit_ids[0], reason="goodwill", by=people["alice"]) == []
    unit = goods.unit(made.unit_ids[0])
    assert (unit.stage, unit.decline_reason) == (Stage.REQUESTED, None) and unit.due_at > clock.now()
    assert boxes_of(made.rma_id) == [] and goods.rma(made.rma_id).status is RmaStatus.REQUESTED


@pytest.mark.parametrize("reason", BY_CARRIER)
def test_what_a_carrier_brings_back_is_on_its_way_without_a_label(people: People, reason: str) -> None:
    made = roads.requested(reason=reason)
    (parcel_id,) = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    box = goods.parcel(parcel_id)
    assert (box.direction, box.state, box.box_no, box.box_count) == (Direction.IN, ParcelState.MOVING, 1, 1)
    inside = roads.read_all(sa.select(L.c.unit_id).where(L.c.parcel_id == box.id))
    assert [row.unit_id for row in inside] == made.unit_ids
    assert goods.rma(made.rma_id).status is RmaStatus.COMING
    assert packing_coach.look(made.rma_id) is None and customer_papers.of_rma(made.rma_id) == []
    with pytest.raises(NotFound):
        printing.ask_for("return_label_a4", made.rma_id, "en")
    assert not rma_page.read(made.rma, by=people["alice"]).customer_sends
    assert "You need not send anything" in english_letter(made.rma_id)


def test_the_letter_says_which_of_them_the_carrier_brings(people: People) -> None:
    made = roads.requested(units=2)
    change_reason(made.unit_ids[1], "not_collected")
    first, second = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    assert [goods.parcel(box).state for box in (first, second)] == [ParcelState.ANNOUNCED, ParcelState.MOVING]
    text = english_letter(made.rma_id)
    assert "step by step" in text and text.count("the carrier brings it back to us") == 1
    assert [unit.unit.id for unit in packing_coach.read(made.rma_id).units] == made.unit_ids[:1]


def test_two_that_the_carrier_brings_come_in_one_parcel(people: People) -> None:
    made = roads.requested(units=2, reason="refused")
    first = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids[:1], by=people["alice"])
    assert deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids[1:], by=people["alice"]) == first


def test_an_approval_of_what_the_carrier_brings_undone_leaves_nothing_behind(people: People) -> None:
    made = roads.requested(reason="refused")
    before = everything()
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    undoing.undo(act_id=acted.get(), by=people["alice"])
    assert everything() == before


def numbers_out(order_id: int) -> list[sa.Row]:
    """What the order went out with."""
    table = Shipment.__table__
    return roads.read_all(sa.select(table).where(table.c.order_id == order_id))


def test_it_comes_back_under_the_number_with_which_it_went_out(people: People, walt: TabletAt) -> None:
    made = roads.requested(reason="undeliverable")
    (went_out,) = numbers_out(made.order_id)
    (parcel_id,) = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    box = goods.parcel(parcel_id)
    assert (box.carrier, box.tracking) == (went_out.carrier, went_out.tracking)
    assert str(walt.scan(went_out.tracking).title) == "Received"
    assert goods.parcel(parcel_id).state is ParcelState.RECEIVED


def test_a_parcel_that_stands_here_already_takes_the_place_of_the_one_that_was_to_come(
        people: People, walt: TabletAt) -> None:
    made = roads.requested(reason="undeliverable")
    (went_out,) = numbers_out(made.order_id)
    walt.scan(went_out.tracking)
    aside = roads.read_all(sa.select(P).where(P.c.tracking == went_out.tracking))[0]
    assert aside.unidentified
    (announced,) = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    assert goods.parcel(announced).tracking is None, "one number is one parcel's"
    receiving.match(parcel_id=aside.id, rma_id=made.rma_id, by=people["alice"])
    assert goods.parcel(announced).state is ParcelState.REFUSED
    assert goods.parcel(aside.id).rma_id == made.rma_id
    assert [box.state for box in boxes_of(made.rma_id) if box.state is ParcelState.MOVING] == []


def test_another_box_is_added_only_where_the_customer_sends_something(people: People) -> None:
    made = roads.requested(reason="refused")
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    with pytest.raises(Refused, match="Nothing of this RMA is expected"):
        announcing.add_box(rma_id=made.rma_id, by=people["alice"])


def test_who_sends_one_part_is_told_to_pack_while_a_carrier_brings_the_other(people: People) -> None:
    made = roads.requested(units=2)
    change_reason(made.unit_ids[1], "not_collected")
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    assert "Pack it step by step" in str(next_steps.next_step(following.follow(made.rma_id)))
    other = roads.requested(reason="not_collected")
    deciding.approve(rma_id=other.rma_id, unit_ids=other.unit_ids, by=people["alice"])
    assert "on its way to us" in str(next_steps.next_step(following.follow(other.rma_id)))


@pytest.mark.parametrize(("reason", "label"), [("not_received", False), ("stopped_working", True)])
def test_the_first_letter_speaks_of_a_label_only_where_there_will_be_one(
        people: People, reason: str, label: bool) -> None:
    made = roads.requested(reason=reason, units=2)
    act = SimpleNamespace(data={"letter": "request_received", "rma_id": made.rma_id})
    values, _rma = letters.values_for(act)
    assert ("label" in compose("request_received", Values(**values), "en").text) is label


def test_who_never_got_it_reads_of_no_label(people: People) -> None:
    assert following.follow(roads.requested(reason="missing_item").rma_id).never_came
    mixed = roads.requested(units=2, reason="not_received")
    change_reason(mixed.unit_ids[1], "stopped_working")
    assert not following.follow(mixed.rma_id).never_came


def test_of_two_parcels_that_went_out_neither_number_is_taken(people: People) -> None:
    made = roads.requested(reason="undeliverable")
    in_transaction(lambda connection: connection.execute(sa.insert(Shipment.__table__).values(
        order_id=made.order_id, tracking="00340434161094022115")))
    (parcel_id,) = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    assert goods.parcel(parcel_id).tracking is None
