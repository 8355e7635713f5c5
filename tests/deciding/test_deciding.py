"""Yes and no to what was asked for, and going back on it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from models.lifecycle import Direction, ParcelState, RmaStatus, Stage, Verdict
from models.parcels import Parcel, ParcelLine
from tests.desk import roads
from tests.support import goods
from tests.support.tablets import everything
from workflow import announcing, deciding, gates, holding, undoing
from workflow.actors import SYSTEM, Actor
from workflow.errors import NotAllowed, NotFound, Refused
from workflow.transaction import acted, reading

P, L = Parcel.__table__, ParcelLine.__table__
People = dict[str, Actor]


@pytest.fixture(autouse=True)
def others(app: object) -> goods.Announced:
    """Another customer's RMA is always there: a missing WHERE shows."""
    return roads.requested(units=2, name="Someone Else", email="else@example.com")


def boxes_of(rma_id: int) -> list[sa.Row]:
    return roads.read_all(sa.select(P).where(P.c.rma_id == rma_id).order_by(P.c.id))


def test_approved_units_are_expected_in_one_announced_box(people: People, others: goods.Announced) -> None:
    made = roads.requested(units=2)
    parcels = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    assert [goods.unit(unit_id).stage for unit_id in made.unit_ids] == [Stage.EXPECTED] * 2
    box = goods.parcel(parcels[0])
    assert (box.direction, box.state, box.box_no, box.box_count) == (Direction.IN, ParcelState.ANNOUNCED, 1, 1)
    inside = roads.read_all(sa.select(L.c.unit_id).where(L.c.parcel_id == box.id))
    assert [row.unit_id for row in inside] == made.unit_ids
    assert goods.rma(made.rma_id).status is RmaStatus.APPROVED
    assert goods.unit(others.unit_ids[0]).stage is Stage.REQUESTED


def test_approving_tells_the_customer_by_letter_with_ids_only(people: People) -> None:
    made = roads.requested()
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    last = roads.last_act()
    assert last.letters_due_at is not None
    assert last.data["letter"] == "approved" and last.data["unit_ids"] == made.unit_ids


def test_a_unit_approved_later_comes_in_the_same_box(people: People) -> None:
    made = roads.requested(units=2)
    first = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids[:1], by=people["alice"])
    second = deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids[1:], by=people["alice"])
    assert first == second and len(boxes_of(made.rma_id)) == 1


def test_the_system_may_approve_by_rule(people: People) -> None:
    made = roads.requested()
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=SYSTEM)
    assert goods.unit(made.unit_ids[0]).stage is Stage.EXPECTED


@pytest.mark.parametrize("login", ["walt", "ina", "tom", "carla", "paul", "mia", "adam"])
def test_only_agents_and_leads_decide(people: People, login: str) -> None:
    made = roads.requested()
    with pytest.raises(NotAllowed):
        deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people[login])
    with pytest.raises(NotAllowed):
        deciding.decline(unit_id=made.unit_ids[0], reason="final_sale", by=people[login])
    assert goods.unit(made.unit_ids[0]).stage is Stage.REQUESTED


def test_units_of_another_rma_are_not_found(people: People, others: goods.Announced) -> None:
    made = roads.requested()
    with pytest.raises(NotFound):
        deciding.approve(rma_id=made.rma_id, unit_ids=[*made.unit_ids, others.unit_ids[0]], by=people["alice"])
    assert goods.unit(made.unit_ids[0]).stage is Stage.REQUESTED


def test_twice_is_refused(people: People) -> None:
    made = roads.requested()
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    with pytest.raises(Refused):
        deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["bob"])


def test_a_no_needs_a_coded_reason(people: People) -> None:
    made = roads.requested()
    with pytest.raises(Refused) as refused:
        deciding.decline(unit_id=made.unit_ids[0], reason="because", by=people["alice"])
    assert refused.value.field == "reason"


