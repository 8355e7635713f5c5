"""The RMA's status is worked out from its units, in the order that DESIGN gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.lifecycle import (
    Owner,
    Resolution,
    RmaFacts,
    RmaStatus,
    Stage,
    UnitFacts,
    rma_status,
)
from tests.support import goods


def unit(stage: Stage, *, owner: Owner = Owner.CUSTOMER, resolution: Resolution | None = None) -> UnitFacts:
    return UnitFacts(stage, owner, resolution)


@pytest.mark.parametrize(("stages", "facts", "status"), [
    ([Stage.REQUESTED], RmaFacts(), RmaStatus.REQUESTED),
    ([Stage.EXPECTED], RmaFacts(), RmaStatus.APPROVED),
    ([Stage.EXPECTED], RmaFacts(parcel_moves=True), RmaStatus.COMING),
    ([Stage.EXPECTED, Stage.ARRIVED], RmaFacts(parcel_moves=True), RmaStatus.IN_WORK),
    ([Stage.PROMISED, Stage.EXPECTED], RmaFacts(), RmaStatus.IN_WORK),
    ([Stage.SHIPPED, Stage.EXPECTED], RmaFacts(), RmaStatus.GOING),
    ([Stage.SHIPPED, Stage.READY], RmaFacts(), RmaStatus.IN_WORK),
    ([Stage.DECLINED, Stage.DECLINED], RmaFacts(open_business=True), RmaStatus.DECLINED),
    ([Stage.CANCELLED], RmaFacts(), RmaStatus.CANCELLED),
    ([Stage.EXPIRED], RmaFacts(), RmaStatus.EXPIRED),
    ([Stage.DECLINED, Stage.CANCELLED], RmaFacts(), RmaStatus.CLOSED),
    ([Stage.DELIVERED], RmaFacts(), RmaStatus.CLOSED),
    ([Stage.DELIVERED], RmaFacts(open_business=True), RmaStatus.SETTLING),
    ([Stage.MISSING], RmaFacts(), RmaStatus.SETTLING),
    ([Stage.LOST, Stage.DELIVERED], RmaFacts(), RmaStatus.SETTLING),
    ([Stage.VOIDED, Stage.REQUESTED], RmaFacts(), RmaStatus.REQUESTED),
    ([Stage.VOIDED], RmaFacts(), RmaStatus.CLOSED),
    ([Stage.DECLINED, Stage.ARRIVED], RmaFacts(), RmaStatus.IN_WORK),
])
def test_status(stages: list[Stage], facts: RmaFacts, status: RmaStatus) -> None:
    assert rma_status([unit(stage) for stage in stages], facts) is status


def test_a_missing_unit_is_settled_by_its_resolution() -> None:
    assert rma_status([unit(Stage.MISSING, resolution=Resolution.REFUND)], RmaFacts()) is RmaStatus.CLOSED


def test_what_became_ours_has_ended_for_its_rma_wherever_it_goes() -> None:
    for stage in (Stage.INSPECTED, Stage.REPAIRING, Stage.STOCKED, Stage.DISPOSED):
        ours = unit(stage, owner=Owner.US, resolution=Resolution.REFUND)
        assert rma_status([ours], RmaFacts()) is RmaStatus.CLOSED
        assert rma_status([ours], RmaFacts(open_business=True)) is RmaStatus.SETTLING


@given(st.lists(st.sampled_from(list(Stage)), max_size=6), st.booleans(), st.booleans())
def test_order_of_units_never_matters(stages: list[Stage], moves: bool, open_business: bool) -> None:
    facts = RmaFacts(parcel_moves=moves, open_business=open_business)
    one_way = rma_status([unit(stage) for stage in stages], facts)
    assert one_way is rma_status([unit(stage) for stage in reversed(stages)], facts)


@given(st.lists(st.sampled_from([Stage.ARRIVED, Stage.READY, Stage.SHIPPED, Stage.EXPECTED]), min_size=1, max_size=4))
def test_nothing_closes_while_something_of_the_customers_is_under_way(stages: list[Stage]) -> None:
    assert rma_status([unit(stage) for stage in stages], RmaFacts()) is not RmaStatus.CLOSED


def test_what_is_held_elsewhere_keeps_nobody_open(app, people) -> None:
    """The stored status asks only of its own RMA's units whether they are held."""
    from models.rma import Hold
    from workflow import statuses
    from workflow.actors import SYSTEM
    from workflow.transaction import act, reading

    mine, other = goods.announced(), goods.announced()

    @act("test.hold")
    def hold(doing, *, by) -> None:
        doing.insert(Hold, unit_id=other.unit_ids[0], reason="extra_unit", placed_at=doing.now)

    hold(by=SYSTEM)
    with reading() as connection:
        facts = {fact.id: fact.open_business for fact in statuses.read(connection, [mine.rma_id, other.rma_id])}
    assert facts == {mine.rma_id: False, other.rma_id: True}
