"""What the customer gets: grounds, gates, one whole resolution per unit."""

from __future__ import annotations

import pytest

from models.lifecycle import (
    Ground,
    JobState,
    OutReason,
    Owner,
    Resolution,
    RmaStatus,
    SettlementKind,
    SettlementState,
    Stage,
    Verdict,
)
from models.rma import Unit
from models.work import RepairJob
from tests.desk import roads
from tests.support import goods
from tests.support.tablets import everything
from workflow import grounds, holding, settling, undoing
from workflow.actors import Actor
from workflow.errors import AlreadyDone, NotAllowed, Refused
from workflow.transaction import acted, reading

People = dict[str, Actor]
REASON = {Ground.KEPT: "freight_above_value", Ground.MISSING: "not_in_parcel", Ground.LOST: "carrier_lost",
          Ground.CLAIM: "never_delivered", Ground.ADVANCE: "replace_first", Ground.WITHDRAWAL: "withdrawal_deadline",
          Ground.PLATFORM: "platform_order", Ground.RECALL: "safety_recall"}


@pytest.fixture(autouse=True)
def others(app: object) -> goods.Announced:
    """Another customer's inspected unit is always there: a missing WHERE shows."""
    return roads.inspected(name="Someone Else", email="else@example.com")


def replacements(unit_id: int) -> list:
    table = Unit.__table__
    return roads.read_all(table.select().where(table.c.replaces_id == unit_id).order_by(table.c.id))


def test_refund_of_what_was_inspected(people: People, others: goods.Announced) -> None:
    made = roads.inspected()
    settlement_id = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                                     by=people["alice"])
    unit, (money,) = goods.unit(made.unit_ids[0]), roads.settlements(made.unit_ids[0])
    assert (unit.resolution, unit.ground, unit.owner, unit.verdict) == (
        Resolution.REFUND, Ground.INSPECTED, Owner.US, Verdict.ACCEPTED)
    assert (money.id, money.kind, money.state, money.amount_minor, money.currency) == (
        settlement_id, SettlementKind.REFUND, SettlementState.APPROVED, 1000, "EUR")
    assert money.made_by_id == people["alice"].staff_id
    assert roads.order(made.order_id).refunded_minor == 1000
    assert goods.rma(made.rma_id).status is RmaStatus.SETTLING
    assert goods.unit(others.unit_ids[0]).resolution is None


def test_paid_money_closes_the_rma_and_tells_the_customer_once(people: People) -> None:
    made = roads.inspected()
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=people["alice"])
    settling.mark_done(settlement_id=money, reference="SEPA 4711", by=people["alice"])
    last = roads.last_act()
    assert last.data["letter"] == "refunded" and last.data["amount_minor"] == 1000
    assert last.data["closed_rma_ids"] == [made.rma_id]
    assert goods.rma(made.rma_id).status is RmaStatus.CLOSED
    assert roads.settlements(made.unit_ids[0])[0].reference == "SEPA 4711"


def test_money_that_went_cannot_be_undone(people: People) -> None:
    made = roads.inspected()
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=people["alice"])
    settling.mark_done(settlement_id=money, by=people["alice"])
    with pytest.raises(Refused):
        undoing.undo(act_id=acted.get(), by=people["alice"])
    with pytest.raises(Refused):
        settling.void_settlement(settlement_id=money, reason="our_mistake", by=people["alice"])


def test_closing_without_another_letter_sends_its_own(people: People) -> None:
    made = goods.announced()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.NONE, ground=Ground.KEPT,
                     reason="unsafe_to_send", by=people["alice"])
    assert goods.unit(made.unit_ids[0]).stage is Stage.KEPT
    assert goods.rma(made.rma_id).status is RmaStatus.CLOSED
    assert roads.last_act().data["letter"] == "closed"


