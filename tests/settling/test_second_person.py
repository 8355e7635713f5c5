"""Above the limit one person is not enough: refunds, replacements without inspection, disposal."""

from __future__ import annotations

import pytest

from models.lifecycle import Disposition, Ground, Owner, PlaceKind, Resolution, RmaStatus, SettlementState, Stage
from models.rma import Unit
from tests.desk import roads
from tests.support import goods
from workflow import disposing, gates, holding, settling
from workflow.actors import Actor
from workflow.errors import NotAllowed, Refused
from workflow.transaction import reading

People = dict[str, Actor]
ABOVE = 20001


def planned(people: People) -> tuple[goods.Announced, int]:
    made = roads.inspected(price_minor=ABOVE)
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=people["alice"])
    return made, money


def test_above_the_limit_a_refund_is_only_planned(people: People) -> None:
    made, money = planned(people)
    assert roads.settlements(made.unit_ids[0])[0].state is SettlementState.PLANNED
    with pytest.raises(Refused):
        settling.mark_done(settlement_id=money, by=people["bob"])


def test_exactly_at_the_limit_one_person_is_enough(people: People) -> None:
    made = roads.inspected(price_minor=20000)
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                     by=people["alice"])
    assert roads.settlements(made.unit_ids[0])[0].state is SettlementState.APPROVED


def test_the_same_person_twice_is_refused_even_a_lead(people: People) -> None:
    made = roads.inspected(price_minor=ABOVE)
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             by=people["lena"])
    with pytest.raises(NotAllowed, match="second person"):
        settling.approve_settlement(settlement_id=money, by=people["lena"])
    assert roads.settlements(made.unit_ids[0])[0].state is SettlementState.PLANNED


@pytest.mark.parametrize("login", ["walt", "ina", "tom", "carla", "paul", "mia", "adam"])
def test_the_second_person_is_an_agent_or_lead(people: People, login: str) -> None:
    _made, money = planned(people)
    with pytest.raises(NotAllowed):
        settling.approve_settlement(settlement_id=money, by=people[login])


def test_both_are_named_in_the_log(people: People) -> None:
    made, money = planned(people)
    settling.approve_settlement(settlement_id=money, by=people["bob"])
    log = roads.log_of(made.unit_ids[0])
    assert ("settlement.planned", people["alice"].code) in log
    assert ("settlement.approved", people["bob"].code) in log
    row = roads.settlements(made.unit_ids[0])[0]
    assert (row.made_by_id, row.approved_by_id) == (people["alice"].staff_id, people["bob"].staff_id)
    settling.mark_done(settlement_id=money, by=people["alice"])
    assert goods.rma(made.rma_id).status is RmaStatus.CLOSED


def test_the_limit_counts_the_whole_rma_so_that_splitting_does_not_help(people: People) -> None:
    made = roads.inspected(units=2, price_minor=15000)
    for unit_id in made.unit_ids:
        settling.resolve(unit_id=unit_id, resolution=Resolution.REFUND, ground=Ground.INSPECTED, by=people["alice"])
    assert [roads.settlements(unit_id)[0].state for unit_id in made.unit_ids] == [
        SettlementState.APPROVED, SettlementState.PLANNED]


def test_a_corrected_amount_above_the_limit_needs_the_second_person_again(people: People) -> None:
    made = roads.inspected(price_minor=30000)
    money = settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.INSPECTED,
                             amount_minor=100, by=people["alice"])
    settling.correct_settlement(settlement_id=money, amount_minor=ABOVE, by=people["alice"])
    assert roads.settlements(made.unit_ids[0])[1].state is SettlementState.PLANNED


def test_a_dear_replacement_without_inspection_waits_for_the_second_person(people: People) -> None:
    made = goods.announced(price_minor=ABOVE)
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REPLACEMENT, ground=Ground.ADVANCE,
                     reason="replace_first", by=people["alice"])
    table = Unit.__table__
    promised = roads.read_all(table.select().where(table.c.replaces_id == made.unit_ids[0]))[0]
    (hold,) = roads.holds(promised.id)
    with reading() as connection:
        assert not gates.holds(gates.check_no_hold, connection, promised)
    with pytest.raises(NotAllowed):
        holding.release(hold_id=hold.id, by=people["alice"])
    holding.release(hold_id=hold.id, by=people["bob"])
    with reading() as connection:
        assert gates.holds(gates.check_no_hold, connection, promised)


