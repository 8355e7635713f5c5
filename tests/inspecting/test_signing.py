"""What the answers come to, how a person may see it otherwise, and what signing does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.catalogue import Device, Product
from models.lifecycle import Coverage, Disposition, Grade, JobState, OutReason, Resolution, Role, Stage
from models.rma import Unit
from tests.inspecting.units import (
    BROKEN,
    SCRATCHED,
    UNSAFE,
    WELL,
    Tablet,
    answer_all,
    arrived,
    holds,
    inspections,
    jobs,
    log_of,
    look,
)
from tests.support import goods
from workflow import clock, holding, looking
from workflow.actors import SYSTEM, Actor
from workflow.doing import Doing
from workflow.scanning.answers import Answer
from workflow.scanning.commands import Command
from workflow.transaction import act

LIQUID = {**WELL, "battery_leak": "yes"}


@pytest.fixture
def ina(app) -> Tablet:
    return Tablet("ina")


def looked_at(ina: Tablet, answers: dict[str, str], wanted: Resolution | None = None, **about: object) -> int:
    """A unit with all its questions answered, in the inspector's hand. Its id; another unit stands beside it."""
    row, _beside = arrived(wanted=wanted, units=2, **about)
    ina.scan(row.tag)
    answer_all(ina, row.id, answers)
    return row.id


def values(card: Answer) -> dict[str, str]:
    return {str(label): str(value) for label, value in card.lines}


@pytest.mark.parametrize(("answers", "grade"), [(WELL, "A"), (SCRATCHED, "C"), (BROKEN, "D"), (UNSAFE, "D")])
def test_the_card_shows_the_computed_grade(ina: Tablet, answers: dict[str, str], grade: str) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    card = answer_all(ina, row.id, answers)
    assert str(card.title) == f"Grade {grade}"
    assert card.choices[0].code == Command.SIGN.code


def test_signing_writes_what_was_found(ina: Tablet) -> None:
    unit_id = looked_at(ina, SCRATCHED, Resolution.REFUND)
    card = ina.scan(Command.SIGN)
    assert (card.result, str(card.title)) == ("ok", "Signed")
    row, (found,) = goods.unit(unit_id), inspections(unit_id)
    assert (row.stage, row.grade, row.coverage) == (Stage.INSPECTED, Grade.C, Coverage.COVERED)
    assert row.disposition is found.disposition is found.proposed
    assert (found.grade_computed, found.grade, found.fault_code, found.override_reason) == (
        Grade.C, Grade.C, "COSMETIC", None)
    assert found.signed_at is not None
    assert ina.open_unit() is None
    assert jobs(unit_id) == []


def test_other_units_are_left_alone(ina: Tablet) -> None:
    row, beside = arrived(units=2)
    ina.scan(row.tag)
    answer_all(ina, row.id, WELL)
    ina.scan(Command.SIGN)
    assert goods.unit(beside.id).stage is Stage.ARRIVED