def test_no_refund_on_inspection_before_it_was_signed(people: People) -> None:
    made = roads.arrived()
    with pytest.raises(Refused):
        settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                         by=people["alice"])
    assert goods.unit(made.unit_ids[0]).resolution is None and not roads.settlements(made.unit_ids[0])


@pytest.mark.parametrize("ground", [ground for ground in Ground if ground is not Ground.INSPECTED])
@pytest.mark.parametrize("reason", [None, "", "because", "goodwill"])
def test_every_other_ground_needs_its_coded_reason(people: People, ground: Ground, reason: str | None) -> None:
    made = goods.announced()
    with pytest.raises(Refused):
        settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=ground, reason=reason,
                         by=people["alice"])
    assert goods.unit(made.unit_ids[0]).resolution is None


@pytest.mark.parametrize("login", ["walt", "ina", "tom", "carla", "paul", "mia", "adam"])
def test_money_and_other_grounds_are_for_agents(people: People, login: str) -> None:
    made = roads.inspected()
    with pytest.raises(NotAllowed):
        settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                         by=people[login])
    sent = goods.announced()
    with pytest.raises(NotAllowed):
        settling.resolve(unit_id=sent.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.KEPT,
                         reason=REASON[Ground.KEPT], by=people[login])


STAGES_TRIED = {Stage.REQUESTED: roads.requested, Stage.EXPECTED: goods.announced, Stage.ARRIVED: roads.arrived,
                Stage.INSPECTED: roads.inspected}


@pytest.mark.parametrize("stage", STAGES_TRIED)
@pytest.mark.parametrize("ground", Ground)
def test_a_ground_holds_only_where_it_fits(people: People, ground: Ground, stage: Stage) -> None:
    """Every ground at every stage: given where the table says so, refused elsewhere, and the page knows the same."""
    made = STAGES_TRIED[stage]()
    unit = goods.unit(made.unit_ids[0])
    with reading() as connection:
        offered = ground in grounds.possible(connection, unit)
    assert offered is (stage in grounds.STAGES[ground])
    if offered:
        settling.resolve(unit_id=unit.id, resolution=Resolution.REFUND, ground=ground, reason=REASON.get(ground),
                         by=people["alice"])
        assert goods.unit(unit.id).resolution is Resolution.REFUND
    else:
        with pytest.raises(Refused):
            settling.resolve(unit_id=unit.id, resolution=Resolution.REFUND, ground=ground,
                             reason=REASON.get(ground), by=people["alice"])


def test_a_claim_without_return_is_kept_and_closes_when_paid(people: People) -> None:
    made = roads.requested()
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.PARTIAL_REFUND_KEEP, ground=Ground.KEPT,
                             reason="partial_refund_agreed", amount_minor=400, by=people["alice"])
    unit = goods.unit(made.unit_ids[0])
    assert (unit.stage, unit.owner, unit.verdict) == (Stage.KEPT, Owner.CUSTOMER, Verdict.PARTLY_ACCEPTED)
    settling.mark_done(settlement_id=money, by=people["alice"])
    assert goods.rma(made.rma_id).status is RmaStatus.CLOSED


@pytest.mark.parametrize(("amount", "field"), [(None, "amount"), (0, "amount"), (-5, "amount"), (1000, "amount")])
def test_a_partial_refund_names_a_part(people: People, amount: int | None, field: str) -> None:
    made = roads.requested()
    with pytest.raises(Refused) as refused:
        settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.PARTIAL_REFUND_KEEP, ground=Ground.KEPT,
                         reason="partial_refund_agreed", amount_minor=amount, by=people["alice"])
    assert refused.value.field == field
    assert goods.unit(made.unit_ids[0]).stage is Stage.REQUESTED


def test_never_more_than_was_paid(people: People) -> None:
    made = roads.inspected(units=2)
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                     amount_minor=1500, by=people["alice"])
    with pytest.raises(Refused, match=r"5\.00 EUR") as refused:
        settling.resolve(unit_id=made.unit_ids[1], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                         by=people["alice"])
    assert refused.value.field == "amount"
    assert goods.unit(made.unit_ids[1]).resolution is None
    assert roads.order(made.order_id).refunded_minor == 1500