def ours(people: People, price_minor: int) -> int:
    made = roads.inspected(price_minor=price_minor)
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.STORE_CREDIT, ground=Ground.INSPECTED,
                     by=people["alice"])
    return made.unit_ids[0]


def test_ours_goes_into_stock_and_leaves_the_rma(people: People) -> None:
    unit_id = ours(people, 1000)
    disposing.stock(unit_id=unit_id, disposition=Disposition.STOCK_AS_NEW, by=people["ina"])
    unit = goods.unit(unit_id)
    assert (unit.stage, unit.disposition) == (Stage.STOCKED, Disposition.STOCK_AS_NEW)


@pytest.mark.parametrize("login", ["walt", "tom", "carla", "paul", "mia", "adam"])
def test_not_everybody_puts_into_stock(people: People, login: str) -> None:
    with pytest.raises(NotAllowed):
        disposing.stock(unit_id=ours(people, 1000), by=people[login])


def test_what_is_the_customers_is_neither_stocked_nor_scrapped(people: People) -> None:
    made = roads.inspected()
    with pytest.raises(Refused, match="belongs to the customer"):
        disposing.stock(unit_id=made.unit_ids[0], by=people["alice"])
    with pytest.raises(Refused, match="belongs to the customer"):
        disposing.dispose(unit_id=made.unit_ids[0], disposition=Disposition.SCRAP, by=people["alice"])
    assert goods.unit(made.unit_ids[0]).stage is Stage.INSPECTED


def test_what_was_refunded_in_advance_is_taken_over_when_it_goes_into_stock(people: People) -> None:
    made = goods.announced()
    settling.resolve(unit_id=made.unit_ids[0], resolution=Resolution.REFUND, ground=Ground.ADVANCE,
                     reason="refund_on_scan", by=people["alice"])
    roads.take_out(made)
    roads.inspect(unit_id=made.unit_ids[0], by=people["ina"])
    assert goods.unit(made.unit_ids[0]).owner is Owner.CUSTOMER
    disposing.stock(unit_id=made.unit_ids[0], by=people["ina"])
    unit = goods.unit(made.unit_ids[0])
    assert (unit.stage, unit.owner) == (Stage.STOCKED, Owner.US)


def test_ours_may_be_refurbished(people: People) -> None:
    unit_id = ours(people, 1000)
    disposing.refurbish(unit_id=unit_id, by=people["alice"])
    assert goods.unit(unit_id).stage is Stage.REPAIRING


def test_scrap_below_the_limit_is_gone(people: People) -> None:
    unit_id = ours(people, 1000)
    disposing.dispose(unit_id=unit_id, disposition=Disposition.SCRAP, by=people["alice"])
    unit = goods.unit(unit_id)
    assert (unit.stage, unit.place_kind, unit.owner) == (Stage.DISPOSED, PlaceKind.GONE, Owner.US)


def test_scrap_above_the_limit_needs_two(people: People) -> None:
    unit_id = ours(people, ABOVE)
    with pytest.raises(Refused, match="more than one person"):
        disposing.dispose(unit_id=unit_id, disposition=Disposition.SCRAP, by=people["lena"])
    disposing.propose_disposal(unit_id=unit_id, disposition=Disposition.SCRAP, by=people["alice"])
    (hold,) = roads.holds(unit_id)
    with pytest.raises(NotAllowed):
        holding.release(hold_id=hold.id, by=people["alice"])
    holding.release(hold_id=hold.id, by=people["lena"])
    disposing.dispose(unit_id=unit_id, disposition=Disposition.SCRAP, by=people["alice"])
    log = roads.log_of(unit_id)
    assert ("unit.disposal_proposed", people["alice"].code) in log and ("hold.released", people["lena"].code) in log