def test_no_signing_while_a_question_is_open(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    assert ina.scan(Command.SIGN).result == "refused"
    assert goods.unit(row.id).stage is Stage.ARRIVED
    assert inspections(row.id)[0].signed_at is None


def test_nothing_in_hand_nothing_to_sign(ina: Tablet) -> None:
    assert str(ina.scan(Command.SIGN).next) == "Scan the tag of the unit first."


def test_a_hold_stops_signing_but_not_looking(ina: Tablet, people) -> None:
    row = arrived()[0]
    hold_id = holding.hold(reason="fraud_check", unit_id=row.id, by=people["alice"])
    card = ina.scan(row.tag)
    assert values(card)["On hold"] == "Looks like abuse"
    card = answer_all(ina, row.id, WELL)
    assert Command.SIGN.code not in [choice.code for choice in card.choices]
    assert ina.scan(Command.SIGN).result == "refused"
    assert goods.unit(row.id).stage is Stage.ARRIVED
    holding.release(hold_id=hold_id, by=people["alice"])
    assert ina.scan(Command.SIGN).result == "ok"


def test_a_hold_on_the_rma_stops_it_too(ina: Tablet, people) -> None:
    unit_id = looked_at(ina, WELL)
    holding.hold(reason="payment_dispute", rma_id=goods.unit(unit_id).rma_id, by=people["alice"])
    assert ina.scan(Command.SIGN).result == "refused"


def test_another_grade_needs_a_coded_reason(ina: Tablet) -> None:
    unit_id = looked_at(ina, SCRATCHED)
    card = ina.scan(Command.GRADE_B)
    assert str(card.title) == "Why B?"
    assert inspections(unit_id)[0].grade is Grade.C
    card = ina.scan(Command.CHOICE_1)
    assert (str(card.title), values(card)["By the answers"]) == ("Grade B", "C")
    ina.scan(Command.SIGN)
    (found,) = inspections(unit_id)
    assert (found.grade_computed, found.grade, found.override_reason) == (Grade.C, Grade.B, "inspector_view")
    assert goods.unit(unit_id).grade is Grade.B
    assert "computed:C reason:inspector_view" in log_of(unit_id)[-1].codes


def test_back_to_the_computed_grade_needs_none(ina: Tablet) -> None:
    unit_id = looked_at(ina, SCRATCHED)
    ina.scan(Command.GRADE_B, Command.CHOICE_2)
    assert inspections(unit_id)[0].override_reason is not None
    assert str(ina.scan(Command.GRADE_C).title) == "Grade C"
    assert inspections(unit_id)[0].override_reason is None


def test_no_grade_before_the_questions(ina: Tablet) -> None:
    row = arrived()[0]
    ina.scan(row.tag)
    assert ina.scan(Command.GRADE_A).result == "refused"


def test_another_grade_is_another_proposal(ina: Tablet) -> None:
    unit_id = looked_at(ina, WELL, Resolution.REFUND)
    assert inspections(unit_id)[0].proposed is Disposition.STOCK_AS_NEW
    ina.scan(Command.GRADE_B, Command.CHOICE_1)
    assert inspections(unit_id)[0].disposition is Disposition.STOCK_OPEN_BOX


def test_another_use_is_chosen(ina: Tablet) -> None:
    unit_id = looked_at(ina, WELL)
    card = ina.scan(Command.OTHER_USE)
    chosen = next(choice for choice in card.choices if str(choice.label) == "scrap")
    assert values(ina.scan(chosen.code))["Goes to"] == "scrap"
    found = inspections(unit_id)[0]
    assert (found.disposition, found.proposed) == (Disposition.SCRAP, Disposition.TO_CUSTOMER)


def test_another_fault_is_chosen_over_the_pages(ina: Tablet) -> None:
    unit_id = looked_at(ina, BROKEN)
    first = ina.scan(Command.FAULT)
    assert str(first.choices[0].label) == "Does not do its work"
    second = ina.scan(Command.CHOICE_8)
    assert {c.label for c in first.choices[:7]}.isdisjoint(c.label for c in second.choices[:7])
    ina.scan(Command.CHOICE_1)
    assert inspections(unit_id)[0].fault_code not in (None, "FUNCTION")


def test_a_covered_repair_goes_on_to_the_bench(ina: Tablet) -> None:
    unit_id = looked_at(ina, BROKEN, Resolution.REPAIR)
    card = ina.scan(Command.SIGN)
    assert str(card.title) == "To repair"
    row, (job,) = goods.unit(unit_id), jobs(unit_id)
    assert (row.stage, row.disposition, row.out_reason) == (Stage.REPAIRING, Disposition.REPAIR, OutReason.REPAIR)
    assert (job.state, job.fault_code, job.round) == (JobState.QUEUED, "FUNCTION", 1)
    assert job.due_at == row.due_at
    assert row.resolution is None  # an agent gives resolutions


@pytest.mark.parametrize("wanted", [Resolution.REFUND, None])
def test_nobody_asked_for_a_repair(ina: Tablet, wanted: Resolution | None) -> None:
    unit_id = looked_at(ina, BROKEN, wanted)
    ina.scan(Command.REPAIR, Command.SIGN)
    assert goods.unit(unit_id).stage is Stage.INSPECTED
    assert goods.unit(unit_id).disposition is Disposition.REPAIR
    assert jobs(unit_id) == []


def test_a_repair_that_the_inspector_does_not_propose(ina: Tablet) -> None:
    unit_id = looked_at(ina, BROKEN, Resolution.REPAIR)
    ina.scan(Command.TO_CUSTOMER, Command.SIGN)
    assert (goods.unit(unit_id).stage, jobs(unit_id)) == (Stage.INSPECTED, [])


def test_a_repair_that_is_not_covered_waits_for_an_agent(ina: Tablet) -> None:
    unit_id = looked_at(ina, LIQUID, Resolution.REPAIR)  # leaked batteries: nobody's warranty
    _set_warranty(unit_id=unit_id, months=0, by=SYSTEM)
    ina.scan(Command.SIGN)
    row = goods.unit(unit_id)
    assert (row.stage, row.coverage, jobs(unit_id)) == (Stage.INSPECTED, Coverage.NOT_COVERED, [])


@act("test.warranty")
def _set_warranty(doing: Doing, *, unit_id: int, months: int, by: Actor) -> None:
    doing.update(Product, goods.unit(unit_id).product_id, warranty_months=months)


def test_the_wrong_item_is_held_when_signed(ina: Tablet) -> None:
    unit_id = looked_at(ina, {**WELL, "right_item": "no"}, Resolution.REFUND)
    assert inspections(unit_id)[0].disposition is Disposition.TO_CUSTOMER
    card = ina.scan(Command.SIGN)
    assert str(card.title) == "Signed, held"
    assert holds(unit_id) == ["wrong_item"]
    assert goods.unit(unit_id).stage is Stage.INSPECTED


def test_only_inspectors_and_leads_work_here(app) -> None:
    from workflow.errors import NotAllowed

    row = arrived()[0]
    tom = Tablet("tom", "inspection-1")
    with pytest.raises(NotAllowed):
        tom.scan(row.tag)
    lena = Tablet("lena", "inspection-1")
    lena.scan(row.tag)
    answer_all(lena, row.id, WELL)
    assert lena.scan(Command.SIGN).result == "ok"


def test_a_wrong_serial_holds_the_unit_in_hand(ina: Tablet) -> None:
    row, other = arrived(units=2, serials=True)
    ina.scan(row.tag)
    card = ina.scan("SOME-OTHER-SERIAL")
    assert str(card.title) == "Its serial?"
    card = ina.scan(Command.YES)
    assert str(card.title) == "Wrong serial"
    assert holds(row.id) == ["serial_mismatch"]
    assert goods.unit(row.id).serial_seen == "SOME-OTHER-SERIAL"
    assert holds(other.id) == []


def test_the_right_serial_fits_and_names_the_device(ina: Tablet) -> None:
    row = arrived(serials=True)[0]
    ina.scan(row.tag)
    serial = f"SN{look(row.id).product.sku}"
    card = ina.scan(serial)
    assert str(card.title) == "Serial fits"
    after = goods.unit(row.id)
    assert (after.serial_seen, holds(row.id)) == (serial, [])
    assert after.device_id is not None


def test_the_serial_of_another_unit_opens_that_unit(ina: Tablet) -> None:
    first, second = arrived(units=2, serials=True)
    ina.scan(first.tag)
    ina.scan(f"SN{look(second.id).product.sku}")
    assert ina.open_unit() == second.id
    assert holds(first.id) == []


@pytest.mark.parametrize(("ends", "cover"), [(-1, Coverage.NOT_COVERED), (0, Coverage.COVERED), (1, Coverage.COVERED)])
def test_the_device_s_own_warranty_goes_before_the_product_s(ina: Tablet, ends: int, cover: Coverage) -> None:
    unit_id = looked_at(ina, WELL)
    _set_device(unit_id=unit_id, end=clock.now().date() + timedelta(days=ends), by=SYSTEM)
    assert looking.coverage(look(unit_id), clock.now().date(), None) is cover


@act("test.device")
def _set_device(doing: Doing, *, unit_id: int, end: date, by: Actor) -> None:
    row = goods.unit(unit_id)
    device = doing.insert(Device, product_id=row.product_id, order_line_id=row.order_line_id, warranty_end=end)
    doing.update(Unit, unit_id, device_id=device)


def test_coverage_asks_for_the_cause_too(ina: Tablet) -> None:
    unit_id = looked_at(ina, BROKEN)
    found, today = look(unit_id), clock.now().date()
    assert looking.coverage(found, today, "FUNCTION") is Coverage.COVERED
    assert looking.coverage(found, today, "LIQUID") is Coverage.IN_PART
    well = look(looked_at(ina, WELL))
    assert looking.coverage(well, today, "LIQUID") is Coverage.NOT_COVERED


def test_nobody_knows_the_warranty_of_what_nobody_knows(ina: Tablet) -> None:
    from dataclasses import replace

    found = replace(look(looked_at(ina, WELL)), delivered_at=None)
    assert looking.coverage(found, clock.now().date(), None) is None


@pytest.mark.parametrize(("start", "months", "end"), [
    (date(2024, 1, 31), 1, date(2024, 2, 29)), (date(2023, 12, 31), 24, date(2025, 12, 31)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2024, 11, 15), 2, date(2025, 1, 15))])
def test_months_after(start: date, months: int, end: date) -> None:
    assert looking.months_after(start, months) == end


def test_the_fault_that_weighs_most(ina: Tablet) -> None:
    unit_id = looked_at(ina, {**SCRATCHED, "toy_works": "no", "complete": "no"})
    assert looking.main_fault(look(unit_id)) == "FUNCTION"


def test_roles_of_the_table_hold_for_signing(ina: Tablet, people) -> None:
    from workflow import inspecting
    from workflow.errors import Refused

    unit_id = looked_at(ina, WELL)
    stranger = people["walt"]
    with pytest.raises(Refused):
        inspecting.sign(look=look(unit_id), by=stranger)
    assert stranger.roles == {Role.DOCK}