def test_a_replacement_in_advance_while_the_broken_one_is_on_its_way(people: People) -> None:
    made = goods.announced()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REPLACEMENT, ground=Ground.ADVANCE,
                     reason="replace_first", by=people["alice"])
    broken, (promised,) = goods.unit(made.unit_ids[0]), replacements(made.unit_ids[0])
    assert (broken.stage, broken.owner) == (Stage.EXPECTED, Owner.CUSTOMER)
    assert (promised.stage, promised.out_reason, promised.product_id) == (
        Stage.PROMISED, OutReason.REPLACEMENT, broken.product_id)
    assert promised.due_at is not None
    assert roads.last_act().data["letter"] == "replacement_promised"
    assert goods.rma(made.rma_id).status is RmaStatus.IN_WORK


def test_what_was_replaced_in_advance_becomes_ours_when_it_is_here(people: People) -> None:
    made = roads.arrived()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REPLACEMENT, ground=Ground.ADVANCE,
                     reason="replace_first", by=people["alice"])
    assert goods.unit(made.unit_ids[0]).owner is Owner.US


def test_an_exchange_names_another_product_and_may_pay_a_difference(people: People, others: goods.Announced) -> None:
    made = roads.inspected()
    other = goods.unit(others.unit_ids[0]).product_id
    with pytest.raises(Refused) as refused:
        settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REPLACEMENT, ground=Ground.INSPECTED,
                         product_id=other, by=people["alice"])
    assert refused.value.field == "sku"
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.EXCHANGE, ground=Ground.INSPECTED,
                     product_id=other, amount_minor=150, by=people["alice"])
    assert replacements(made.unit_ids[0])[0].product_id == other
    assert roads.settlements(made.unit_ids[0])[0].amount_minor == 150


def test_repair_goes_to_the_bench_with_a_job(people: People) -> None:
    made = roads.inspected()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REPAIR, ground=Ground.INSPECTED, by=people["ina"])
    unit = goods.unit(made.unit_ids[0])
    job = roads.read_all(RepairJob.__table__.select().where(RepairJob.__table__.c.unit_id == unit.id))[0]
    assert (unit.stage, unit.out_reason) == (Stage.REPAIRING, OutReason.REPAIR)
    assert (job.state, job.fault_code) == (JobState.QUEUED, "NO_POWER")


def test_sent_back_is_ready_to_pack_and_can_be_decided_anew(people: People) -> None:
    made = roads.inspected()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.SENT_BACK, ground=Ground.INSPECTED,
                     by=people["alice"])
    unit = goods.unit(made.unit_ids[0])
    assert (unit.stage, unit.out_reason, unit.verdict) == (Stage.READY, OutReason.AS_IS, Verdict.REFUSED)
    settling.decide_anew(unit_id=unit.id, reason="new_evidence", by=people["lena"])
    unit = goods.unit(unit.id)
    assert (unit.stage, unit.resolution, unit.out_reason) == (Stage.INSPECTED, None, None)
    settling.resolve(unit_id=unit.id, resolution=Resolution.REFUND, ground=Ground.INSPECTED, by=people["alice"])


def test_one_resolution_per_unit(people: People) -> None:
    made = roads.inspected()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                     by=people["alice"])
    for second in (Resolution.REFUND, Resolution.REPLACEMENT, Resolution.STORE_CREDIT, Resolution.SENT_BACK):
        with pytest.raises(AlreadyDone):
            settling.resolve(unit_id=made.unit_ids[0], resolution=second, ground=Ground.INSPECTED, by=people["bob"])
    assert len(roads.settlements(made.unit_ids[0])) == 1 and not replacements(made.unit_ids[0])