def test_declined_with_reason_and_letter(people: People) -> None:
    made = roads.requested(units=2)
    deciding.decline(unit_id=made.unit_ids[0], reason="final_sale", by=people["alice"])
    unit = goods.unit(made.unit_ids[0])
    assert (unit.stage, unit.decline_reason, unit.verdict) == (Stage.DECLINED, "final_sale", Verdict.REFUSED)
    assert roads.last_act().data | {"letter": "declined", "reason": "final_sale"} == roads.last_act().data
    assert goods.unit(made.unit_ids[1]).stage is Stage.REQUESTED


def test_all_declined_is_a_declined_rma(people: People) -> None:
    made = roads.requested()
    deciding.decline(unit_id=made.unit_ids[0], reason="final_sale", by=people["alice"])
    rma = goods.rma(made.rma_id)
    assert rma.status is RmaStatus.DECLINED and rma.closed_at is not None


def test_an_overruled_no_is_expected_again_with_a_box(people: People) -> None:
    made = roads.requested()
    deciding.decline(unit_id=made.unit_ids[0], reason="final_sale", by=people["alice"])
    deciding.reopen(unit_id=made.unit_ids[0], reason="goodwill", by=people["lena"])
    unit = goods.unit(made.unit_ids[0])
    assert (unit.stage, unit.decline_reason, unit.verdict) == (Stage.EXPECTED, None, None)
    assert len(boxes_of(made.rma_id)) == 1
    assert roads.last_act().reason == "goodwill"


def test_an_agent_cancels_for_the_customer(people: People) -> None:
    made = roads.requested()
    deciding.cancel(unit_id=made.unit_ids[0], by=people["alice"])
    assert goods.unit(made.unit_ids[0]).stage is Stage.CANCELLED
    assert goods.rma(made.rma_id).status is RmaStatus.CANCELLED


def test_a_hold_stops_yes_and_no_and_the_buttons_know(people: People) -> None:
    made = roads.requested()
    hold_id = holding.hold(rma_id=made.rma_id, reason="fraud_check", by=people["alice"])
    unit = goods.unit(made.unit_ids[0])
    with reading() as connection:
        assert not gates.holds(deciding.check_can_approve, connection, unit)
        assert not gates.holds(deciding.check_can_decline, connection, unit)
    for decision in (lambda: deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"]),
                     lambda: deciding.decline(unit_id=unit.id, reason="final_sale", by=people["alice"])):
        with pytest.raises(Refused, match="hold"):
            decision()
    holding.release(hold_id=hold_id, by=people["alice"])
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])


def test_an_approval_undone_leaves_nothing_behind(people: People) -> None:
    made = roads.requested(units=2)
    before = everything()
    deciding.approve(rma_id=made.rma_id, unit_ids=made.unit_ids, by=people["alice"])
    undoing.undo(act_id=acted.get(), by=people["alice"])
    assert everything() == before


def test_one_box_is_not_enough(people: People) -> None:
    made = goods.announced(units=2)
    announcing.add_box(rma_id=made.rma_id, by=people["alice"])
    assert [(box.box_no, box.box_count) for box in boxes_of(made.rma_id)] == [(1, 2), (2, 2)]


def test_no_box_where_nothing_is_expected(people: People) -> None:
    made = roads.requested()
    with pytest.raises(Refused):
        announcing.add_box(rma_id=made.rma_id, by=people["alice"])


def test_tracking_is_kept_as_scanners_read_it(people: People) -> None:
    made = goods.announced()
    announcing.set_tracking(parcel_id=made.parcel_id, tracking=" 1z 999 aa1 0123456784 ", carrier="ups",
                            by=people["alice"])
    assert goods.parcel(made.parcel_id).tracking == "1Z999AA10123456784"
    with pytest.raises(Refused):
        announcing.set_tracking(parcel_id=made.parcel_id, tracking="12", by=people["alice"])


def test_lost_on_the_way_waits_for_a_decision(people: People) -> None:
    made = goods.announced()
    deciding.lose(unit_id=made.unit_ids[0], by=people["alice"])
    assert goods.unit(made.unit_ids[0]).stage is Stage.LOST
    assert goods.rma(made.rma_id).status is RmaStatus.SETTLING
