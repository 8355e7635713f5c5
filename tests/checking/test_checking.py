"""The check after a repair, scan by scan: by another person, test by test, passed, failed, undone."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from models.lifecycle import JobState, OutReason, RmaStatus, Stage
from models.work import RepairJob
from reference.checks import after_repair
from tests.packing import roads
from tests.support import goods
from tests.support.people import actor
from tests.support.tablets import TabletAt, check_undo, everything
from workflow import installation, repair_paper, verifying, working
from workflow.scanning.commands import CHOICES, Command
from workflow.transaction import in_transaction, reading

BUDGET = 10
ALL_TESTS_OF_A_TOY = 7
CLOSED = next(test.text.en for test in after_repair("toy") if test.code == "housing_closed")


@pytest.fixture
def check(app) -> TabletAt:
    roads.at_check()  # somebody else's, so that a missing WHERE shows
    return TabletAt("carla")


def test_every_test_is_one_card_and_the_last_pass_signs(check: TabletAt) -> None:
    road = roads.at_check()
    titles = [str(check.scan(road.tags[0]).title)]
    for _ in range(ALL_TESTS_OF_A_TOY - 1):
        titles.append(str(check.scan(Command.PASS).title))
    assert titles == [f"Check {n} of {ALL_TESTS_OF_A_TOY}" for n in range(1, ALL_TESTS_OF_A_TOY + 1)]
    assert road.stages == [Stage.CHECKING]
    answer = check.scan(Command.PASS)
    assert (answer.result, str(answer.title)) == ("ok", "Check passed")
    unit, result = goods.unit(road.ids[0]), roads.checks(road.ids[0])[0]
    assert (unit.stage, unit.out_reason, unit.place_kind) == (Stage.READY, OutReason.REPAIR, "station")
    assert (result.kind, result.passed, result.staff_id) == ("repair", True, actor("carla").staff_id)
    assert result.signed_at is not None and len(result.answers) == ALL_TESTS_OF_A_TOY
    assert goods.rma(road.rma_id).status is RmaStatus.IN_WORK
    with reading() as connection:
        assert list(verifying.faults(connection)) == []


def test_a_unit_that_is_ours_goes_to_stock(check: TabletAt) -> None:
    road = roads.at_check()
    roads.make_ours(unit_id=road.ids[0], by=actor("lena"))
    assert str(roads.pass_check(check, road.tags[0]).title) == "Check passed"
    assert goods.unit(road.ids[0]).stage is Stage.STOCKED


def test_a_failed_test_sends_it_back_and_is_counted(check: TabletAt) -> None:
    road = roads.at_check()
    answer = check.scan(road.tags[0], Command.PASS, Command.FAIL)
    assert str(answer.title) == "What is wrong?"
    answer = check.scan(CHOICES[1])
    assert (answer.result, str(answer.title)) == ("ok", "Check failed")
    job, result = roads.job(road.ids[0]), roads.checks(road.ids[0])[0]
    assert (goods.unit(road.ids[0]).stage, job.state, job.round) == (Stage.REPAIRING, JobState.QUEUED, 2)
    assert (result.passed, result.answers["housing_closed"]) == (False, {"passed": False, "reason": "new_fault"})
    assert job.diagnosis == "", "the report says what was wrong with the device, not with the repair"


def test_who_repairs_it_anew_reads_which_test_failed_and_why_and_the_customer_does_not(check: TabletAt) -> None:
    road = roads.at_check()
    check.scan(road.tags[0], Command.PASS, Command.FAIL, CHOICES[1])
    card = TabletAt("tom").scan(road.tags[0])
    told = {str(label): str(value) for label, value in card.lines}
    assert (told["Check failed"], told["Why"]) == (CLOSED, "Something else is wrong")
    again(road.ids[0])
    in_transaction(lambda connection: connection.execute(sa.update(RepairJob).values(fault_code="NO_POWER")))
    roads.pass_check(check, road.tags[0])
    with reading() as connection:
        assert working.read(connection, working.U.c.id == road.ids[0])[0].failed is None, "its last check was passed"
        (report,) = repair_paper.reports(connection, road.ids[0], "de")
    assert (report["diagnosis"], report["cause"]) == ("", "Ein Bauteil ist ausgefallen")


def test_a_second_round_begins_a_new_list(check: TabletAt) -> None:
    road = roads.at_check()
    check.scan(road.tags[0], Command.PASS, Command.FAIL, CHOICES[0])
    again(road.ids[0])
    answer = check.scan(road.tags[0])
    assert str(answer.title) == f"Check 1 of {ALL_TESTS_OF_A_TOY}"
    assert [(str(label), value) for label, value in answer.lines] == [("Round", 2)]
    assert str(roads.pass_check(check, road.tags[0]).title) == "Check passed"
    assert [row.passed for row in roads.checks(road.ids[0])] == [False, True]


def again(unit_id: int) -> None:
    """The bench repairs it once more."""
    from workflow import moves, work_moves
    from workflow.transaction import act

    @act("test.reworked")
    def rework(doing, *, by) -> None:
        unit = goods.unit(unit_id)
        work_moves.move_job(doing, roads.job(unit_id), JobState.WORKING, unit=unit)
        work_moves.move_job(doing, roads.job(unit_id), JobState.DONE, unit=unit, finished_at=doing.now)
        moves.move_units(doing, [unit], Stage.CHECKING, what="unit.repaired")

    rework(by=actor("lena"))


def test_the_repairer_does_not_check(check: TabletAt) -> None:
    road = roads.at_check(technician="carla")
    answer = check.scan(road.tags[0])
    assert answer.result == "refused" and "another person" in str(answer.next)
    assert roads.checks(road.ids[0]) == []


def test_a_setting_lets_the_repairer_check(check: TabletAt, monkeypatch: pytest.MonkeyPatch) -> None:
    road = roads.at_check(technician="carla")
    monkeypatch.setattr(installation, "chosen",
                        dataclasses.replace(installation.settings(), checker_may_be_repairer="on"))
    assert str(check.scan(road.tags[0]).title) == f"Check 1 of {ALL_TESTS_OF_A_TOY}"


def test_a_lead_checks_the_own_repair_with_a_coded_reason(app) -> None:
    road, lead = roads.at_check(technician="lena"), TabletAt("lena", "check-1")
    assert str(lead.scan(road.tags[0]).title) == "Your own repair"
    lead.scan(CHOICES[0])
    assert str(roads.pass_check(lead, road.tags[0]).title) == "Check passed"
    assert [row.override_reason for row in roads.checks(road.ids[0])] == ["nobody_else"]


def test_an_override_is_not_offered_for_what_is_checked_already(app) -> None:
    road = roads.repaired(technician="lena")
    assert TabletAt("lena", "check-1").scan(road.tags[0]).result == "repeat"


def test_checked_before_is_told_kindly(check: TabletAt) -> None:
    road = roads.repaired()
    answer = check.scan(road.tags[0])
    assert (answer.result, answer.act_id) == ("repeat", None)
    assert [str(label) for label, _value in answer.lines] == ["by", "when"]


def test_what_is_left_goes_on_where_it_was(check: TabletAt) -> None:
    road = roads.at_check()
    check.scan(road.tags[0], Command.PASS, Command.PASS, Command.PARK)
    assert str(check.scan(road.tags[0]).title) == f"Check 3 of {ALL_TESTS_OF_A_TOY}"
    assert len(roads.checks(road.ids[0])) == 1


def test_another_person_takes_over_and_begins_anew(check: TabletAt) -> None:
    road, lead = roads.at_check(), TabletAt("lena", "check-1")
    check.scan(road.tags[0], Command.PASS)
    assert str(lead.scan(road.tags[0]).title) == "Take over?"
    assert str(lead.scan(Command.YES).title) == f"Check 1 of {ALL_TESTS_OF_A_TOY}"
    assert check.scan(Command.PASS).result == "refused"
    assert [row.staff_id for row in roads.checks(road.ids[0])] == [actor("lena").staff_id]


def test_a_measurement_needs_its_value(check: TabletAt) -> None:
    road = roads.at_check(category="small_kitchen_appliance")
    check.scan(road.tags[0], *[Command.PASS] * 4)
    answer = check.scan(Command.PASS)
    assert answer.fields and str(answer.title) == "Check 5 of 10"
    answer = check.scan("VALUE:0.12 Ohm")
    assert [value for _label, value in answer.lines] == ["0.12 OHM"]
    assert str(check.scan(Command.PASS).title) == "Check 6 of 10"
    assert roads.checks(road.ids[0])[0].answers["earth"] == {"passed": True, "value": "0.12 OHM"}


def test_a_hold_stops_the_check_and_its_signing(check: TabletAt) -> None:
    road, held = roads.at_check(), roads.at_check()
    roads.hold(unit_id=held.ids[0], by=actor("lena"))
    assert check.scan(held.tags[0]).result == "refused"
    check.scan(road.tags[0], *[Command.PASS] * (ALL_TESTS_OF_A_TOY - 1))
    roads.hold(unit_id=road.ids[0], by=actor("lena"))
    assert check.scan(Command.PASS).result == "refused"
    assert road.stages == [Stage.CHECKING]


def test_a_unit_of_another_station_is_shown_its_way(check: TabletAt) -> None:
    answer = check.scan(roads.arrived().tags[0])
    assert (answer.result, str(answer.title)) == ("repeat", "To inspection")


@pytest.mark.parametrize("stray", [Command.PASS, Command.FAIL, Command.YES, CHOICES[0]])
def test_an_answer_without_a_question_is_refused(check: TabletAt, stray: Command) -> None:
    before = everything()
    assert check.scan(stray).result == "refused"
    assert everything() == before


def test_an_unknown_code_leaves_the_question_standing(check: TabletAt) -> None:
    road = roads.at_check()
    check.scan(road.tags[0])
    assert check.scan("NOBODY KNOWS THIS").result == "unknown"
    assert check.scan(Command.PASS).result == "refused"
    assert str(check.scan(road.tags[0]).title) == f"Check 1 of {ALL_TESTS_OF_A_TOY}"


def test_every_act_can_be_undone(check: TabletAt) -> None:
    road, other, own = roads.at_check(), roads.at_check(), roads.at_check(technician="lena")
    check_undo(check, road.tags[0])
    check_undo(check, Command.PASS)
    for _ in range(ALL_TESTS_OF_A_TOY - 2):
        check.scan(Command.PASS)
    check_undo(check, Command.PASS)
    check_undo(check, other.tags[0], Command.FAIL, CHOICES[0])
    lead = TabletAt("lena", "check-1")
    check_undo(lead, own.tags[0], CHOICES[2])
    taken = roads.at_check()
    check.scan(taken.tags[0], Command.PASS)
    check_undo(lead, taken.tags[0], Command.YES)


def test_every_scan_costs_ten_statements_at_most(check: TabletAt, statements: list[str]) -> None:
    road, other, serial = roads.at_check(), roads.at_check(), roads.at_check(serials=True)
    codes = [road.tags[0], *[Command.PASS] * ALL_TESTS_OF_A_TOY, road.tags[0], other.tags[0], Command.FAIL, CHOICES[0],
             other.tags[0], "NOBODY KNOWS THIS", Command.PASS, serial.tags[0]]
    for code in codes:
        statements.clear()
        check.scan(code)
        assert len(statements) <= BUDGET, f"{code}\n" + "\n".join(text[:120] for text in statements)