def test_a_hold_stops_the_decision_and_the_money(people: People) -> None:
    made = roads.inspected(units=2)
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=people["alice"])
    holding.hold(rma_id=made.rma_id, reason="payment_dispute", by=people["alice"])
    with pytest.raises(Refused, match="hold"):
        settling.resolve(unit_id=made.unit_ids[1], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                         by=people["alice"])
    with pytest.raises(Refused, match="hold"):
        settling.mark_done(settlement_id=money, by=people["alice"])


@pytest.mark.parametrize("resolution", [Resolution.REFUND, Resolution.REPLACEMENT, Resolution.REPAIR,
                                        Resolution.SENT_BACK])
def test_a_decision_undone_leaves_nothing_behind(people: People, resolution: Resolution) -> None:
    made = roads.inspected()
    before = everything()
    settling.resolve(unit_id=made.unit_ids[0], resolution=resolution, ground=Ground.INSPECTED, by=people["alice"])
    undoing.undo(act_id=acted.get(), by=people["alice"])
    assert everything() == before
    assert roads.order(made.order_id).refunded_minor == 0


def test_a_void_payment_leaves_the_unit_undecided(people: People) -> None:
    made = roads.inspected()
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=people["alice"])
    settling.void_settlement(settlement_id=money, reason="our_mistake", by=people["alice"])
    unit = goods.unit(made.unit_ids[0])
    assert (unit.resolution, unit.owner, unit.ground) == (None, Owner.CUSTOMER, None)
    assert roads.order(made.order_id).refunded_minor == 0
    settling.resolve(unit_id=unit.id, resolution=Resolution.SENT_BACK, ground=Ground.INSPECTED, by=people["alice"])


def test_a_wrong_amount_is_corrected_by_a_new_document(people: People) -> None:
    made = roads.inspected()
    old = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                           amount_minor=700, by=people["alice"])
    new = settling.correct_settlement(settlement_id=old, amount_minor=900, by=people["alice"])
    first, second = roads.settlements(made.unit_ids[0])
    assert (first.state, second.state, second.amount_minor, second.corrects_id) == (
        SettlementState.VOID, SettlementState.APPROVED, 900, old)
    assert second.id == new and roads.order(made.order_id).refunded_minor == 900


def test_a_promise_taken_back_takes_the_difference_with_it(people: People, others: goods.Announced) -> None:
    made = roads.inspected()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.EXCHANGE, ground=Ground.INSPECTED,
                     product_id=goods.unit(others.unit_ids[0]).product_id, amount_minor=150, by=people["alice"])
    promised = replacements(made.unit_ids[0])[0]
    settling.cancel_promise(unit_id=promised.id, reason="our_mistake", by=people["alice"])
    unit = goods.unit(made.unit_ids[0])
    assert (unit.resolution, unit.owner) == (None, Owner.CUSTOMER)
    assert roads.order(made.order_id).refunded_minor == 0
    settling.resolve(unit_id=unit.id, resolution=Resolution.REPLACEMENT, ground=Ground.INSPECTED, by=people["alice"])
    assert [row.stage for row in replacements(unit.id)] == [Stage.CANCELLED, Stage.PROMISED]


def test_money_sent_may_fail_and_be_sent_again(people: People) -> None:
    made = roads.inspected()
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=people["alice"])
    settling.mark_sent_by_hand(settlement_id=money, reference="A1", by=people["alice"])
    settling.mark_failed(settlement_id=money, by=people["alice"])
    with pytest.raises(Refused):
        settling.mark_done(settlement_id=money, by=people["alice"])
    settling.mark_sent_by_hand(settlement_id=money, reference="A2", by=people["alice"])
    settling.mark_done(settlement_id=money, by=people["alice"])
    row = roads.settlements(made.unit_ids[0])[0]
    assert (row.state, row.reference) == (SettlementState.DONE, "A2") and row.done_at is not None
